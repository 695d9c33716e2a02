package aavev3

import (
	"brink/fixed"

	"github.com/holiman/uint256"
)

// call is what liquidationCall does with a debt to cover that the close factor
// allows; false when it would revert.
func (p *pair) call(cover *uint256.Int) (l liquidation, ok bool) {
	l = liquidation{collateral: p.collateralID, debt: p.debtID, bonus: uint16(p.bonus.Uint64()), cover: *cover}
	var taken uint256.Int
	if !p.sizes(&l, &taken, cover) {
		return l, false
	}
	if p.v.wholePosition() && (!p.leavesEnough(&l, &taken) || !p.settle(&l, &taken)) || !p.burns(&l) || !p.charge(&l) {
		return l, false
	}
	var paid uint256.Int
	if !p.heldValue(&l.profit, &l.seized) || !fixed.MulDivCeil(&paid, &l.repaid, p.debtPrice, &p.debt.unit) {
		return l, false
	}
	l.profit.Sub(&l.profit, &paid)
	return l, true
}

// sizes sets what is repaid, seized and charged for a debt to cover, and the
// collateral taken altogether.
//
// Source: aave-dao/aave-v3-origin:src/contracts/protocol/libraries/logic/LiquidationLogic.sol
// (_calculateAvailableCollateralToLiquidate).
func (p *pair) sizes(l *liquidation, taken, cover *uint256.Int) bool {
	mul, div, charge := fixed.PercentMulHalfUp, fixed.PercentDivHalfUp, fixed.PercentMulHalfUp
	if p.v.directedLiquidation() {
		mul, div, charge = fixed.PercentMulFloor, fixed.PercentDivFloor, fixed.PercentMulCeil
	}
	if !exchange(taken, cover, p.debtPrice, &p.debt.unit, p.collateralPrice, &p.collateral.unit) ||
		!mul(taken, taken, &p.bonus) {
		return false
	}
	l.repaid = *cover
	if taken.Gt(&p.held) {
		*taken = p.held
		back := fixed.PercentDivHalfUp
		if p.v.directedRounding() {
			back = fixed.PercentDivCeil
		}
		if !exchange(&l.repaid, taken, p.collateralPrice, &p.collateral.unit, p.debtPrice, &p.debt.unit) ||
			!back(&l.repaid, &l.repaid, &p.bonus) {
			return false
		}
	}
	l.seized = *taken
	if p.collateral.protocolFee == 0 {
		return true
	}
	var gift uint256.Int
	if !div(&gift, taken, &p.bonus) {
		return false
	}
	if _, under := gift.SubOverflow(taken, &gift); under {
		return false
	}
	if !charge(&l.fee, &gift, uint256.NewInt(uint64(p.collateral.protocolFee))) {
		return false
	}
	_, under := l.seized.SubOverflow(taken, &l.fee)
	return !under
}

// exchange sets z to ⌊price·amount·unit'/(price'·unit)⌋: an amount of one asset
// in another.
func exchange(z, amount, price, unit, otherPrice, otherUnit *uint256.Int) bool {
	var n, d uint256.Int
	if _, over := n.MulOverflow(price, amount); over {
		return false
	}
	if _, over := d.MulOverflow(otherPrice, unit); over {
		return false
	}
	return fixed.MulDivFloor(z, &n, otherUnit, &d)
}

// leavesEnough is the rule against dust: all of the debt, all of the
// collateral, or a minimum of both must remain.
func (p *pair) leavesEnough(l *liquidation, taken *uint256.Int) bool {
	if !l.repaid.Lt(&p.owed) || !taken.Lt(&p.held) {
		return true
	}
	var debt, held uint256.Int
	return p.debtValue(&debt, debt.Sub(&p.owed, &l.repaid)) && !debt.LtUint64(leastLeftover) &&
		p.heldValue(&held, held.Sub(&p.held, taken)) && !held.LtUint64(leastLeftover)
}

// settle sets writesOff: the call takes all of the account's collateral as far
// as base units can tell, and the pool then burns the remaining debts of all
// reserves.
func (p *pair) settle(l *liquidation, taken *uint256.Int) bool {
	consumed := *taken
	if p.v.directedLiquidation() && !p.consumedShares(&consumed, l) {
		return false
	}
	if !p.heldValue(&consumed, &consumed) {
		return false
	}
	l.writesOff = consumed.Eq(&p.account.collateral)
	return true
}

// consumedShares sets z to the balance behind the scaled amounts that are taken
// for the liquidator and for the treasury, each rounded up.
func (p *pair) consumedShares(z *uint256.Int, l *liquidation) bool {
	var fee uint256.Int
	if !p.v.burnt(z, aToken, &l.seized, &p.collateral.income) ||
		!p.v.burnt(&fee, aToken, &l.fee, &p.collateral.income) || !accumulate(z, &fee) {
		return false
	}
	if z.Gt(&p.scaled) {
		*z = p.scaled
	}
	return p.v.balance(z, aToken, z, &p.collateral.income)
}

// burns reports whether the tokens accept the call: they refuse to burn a
// scaled amount of zero.
func (p *pair) burns(l *liquidation) bool {
	var shares uint256.Int
	if !p.v.burnt(&shares, aToken, &l.seized, &p.collateral.income) || shares.IsZero() {
		return false
	}
	debt := &l.repaid
	if l.writesOff {
		debt = &p.owed
	}
	return !p.onlyVariable || p.v.burnt(&shares, debtToken, debt, &p.debt.debt) && !shares.IsZero()
}

// charge lowers the fee to what the liquidator leaves of the collateral, which
// rounding can make a unit less. 3.0.0 didn't, and reverts.
func (p *pair) charge(l *liquidation) bool {
	var gone, left, fee uint256.Int
	if l.fee.IsZero() {
		return true
	}
	if !p.v.burnt(&gone, aToken, &l.seized, &p.collateral.income) || !p.v.burnt(&fee, aToken, &l.fee, &p.collateral.income) {
		return false
	}
	if _, under := left.SubOverflow(&p.scaled, &gone); under {
		return false
	}
	if !fee.Gt(&left) {
		return true
	}
	return p.v.capsFee() && p.v.balance(&l.fee, aToken, &left, &p.collateral.income)
}
