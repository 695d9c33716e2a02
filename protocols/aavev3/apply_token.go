package aavev3

import (
	"brink/abi/word"
	"brink/fixed"
	"brink/protocols"
	"brink/state"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/holiman/uint256"
)

func (p *Protocol) applyToken(l *types.Log, t token, done *protocols.Effects) error {
	switch l.Topics[0] {
	case topicMint:
		done.Count("Mint")
		e, ok := readMint(l)
		if !ok {
			return protocols.ErrMalformed
		}
		if t.kind == variableDebtKind {
			p.discover(e.user)
		}
		return p.rescale(e, t, Version.minted, done)
	case topicBurn:
		done.Count("Burn")
		e, ok := readBurn(l)
		if !ok {
			return protocols.ErrMalformed
		}
		return p.rescale(e, t, Version.burned, done)
	case topicTransfer:
		return p.noteTransfer(l)
	case topicBalanceTransfer:
		done.Count("BalanceTransfer")
		return p.balanceTransfer(l, t, done)
	case topicStableMint, topicStableBurn:
		done.Count("StableDebt")
		return p.stableDebtChanged(l, t, done)
	}
	return nil
}

type balanceRule func(v Version, of side, scaled fixed.U128, value, increase, index *uint256.Int) (fixed.U128, error)

// rescale sets the scaled balance that a Mint or Burn leaves behind.
func (p *Protocol) rescale(e balanceChange, t token, rule balanceRule, done *protocols.Effects) error {
	of := aToken
	if t.kind == variableDebtKind {
		of = debtToken
	}
	v := p.settings().version
	return p.edit(e.user, t.asset, done, func(a *accountEdit, r *reserve) error {
		if of == aToken && !p.tracks(a, r.id) {
			return nil
		}
		side := a.leg(r.id, of)
		scaled, err := rule(v, of, side.scaled, &e.value, &e.balanceIncrease, &e.index)
		side.scaled = scaled
		return err
	})
}

// noteTransfer keeps an amount for the BalanceTransfer that follows.
func (p *Protocol) noteTransfer(l *types.Log) error {
	e, ok := readTransfer(l)
	if !ok {
		return protocols.ErrMalformed
	}
	p.transferred = e
	return nil
}

func (p *Protocol) balanceTransfer(l *types.Log, t token, done *protocols.Effects) error {
	e, ok := readBalanceTransfer(l)
	if !ok {
		return protocols.ErrMalformed
	}
	var amount *uint256.Int
	if seen := &p.transferred; seen.from == e.from && seen.to == e.to {
		amount = &seen.value
	}
	moved, err := p.settings().version.transferred(&e.value, amount, &e.index)
	if err != nil {
		return protocols.ErrMalformed
	}
	p.give(l, t.asset, e.from, moved, &e.index)
	if e.from == e.to {
		return nil
	}
	for _, end := range []struct {
		user common.Address
		away bool
	}{{e.from, true}, {e.to, false}} {
		err := p.edit(end.user, t.asset, done, func(a *accountEdit, r *reserve) error {
			if !p.tracks(a, r.id) {
				return nil
			}
			return a.move(r.id, moved, end.away)
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// stableDebtChanged sets a debt at its own rate. The debt's principal after the
// event is what it was with interest, more or less the amount.
//
// Source: aave/aave-v3-core:contracts/protocol/tokenization/StableDebtToken.sol (mint, burn).
func (p *Protocol) stableDebtChanged(l *types.Log, t token, done *protocols.Effects) error {
	var (
		user                            common.Address
		amount, current, increase, rate uint256.Int
		minted                          = l.Topics[0] == topicStableMint
		w                               word.Reader
	)
	if minted {
		w = word.Read(l, 3, 6)
		user, rate = w.TopicAddress(2), w.Uint(3)
	} else {
		w = word.Read(l, 2, 5)
		user = w.TopicAddress(1)
	}
	amount, current, increase = w.Uint(0), w.Uint(1), w.Uint(2)
	if !w.OK() {
		return protocols.ErrMalformed
	}
	if minted {
		p.discover(user)
	}
	row, known := p.account(user)
	r, listed := p.reserves.Get(t.asset)
	if !known || !listed {
		return nil
	}
	next, ok := stableAfter(minted, &amount, &current, &increase)
	key := stableKey{user, r.id}
	old, _ := p.stable.Get(key)
	if !ok || !old.principal.Set(&next) || minted && !old.rate.Set(&rate) {
		return protocols.ErrMalformed
	}
	old.updated = l.BlockTimestamp
	if next.IsZero() {
		old = stable{}
	}
	p.stable.Put(key, old)
	p.flagStable(row)
	done.Touch(id(row))
	return nil
}

func stableAfter(minted bool, amount, current, increase *uint256.Int) (uint256.Int, bool) {
	var next uint256.Int
	if minted {
		// amount includes the interest, which current doesn't yet
		sum, over := next.AddOverflow(current, amount)
		_, under := next.SubOverflow(sum, increase)
		return next, !over && !under
	}
	_, under := next.SubOverflow(current, increase)
	_, below := next.SubOverflow(&next, amount)
	return next, !under && !below
}

func (p *Protocol) flagStable(row state.Row) {
	h, legs := p.accounts.At(row)
	if !h.stable {
		next := *h
		next.stable = true
		p.accounts.Set(row, next, legs)
	}
}
