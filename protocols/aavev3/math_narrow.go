package aavev3

import (
	"math"
	"math/bits"

	"brink/fixed"

	"github.com/holiman/uint256"
)

// The narrow path evaluates an account on machine words where every number
// has its usual size: indices and balances below 2^128, prices, units and
// values in base units below 2^64. It computes the very same integers as the
// wide path, and gives up where anything is larger, unknown or would revert.

// 1e27 is 2^27·5^27, and 5^27 fits in a word: dividing by a ray is a shift and
// a division by a word.
const (
	rayTwos   = 27
	rayFives  = 7_450_580_596_923_828_125
	rayLo     = 0x9fd0803ce8000000
	rayHi     = 0x33b2e3c
	halfRayLo = 0x4fe8401e74000000
	halfRayHi = 0x19d971e
)

// evaluateNarrow reports whether it could tell.
func (f *frame) evaluateNarrow(out *account, e *eMode, legs []leg) bool {
	var t narrowTotals
	directed, zeroCounts := f.version.directedRounding(), f.version.countsZeroThreshold()
	for i := range legs {
		l := &legs[i]
		if l.kind == supplied {
			continue
		}
		if int(l.reserve) >= len(f.reserves) {
			return false
		}
		s := &f.reserves[l.reserve]
		if !s.narrow {
			return false
		}
		var ok bool
		if l.kind == borrowed {
			ok = t.addDebt(l, s, directed)
		} else if s.threshold != 0 || zeroCounts {
			threshold := s.threshold
			if e.members.Bit(uint(l.reserve)) {
				threshold = e.threshold
			}
			ok = t.addCollateral(l, s, directed, uint64(threshold))
		} else {
			continue
		}
		if !ok {
			return false
		}
	}
	return t.conclude(out, directed)
}

// narrowTotals are totals. A value below 2^64 times basis points needs 80 bits:
// the sums of two words have room for every leg that an account can have.
type narrowTotals struct {
	collateral, debt       uint64
	weightedHi, weightedLo uint64
}

// addCollateral adds a balance: rounded to the nearest or down, its value down.
func (t *narrowTotals) addCollateral(l *leg, s *scalars, directed bool, threshold uint64) bool {
	add := fixed.U128{Lo: halfRayLo, Hi: halfRayHi}
	if directed {
		add = fixed.U128{}
	}
	value, ok := worth(l.scaled, &s.income, add, s.price[0], s.unit[0], 0)
	hi, lo := bits.Mul64(value, threshold)
	var carry uint64
	t.weightedLo, carry = bits.Add64(t.weightedLo, lo, 0)
	t.weightedHi += hi + carry
	t.collateral, carry = bits.Add64(t.collateral, value, 0)
	return ok && carry == 0
}

// addDebt adds a debt: rounded to the nearest and its value down, or both up.
func (t *narrowTotals) addDebt(l *leg, s *scalars, directed bool) bool {
	add, up := fixed.U128{Lo: halfRayLo, Hi: halfRayHi}, uint64(0)
	if directed {
		add, up = fixed.U128{Lo: rayLo - 1, Hi: rayHi}, s.unit[0]-1
	}
	value, ok := worth(l.scaled, &s.debt, add, s.price[0], s.unit[0], up)
	var carry uint64
	t.debt, carry = bits.Add64(t.debt, value, 0)
	return ok && carry == 0
}

func (t *narrowTotals) conclude(out *account, directed bool) bool {
	out.collateral, out.debt = uint256.Int{t.collateral}, uint256.Int{t.debt}
	out.weighted = uint256.Int{t.weightedLo, t.weightedHi}
	switch {
	case t.debt == 0:
		out.healthFactor.SetAllOne()
		out.liquidatable = false
		return true
	case directed:
		t.directedFactor(&out.healthFactor)
	case !t.averagedFactor(&out.healthFactor):
		return false
	}
	out.liquidatable = out.healthFactor.LtUint64(fixed.Wad)
	return true
}

