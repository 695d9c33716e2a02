package aavev3

import (
	"fmt"
	"slices"

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

// Options are what a configuration can say of a deployment.
type Options struct {
	// Version, such as "3.0.2", is for forks that number their pools'
	// revisions in their own way; empty reads it from the chain.
	Version string `yaml:"version" doc:"the release whose rules hold, such as 3.0.2; read from the chain when left out"`
}

// Factory makes deployments of Aave v3 and its forks.
func Factory() protocols.Factory {
	return protocols.Factory{
		Name:      "aave-v3",
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
	fixed    Version                 // 0: as the chain says
	facts    facts
	reading  reading
	scratch  []leg
	// transferred is the ERC-20 transfer that was seen last, within a block.
	transferred transfer
	given       given
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
		facts:    newFacts(),
	}
	if o.Version != "" {
		v, ok := parseVersion(o.Version)
		if !ok {
			return nil, fmt.Errorf("opening %s: %w: %q", env.Name, protocols.ErrUnsupported, o.Version)
		}
		p.fixed = v
	}
	if env.Accounts != nil {
		p.only = make(map[common.Address]bool)
		for _, a := range env.Accounts {
			p.only[a] = true
		}
	}
	return p, nil
}

// parseVersion reads a version as Version.String writes it.
func parseVersion(s string) (Version, bool) {
	for v := V300; v <= V37; v++ {
		if v.String() == s {
			return v, true
		}
	}
	return 0, false
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
	topics := slices.Clone(p.topics(m.version))
	return chain.NewFilter(addresses, topics)
}

// topics are those that Apply knows. Transfers are many and say nothing that
// BalanceTransfer doesn't, but in the first versions, where they tell its unit.
func (p *Protocol) topics(v Version) []common.Hash {
	if v != 0 && v <= V301 {
		return append(slices.Clone(topics), topicTransfer)
	}
	return topics
}

// Len implements protocols.Protocol.
func (p *Protocol) Len() int { return p.accounts.Len() }

// Key implements protocols.Protocol.
func (p *Protocol) Key(id position.ID) position.Key {
	return position.Key{Account: p.accounts.Key(state.Row(id))}
}

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
	return position.Key{Account: e.user}, ok
}

// Distrust implements protocols.Protocol.
func (p *Protocol) Distrust(id position.ID) { p.distrust(state.Row(id)) }

func (p *Protocol) distrust(r state.Row) {
	h, legs := p.accounts.At(r)
	if !h.unread {
		next := *h
		next.unread = true
		p.accounts.Set(r, next, legs)
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
