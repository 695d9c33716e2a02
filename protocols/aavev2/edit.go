package aavev2

import (
	"cmp"
	"errors"
	"slices"

	"brink/fixed"
	"brink/position"
	"brink/protocols"
	"brink/state"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

// accountEdit is an account's legs while they change.
type accountEdit struct{ legs []leg }

// edit changes an account's legs in one reserve. Accounts and reserves that are
// not followed stay as they are; an account whose state was never read only
// counts as touched. If the event contradicts what is known, the account is to
// be read anew rather than the deployment given up: the next answer of the
// contract settles it.
func (p *Protocol) edit(user, asset common.Address, done *protocols.Effects, change func(*accountEdit, *reserve) error) error {
	row, ok := p.account(user)
	if !ok {
		return nil
	}
	r, ok := p.reserves.Row(asset)
	if !ok {
		return nil
	}
	done.Touch(position.ID(row))
	h, legs := p.accounts.At(row)
	if h.unread {
		return nil
	}
	a := accountEdit{append(p.scratch[:0], legs...)}
	err := change(&a, p.reserves.At(r))
	switch {
	case errors.Is(err, errContradiction):
		p.distrust(row)
		return nil
	case err != nil:
		return err
	}
	a.legs = slices.DeleteFunc(a.legs, func(l leg) bool {
		return l.kind == supplied && (l.stored.IsZero() || !p.everyBalance()) || l.kind == stable && l.stored.IsZero()
	})
	p.accounts.Set(row, head{}, a.legs)
	p.scratch = a.legs
	return nil
}

// everyBalance: supply that doesn't stand for debt is known too. Where only
// borrowers are read it isn't asked for: it moves nobody's health, and becomes
// known when it is made collateral.
func (p *Protocol) everyBalance() bool { return p.genesis || p.only != nil }

// tracks reports whether an account's supply of a reserve is known.
func (p *Protocol) tracks(a *accountEdit, reserve uint32) bool {
	return p.everyBalance() || slices.ContainsFunc(a.legs, func(l leg) bool {
		return l.reserve == reserve && l.kind == collateral
	})
}

// find is the place of an account's leg of one kind in a reserve.
func (a *accountEdit) find(reserve uint32, k kind) (at int, ok bool) {
	return slices.BinarySearchFunc(a.legs, leg{reserve: reserve, kind: k}, func(x, y leg) int {
		return cmp.Or(cmp.Compare(x.reserve, y.reserve), cmp.Compare(x.kind.token(), y.kind.token()))
	})
}

// token is which of a reserve's tokens a kind of leg is about.
func (k kind) token() tokenKind {
	switch k {
	case supplied, collateral:
		return aTokenKind
	case stable:
		return stableDebtKind
	default:
		return variableDebtKind
	}
}

// leg finds a leg, or adds an empty one. The pointer holds until the next call.
func (a *accountEdit) leg(reserve uint32, k kind) *leg {
	at, ok := a.find(reserve, k)
	if !ok {
		a.legs = slices.Insert(a.legs, at, leg{reserve: reserve, kind: k})
	}
	return &a.legs[at]
}

func (a *accountEdit) has(reserve uint32, k kind) bool {
	_, ok := a.find(reserve, k)
	return ok
}

func (a *accountEdit) useAsCollateral(reserve uint32, used bool) {
	l := a.leg(reserve, supplied)
	l.kind = supplied
	if used {
		l.kind = collateral
	}
}

// move adds an unscaled amount to a scaled balance, or takes it away.
func (a *accountEdit) move(reserve uint32, k kind, amount, index *uint256.Int, away bool) error {
	l := a.leg(reserve, k)
	next, err := moved(l.stored, amount, index, away)
	l.stored = next
	return err
}

// burnDebt takes variable debt away, at the index that the event names, of what
// the account owed by the normalized debt. Where nothing remains, what the pool
// says next decides whether the borrowing bit stays on: a repayment of all
// clears it, a liquidation doesn't.
func (a *accountEdit) burnDebt(reserve uint32, amount, index, normalized *uint256.Int) error {
	l := a.leg(reserve, borrowed)
	before := l.stored
	next, err := moved(before, amount, index, true)
	l.stored = next
	if next.IsZero() && isWhole(amount, before, normalized) {
		l.kind = repaid
	}
	return err
}

// setStable replaces a stable debt.
func (a *accountEdit) setStable(reserve uint32, principal, rate fixed.U128, now uint64) {
	l := a.leg(reserve, stable)
	l.stored, l.rate, l.updated = principal, rate, now
	debt := a.leg(reserve, borrowed)
	if debt.kind = borrowed; principal.IsZero() && debt.stored.IsZero() {
		debt.kind = repaid
	}
}

// closeDebt takes the borrowing bit away if a repayment left nothing.
func (a *accountEdit) closeDebt(reserve uint32) {
	at, ok := a.find(reserve, borrowed)
	if ok && a.legs[at].kind == repaid && a.legs[at].stored.IsZero() && !a.has(reserve, stable) {
		a.legs = slices.Delete(a.legs, at, at+1)
	}
}

// know replaces an account with what the contract says of it.
func (p *Protocol) know(row state.Row, legs []leg) {
	if h, _ := p.accounts.At(row); h.unread {
		p.countUnread(-1)
	}
	p.accounts.Set(row, head{}, legs)
}
