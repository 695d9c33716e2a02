package compoundv3

import (
	"brink/fixed"

	"github.com/holiman/uint256"
)

// absorption is what absorb makes of one account.
type absorption struct {
	paidOut   uint256.Int // base: what becomes of the debt
	principal uint256.Int // what the account has afterwards, a supply
	excess    uint256.Int // base: the part of the debt that its collateral doesn't pay
}

// absorb sets z to what becomes of an account that owes principal, and whose
// collateral counts for credit, in the prices' unit.
//
// Source: compound-finance/comet:contracts/Comet.sol (absorbInternal).
func (z *absorption) absorb(i indices, base *priced, principal, credit *uint256.Int) bool {
	var owed, balance uint256.Int
	if !base.known || !presentValue(&owed, i.borrow, principal) ||
		!fixed.MulDivFloor(&balance, credit, &base.scale, &base.price) {
		return false
	}
	*z = absorption{paidOut: owed}
	if balance.Lt(&owed) {
		z.excess.Sub(&owed, &balance)
		return true
	}
	z.paidOut = balance
	balance.Sub(&balance, &owed)
	return principalValueSupply(&z.principal, i.supply, &balance)
}

// settle takes an absorption into the totals.
func (s *sums) settle(principal *uint256.Int, a *absorption) bool {
	_, under := s.borrowed.SubOverflow(&s.borrowed, principal)
	s.supplied.Add(&s.supplied, &a.principal) // both have 104 bits
	return !under
}

// reserves sets z to what a contract that holds so much base has of its own, a
// signed number.
//
// Source: compound-finance/comet:contracts/Comet.sol (getReserves).
func (s *sums) reserves(z *uint256.Int, i indices, cash *uint256.Int) bool {
	var supplied, borrowed uint256.Int
	if !presentValue(&supplied, i.supply, &s.supplied) || !presentValue(&borrowed, i.borrow, &s.borrowed) ||
		!cash.Lt(&mostSigned) {
		return false
	}
	z.Add(cash, &borrowed)
	z.Sub(z, &supplied)
	return true
}

// sale is the price at which collateral is sold.
type sale struct{ asset, base, scale, baseScale uint256.Int }

// discounted sets s to the terms of an asset; false where there are none.
//
// Source: compound-finance/comet:contracts/Comet.sol (quoteCollateral).
func (s *sale) discounted(asset, base *priced, liquidationFactor, storeFrontPriceFactor *uint256.Int) bool {
	var factor uint256.Int
	if !asset.known || !base.known || !discount(&factor, liquidationFactor, storeFrontPriceFactor) {
		return false
	}
	if _, under := factor.SubOverflow(&factorScale, &factor); under || !mulFactor(&s.asset, &asset.price, &factor) {
		return false
	}
	s.base, s.scale, s.baseScale = base.price, asset.scale, base.scale
	return !s.asset.IsZero()
}

// discount sets z to what a buyer is spared, a wad.
func discount(z, liquidationFactor, storeFrontPriceFactor *uint256.Int) bool {
	var penalty uint256.Int
	_, under := penalty.SubOverflow(&factorScale, liquidationFactor)
	return !under && mulFactor(z, storeFrontPriceFactor, &penalty)
}

// quote sets z to the collateral that so much base buys.
//
// Source: compound-finance/comet:contracts/Comet.sol (quoteCollateral).
func (s *sale) quote(z, baseAmount *uint256.Int) bool {
	var p uint256.Int
	if _, over := p.MulOverflow(&s.base, baseAmount); over {
		return false
	}
	if _, over := p.MulOverflow(&p, &s.scale); over {
		return false
	}
	p.Div(&p, &s.asset)
	z.Div(&p, &s.baseScale)
	return true
}

// most sets got to as much of an amount of collateral as can be bought, and pay
// to the least base that buys it.
func (s *sale) most(pay, got, amount *uint256.Int) bool {
	var unit, limit, one uint256.Int
	if _, over := unit.MulOverflow(&s.base, &s.scale); over || unit.IsZero() {
		return false
	}
	one.SetOne()
	if _, over := limit.AddOverflow(amount, &one); over {
		return false
	}
	if !s.cost(&limit, &limit) {
		return false
	}
	limit.Sub(&limit, &one)
	limit.Div(&limit, &unit) // one more would quote more than there is
	if !s.quote(got, &limit) || got.IsZero() || !s.cost(&limit, got) {
		return false
	}
	return fixed.MulDivCeil(pay, &limit, &one, &unit)
}

// cost sets z to what collateral costs before it is divided down to base.
func (s *sale) cost(z, amount *uint256.Int) bool {
	_, over := z.MulOverflow(amount, &s.asset)
	_, over2 := z.MulOverflow(z, &s.baseScale)
	return !over && !over2
}
