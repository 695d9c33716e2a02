package compoundv2

import (
	"fmt"
	"slices"

	"brink/chain"
	"brink/fixed"
	"brink/protocols"
	"brink/state"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

// accountReading is an account while it is read.
type accountReading struct {
	row     state.Row
	mode    uint64
	entered []common.Address
	vai     minter
	found   map[state.Row]snapshot
	forced  map[state.Row]bool
}

// snapshot is what a market says of an account.
type snapshot struct{ shares, debt fixed.U128 }

// refresh has those accounts read anew of whose debts a market was touched and
// only the amount at an earlier time is known: when their index was stored
// wasn't seen, and can't be asked for.
func (p *Protocol) refresh() {
	if p.reading.refreshed || p.global().inexact == 0 {
		return
	}
	p.reading.refreshed = true
	for row := range p.accounts.All() {
		h, legs := p.accounts.At(row)
		if h.inexact && slices.ContainsFunc(legs, p.outdated) {
			p.distrust(row)
		}
	}
}

func (p *Protocol) outdated(g leg) bool {
	return g.inexact && g.index != p.markets.At(state.Row(g.market)).index
}

// wantAccounts asks for the accounts that are not read.
func (p *Protocol) wantAccounts(max int) chain.Query {
	if len(p.reading.accounts) > 0 {
		return p.wantSnapshots()
	}
	var q question
	unread := p.global().unread
	for row := p.reading.scan; unread > 0 && int(row) < p.accounts.Len() && len(p.reading.accounts) < max; row++ {
		p.reading.scan = row + 1
		if h, _ := p.accounts.At(row); !h.unread {
			continue
		}
		i := len(p.reading.accounts)
		p.reading.accounts = append(p.reading.accounts, accountReading{
			row: row, found: make(map[state.Row]snapshot), forced: make(map[state.Row]bool),
		})
		p.wantMembership(&q, i, p.accounts.Key(row))
	}
	return q.query()
}

func (p *Protocol) wantMembership(q *question, i int, user common.Address) {
	c := calls.comptroller
	q.Ask(p.comptroller, c.PackGetAssetsIn(user), func(r chain.Result) error {
		entered, err := c.UnpackGetAssetsIn(r.Data)
		if err != nil {
			return fmt.Errorf("reading the markets of %s: %w: %w", user, protocols.ErrUnsupported, err)
		}
		p.reading.accounts[i].entered = entered
		return nil
	})
	if !p.pools {
		return
	}
	s := p.global()
	q.word(p.comptroller, c.PackUserPoolId(user), func(z uint256.Int, _ bool) error {
		p.reading.accounts[i].mode = z.Uint64()
		return nil
	})
	if s.controller == (common.Address{}) {
		return
	}
	wide := func(to common.Address, data []byte, of func(*minter) *fixed.U128) {
		q.word(to, data, func(z uint256.Int, ok bool) error {
			if !ok || !of(&p.reading.accounts[i].vai).Set(&z) {
				return fmt.Errorf("reading the VAI of %s: %w", user, protocols.ErrUnsupported)
			}
			return nil
		})
	}
	wide(p.comptroller, c.PackMintedVAIs(user), func(m *minter) *fixed.U128 { return &m.minted })
	wide(s.controller, calls.vai.PackPastVAIInterest(user), func(m *minter) *fixed.U128 { return &m.past })
	wide(s.controller, calls.vai.PackGetVAIMinterInterestIndex(user), func(m *minter) *fixed.U128 { return &m.index })
}

func (p *Protocol) wantSnapshots() chain.Query {
	accounts := p.reading.accounts
	p.reading.accounts = nil
	var q question
	for i := range accounts {
		a := &accounts[i]
		user := p.accounts.Key(a.row)
		asked := a.entered
		if p.only != nil || p.genesis {
			asked = nil
			for token := range p.markets.All() {
				asked = append(asked, token)
			}
		}
		for _, token := range asked {
			if row, ok := p.markets.Row(token); ok {
				p.wantSnapshot(&q, a, row, token, user)
			}
		}
	}
	q.then(func() error {
		for i := range accounts {
			p.know(&accounts[i])
		}
		return nil
	})
	if len(q.Query().Calls) == 0 { // a round without a question would end them
		q.number(p.comptroller, calls.comptroller.PackCloseFactorMantissa(), new(uint64))
	}
	return q.query()
}

func (p *Protocol) wantSnapshot(q *question, a *accountReading, row state.Row, token, user common.Address) {
	q.Ask(token, calls.token.PackGetAccountSnapshot(user), func(r chain.Result) error {
		var found snapshot
		shares, ok := r.Uint(1)
		debt, more := r.Uint(2)
		if !ok || !more || !found.shares.Set(&shares) || !found.debt.Set(&debt) {
			return fmt.Errorf("reading %s in %s: %w", user, token, protocols.ErrUnsupported)
		}
		a.found[row] = found
		return nil
	})
	if p.pools {
		q.word(p.comptroller, calls.comptroller.PackIsForcedLiquidationEnabledForUser(user, token), func(z uint256.Int, ok bool) error {
			a.forced[row] = ok && !z.IsZero()
			return nil
		})
	}
}

// know replaces an account with what the contracts say of it. A debt whose
// events were seen keeps its own index, as long as it comes to the same.
func (p *Protocol) know(a *accountReading) {
	h, old := p.accounts.At(a.row)
	next, user := *h, p.accounts.Key(a.row)
	var legs []leg
	for row := range a.found {
		g := leg{market: uint32(row)}
		if at, had := slices.BinarySearchFunc(old, g.market, compareMarkets); had {
			g = old[at]
		}
		g.shares = a.found[row].shares
		g.entered = slices.Contains(a.entered, p.markets.Key(row))
		p.settle(&g, row, a.found[row].debt)
		legs = append(legs, g)
	}
	slices.SortFunc(legs, func(x, y leg) int { return compareMarkets(x, y.market) })
	for row, enable := range a.forced {
		p.force(user, row, enable)
	}
	next.mode = a.mode
	if was, had := p.minters.Get(user); had && was != a.vai || !had && !a.vai.minted.IsZero() {
		p.minters.Put(user, a.vai)
	}
	next.mints = next.mints || !a.vai.minted.IsZero()
	if h.unread {
		next.unread = false
		p.set(func(s *settings) { s.unread-- })
	}
	p.store(a.row, next, legs)
}

// settle makes a leg's debt what the contract says that it is now.
func (p *Protocol) settle(g *leg, row state.Row, debt fixed.U128) {
	m := p.markets.At(row)
	principal, index, own := g.principal.Uint256(), m.index.Uint256(), g.index.Uint256()
	var owed, said uint256.Int
	said = debt.Uint256()
	if !g.inexact && borrowBalance(&owed, &principal, &index, &own) && owed.Eq(&said) {
		return
	}
	g.principal, g.index, g.inexact = debt, m.index, !debt.IsZero()
}