// directedFactor is the health factor from 3.5 on: ⌊⌊n/debt⌋/1e4⌋, where n is
// the weighted collateral as a wad plus half the debt: below 2^148.
func (t *narrowTotals) directedFactor(z *uint256.Int) {
	var carry uint64
	mid, n0 := bits.Mul64(t.weightedLo, fixed.Wad)
	n2, n1 := bits.Mul64(t.weightedHi, fixed.Wad)
	n1, carry = bits.Add64(n1, mid, 0)
	n2 += carry
	n0, carry = bits.Add64(n0, t.debt>>1, 0)
	n1, carry = bits.Add64(n1, 0, carry)
	n2 += carry
	if t.debt < math.MaxUint64/fixed.Percent { // one floor does for both
		n2, n1, n0 = div192(n2, n1, n0, t.debt*fixed.Percent)
	} else {
		n2, n1, n0 = div192(n2, n1, n0, t.debt)
		n2, n1, n0 = div192(n2, n1, n0, fixed.Percent)
	}
	*z = uint256.Int{n0, n1, n2}
}

// averagedFactor is the health factor up to 3.4.
func (t *narrowTotals) averagedFactor(z *uint256.Int) bool {
	var mean uint64
	if t.collateral != 0 { // a mean never exceeds the largest of its terms
		mean, _ = bits.Div64(t.weightedHi, t.weightedLo, t.collateral)
	}
	hi, lo := bits.Mul64(t.collateral, mean)
	lo, carry := bits.Add64(lo, fixed.Percent/2, 0)
	hi += carry
	if hi >= fixed.Percent {
		return false
	}
	backing, _ := bits.Div64(hi, lo, fixed.Percent)
	hi, lo = bits.Mul64(backing, fixed.Wad)
	lo, carry = bits.Add64(lo, t.debt>>1, 0)
	_, hi, lo = div192(0, hi+carry, lo, t.debt)
	*z = uint256.Int{lo, hi}
	return true
}

// worth returns ⌊(b·price + up)/unit⌋, where b is the balance
// ⌊(scaled·index + add)/1e27⌋, if b fits in 128 bits and the value in 64.
func worth(scaled fixed.U128, index *uint256.Int, add fixed.U128, price, unit, up uint64) (uint64, bool) {
	p1, p0 := bits.Mul64(scaled.Lo, index[0])
	a2, a1 := bits.Mul64(scaled.Lo, index[1])
	b2, b1 := bits.Mul64(scaled.Hi, index[0])
	p3, p2 := bits.Mul64(scaled.Hi, index[1])
	var c, c1, c2 uint64
	p1, c = bits.Add64(p1, a1, 0)
	p2, c1 = bits.Add64(p2, a2, c)
	p1, c = bits.Add64(p1, b1, 0)
	p2, c2 = bits.Add64(p2, b2, c)
	p3 += c1 + c2
	p0, c = bits.Add64(p0, add.Lo, 0)
	p1, c = bits.Add64(p1, add.Hi, c)
	p2, c = bits.Add64(p2, 0, c)
	p3, c = bits.Add64(p3, 0, c)

	p0 = p0>>rayTwos | p1<<(64-rayTwos)
	p1 = p1>>rayTwos | p2<<(64-rayTwos)
	p2 = p2>>rayTwos | p3<<(64-rayTwos)
	if c|p3>>rayTwos != 0 || p2 >= rayFives {
		return 0, false
	}
	hi, rest := bits.Div64(p2, p1, rayFives)
	lo, _ := bits.Div64(rest, p0, rayFives)

	p1, p0 = bits.Mul64(lo, price)
	p2, a1 = bits.Mul64(hi, price)
	p1, c = bits.Add64(p1, a1, 0)
	p2 += c
	p0, c = bits.Add64(p0, up, 0)
	p1, c = bits.Add64(p1, 0, c)
	if p2|c != 0 || p1 >= unit {
		return 0, false
	}
	value, _ := bits.Div64(p1, p0, unit)
	return value, true
}

// div192 divides a number of three words by one.
func div192(n2, n1, n0, d uint64) (q2, q1, q0 uint64) {
	var rest uint64
	if n2 != 0 {
		q2, rest = n2/d, n2%d
	}
	if rest|n1 != 0 {
		q1, rest = bits.Div64(rest, n1, d)
	}
	q0, _ = bits.Div64(rest, n0, d)
	return q2, q1, q0
}
