package compoundv3

import (
	"math"

	"brink/fixed"

	"github.com/holiman/uint256"
)

// The contract's constants. Never written to.
//
// Source: compound-finance/comet:contracts/CometCore.sol.
var (
	baseIndexScale = *uint256.NewInt(1_000_000_000_000_000)
	factorScale    = *uint256.NewInt(fixed.Wad)
	mostSigned     = *new(uint256.Int).Lsh(uint256.NewInt(1), 255) // magnitude of the least int256
)

const secondsPerYear = 31_536_000

// indices turn principal into base: one that of suppliers, one that of borrowers.
type indices struct{ supply, borrow uint64 }

// presentValue sets z to the base that a principal stands for.
//
// Source: compound-finance/comet:contracts/CometCore.sol (presentValueSupply,
// presentValueBorrow).
func presentValue(z *uint256.Int, index uint64, principal *uint256.Int) bool {
	var i uint256.Int
	i.SetUint64(index)
	return fixed.MulDivFloor(z, principal, &i, &baseIndexScale)
}

// principalValueSupply sets z to the principal of so much supplied base, rounded
// down.
//
// Source: compound-finance/comet:contracts/CometCore.sol.
func principalValueSupply(z *uint256.Int, index uint64, present *uint256.Int) bool {
	var i uint256.Int
	i.SetUint64(index)
	return fixed.MulDivFloor(z, present, &baseIndexScale, &i) && z.BitLen() <= 104
}

// curve is a rate of interest by utilisation, in wads a second.
type curve struct{ kink, slopeLow, slopeHigh, base uint64 }

// rate is that of a utilisation; false where the contract would revert.
//
// Source: compound-finance/comet:contracts/Comet.sol (getSupplyRate, getBorrowRate).
func (c *curve) rate(utilization *uint256.Int) (uint64, bool) {
	var kink, low, high, z uint256.Int
	kink.SetUint64(c.kink)
	low.SetUint64(c.slopeLow)
	z.SetUint64(c.base)
	if !utilization.Gt(&kink) {
		if !mulFactor(&low, &low, utilization) {
			return 0, false
		}
		z.Add(&z, &low)
		return z.Uint64(), z.IsUint64()
	}
	high.SetUint64(c.slopeHigh)
	kink.Sub(utilization, &kink)
	if !mulFactor(&high, &high, &kink) {
		return 0, false
	}
	kink.SetUint64(c.kink)
	mulFactor(&low, &low, &kink) // a product of 128 bits
	z.Add(&z, &low)
	_, over := z.AddOverflow(&z, &high)
	return z.Uint64(), z.IsUint64() && !over
}

// mulFactor sets z to n times a factor.
func mulFactor(z, n, factor *uint256.Int) bool {
	return fixed.MulDivFloor(z, n, factor, &factorScale)
}

// sums are the totals of a market as they are stored.
type sums struct {
	indices
	supplied, borrowed uint256.Int // principal
	accrued            uint64      // block time of the indices
}

// utilization sets z to how much of what is supplied is borrowed, a wad.
//
// Source: compound-finance/comet:contracts/Comet.sol (getUtilization).
func (s *sums) utilization(z *uint256.Int) bool {
	var supplied, borrowed uint256.Int
	if !presentValue(&supplied, s.supply, &s.supplied) || !presentValue(&borrowed, s.borrow, &s.borrowed) {
		return false
	}
	if supplied.IsZero() {
		z.Clear()
		return true
	}
	return fixed.MulDivFloor(z, &borrowed, &factorScale, &supplied)
}

// lastTime is the first block time that the contract refuses.
const lastTime = 1 << 40

// accruedIndices are the indices with the interest until a time, and the rates
// by which it came. It reports false where the contract would revert.
//
// Source: compound-finance/comet:contracts/Comet.sol (accruedInterestIndices).
func (s *sums) accruedIndices(supply, borrow *curve, now uint64) (i indices, rates indices, ok bool) {
	var u uint256.Int
	if now < s.accrued || now >= lastTime || !s.utilization(&u) {
		return i, rates, false
	}
	elapsed := now - s.accrued
	supplyRate, ok1 := supply.rate(&u)
	borrowRate, ok2 := borrow.rate(&u)
	i, rates = s.indices, indices{supplyRate, borrowRate}
	if elapsed == 0 {
		return i, rates, ok1 && ok2
	}
	return i, rates, ok1 && ok2 && grow(&i.supply, supplyRate, elapsed) && grow(&i.borrow, borrowRate, elapsed)
}

// grow adds the interest of elapsed seconds at a rate to an index.
func grow(index *uint64, rate, elapsed uint64) bool {
	var z, factor uint256.Int
	z.SetUint64(*index)
	factor.SetUint64(rate)
	factor.Mul(&factor, new(uint256.Int).SetUint64(elapsed)) // 64 bits by 40
	if !mulFactor(&z, &z, &factor) || !z.IsUint64() || z.Uint64() > math.MaxUint64-*index {
		return false
	}
	*index += z.Uint64()
	return true
}
