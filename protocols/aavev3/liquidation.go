package aavev3

import (
	"iter"

	"brink/fixed"

	"github.com/holiman/uint256"
)

// The pool's constants. Those in base units assume 1e-8 US dollars, whatever
// the market's base unit is, because the contract does.
const (
	closeFactorLine = 950_000_000_000_000_000 // a wad: half of a debt above, all of it below
	halfOfDebt      = 5_000                   // basis points
	smallPosition   = 2_000e8                 // base units: below, all may be repaid, from 3.3
	leastLeftover   = 1_000e8                 // base units: what must be left, if anything, from 3.3
)

// liquidation is a liquidationCall that the pool would accept at the frame's
// block, the liquidator taking the underlying asset. The collateral reserve
// must have the cash for it: otherwise only aTokens can be taken.
type liquidation struct {
	collateral, debt uint32 // reserve ids
	bonus            uint16 // in basis points, 10500 for 5 %
	// writesOff: no collateral is left, and the pool writes off what debts
	// remain, from 3.3.
	writesOff bool
	cover     uint256.Int // debtToCover to pass; repaid can be less
	repaid    uint256.Int // what the liquidator pays, in the debt asset
	seized    uint256.Int // what the liquidator gets, in the collateral asset
	fee       uint256.Int // what the treasury gets beside it
	profit    uint256.Int // in base units, signed: seized rounded down − repaid rounded up
}

// liquidations are the most profitable calls against an account that is below
// the line, one for each pair of its collaterals and debts, before gas and
// slippage. The account must be what evaluate found for the same eMode, legs and
// stable debts.
func (f *frame) liquidations(a *account, category uint8, legs []leg, stable []stableDebt) iter.Seq[liquidation] {
	return func(yield func(liquidation) bool) {
		for i := range legs {
			for j := range legs {
				if l, ok := f.liquidate(a, category, &legs[i], &legs[j], owedAtOwnRate(stable, &legs[j])); ok && !yield(l) {
					return
				}
			}
			for j := range stable {
				if hasDebtLeg(legs, stable[j].reserve) {
					continue
				}
				debt := leg{reserve: stable[j].reserve, kind: borrowed}
				if l, ok := f.liquidate(a, category, &legs[i], &debt, &stable[j].balance); ok && !yield(l) {
					return
				}
			}
		}
	}
}

// stopped: the sequencer is down, which spares accounts near the line.
func (f *frame) stopped(a *account) bool {
	return f.version.sentinel() && f.halted && !a.healthFactor.LtUint64(closeFactorLine)
}

// liquidate is the most profitable call for one pair of legs.
//
// Source: aave-dao/aave-v3-origin:src/contracts/protocol/libraries/logic/LiquidationLogic.sol
// (executeLiquidationCall) and ValidationLogic.sol (validateLiquidationCall),
// at the tag of each version; up to 3.0.2 the same files of aave/aave-v3-core.
func (f *frame) liquidate(a *account, category uint8, held, owed *leg, stable *uint256.Int) (best liquidation, ok bool) {
	p, open := f.pair(a, category, held, owed, stable)
	if !open {
		return best, false
	}
	var cover uint256.Int
	if !p.most(&cover) {
		return best, false
	}
	best, ok = p.call(&cover)
	if !f.version.wholePosition() || !p.leaving(&cover) {
		return best, ok
	}
	if l, possible := p.call(&cover); possible && (!ok || l.profit.Sgt(&best.profit)) {
		return l, true
	}
	return best, ok
}

// pair is one collateral and one debt of an account.
type pair struct {
	v                          Version
	account                    *account
	collateral, debt           *scalars
	collateralID, debtID       uint32
	collateralPrice, debtPrice *uint256.Int
	scaled                     uint256.Int // the collateral's scaled balance
	held, owed                 uint256.Int // what it is worth, and what is owed
	bonus                      uint256.Int // in basis points
	// onlyVariable: no stable debt is repaid
	onlyVariable bool
}

// pair applies the gates that concern the two reserves.
func (f *frame) pair(a *account, category uint8, held, owed *leg, stable *uint256.Int) (p pair, ok bool) {
	if held.kind != collateral || owed.kind != borrowed {
		return p, false
	}
	p = pair{v: f.version, account: a, collateralID: held.reserve, debtID: owed.reserve,
		scaled: held.scaled.Uint256(), onlyVariable: stable == nil}
	var err, err2 error
	p.collateral, err = f.reserve(held.reserve)
	p.debt, err2 = f.reserve(owed.reserve)
	if err != nil || err2 != nil || !f.open(p.collateral) || !f.open(p.debt) ||
		p.collateral.threshold == 0 && !p.v.countsZeroThreshold() {
		return p, false
	}
	e := f.category(category)
	bonus := p.collateral.bonus
	if e.members.Bit(uint(held.reserve)) {
		bonus = e.bonus
	}
	p.bonus.SetUint64(uint64(bonus))
	if !p.setPrices(e) || !f.held(&p.held, p.collateral, held) || !f.owed(&p.owed, p.debt, owed, stable) {
		return p, false
	}
	return p, !p.held.IsZero() && !p.owed.IsZero()
}

