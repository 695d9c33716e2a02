package compoundv3

import (
	"brink/fixed"
	"brink/position"

	"github.com/holiman/uint256"
)

// mulPrice sets z to the value of an amount at a price.
//
// Source: compound-finance/comet:contracts/Comet.sol.
func mulPrice(z, n, price, scale *uint256.Int) bool {
	return fixed.MulDivFloor(z, n, price, scale)
}

// priced is an asset, or base, at one moment.
type priced struct {
	price, scale uint256.Int
	known        bool // the feed answered
}

// worth sets z to what an amount of it is worth.
func (a *priced) worth(z, amount *uint256.Int) bool {
	return a.known && mulPrice(z, amount, &a.price, &a.scale)
}

// debt sets z to what is owed, as the contract compares it: it multiplies signed
// numbers there, which have less room.
//
// Source: compound-finance/comet:contracts/Comet.sol (isLiquidatable, signedMulPrice).
func (a *priced) debt(z *uint256.Int, borrowIndex uint64, principal *uint256.Int) bool {
	var p uint256.Int
	if !a.known || !presentValue(&p, borrowIndex, principal) {
		return false
	}
	if _, over := p.MulOverflow(&p, &a.price); over || p.Gt(&mostSigned) || a.scale.IsZero() {
		return false
	}
	z.Div(&p, &a.scale)
	return true
}

// backing is an account's collateral: what it is worth, and how much of that
// backs debt.
type backing struct {
	worth, power uint256.Int
	known        bool
}

// add counts an asset's value in.
func (b *backing) add(value, factor *uint256.Int) {
	var part uint256.Int
	ok := mulFactor(&part, value, factor)
	_, over := b.worth.AddOverflow(&b.worth, value)
	_, over2 := b.power.AddOverflow(&b.power, &part)
	b.known = b.known && ok && !over && !over2 && b.power.Lt(&mostSigned)
}

// weigh is the comparison that the contract makes: liquidatable is a debt that
// its backing doesn't reach. It reports false where the quotient can't be told.
func weigh(s *position.Sums, power, debt *uint256.Int) bool {
	s.Collateral, s.Debt = *power, *debt
	if debt.IsZero() {
		s.Factor.SetAllOne()
		return true
	}
	return fixed.MulDivFloor(&s.Factor, power, &factorScale, debt)
}

// liquidationPrice sets z to the highest price of one asset at which an account
// is liquidatable, all else unchanged: debt is what the rest of its collateral
// doesn't back. It reports false where no price is.
func liquidationPrice(z, debt, balance, scale, factor *uint256.Int) bool {
	if debt.IsZero() || balance.IsZero() || factor.IsZero() {
		return false
	}
	var value uint256.Int
	if !fixed.MulDivCeil(&value, debt, &factorScale, factor) || !fixed.MulDivCeil(z, &value, scale, balance) {
		return false
	}
	z.SubUint64(z, 1) // below the lowest price that is safe, which isn't zero
	return !z.IsZero()
}
