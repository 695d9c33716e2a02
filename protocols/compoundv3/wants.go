package compoundv3

import (
	"fmt"

	"brink/chain"
	"brink/protocols"
	"brink/state"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// Wants implements protocols.Protocol. Nothing is read in blocks that weren't
// polled: nobody is evaluated there, and what was touched stays to be read. Else
// the rules come first, then names, then accounts: first their principal, then
// the balances of those of whom they aren't known.
func (p *Protocol) Wants(max int) chain.Query {
	var b chain.Questions
	r := p.rule()
	switch {
	case p.polled < p.heard || p.polled == 0:
	case !r.known:
		p.wantRules(&b)
	case !r.named:
		p.wantNames(&b, &r)
	default:
		p.wantAccounts(&b, max)
	}
	return b.Query()
}

func (p *Protocol) wantAccounts(b *chain.Questions, max int) {
	if p.Unread() == 0 && !p.unbalanced() {
		return
	}
	n := p.wantUnread(b, max)
	if n == 0 && p.Unread() > 0 && p.reading > 0 {
		p.reading = 0 // once more from the start, for balances
		p.wantUnread(b, max)
	}
}

// wantUnread asks for accounts from where the last question ended, and returns
// of how many.
func (p *Protocol) wantUnread(b *chain.Questions, max int) (n int) {
	r := p.rule()
	for ; int(p.reading) < p.accounts.Len() && n < max; p.reading++ {
		h, _ := p.accounts.At(p.reading)
		switch {
		case h.unread&basic != 0, h.unread&balances != 0 && h.assetsIn&r.bits() == 0:
			p.wantBasic(b, p.reading)
		case h.unread&balances != 0:
			p.wantBalances(b, p.reading, h.assetsIn)
		default:
			continue
		}
		n++
	}
	return n
}

// unbalanced reports whether debts, which did so before, no longer sum up to
// what the contract says, and marks everybody then.
func (p *Protocol) unbalanced() bool {
	m, c := p.total(), p.count()
	borrowed := m.borrowed.Uint256()
	balanced := c.debts.Eq(&borrowed)
	if m.known == 0 || balanced == c.balanced {
		return false
	}
	c.balanced = balanced
	p.counts.Put(0, c)
	if balanced {
		return false
	}
	for row := range p.accounts.All() {
		p.mark(row, basic)
	}
	return p.Unread() > 0
}

// wantBasic asks for an account's principal and the bits of its assets.
func (p *Protocol) wantBasic(b *chain.Questions, row state.Row) {
	account := p.accounts.Key(row)
	b.Ask(p.comet, calls.comet.PackUserBasic(account), func(a chain.Result) error {
		u, ok := readUser(a)
		if !ok {
			return fmt.Errorf("reading %s: %w", account, protocols.ErrUnsupported)
		}
		h, legs := p.accounts.At(row)
		u.unread = h.unread &^ basic
		if r := p.rule(); u.assetsIn&r.bits() == 0 && u.unread&balances != 0 {
			u.unread, legs = 0, nil
		}
		if u != *h {
			p.put(row, u, legs)
		}
		return nil
	})
}

// readUser takes an answer of userBasic.
func readUser(a chain.Result) (h head, ok bool) {
	if a.Reverted || len(a.Data) != 5*32 {
		return h, false
	}
	principal, _ := a.Uint(0)
	if h.owes = principal.Sign() < 0; h.owes {
		principal.Neg(&principal)
	}
	low, _ := a.Uint(3)
	high, _ := a.Uint(4)
	h.assetsIn = uint32(low.Uint64()) | uint32(high.Uint64())<<16
	return h, low.LtUint64(1<<16) && high.LtUint64(1<<8) && h.principal.Set(&principal)
}

// wantBalances asks for an account's balances of the assets whose bits are set, of which one at least is listed.
func (p *Protocol) wantBalances(b *chain.Questions, row state.Row, assetsIn uint32) {
	account, r := p.accounts.Key(row), p.rule()
	var legs []leg
	for i, at := range r.list[:r.listed] {
		if assetsIn>>i&1 == 0 {
			continue
		}
		b.Ask(p.comet, calls.comet.PackUserCollateral(account, p.assets.Key(state.Row(at))), func(a chain.Result) error {
			z, ok := a.Uint(0)
			l := leg{asset: uint64(at)}
			if !ok || !l.amount.Set(&z) {
				return fmt.Errorf("reading the collateral of %s: %w", account, protocols.ErrUnsupported)
			}
			if !z.IsZero() {
				legs = append(legs, l)
			}
			return nil
		})
	}
	b.Then(func() error {
		h, _ := p.accounts.At(row)
		next := *h
		next.unread &^= balances
		p.put(row, next, legs)
		return nil
	})
}

// Trace implements protocols.Discoverer: nobody can borrow without collateral.
func (p *Protocol) Trace() chain.Filter {
	return chain.NewFilter([]common.Address{p.comet}, []common.Hash{topicSupplyCollateral, topicTransferCollateral})
}

// Discover implements protocols.Discoverer.
func (p *Protocol) Discover(l *types.Log) error {
	if l.Address != p.comet || len(l.Topics) == 0 ||
		l.Topics[0] != topicSupplyCollateral && l.Topics[0] != topicTransferCollateral {
		return nil
	}
	e, ok := readCollateral(l)
	if !ok {
		return fmt.Errorf("log %d of %s: %w", l.Index, l.Address, protocols.ErrMalformed)
	}
	if _, known := p.accounts.Row(e.to); !known && p.follows(e.to) {
		p.insert(e.to, head{unread: basic | balances})
	}
	return nil
}

// small is the only word of an answer as a number of 64 bits.
func small(a chain.Result) (uint64, bool) {
	z, ok := a.Uint(0)
	return z.Uint64(), ok && z.IsUint64()
}
