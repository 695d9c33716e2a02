package morphoblue

import (
	"brink/fixed"

	"github.com/holiman/uint256"
)

// The constants of the adaptive curve, rates a second scaled by a wad.
//
// Source: morpho-org/morpho-blue-irm:src/adaptive-curve-irm/libraries/ConstantsLib.sol.
const (
	targetUtilization   = 900_000_000_000_000_000
	curveSteepness      = 4 // wads
	adjustmentSpeed     = 1_585_489_599_188
	initialRateAtTarget = 1_268_391_679
	minRateAtTarget     = 31_709_791
	maxRateAtTarget     = 63_419_583_967
)

// integer is a signed number of 256 bits. None of what follows can leave its
// range: totals have 128 bits, rates 36 and times 64.
type integer = uint256.Int

// mulToZero sets z to x·y/1e18, rounded to zero.
func mulToZero(z, x, y *integer) {
	z.Mul(x, y)
	z.SDiv(z, &wad)
}

// adaptiveCurve sets rate to the mean borrow rate since a market's last update,
// a wad a second, and returns the rate at target at the end. The totals are
// those of before the accrual, and a start of zero is a market that was never
// asked about.
//
// Source: morpho-org/morpho-blue-irm:src/adaptive-curve-irm/AdaptiveCurveIrm.sol (_borrowRate).
func adaptiveCurve(rate *uint256.Int, t *totals, start uint64, elapsed uint64) (end uint64) {
	err := utilizationError(t)
	mean := uint256.NewInt(initialRateAtTarget)
	end = initialRateAtTarget
	if start != 0 {
		var linear integer
		mulToZero(&linear, uint256.NewInt(adjustmentSpeed), &err)
		linear.Mul(&linear, uint256.NewInt(elapsed))
		mean.SetUint64(start)
		end = start
		if !linear.IsZero() {
			end = newRateAtTarget(start, &linear)
			linear.SDiv(&linear, uint256.NewInt(2))
			middle := newRateAtTarget(start, &linear)
			mean.SetUint64((start + end + 2*middle) / 4)
		}
	}
	curve(rate, mean, &err)
	return end
}

// utilizationError is how far the utilization is from its target, from −1 to 1
// as a wad.
func utilizationError(t *totals) (err integer) {
	var utilization uint256.Int
	if !t.supplyAssets.IsZero() {
		utilization.Mul(&t.borrowAssets, &wad)
		utilization.Div(&utilization, &t.supplyAssets)
	}
	norm := uint256.NewInt(targetUtilization)
	if utilization.GtUint64(targetUtilization) {
		norm.SetUint64(fixed.Wad - targetUtilization)
	}
	err.Sub(&utilization, uint256.NewInt(targetUtilization))
	err.Mul(&err, &wad)
	err.SDiv(&err, norm)
	return err
}

// curve sets rate to the point of the curve of this height.
func curve(rate, height *uint256.Int, err *integer) {
	slope := uint256.NewInt((curveSteepness - 1) * fixed.Wad)
	if err.Sign() < 0 {
		slope = uint256.NewInt(fixed.Wad - fixed.Wad/curveSteepness)
	}
	mulToZero(rate, slope, err)
	rate.Add(rate, &wad)
	mulToZero(rate, rate, height)
}

// newRateAtTarget is a rate at target after it moved.
func newRateAtTarget(start uint64, linear *integer) uint64 {
	var z integer
	wExp(&z, linear)
	mulToZero(&z, uint256.NewInt(start), &z)
	switch {
	case z.LtUint64(minRateAtTarget):
		return minRateAtTarget
	case z.GtUint64(maxRateAtTarget):
		return maxRateAtTarget
	}
	return z.Uint64()
}

// The bounds of wExp. Never written to.
var (
	ln2         = *uint256.NewInt(693_147_180_559_945_309)
	halfLn2     = *uint256.NewInt(693_147_180_559_945_309 / 2)
	lnSmallest  = *new(uint256.Int).Neg(uint256.MustFromDecimal("41446531673892822312"))
	wExpUpper   = *uint256.MustFromDecimal("93859467695000404319")
	wExpHighest = *uint256.MustFromDecimal("57716089161558943949701069502944508345128422502756744429568")
)

// wExp sets z to e^x, both wads, by a power of two and a series of two terms.
//
// Source: morpho-org/morpho-blue-irm:src/adaptive-curve-irm/libraries/ExpLib.sol.
func wExp(z, x *integer) {
	switch {
	case x.Slt(&lnSmallest):
		z.Clear()
		return
	case !x.Slt(&wExpUpper):
		*z = wExpHighest
		return
	}
	var q, r, series integer
	if x.Sign() < 0 {
		q.Sub(x, &halfLn2)
	} else {
		q.Add(x, &halfLn2)
	}
	q.SDiv(&q, &ln2)
	r.Mul(&q, &ln2)
	r.Sub(x, &r)
	mulToZero(&series, &r, &r)
	series.SDiv(&series, uint256.NewInt(2))
	series.Add(&series, &r)
	series.Add(&series, &wad)
	if q.Sign() < 0 {
		z.SRsh(&series, uint(new(uint256.Int).Neg(&q).Uint64()))
		return
	}
	z.Lsh(&series, uint(q.Uint64()))
}

// secondsPerYear turns a rate a second into one a year, for people.
const secondsPerYear = 365 * 24 * 60 * 60

// yearly sets z to a rate of a wad a second as a ray a year; all bits set where
// that is beyond 256.
func yearly(z, rate *uint256.Int) {
	if _, over := z.MulOverflow(rate, uint256.NewInt(secondsPerYear*1e9)); over {
		z.SetAllOne()
	}
}
