package aavev2

import (
	"brink/chain"
	"brink/position"
	"brink/prices"
	"brink/protocols"
	"brink/state"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// Provider is the role of the one address that a deployment is configured with.
const Provider = "pool_addresses_provider"

// Factory makes deployments of Aave v2 and its forks.
func Factory() protocols.Factory {
	return protocols.Factory{
		Name:      "aave-v2",
		Options:   func() any { return &Options{} },
		Addresses: []string{Provider},
		Open:      func(env protocols.Env, o any) (protocols.Protocol, error) { return Open(env, o.(*Options)) },
	}
}

// Protocol is one market.
type Protocol struct {
	tables
	book     *prices.Book
	provider common.Address
	genesis  bool
	only     map[common.Address]bool // nil: everybody
	options  Options
	rebasing map[common.Address]bool
	facts    facts
	reading  reading
	scratch  []leg
}

var (
	_ protocols.Protocol   = (*Protocol)(nil)
	_ protocols.Discoverer = (*Protocol)(nil)
)

// Open adds the market's tables to env.DB.
func Open(env protocols.Env, o *Options) (*Protocol, error) {
	p := &Protocol{
		tables:   newTables(env.DB, env.Name),
		book:     env.Book,
		provider: env.Addresses[Provider],
		genesis:  env.Genesis && env.Accounts == nil,
		options:  *o,
		rebasing: make(map[common.Address]bool),
		facts:    newFacts(),
	}
	for _, a := range o.Rebasing {
		p.rebasing[a] = true
	}
	if env.Accounts != nil {
		p.only = make(map[common.Address]bool)
		for _, a := range env.Accounts {
			p.only[a] = true
		}
	}
	return p, nil
}

// Filter implements protocols.Protocol.
func (p *Protocol) Filter() chain.Filter {
	m := p.settings()
	addresses := []common.Address{p.provider}
	for _, a := range []common.Address{m.pool, m.configurator} {
		if a != (common.Address{}) {
			addresses = append(addresses, a)
		}
	}
	for a := range p.tokens.All() {
		addresses = append(addresses, a)
	}
	return chain.NewFilter(addresses, topics)
}

// Len implements protocols.Protocol.
func (p *Protocol) Len() int { return p.accounts.Len() }

// Key implements protocols.Protocol.
func (p *Protocol) Key(id position.ID) position.Key { return keyOf(p.accounts.Key(state.Row(id))) }

func keyOf(user common.Address) position.Key { return position.Key{Account: user} }

// ID implements protocols.Protocol.
func (p *Protocol) ID(key position.Key) (position.ID, bool) {
	r, ok := p.accounts.Row(key.Account)
	return position.ID(r), ok && key.Market == ""
}

// Seizures implements protocols.Protocol.
func (p *Protocol) Seizures() chain.Filter {
	return chain.NewFilter([]common.Address{p.settings().pool}, []common.Hash{topicLiquidationCall})
}

// Liquidated implements protocols.Protocol.
func (p *Protocol) Liquidated(l *types.Log) (position.Key, bool) {
	if l.Address != p.settings().pool || len(l.Topics) == 0 || l.Topics[0] != topicLiquidationCall {
		return position.Key{}, false
	}
	e, ok := readLiquidationCall(l)
	return keyOf(e.user), ok
}

// Distrust implements protocols.Protocol.
func (p *Protocol) Distrust(id position.ID) { p.distrust(state.Row(id)) }

func (p *Protocol) distrust(r state.Row) {
	if h, legs := p.accounts.At(r); !h.unread {
		p.accounts.Set(r, head{unread: true}, legs)
		p.countUnread(1)
	}
}

// Unread implements protocols.Protocol.
func (p *Protocol) Unread() int { return int(p.settings().unread) }

// countUnread keeps count of the accounts that Wants has to look for.
func (p *Protocol) countUnread(delta int32) {
	m := p.settings()
	m.unread = uint32(int32(m.unread) + delta)
	p.market.Put(0, m)
}

// follows reports whether an account's events are of interest.
func (p *Protocol) follows(a common.Address) bool { return p.only == nil || p.only[a] }

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

// discover adds an account to be read from the contract.
func (p *Protocol) discover(a common.Address) {
	if _, ok := p.accounts.Row(a); !ok && p.follows(a) && !p.genesis {
		p.accounts.Insert(a, head{unread: true}, nil)
		p.countUnread(1)
	}
}
