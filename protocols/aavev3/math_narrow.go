package aavev3

import (
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
		if l.kind == borrowed {
			value, ok := narrowDebt(directed, l, s)
			var carry uint64
			t.debt, carry = bits.Add64(t.debt, value, 0)
			if !ok || carry != 0 {
				return false
			}
			continue
		}
		if s.threshold == 0 && !zeroCounts {
			continue
		}
		value, ok := narrowCollateral(directed, l, s)
		if !ok {
			return false
		}
		threshold := s.threshold
		if e.members.Bit(uint(l.reserve)) {
			threshold = e.threshold
		}
		if !t.addCollateral(value, threshold, f.ltvOf(s, e, l.reserve)) {
			return false
		}
	}
	if directed {
		return t.concludeDirected(out)
	}
	return t.concludeAveraged(out)
}

// narrowTotals are totals. A value below 2^64 times basis points needs 80 bits:
// the sums of two words have room for every leg that an account can have.
type narrowTotals struct {
	collateral, debt         uint64
	thresholdHi, thresholdLo uint64
	ltvHi, ltvLo             uint64
}

func (t *narrowTotals) addCollateral(value uint64, threshold, ltv uint16) bool {
	var carry uint64
	hi, lo := bits.Mul64(value, uint64(threshold))
	t.thresholdLo, carry = bits.Add64(t.thresholdLo, lo, 0)
	t.thresholdHi += hi + carry
	hi, lo = bits.Mul64(value, uint64(ltv))
	t.ltvLo, carry = bits.Add64(t.ltvLo, lo, 0)
	t.ltvHi += hi + carry
	t.collateral, carry = bits.Add64(t.collateral, value, 0)
	return carry == 0
}

// concludeDirected is conclude from 3.5 on.
func (t *narrowTotals) concludeDirected(out *account) bool {
	t.averages(out)
	out.backing = uint256.Int{t.thresholdLo, t.thresholdHi}
	hi, lo := bits.Mul64(t.debt, fixed.Percent)
	out.owed = uint256.Int{lo, hi}
	if t.debt == 0 {
		return t.unowed(out)
	}
	// ⌊⌊n/debt⌋/1e4⌋, where n is the weighted collateral as a wad plus half
	// the debt: below 2^148, in three words
	var n0, n1, n2, carry uint64
	mid, n0 := bits.Mul64(t.thresholdLo, fixed.Wad)
	n2, n1 = bits.Mul64(t.thresholdHi, fixed.Wad)
	n1, carry = bits.Add64(n1, mid, 0)
	n2 += carry
	n0, carry = bits.Add64(n0, t.debt>>1, 0)
	n1, carry = bits.Add64(n1, 0, carry)
	n2 += carry
	n2, n1, n0 = div192(n2, n1, n0, t.debt)
	n2, n1, n0 = div192(n2, n1, n0, fixed.Percent)
	out.healthFactor = uint256.Int{n0, n1, n2}
	out.liquidatable = n2|n1 == 0 && n0 < fixed.Wad
	return true
}

// concludeAveraged is conclude up to 3.4.
func (t *narrowTotals) concludeAveraged(out *account) bool {
	t.averages(out)
	hi, lo := bits.Mul64(t.collateral, uint64(out.avgThreshold))
	lo, carry := bits.Add64(lo, fixed.Percent/2, 0)
	hi += carry
	if hi >= fixed.Percent {
		return false
	}
	backing, _ := bits.Div64(hi, lo, fixed.Percent)
	out.backing = uint256.Int{backing}
	out.owed = uint256.Int{t.debt}
	if t.debt == 0 {
		return t.unowed(out)
	}
	hi, lo = bits.Mul64(backing, fixed.Wad)
	lo, carry = bits.Add64(lo, t.debt>>1, 0)
	_, hi, lo = div192(0, hi+carry, lo, t.debt)
	out.healthFactor = uint256.Int{lo, hi}
	out.liquidatable = hi == 0 && lo < fixed.Wad
	return true
}

