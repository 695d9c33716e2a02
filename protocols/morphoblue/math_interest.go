package morphoblue

import "github.com/holiman/uint256"

// wTaylorCompounded sets z to the first three terms of e^(x·n) − 1, a wad.
//
// Source: morpho-org/morpho-blue:src/libraries/MathLib.sol.
func wTaylorCompounded(z, x *uint256.Int, n uint64) bool {
	var first, second, third, square uint256.Int
	if _, over := first.MulOverflow(x, uint256.NewInt(n)); over {
		return false
	}
	if _, over := square.MulOverflow(&first, &first); over {
		return false
	}
	second.Div(&square, &twoWads)
	if _, over := third.MulOverflow(&second, &first); over {
		return false
	}
	third.Div(&third, &threeWads)
	z.Add(&first, &second)
	z.Add(z, &third) // each term is a product's fraction: their sum has room
	return true
}

// accrued is what an accrual adds.
type accrued struct{ interest, feeShares uint256.Int }

// accrueInterest adds the interest of elapsed seconds at a rate a second, and
// the shares that the fee takes of it. It reports false where the contract
// would revert.
//
// Source: morpho-org/morpho-blue:src/Morpho.sol (_accrueInterest).
func (t *totals) accrueInterest(rate *uint256.Int, elapsed, fee uint64) (a accrued, ok bool) {
	var growth uint256.Int
	if !wTaylorCompounded(&growth, rate, elapsed) || !wMulDown(&a.interest, &t.borrowAssets, &growth) ||
		!t.grow(&a.interest) {
		return accrued{}, false
	}
	if fee == 0 {
		return a, true
	}
	var amount uint256.Int
	if !wMulDown(&amount, &a.interest, uint256.NewInt(fee)) {
		return accrued{}, false
	}
	var rest uint256.Int // the fee's shares are priced without it
	rest.Sub(&t.supplyAssets, &amount)
	price := rateOf(&rest, &t.supplyShares)
	if !price.toSharesDown(&a.feeShares, &amount) {
		return accrued{}, false
	}
	t.supplyShares.Add(&t.supplyShares, &a.feeShares)
	return a, fits128(&a.feeShares) && fits128(&t.supplyShares)
}

// grow adds interest to what is owed and to what is lent.
func (t *totals) grow(interest *uint256.Int) bool {
	t.borrowAssets.Add(&t.borrowAssets, interest)
	t.supplyAssets.Add(&t.supplyAssets, interest)
	return fits128(interest) && fits128(&t.borrowAssets) && fits128(&t.supplyAssets)
}
