package aavev2

import (
	"brink/protocols"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/holiman/uint256"
)

// applyToken takes an event of a reserve's token. An event that only another
// kind of token knows is none of this one's.
func (p *Protocol) applyToken(l *types.Log, t token, done *protocols.Effects) error {
	switch t.kind {
	case aTokenKind:
		return p.applyAToken(l, t.asset, done)
	case variableDebtKind:
		return p.applyVariableDebt(l, t.asset, done)
	default:
		return p.applyStableDebt(l, t.asset, done)
	}
}

func (p *Protocol) applyAToken(l *types.Log, asset common.Address, done *protocols.Effects) error {
	switch l.Topics[0] {
	case topicMint:
		done.Count("Mint")
		e, ok := readMint(l)
		return p.supplyMoved(ok, e.user, asset, &e.amount, &e.index, false, done)
	case topicBurn:
		done.Count("Burn")
		e, ok := readBurn(l)
		return p.supplyMoved(ok, e.user, asset, &e.amount, &e.index, true, done)
	case topicBalanceTransfer:
		done.Count("BalanceTransfer")
		e, ok := readBalanceTransfer(l)
		if ok && e.from == e.to {
			return nil
		}
		if err := p.supplyMoved(ok, e.from, asset, &e.amount, &e.index, true, done); err != nil {
			return err
		}
		return p.supplyMoved(ok, e.to, asset, &e.amount, &e.index, false, done)
	}
	return nil
}

// supplyMoved changes an account's aTokens by an unscaled amount.
func (p *Protocol) supplyMoved(ok bool, user, asset common.Address, amount, index *uint256.Int, away bool, done *protocols.Effects) error {
	if !ok {
		return protocols.ErrMalformed
	}
	if p.rebasing[asset] {
		return p.touch(user, asset, done)
	}
	return p.edit(user, asset, done, func(a *accountEdit, r *reserve) error {
		if !p.tracks(a, r.id) {
			return nil
		}
		return a.move(r.id, supplied, amount, index, away)
	})
}

// touch notes that an account's balance changed of which the amount tells nothing.
func (p *Protocol) touch(user, asset common.Address, done *protocols.Effects) error {
	return p.edit(user, asset, done, func(*accountEdit, *reserve) error { return nil })
}

func (p *Protocol) applyVariableDebt(l *types.Log, asset common.Address, done *protocols.Effects) error {
	switch l.Topics[0] {
	case topicDebtMint:
		done.Count("Mint")
		e, ok := readDebtMint(l)
		if !ok {
			return protocols.ErrMalformed
		}
		p.discover(e.user)
		return p.edit(e.user, asset, done, func(a *accountEdit, r *reserve) error {
			a.leg(r.id, borrowed).kind = borrowed
			return a.move(r.id, borrowed, &e.amount, &e.index, false)
		})
	case topicDebtBurn:
		done.Count("Burn")
		e, ok := readDebtBurn(l)
		if !ok {
			return protocols.ErrMalformed
		}
		return p.edit(e.user, asset, done, func(a *accountEdit, r *reserve) error {
			var owed uint256.Int // per unit; the reserve is only updated after the burn
			if r.indices.debt(&owed, l.BlockTimestamp) != nil {
				return errContradiction
			}
			return a.burnDebt(r.id, &e.amount, &e.index, &owed)
		})
	}
	return nil
}

func (p *Protocol) applyStableDebt(l *types.Log, asset common.Address, done *protocols.Effects) error {
	switch l.Topics[0] {
	case topicStableMint:
		done.Count("StableMint")
		e, ok := readStableMint(l)
		return p.stableDebtChanged(ok, &e, asset, l.BlockTimestamp, done)
	case topicStableBurn:
		done.Count("StableBurn")
		e, ok := readStableBurn(l)
		return p.stableDebtChanged(ok, &e, asset, l.BlockTimestamp, done)
	}
	return nil
}

// stableDebtChanged sets a debt at its own rate, and the token's total. The
// total also tells the two kinds of Mint apart: a borrowing lets it grow, a
// repayment smaller than the interest doesn't.
func (p *Protocol) stableDebtChanged(ok bool, e *stableChange, asset common.Address, now uint64, done *protocols.Effects) error {
	if !ok {
		return protocols.ErrMalformed
	}
	row, listed := p.reserves.Row(asset)
	if !listed {
		return nil
	}
	r := *p.reserves.At(row)
	var before uint256.Int
	if err := r.stable.total(&before, now); err != nil {
		return protocols.ErrMalformed
	}
	grown := e.minted && e.supply.Gt(&before)
	if !grown && e.averageRate.IsZero() {
		e.supply.Clear() // the token gives its total up, whatever the event says remains
	}
	r.stable.updated = now
	if !r.stable.principal.Set(&e.supply) || !r.stable.rate.Set(&e.averageRate) {
		return protocols.ErrMalformed
	}
	p.reserves.Set(row, r)
	if grown {
		p.discover(e.user)
		p.raiseTopRate(&e.rate)
	}
	return p.edit(e.user, asset, done, func(a *accountEdit, r *reserve) error {
		return a.changeStable(r.id, e, grown, now)
	})
}

// changeStable applies a stable debt's event.
func (a *accountEdit) changeStable(reserve uint32, e *stableChange, borrowed bool, now uint64) error {
	principal, err := principalAfter(e, borrowed)
	if err != nil {
		return err
	}
	rate := a.leg(reserve, stable).rate
	if e.minted && !rate.Set(&e.rate) {
		return errContradiction
	}
	a.setStable(reserve, principal, rate, now)
	return nil
}

// raiseTopRate keeps the highest rate at which anybody may owe.
func (p *Protocol) raiseTopRate(rate *uint256.Int) {
	m := p.settings()
	if top := m.topRate.Uint256(); rate.Gt(&top) && m.topRate.Set(rate) {
		p.market.Put(0, m)
	}
}
