package morphoblue

import (
	"brink/fixed"
	"brink/position"

	"github.com/holiman/uint256"
)

// loan is a market as a position in it depends on it, at one moment.
type loan struct {
	price uint256.Int // of the collateral in loan tokens, scaled by 1e36
	lltv  uint256.Int // a wad
	debt  rate        // of borrowed shares, with interest
}

// quoted sets z to what a collateral is worth in loan tokens.
func (l *loan) quoted(z, collateral *uint256.Int) bool {
	return fixed.MulDivFloor(z, collateral, &l.price, &oraclePriceScale)
}

// evaluate is a position as the contract judges it. It reports false where the
// contract would revert, and does not allocate.
//
// Source: morpho-org/morpho-blue:src/Morpho.sol (_isHealthy).
func (l *loan) evaluate(h *position.Health, collateral, borrowShares *uint256.Int) bool {
	var quoted uint256.Int
	if !l.quoted(&quoted, collateral) || !wMulDown(&h.Collateral, &quoted, &l.lltv) {
		return false
	}
	if borrowShares.IsZero() {
		h.Factor.SetAllOne()
		return true
	}
	if !l.debt.toAssetsUp(&h.Debt, borrowShares) || !wDivDown(&h.Factor, &h.Collateral, &h.Debt) {
		return false
	}
	h.Liquidatable = h.Collateral.Lt(&h.Debt)
	h.Insolvent = quoted.Lt(&h.Debt)
	return true
}

// liquidationPrice sets z to the highest oracle price at which a position is
// liquidatable, all else unchanged. It reports false where no price is.
func (l *loan) liquidationPrice(z, collateral, borrowed *uint256.Int) bool {
	var backed uint256.Int
	if collateral.IsZero() || borrowed.IsZero() || !wDivUp(&backed, borrowed, &l.lltv) ||
		!mulDivUp(z, &backed, &oraclePriceScale, collateral) {
		return false
	}
	z.SubUint64(z, 1) // below the lowest price that is safe, which isn't zero
	return true
}
