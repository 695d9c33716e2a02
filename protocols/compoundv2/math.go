package compoundv2

import (
	"brink/fixed"

	"github.com/holiman/uint256"
)

// The functions here repeat what the contracts compute, on 256 bits: ok is false
// where the contract would revert. Mantissas have 18 digits.
//
// Source: compound-finance/compound-protocol:contracts/{ExponentialNoError,CToken,Comptroller}.sol;
// the older rounding: the same repository at v2.8.1, contracts/Exponential.sol.

var (
	mantissaOne  = uint256.NewInt(fixed.Wad)
	mantissaHalf = uint256.NewInt(fixed.Wad / 2)
)

// rounding is how a product of two mantissas loses its last digits.
type rounding uint8

const (
	truncated rounding = iota
	halfUp             // as the first comptrollers did it
)

// mulExp sets z to the product of two mantissas.
func (r rounding) mulExp(z, x, y *uint256.Int) bool {
	if r == truncated {
		return mulTruncate(z, x, y)
	}
	var p uint256.Int
	if _, over := p.MulOverflow(x, y); over {
		return false
	}
	if _, over := p.AddOverflow(&p, mantissaHalf); over {
		return false
	}
	z.Div(&p, mantissaOne)
	return true
}

// mulTruncate sets z to a number times a mantissa, rounded down (mul_ScalarTruncate).
func mulTruncate(z, x, y *uint256.Int) bool {
	var p uint256.Int
	if _, over := p.MulOverflow(x, y); over {
		return false
	}
	z.Div(&p, mantissaOne)
	return true
}

// mulTruncateAdd adds a number times a mantissa, rounded down, to z (mul_ScalarTruncateAddUInt).
func mulTruncateAdd(z, x, y *uint256.Int) bool {
	var p uint256.Int
	if !mulTruncate(&p, x, y) {
		return false
	}
	_, over := z.AddOverflow(z, &p)
	return !over
}

// divExp sets z to the quotient of two numbers as a mantissa, rounded down.
func divExp(z, x, y *uint256.Int) bool {
	if y.IsZero() {
		return false
	}
	var n uint256.Int
	if _, over := n.MulOverflow(x, mantissaOne); over {
		return false
	}
	z.Div(&n, y)
	return true
}

// borrowBalance sets z to what is owed at a market's index for a principal that
// was stored at another (borrowBalanceStored).
func borrowBalance(z, principal, index, interestIndex *uint256.Int) bool {
	if principal.IsZero() {
		z.Clear()
		return true
	}
	if interestIndex.IsZero() {
		return false
	}
	var p uint256.Int
	if _, over := p.MulOverflow(principal, index); over {
		return false
	}
	z.Div(&p, interestIndex)
	return true
}

// ledger is what a market stores of itself, all in the asset's smallest unit but
// the supply, which is in its tokens, and the index, a mantissa.
type ledger struct {
	cash, borrows, reserves, supply uint256.Int
	badDebt                         uint256.Int // Venus' isolated pools; else zero
	index                           uint256.Int
}

// accrue adds the interest of so many slots, blocks or seconds, at a rate for
// each (accrueInterest).
func (m *ledger) accrue(rate, reserveFactor *uint256.Int, slots uint64) bool {
	var factor, interest uint256.Int
	if _, over := factor.MulOverflow(rate, uint256.NewInt(slots)); over {
		return false
	}
	if !mulTruncate(&interest, &factor, &m.borrows) {
		return false
	}
	if _, over := m.borrows.AddOverflow(&m.borrows, &interest); over {
		return false
	}
	if !mulTruncateAdd(&m.reserves, reserveFactor, &interest) {
		return false
	}
	before := m.index
	return mulTruncateAdd(&m.index, &factor, &before)
}

// exchangeRate sets z to what a token is worth in the asset (exchangeRateStored).
// Without any token there is none, and nobody whom it concerns.
func (m *ledger) exchangeRate(z *uint256.Int) bool {
	if m.supply.IsZero() {
		z.Clear()
		return true
	}
	var sum uint256.Int
	for _, part := range []*uint256.Int{&m.cash, &m.borrows, &m.badDebt} {
		if _, over := sum.AddOverflow(&sum, part); over {
			return false
		}
	}
	if _, under := sum.SubOverflow(&sum, &m.reserves); under {
		return false
	}
	return divExp(z, &sum, &m.supply)
}

// weight sets z to what a token of collateral backs. The order of the products
// is the contract's: Venus' isolated pools price the token first.
func (v *variant) weight(z, factor, exchange, price *uint256.Int, r rounding) bool {
	if v.pricesFirst {
		return mulTruncate(z, exchange, price) && mulTruncate(z, factor, z)
	}
	return r.mulExp(z, factor, exchange) && r.mulExp(z, z, price)
}

// seizeRatio sets z to the tokens taken for each unit of debt repaid
// (liquidateCalculateSeizeTokens), a mantissa.
func seizeRatio(z, incentive, borrowedPrice, collateralPrice, exchange *uint256.Int, r rounding) bool {
	var n, d uint256.Int
	return r.mulExp(&n, incentive, borrowedPrice) && r.mulExp(&d, collateralPrice, exchange) && divExp(z, &n, &d)
}

// repayFor sets z to the largest repayment for which no more than so many tokens
// are taken; false when there is no limit.
func repayFor(z, tokens, ratio *uint256.Int) bool {
	if ratio.IsZero() {
		return false
	}
	// ⌊z·ratio/1e18⌋ ≤ tokens  ⇔  z·ratio ≤ (tokens+1)·1e18 − 1
	var n uint256.Int
	n.AddUint64(tokens, 1)
	if _, over := n.MulOverflow(&n, mantissaOne); over {
		return false
	}
	n.SubUint64(&n, 1)
	z.Div(&n, ratio)
	return true
}

// quotient sets z to the health factor: ⌊collateral·1e18/debt⌋, all bits set
// without debt or beyond 256 bits.
func quotient(z, collateral, debt *uint256.Int) {
	if debt.IsZero() || !fixed.MulDivFloor(z, collateral, mantissaOne, debt) {
		z.SetAllOne()
	}
}