func (t *narrowTotals) averages(out *account) {
	out.collateral, out.debt = uint256.Int{t.collateral}, uint256.Int{t.debt}
	out.avgLTV, out.avgThreshold = 0, 0
	if t.collateral != 0 { // an average never exceeds the largest of its terms
		q, _ := bits.Div64(t.ltvHi, t.ltvLo, t.collateral)
		out.avgLTV = uint16(q)
		q, _ = bits.Div64(t.thresholdHi, t.thresholdLo, t.collateral)
		out.avgThreshold = uint16(q)
	}
}

func (t *narrowTotals) unowed(out *account) bool {
	out.healthFactor.SetAllOne()
	out.liquidatable = false
	return true
}

// narrowCollateral is a collateral leg in base units.
func narrowCollateral(directed bool, l *leg, s *scalars) (uint64, bool) {
	add := fixed.U128{Lo: halfRayLo, Hi: halfRayHi}
	if directed {
		add = fixed.U128{}
	}
	amount, ok := mulRay(l.scaled, fixed.U128{Lo: s.income[0], Hi: s.income[1]}, add)
	if !ok {
		return 0, false
	}
	return mulDiv64(amount, s.price[0], s.unit[0], 0)
}

// narrowDebt is a borrowed leg in base units.
func narrowDebt(directed bool, l *leg, s *scalars) (uint64, bool) {
	add, up := fixed.U128{Lo: halfRayLo, Hi: halfRayHi}, uint64(0)
	if directed {
		add, up = fixed.U128{Lo: rayLo - 1, Hi: rayHi}, s.unit[0]-1
	}
	amount, ok := mulRay(l.scaled, fixed.U128{Lo: s.debt[0], Hi: s.debt[1]}, add)
	if !ok {
		return 0, false
	}
	return mulDiv64(amount, s.price[0], s.unit[0], up)
}

// mulRay returns ⌊(x·y + add)/1e27⌋ where it fits in 128 bits.
func mulRay(x, y, add fixed.U128) (fixed.U128, bool) {
	p1, p0 := bits.Mul64(x.Lo, y.Lo)
	a1, a0 := bits.Mul64(x.Lo, y.Hi)
	b1, b0 := bits.Mul64(x.Hi, y.Lo)
	p3, p2 := bits.Mul64(x.Hi, y.Hi)
	var c uint64
	p1, c = bits.Add64(p1, a0, 0)
	p2, c = bits.Add64(p2, a1, c)
	p3 += c
	p1, c = bits.Add64(p1, b0, 0)
	p2, c = bits.Add64(p2, b1, c)
	p3 += c
	p0, c = bits.Add64(p0, add.Lo, 0)
	p1, c = bits.Add64(p1, add.Hi, c)
	p2, c = bits.Add64(p2, 0, c)
	p3, c = bits.Add64(p3, 0, c)

	p0 = p0>>rayTwos | p1<<(64-rayTwos)
	p1 = p1>>rayTwos | p2<<(64-rayTwos)
	p2 = p2>>rayTwos | p3<<(64-rayTwos)
	if c != 0 || p3>>rayTwos != 0 || p2 >= rayFives {
		return fixed.U128{}, false
	}
	hi, rest := bits.Div64(p2, p1, rayFives)
	lo, _ := bits.Div64(rest, p0, rayFives)
	return fixed.U128{Lo: lo, Hi: hi}, true
}

// mulDiv64 returns ⌊(x·y + add)/d⌋ where it fits in a word.
func mulDiv64(x fixed.U128, y, d, add uint64) (uint64, bool) {
	p1, p0 := bits.Mul64(x.Lo, y)
	p2, mid := bits.Mul64(x.Hi, y)
	var c uint64
	p1, c = bits.Add64(p1, mid, 0)
	p2 += c
	p0, c = bits.Add64(p0, add, 0)
	p1, c = bits.Add64(p1, 0, c)
	if p2+c != 0 || p1 >= d {
		return 0, false
	}
	q, _ := bits.Div64(p1, p0, d)
	return q, true
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
