package aavev2

import (
	"fmt"
	"maps"
	"slices"

	"brink/chain"
	"brink/protocols"
	"brink/state"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

// userBits is an account whose balances are to be asked for.
type userBits struct {
	row    state.Row
	config uint256.Int
}

// wantAccounts asks for the accounts that are not read: first their bitmaps,
// and in the next question their balances.
func (p *Protocol) wantAccounts(max int) chain.Query {
	if len(p.reading.users) > 0 {
		return p.wantBalances()
	}
	m := p.settings()
	var q chain.Questions
	for row := p.reading.scan; m.unread > 0 && int(row) < p.accounts.Len() && len(p.reading.users) < max; row++ {
		p.reading.scan = row + 1
		if h, _ := p.accounts.At(row); !h.unread {
			continue
		}
		user, i := p.accounts.Key(row), len(p.reading.users)
		p.reading.users = append(p.reading.users, userBits{row: row})
		q.Ask(m.pool, calls.pool.PackGetUserConfiguration(user), func(r chain.Result) error {
			z, ok := r.Uint(0)
			if !ok {
				return fmt.Errorf("reading the configuration of %s: %w", user, protocols.ErrUnsupported)
			}
			p.reading.users[i].config = z
			return nil
		})
	}
	return q.Query()
}

func (p *Protocol) wantBalances() chain.Query {
	users := p.reading.users
	p.reading.users = nil
	assets := p.assets()
	var q chain.Questions
	found := make([][]leg, len(users))
	for i, u := range users {
		user := p.accounts.Key(u.row)
		for _, id := range slices.Sorted(maps.Keys(assets)) {
			asset := assets[id]
			r, _ := p.reserves.Get(asset)
			switch pledged := bit(&u.config, 2*id+1); {
			case p.rebasing[asset] && pledged:
				found[i] = append(found[i], leg{reserve: id, kind: collateral})
			case p.rebasing[asset]:
			case pledged:
				found[i] = append(found[i], leg{reserve: id, kind: collateral})
				p.wantScaled(&q, r.aToken, user, &found[i], len(found[i])-1)
			case p.everyBalance():
				found[i] = append(found[i], leg{reserve: id, kind: supplied})
				p.wantScaled(&q, r.aToken, user, &found[i], len(found[i])-1)
			}
			if bit(&u.config, 2*id) {
				found[i] = append(found[i], leg{reserve: id, kind: borrowed}, leg{reserve: id, kind: stable})
				p.wantScaled(&q, r.variableDebtToken, user, &found[i], len(found[i])-2)
				p.wantStable(&q, r.stableToken, user, &found[i], len(found[i])-1)
			}
		}
	}
	return chain.After(q.Query(), func() error {
		for i, u := range users {
			p.know(u.row, slices.DeleteFunc(found[i], func(l leg) bool {
				return (l.kind == supplied || l.kind == stable) && l.stored.IsZero()
			}))
		}
		return nil
	})
}

// assets are the listed assets by id.
func (p *Protocol) assets() map[uint32]common.Address {
	assets := make(map[uint32]common.Address)
	for a, r := range p.reserves.All() {
		assets[r.id] = a
	}
	return assets
}

// wantScaled asks for a scaled balance, which becomes that of the at-th leg.
func (p *Protocol) wantScaled(q *chain.Questions, token, user common.Address, legs *[]leg, at int) {
	q.Ask(token, calls.aToken.PackScaledBalanceOf(user), func(r chain.Result) error {
		z, ok := r.Uint(0)
		if !ok || !(*legs)[at].stored.Set(&z) {
			return fmt.Errorf("reading the balance of %s: %w", user, protocols.ErrUnsupported)
		}
		return nil
	})
}

// wantStable asks for a debt at a rate of its own.
func (p *Protocol) wantStable(q *chain.Questions, token, user common.Address, legs *[]leg, at int) {
	ask := func(data []byte, set func(*leg, *uint256.Int) bool) {
		q.Ask(token, data, func(r chain.Result) error {
			if z, ok := r.Uint(0); !ok || !set(&(*legs)[at], &z) {
				return fmt.Errorf("reading the stable debt of %s: %w", user, protocols.ErrUnsupported)
			}
			return nil
		})
	}
	ask(calls.stable.PackPrincipalBalanceOf(user), func(l *leg, z *uint256.Int) bool { return l.stored.Set(z) })
	ask(calls.stable.PackGetUserStableRate(user), func(l *leg, z *uint256.Int) bool {
		p.raiseTopRate(z)
		return l.rate.Set(z)
	})
	ask(calls.stable.PackGetUserLastUpdated(user), func(l *leg, z *uint256.Int) bool {
		l.updated = z.Uint64()
		return z.IsUint64()
	})
}

func bit(z *uint256.Int, i uint32) bool {
	var s uint256.Int
	return s.Rsh(z, uint(i)).Uint64()&1 == 1
}