// open reports whether a reserve takes part in liquidations now.
func (f *frame) open(s *scalars) bool {
	return s.listed && s.active && !s.paused && (!f.version.gracePeriod() || s.grace < f.time)
}

// setPrices finds the prices of the call. Up to 3.1 a category's source prices
// the debt without asking whether the reserve belongs to it, and a zero answer
// counts, unlike in the account's evaluation.
func (p *pair) setPrices(e *eMode) bool {
	p.collateralPrice, p.debtPrice = &p.collateral.price, &p.debt.price
	collateralKnown, debtKnown := p.collateral.priced, p.debt.priced
	if e.sourced {
		p.debtPrice, debtKnown = &e.price, e.priced
		if e.members.Bit(uint(p.collateralID)) {
			p.collateralPrice, collateralKnown = &e.price, e.priced
		}
	}
	return collateralKnown && debtKnown && !p.collateralPrice.IsZero() && !p.debtPrice.IsZero()
}

// most sets z to the largest debt that the close factor lets repay.
func (p *pair) most(z *uint256.Int) bool {
	*z = p.owed
	above := p.account.healthFactor.GtUint64(closeFactorLine)
	half := uint256.NewInt(halfOfDebt)
	if !p.v.wholePosition() {
		return !above || fixed.PercentMulHalfUp(z, &p.owed, half)
	}
	var debt, held, allowed uint256.Int
	if !p.debtValue(&debt, &p.owed) || !p.heldValue(&held, &p.held) {
		return false
	}
	if !above || debt.LtUint64(smallPosition) || held.LtUint64(smallPosition) {
		return true
	}
	if !fixed.PercentMulHalfUp(&allowed, &p.account.debt, half) {
		return false
	}
	return !debt.Gt(&allowed) || fixed.MulDivFloor(z, &allowed, &p.debt.unit, p.debtPrice)
}

// debtValue and heldValue are amounts of the two assets in base units.
func (p *pair) debtValue(z, amount *uint256.Int) bool {
	if p.v.directedRounding() {
		return fixed.MulDivCeil(z, amount, p.debtPrice, &p.debt.unit)
	}
	return fixed.MulDivFloor(z, amount, p.debtPrice, &p.debt.unit)
}

func (p *pair) heldValue(z, amount *uint256.Int) bool {
	return fixed.MulDivFloor(z, amount, p.collateralPrice, &p.collateral.unit)
}

// leaving lowers a debt to cover to the largest one that leaves enough of both
// sides behind for the pool to accept a partial liquidation, and reports
// whether there is one below it.
func (p *pair) leaving(cover *uint256.Int) bool {
	var debt, held uint256.Int
	if !p.coverLeavingDebt(&debt) || !p.coverLeavingCollateral(&held) {
		return false
	}
	if held.Lt(&debt) {
		debt = held
	}
	if debt.IsZero() || !debt.Lt(cover) {
		return false
	}
	*cover = debt
	return true
}

// coverLeavingDebt: the leftover is the least amount that values at the minimum.
func (p *pair) coverLeavingDebt(z *uint256.Int) bool {
	if p.v.directedRounding() { // a value rounded up passes the minimum just above the amount of one less
		if !fixed.MulDivFloor(z, uint256.NewInt(leastLeftover-1), &p.debt.unit, p.debtPrice) {
			return false
		}
		z.AddUint64(z, 1)
	} else if !fixed.MulDivCeil(z, uint256.NewInt(leastLeftover), &p.debt.unit, p.debtPrice) {
		return false
	}
	_, under := z.SubOverflow(&p.owed, z)
	return !under
}

// coverLeavingCollateral inverts sizes: the largest debt for which no more than
// the balance without the leftover is taken.
func (p *pair) coverLeavingCollateral(z *uint256.Int) bool {
	var most, value uint256.Int
	if !fixed.MulDivCeil(&most, uint256.NewInt(leastLeftover), &p.collateral.unit, p.collateralPrice) {
		return false
	}
	if _, under := most.SubOverflow(&p.held, &most); under {
		return false
	}
	// ⌊(base·bonus + half)/1e4⌋ ≤ most  ⇔  base·bonus < (most+1)·1e4 − half
	if _, over := most.MulOverflow(most.AddUint64(&most, 1), uint256.NewInt(fixed.Percent)); over {
		return false
	}
	if !p.v.directedLiquidation() {
		most.SubUint64(&most, fixed.Percent/2)
	}
	if !fixed.MulDivCeil(&most, &most, uint256.NewInt(1), &p.bonus) {
		return false
	}
	// most is now base + 1, and ⌊x·rate⌋ < base + 1  ⇔  x·rate < base + 1
	var inverse uint256.Int
	if _, over := value.MulOverflow(p.collateralPrice, &p.debt.unit); over {
		return false
	}
	if _, over := inverse.MulOverflow(p.debtPrice, &p.collateral.unit); over {
		return false
	}
	if !fixed.MulDivCeil(z, &most, &value, &inverse) || z.IsZero() {
		return false
	}
	z.SubUint64(z, 1)
	return true
}
