package morphoblue

import (
	"brink/fixed"

	"github.com/holiman/uint256"
)

// incentiveFactor sets z to what a liquidator gets for what is repaid, a wad.
//
// Source: morpho-org/morpho-blue:src/Morpho.sol (liquidate).
func incentiveFactor(z, lltv *uint256.Int) {
	z.Sub(&wad, lltv)
	wMulDown(z, &incentiveCursor, z)
	z.Sub(&wad, z)
	wDivDown(z, &wad, z)
	if z.Gt(&highestIncentive) {
		*z = highestIncentive
	}
}

// liquidation is a call of liquidate, or of preLiquidate, that would succeed.
type liquidation struct {
	// Exactly one of the two is announced by the caller: shares when byShares,
	// else seized. The other follows.
	shares, seized uint256.Int
	byShares       bool
	repaid         uint256.Int
}

// bySeizing sets what is to be repaid for collateral that is taken.
func (l *loan) bySeizing(z *liquidation, seized, incentive *uint256.Int) bool {
	var quoted, repaid uint256.Int
	*z = liquidation{seized: *seized}
	return mulDivUp(&quoted, seized, &l.price, &oraclePriceScale) && wDivUp(&repaid, &quoted, incentive) &&
		l.debt.toSharesUp(&z.shares, &repaid) && l.debt.toAssetsUp(&z.repaid, &z.shares)
}

// byRepaying sets what is taken for shares that are repaid.
func (l *loan) byRepaying(z *liquidation, shares, incentive *uint256.Int) bool {
	var repaid, quoted uint256.Int
	*z = liquidation{shares: *shares, byShares: true}
	return l.debt.toAssetsDown(&repaid, shares) && wMulDown(&quoted, &repaid, incentive) &&
		fixed.MulDivFloor(&z.seized, &quoted, &oraclePriceScale, &l.price) && l.debt.toAssetsUp(&z.repaid, shares)
}

// liquidate sets z to the call that takes most: all shares repaid if there is
// collateral enough for that, else all collateral seized. Whether the position is
// liquidatable isn't asked.
func (l *loan) liquidate(z *liquidation, collateral, borrowShares *uint256.Int) bool {
	var incentive uint256.Int
	incentiveFactor(&incentive, &l.lltv)
	return l.most(z, collateral, borrowShares, &incentive)
}

// most is the call that takes most without repaying more than so many shares.
func (l *loan) most(z *liquidation, collateral, shares, incentive *uint256.Int) bool {
	if !shares.IsZero() && l.byRepaying(z, shares, incentive) && !z.seized.Gt(collateral) {
		return true
	}
	seizes := func(seized *uint256.Int) bool {
		return l.bySeizing(z, seized, incentive) && !z.shares.Gt(shares)
	}
	if seizes(collateral) {
		return !collateral.IsZero()
	}
	// the shares buy less than everything by one rounding and more by another
	var least, next, gap uint256.Int
	for most := *collateral; gap.Sub(&most, &least).GtUint64(1); {
		if next.Add(&least, gap.Rsh(&gap, 1)); seizes(&next) {
			least = next
		} else {
			most = next
		}
	}
	return seizes(&least) && !least.IsZero()
}

// preTerms are the rules of a contract of pre-liquidation; wads.
type preTerms struct{ lltv, closeFactor1, closeFactor2, incentive1, incentive2 uint256.Int }

// preLiquidate sets z to the call of preLiquidate that takes most. The loan has
// the price of the pre-liquidation's own oracle.
//
// Source: morpho-org/pre-liquidation:src/PreLiquidation.sol (preLiquidate).
func (l *loan) preLiquidate(z *liquidation, terms *preTerms, collateral, borrowShares *uint256.Int) bool {
	var quoted, borrowed, limit uint256.Int
	if !l.quoted(&quoted, collateral) || !l.debt.toAssetsUp(&borrowed, borrowShares) {
		return false
	}
	if !wMulDown(&limit, &quoted, &l.lltv) || borrowed.Gt(&limit) {
		return false
	}
	if !wMulDown(&limit, &quoted, &terms.lltv) || !borrowed.Gt(&limit) {
		return false
	}
	var ltv, span, quotient, incentive, closeFactor, shares uint256.Int
	if !wDivUp(&ltv, &borrowed, &quoted) || !wDivDown(&quotient, ltv.Sub(&ltv, &terms.lltv), span.Sub(&l.lltv, &terms.lltv)) ||
		!between(&incentive, &terms.incentive1, &terms.incentive2, &quotient) ||
		!between(&closeFactor, &terms.closeFactor1, &terms.closeFactor2, &quotient) ||
		!wMulDown(&shares, borrowShares, &closeFactor) {
		return false
	}
	if shares.Gt(borrowShares) {
		shares = *borrowShares // repaying more would underflow
	}
	return l.most(z, collateral, &shares, &incentive)
}

// between sets z to the point between two, the quotient's share of the way.
func between(z, from, to, quotient *uint256.Int) bool {
	var span uint256.Int
	span.Sub(to, from)
	if !wMulDown(z, quotient, &span) {
		return false
	}
	_, over := z.AddOverflow(z, from)
	return !over
}
