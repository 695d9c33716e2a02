package compoundv3

import (
	"fmt"

	"brink/chain"
	"brink/position"
	"brink/prices"
	"brink/protocols"
	"brink/state"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// Comet is the role of the one address that a deployment is configured with.
const Comet = "comet"

// Factory makes deployments of Compound III.
func Factory() protocols.Factory {
	return protocols.Factory{
		Name:      "compound-v3",
		Options:   func() any { return &Options{Unit: dollars} },
		Addresses: []string{Comet},
		Open:      func(env protocols.Env, o any) (protocols.Protocol, error) { return Open(env, o.(*Options)) },
	}
}

// Protocol is one deployment: one market.
type Protocol struct {
	tables
	book    *prices.Book
	comet   common.Address
	genesis bool
	only    []common.Address // nil: everybody
	opt     Options
	reread  int // accounts a block, by Poll
	// What follows is void with the next block and never told.
	polled  uint64 // time of the last block that was polled
	heard   uint64 // time of the last log
	reading state.Row
	absorbs absorbing
}

var (
	_ protocols.Protocol   = (*Protocol)(nil)
	_ protocols.Discoverer = (*Protocol)(nil)
	_ protocols.Poller     = (*Protocol)(nil)
)

// Open adds the deployment's tables to env.DB.
func Open(env protocols.Env, o *Options) (*Protocol, error) {
	if err := o.Validate(); err != nil {
		return nil, fmt.Errorf("opening %s: %w", env.Name, err)
	}
	return &Protocol{
		tables:  newTables(env.DB, env.Name),
		book:    env.Book,
		comet:   env.Addresses[Comet],
		genesis: env.Genesis && env.Accounts == nil,
		only:    env.Accounts,
		opt:     *o,
		reread:  reread,
	}, nil
}

// Filter implements protocols.Protocol.
func (p *Protocol) Filter() chain.Filter {
	return chain.NewFilter([]common.Address{p.comet}, []common.Hash{
		topicSupply, topicWithdraw, topicTransfer, topicSupplyCollateral, topicTransferCollateral,
		topicWithdrawCollateral, topicAbsorbDebt, topicAbsorbCollateral, topicUpgraded,
	})
}

// Prepare implements protocols.Protocol: there is nothing to be known beforehand.
func (p *Protocol) Prepare([]types.Log) chain.Query {
	p.reading = 0
	return chain.Query{}
}

// Len implements protocols.Protocol.
func (p *Protocol) Len() int { return p.accounts.Len() }

// Key implements protocols.Protocol.
func (p *Protocol) Key(id position.ID) position.Key {
	return position.Key{Account: p.accounts.Key(state.Row(id))}
}

// ID implements protocols.Protocol.
func (p *Protocol) ID(k position.Key) (position.ID, bool) {
	row, ok := p.accounts.Row(k.Account)
	return position.ID(row), ok && k.Market == ""
}

// Seizures implements protocols.Protocol.
func (p *Protocol) Seizures() chain.Filter {
	return chain.NewFilter([]common.Address{p.comet}, []common.Hash{topicAbsorbCollateral, topicAbsorbDebt})
}

// Liquidated implements protocols.Protocol.
func (p *Protocol) Liquidated(l *types.Log) (position.Key, bool) {
	if l.Address != p.comet || len(l.Topics) == 0 {
		return position.Key{}, false
	}
	switch l.Topics[0] {
	case topicAbsorbCollateral:
		e, ok := readAbsorbCollateral(l)
		return position.Key{Account: e.borrower}, ok
	case topicAbsorbDebt:
		e, ok := readAbsorbDebt(l)
		return position.Key{Account: e.borrower}, ok
	}
	return position.Key{}, false
}

// Distrust implements protocols.Protocol.
func (p *Protocol) Distrust(id position.ID) { p.mark(state.Row(id), basic|balances) }

// mark makes Wants read a part of an account.
func (p *Protocol) mark(row state.Row, part unread) {
	h, legs := p.accounts.At(row)
	if h.unread&part == part {
		return
	}
	next := *h
	next.unread |= part
	p.put(row, next, legs)
}

// Unread implements protocols.Protocol.
func (p *Protocol) Unread() int { return int(p.count().unread) }
