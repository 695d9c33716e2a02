package compoundv2

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

// errContradiction: an event can't have come from the balance it names.
var errContradiction = errors.New("event contradicts the balance")

// account finds an account, or adds it where all history is applied. Elsewhere
// an account that isn't known yet has a history that wasn't seen: it enters by
// discover, or when it borrows.
func (p *Protocol) account(a common.Address) (state.Row, bool) {
	row, ok := p.accounts.Row(a)
	if ok || !p.genesis || !p.follows(a) {
		return row, ok
	}
	return p.accounts.Insert(a, head{}, nil), true
}

// discover adds an account to be read from the contract, where not all history
// is applied.
func (p *Protocol) discover(a common.Address) {
	if _, ok := p.accounts.Row(a); !ok && !p.genesis && p.follows(a) {
		p.accounts.Insert(a, head{unread: true}, nil)
		p.set(func(s *settings) { s.unread++ })
	}
}

// edit changes an account's leg in one market. Accounts that are not followed
// stay as they are. If the event contradicts what is known, the account is to be
// read anew rather than the deployment given up: the contract's answer settles it.
func (p *Protocol) edit(user common.Address, row state.Row, done *protocols.Effects, change func(*leg) error) error {
	r, ok := p.account(user)
	if !ok {
		return nil
	}
	done.Touch(id(r))
	h, legs := p.accounts.At(r)
	next, edited := *h, append(p.scratch[:0], legs...)
	at, found := slices.BinarySearchFunc(edited, uint32(row), compareMarkets)
	if !found {
		edited = slices.Insert(edited, at, leg{market: uint32(row)})
	}
	p.scratch = edited
	err := change(&edited[at])
	if errors.Is(err, errContradiction) {
		p.distrust(r)
		return nil
	}
	if err != nil {
		return err
	}
	p.store(r, next, edited)
	return nil
}

// store replaces an account's state, and keeps count of the inexact ones.
func (p *Protocol) store(r state.Row, next head, legs []leg) {
	was, _ := p.accounts.At(r)
	before := was.inexact
	legs = slices.DeleteFunc(legs, leg.idle)
	next.inexact = slices.ContainsFunc(legs, func(g leg) bool { return g.inexact })
	if next.inexact != before {
		p.set(func(s *settings) {
			if next.inexact {
				s.inexact++
			} else {
				s.inexact--
			}
		})
	}
	p.accounts.Set(r, next, legs)
}

// compareMarkets orders legs by market.
func compareMarkets(g leg, market uint32) int { return cmp.Compare(g.market, market) }

// idle reports whether a leg says nothing any more.
func (g leg) idle() bool { return !g.entered && g.shares.IsZero() && g.principal.IsZero() }

func (g *leg) take(amount *uint256.Int) error {
	s := g.shares.Uint256()
	if _, under := s.SubOverflow(&s, amount); under || !g.shares.Set(&s) {
		return errContradiction
	}
	return nil
}

func (g *leg) give(amount *uint256.Int) error {
	s := g.shares.Uint256()
	if _, over := s.AddOverflow(&s, amount); over || !g.shares.Set(&s) {
		return errContradiction
	}
	return nil
}

func id(r state.Row) position.ID { return position.ID(r) }

func (p *Protocol) key(user common.Address) position.Key { return position.Key{Account: user} }

// setWide keeps a number of up to 128 bits; what is larger is as good as that.
func setWide(to *fixed.U128, from *uint256.Int) {
	if !to.Set(from) {
		to.Lo, to.Hi = ^uint64(0), ^uint64(0)
	}
}
