package compoundv2

import (
	"fmt"
	"slices"

	"brink/chain"
	"brink/fixed"
	"brink/position"
	"brink/prices"
	"brink/protocols"
	"brink/state"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// Protocol is one comptroller with its markets.
type Protocol struct {
	tables
	rules
	book        *prices.Book
	comptroller common.Address
	genesis     bool
	only        map[common.Address]bool // nil: everybody
	reading     reading
	scratch     []leg
	seized      seizure
	// traced are the markets' indices at the logs that Discover is at. They need
	// not last: a block that changes a debt says the index before.
	traced map[state.Row]fixed.U128
}

var (
	_ protocols.Protocol   = (*Protocol)(nil)
	_ protocols.Discoverer = (*Protocol)(nil)
)

// Open adds the deployment's tables to env.DB.
func Open(env protocols.Env, o *Options) (*Protocol, error) {
	r, err := o.rules()
	if err != nil {
		return nil, fmt.Errorf("opening %s: %w", env.Name, err)
	}
	p := &Protocol{
		tables:      newTables(env.DB, env.Name),
		rules:       r,
		book:        env.Book,
		comptroller: env.Addresses[Comptroller],
		genesis:     env.Genesis && env.Accounts == nil,
		traced:      make(map[state.Row]fixed.U128),
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
	addresses := []common.Address{p.comptroller}
	if c := p.global().controller; c != (common.Address{}) {
		addresses = append(addresses, c)
	}
	for a := range p.markets.All() {
		addresses = append(addresses, a)
	}
	return chain.NewFilter(addresses, slices.Clone(topics))
}

// Prepare implements protocols.Protocol. Nothing needs to be known beforehand.
func (p *Protocol) Prepare([]types.Log) chain.Query {
	p.reading = reading{}
	p.seized = seizure{}
	return chain.Query{}
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
	addresses := []common.Address{p.global().controller}
	for a := range p.markets.All() {
		addresses = append(addresses, a)
	}
	return chain.NewFilter(addresses, []common.Hash{topicLiquidateBorrow, topicLiquidateVAI})
}

// Liquidated implements protocols.Protocol.
func (p *Protocol) Liquidated(l *types.Log) (position.Key, bool) {
	if len(l.Topics) == 0 || l.Topics[0] != topicLiquidateBorrow && l.Topics[0] != topicLiquidateVAI {
		return position.Key{}, false
	}
	if _, ok := p.markets.Row(l.Address); !ok && l.Address != p.global().controller {
		return position.Key{}, false
	}
	e, ok := readLiquidation(l)
	return position.Key{Account: e.borrower}, ok
}

// Distrust implements protocols.Protocol.
func (p *Protocol) Distrust(id position.ID) { p.distrust(state.Row(id)) }

func (p *Protocol) distrust(r state.Row) {
	h, legs := p.accounts.At(r)
	if !h.unread {
		next := *h
		next.unread = true
		p.accounts.Set(r, next, legs)
		p.set(func(s *settings) { s.unread++ })
	}
}

// Unread implements protocols.Protocol.
func (p *Protocol) Unread() int { return int(p.global().unread) }

// follows reports whether an account's events are of interest.
func (p *Protocol) follows(a common.Address) bool { return p.only == nil || p.only[a] }
