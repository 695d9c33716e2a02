package aavev2

import (
	"brink/fixed"

	"github.com/holiman/uint256"
)

// liquidation is a liquidationCall that the pool would accept at the frame's
// block, the liquidator taking the underlying asset. The collateral reserve
// must have the cash for it: otherwise only aTokens can be taken.
type liquidation struct {
	collateral, debt uint32      // reserve ids
	cover            uint256.Int // debtToCover to pass; repaid can be less
	repaid           uint256.Int // what the liquidator pays, in the debt asset
	seized           uint256.Int // what the liquidator gets, in the collateral asset
	profit           uint256.Int // in base units, signed: seized rounded down − repaid rounded up
}

// liquidate is the most profitable call for one pair of reserves: the first of
// held is the collateral, owed begins with the debt.
//
// Source: aave/protocol-v2:contracts/protocol/lendingpool/LendingPoolCollateralManager.sol
// (liquidationCall), libraries/logic/ValidationLogic.sol (validateLiquidationCall).
func (f *frame) liquidate(held *leg, owed []leg) (l liquidation, ok bool) {
	if held.kind != collateral || !owed[0].owes() {
		return l, false
	}
	p := pair{frame: f, owed: owed}
	var err, err2 error
	p.collateral, err = f.reserve(held.reserve)
	p.debt, err2 = f.reserve(owed[0].reserve)
	if err != nil || err2 != nil || !p.open() || f.held(&p.balance, p.collateral, held) != nil ||
		f.owedAll(&p.total, p.debt, owed) != nil || p.total.IsZero() {
		return l, false
	}
	l.collateral, l.debt = held.reserve, owed[0].reserve
	if !fixed.PercentMulHalfUp(&l.cover, &p.total, uint256.NewInt(uint64(f.closeFactor))) || !p.size(&l) || !p.burns(&l) {
		return l, false
	}
	return l, p.gain(&l)
}

// pair is one collateral and one debt of an account.
type pair struct {
	*frame
	collateral, debt *scalars
	owed             []leg
	balance, total   uint256.Int // of the collateral and of the debt
}

// open are the gates that concern the two reserves.
func (p *pair) open() bool {
	c, d := p.collateral, p.debt
	return c.active && d.active && c.threshold != 0 && !p.rests(c, d) &&
		c.priced && d.priced && !c.price.IsZero() && !d.price.IsZero()
}

// rests reports whether two reserves are in grace periods, which only together
// keep a pair from being liquidated.
func (f *frame) rests(c, d *scalars) bool { return c.grace >= f.time && d.grace >= f.time }

// size sets what is repaid and seized for a debt to cover that the close factor
// allows. Source: as liquidate (_calculateAvailableCollateralToLiquidate).
func (p *pair) size(l *liquidation) bool {
	bonus := uint256.NewInt(uint64(p.collateral.bonus))
	var worth, price uint256.Int
	if _, over := worth.MulOverflow(&p.debt.price, &l.cover); over {
		return false
	}
	if _, over := worth.MulOverflow(&worth, &p.collateral.unit); over {
		return false
	}
	if _, over := price.MulOverflow(&p.collateral.price, &p.debt.unit); over || price.IsZero() ||
		!fixed.PercentMulHalfUp(&worth, &worth, bonus) {
		return false
	}
	l.repaid = l.cover
	l.seized.Div(&worth, &price)
	if !l.seized.Gt(&p.balance) {
		return true
	}
	l.seized = p.balance
	if _, over := worth.MulOverflow(&p.collateral.price, &p.balance); over {
		return false
	}
	if _, over := price.MulOverflow(&p.debt.price, &p.collateral.unit); over ||
		!fixed.MulDivFloor(&worth, &worth, &p.debt.unit, &price) || !fixed.PercentDivHalfUp(&worth, &worth, bonus) {
		return false
	}
	if worth.Lt(&l.repaid) {
		l.repaid = worth
	}
	return true
}

// burns reports whether the tokens accept the call: scaled tokens refuse to
// burn nothing. Variable debt is burned first.
func (p *pair) burns(l *liquidation) bool {
	var shares, variable uint256.Int
	if !fixed.RayDivHalfUp(&shares, &l.seized, &p.collateral.income) || shares.IsZero() ||
		p.frame.owed(&variable, p.debt, &p.owed[0]) != nil {
		return false
	}
	if variable.Lt(&l.repaid) {
		return true
	}
	return fixed.RayDivHalfUp(&shares, &l.repaid, &p.debt.debt) && !shares.IsZero()
}

// gain sets the profit.
func (p *pair) gain(l *liquidation) bool {
	var paid uint256.Int
	if !fixed.MulDivFloor(&l.profit, &l.seized, &p.collateral.price, &p.collateral.unit) ||
		!fixed.MulDivCeil(&paid, &l.repaid, &p.debt.price, &p.debt.unit) {
		return false
	}
	l.profit.Sub(&l.profit, &paid)
	return true
}
