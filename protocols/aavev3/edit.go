package aavev3

import (
	"cmp"
	"errors"
	"slices"

	"brink/fixed"
	"brink/position"
	"brink/protocols"
	"brink/state"

	"github.com/ethereum/go-ethereum/common"
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
	done.Touch(id(row))
	h, legs := p.accounts.At(row)
	if h.unread {
		return nil
	}
	next := *h
	a := accountEdit{append(p.scratch[:0], legs...)}
	err := change(&a, p.reserves.At(r))
	switch {
	case errors.Is(err, errContradiction):
		p.distrust(row)
		return nil
	case err != nil:
		return err
	}
	a.legs = slices.DeleteFunc(a.legs, func(l leg) bool { return l.idle() || l.kind == supplied && !p.everyBalance() })
	p.accounts.Set(row, next, a.legs)
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

// idle reports whether a leg says nothing any more.
func (l leg) idle() bool { return l.kind != collateral && l.scaled.IsZero() }

// leg finds the account's leg in a reserve on one side, or adds an empty one.
// The pointer holds until the next call.
func (a *accountEdit) leg(reserve uint32, of side) *leg {
	at, ok := slices.BinarySearchFunc(a.legs, leg{reserve: reserve, kind: kindOf(of)}, compareSides)
	if !ok {
		a.legs = slices.Insert(a.legs, at, leg{reserve: reserve, kind: kindOf(of)})
	}
	return &a.legs[at]
}

func kindOf(of side) kind {
	if of == debtToken {
		return borrowed
	}
	return supplied
}

// compareSides orders legs by reserve, the supplied side first.
func compareSides(a, b leg) int {
	return cmp.Or(cmp.Compare(a.reserve, b.reserve), cmp.Compare(a.side(), b.side()))
}

func (l leg) side() side {
	if l.kind == borrowed {
		return debtToken
	}
	return aToken
}

func (a *accountEdit) useAsCollateral(reserve uint32, used bool) {
	l := a.leg(reserve, aToken)
	l.kind = supplied
	if used {
		l.kind = collateral
	}
}

// move adds a scaled amount to the supplied side, or takes it away.
func (a *accountEdit) move(reserve uint32, amount fixed.U128, away bool) error {
	l := a.leg(reserve, aToken)
	s, d := l.scaled.Uint256(), amount.Uint256()
	if away {
		if _, under := s.SubOverflow(&s, &d); under {
			return errContradiction
		}
	} else {
		s.Add(&s, &d)
	}
	if !l.scaled.Set(&s) {
		return errContradiction
	}
	return nil
}

func id(r state.Row) position.ID { return position.ID(r) }

func (p *Protocol) key(user common.Address) position.Key { return position.Key{Account: user} }
