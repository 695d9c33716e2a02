package compoundv2

import (
	"github.com/holiman/uint256"
)

// seizing is a liquidation that the contracts would accept at the frame's block.
type seizing struct {
	collateral, debt uint32 // markets
	ofVAI            bool   // the debt is VAI: debt says nothing
	repaid           uint256.Int
	tokens           uint256.Int // taken from the borrower
	fee              uint256.Int // of them, not the liquidator's
}

// pair is one collateral and one debt of an account, and what a liquidation of
// this pair starts from: the call accrues these two markets, and takes every
// other as it stands.
type pair struct {
	*frame
	mode       uint64
	held, owed *leg // owed is nil for VAI
	vai        *minter
	sums       totals
	debt       uint256.Int
	forced     bool
	whole      bool // somebody has accrued every market just before
	once       bool // nobody asks for the shortfall
}

// take is the largest liquidation of the pair, while nothing is halted.
func (p *pair) take(legs []leg) (l seizing, ok bool) {
	if !p.open(legs) || !p.gates() {
		return l, false
	}
	return p.seize()
}

// open sums the account up as the call finds it.
func (p *pair) open(legs []leg) bool {
	for i := range legs {
		g, at := &legs[i], stored
		if p.whole || g == p.held || g == p.owed {
			at = accrued
		}
		var probe [2]totals
		if p.add(&probe, p.mode, g) != fine {
			return false
		}
		p.sums.collateral.Add(&p.sums.collateral, &probe[at].collateral)
		p.sums.value.Add(&p.sums.value, &probe[at].value)
		p.sums.debt.Add(&p.sums.debt, &probe[at].debt)
	}
	if p.owed != nil && !p.markets[p.owed.market].owed(&p.debt, p.owed, accrued) {
		return false
	}
	if p.vai == nil {
		return true
	}
	var owed uint256.Int
	if !p.frame.vai.known || !p.frame.vai.owed(&owed, p.vai) {
		return false
	}
	p.sums.debt.Add(&p.sums.debt, &owed)
	if p.owed == nil {
		p.debt = owed
		return true
	}
	v := &p.frame.vai
	return !v.forced || owed.Lt(&v.least) // else the liquidator wants VAI first
}

// gates are what must hold while nothing is halted: the shortfall, and what must
// beside it.
//
// Source: compound-finance/compound-protocol:contracts/Comptroller.sol
// (liquidateBorrowAllowed, seizeAllowed), venusprotocol/venus-protocol:
// contracts/Comptroller/Diamond/facets/PolicyFacet.sol, venusprotocol/isolated-pools:
// contracts/Comptroller.sol (preLiquidateHook, preSeizeHook).
func (p *pair) gates() bool {
	c := &p.markets[p.held.market]
	if !p.held.entered || !c.listed || p.held.shares.IsZero() || p.debt.IsZero() {
		return false
	}
	if p.owed != nil && !p.markets[p.owed.market].listed {
		return false
	}
	return p.forced || (p.once || p.sums.short()) && (!p.isolated || p.sums.value.Gt(&p.least))
}

// accepted: the contracts ask for no more shortfall than there is.
func (p *pair) accepted() bool { return p.forced || p.sums.short() }

// halted: somebody has stopped such liquidations, forced ones too.
//
// Source: the same.
func (p *pair) halted() bool {
	return p.paused || p.markets[p.held.market].untakeable || p.owed != nil && p.markets[p.owed.market].closed
}

// seize is the largest liquidation of the pair.
//
// Source: the same, and CToken.sol, VToken.sol (seizeInternal, _seize);
// venusprotocol/venus-protocol:contracts/Liquidator/Liquidator.sol.
func (p *pair) seize() (l seizing, ok bool) {
	c := &p.markets[p.held.market]
	l.collateral = p.held.market
	price := oneDollar
	if p.owed != nil {
		l.debt, price = p.owed.market, &p.markets[p.owed.market].price
	} else {
		l.ofVAI = true
	}
	var threshold, incentive, ratio, least uint256.Int
	mode := p.mode
	if l.ofVAI {
		mode = 0 // VAI is repaid at the core pool's terms
	}
	p.terms(&threshold, &incentive, mode, l.collateral)
	if !seizeRatio(&ratio, &incentive, price, &c.price, &c.exchange[accrued], p.rounding) {
		return l, false
	}
	l.repaid = p.debt
	if !p.forced && !mulTruncate(&l.repaid, &p.closeFactor, &p.debt) {
		return l, false
	}
	if p.owed != nil {
		// roundings can make an account owe more than all of its market together,
		// from which the repayment is taken
		if total := &p.markets[l.debt].state[accrued].borrows; total.Lt(&l.repaid) {
			l.repaid = *total
		}
	}
	shares := p.held.shares.Uint256()
	if repayFor(&least, &shares, &ratio) && least.Lt(&l.repaid) {
		l.repaid = least
	}
	if l.repaid.IsZero() || !mulTruncate(&l.tokens, &ratio, &l.repaid) {
		return l, false
	}
	return l, p.charge(&l, &incentive)
}

// charge sets what of the tokens isn't the liquidator's.
func (p *pair) charge(l *seizing, incentive *uint256.Int) bool {
	share := &p.markets[l.collateral].seizeShare
	switch {
	case p.pools: // the liquidator contract's part of the bonus
		var bonus uint256.Int
		if _, under := bonus.SubOverflow(incentive, mantissaOne); under || incentive.IsZero() {
			return true
		}
		if _, over := bonus.MulOverflow(&l.tokens, &bonus); over {
			return false
		}
		bonus.Div(&bonus, incentive)
		return mulTruncate(&l.fee, &bonus, &p.frame.vai.treasury)
	case p.isolated:
		return mulTruncate(&l.fee, &l.tokens, share) && divExp(&l.fee, &l.fee, incentive)
	default:
		return mulTruncate(&l.fee, &l.tokens, share)
	}
}
