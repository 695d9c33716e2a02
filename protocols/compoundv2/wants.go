package compoundv2

import (
	"fmt"
	"math/big"

	"brink/abi/word"
	"brink/chain"
	"brink/fixed"
	"brink/protocols"
	"brink/state"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/holiman/uint256"
)

// reading is how far reading the state from the contracts has come within one
// block. It is void with the next block.
type reading struct {
	modes     uint64 // efficiency modes there are
	asked     bool   // for the modes
	named     []state.Row
	accounts  []accountReading
	scan      state.Row // accounts before it are read
	refreshed bool      // inexact debts were looked at
}

// Wants implements protocols.Protocol. What isn't followed from its first log
// on is read in this order: the comptroller, its markets, its efficiency modes,
// and then accounts: first which markets they are in, next what they have there.
func (p *Protocol) Wants(max int) chain.Query {
	s := p.global()
	if !p.genesis && !s.loaded && s.oracle == (common.Address{}) {
		return p.wantComptroller()
	}
	if q := p.wantMarkets(); len(q.Calls) > 0 {
		return q
	}
	if s.controller != (common.Address{}) && s.vai == (common.Address{}) {
		return p.wantVAI()
	}
	if !p.genesis && !s.loaded {
		return p.wantModes()
	}
	p.refresh()
	return p.wantAccounts(max)
}

func (p *Protocol) wantComptroller() chain.Query {
	var q question
	s := p.global()
	c := calls.comptroller
	q.word(p.comptroller, c.PackOracle(), func(z uint256.Int, ok bool) error {
		if !ok || z.IsZero() {
			return fmt.Errorf("%s names no price oracle: %w", p.comptroller, protocols.ErrUnsupported)
		}
		s.oracle = z.Bytes20()
		return nil
	})
	q.number(p.comptroller, c.PackCloseFactorMantissa(), &s.closeFactor)
	q.number(p.comptroller, c.PackLiquidationIncentiveMantissa(), &s.incentive)
	switch {
	case p.pools:
		q.address(p.comptroller, c.PackVaiController(), &s.controller)
		q.address(p.comptroller, c.PackLiquidatorContract(), &s.liquidator)
		q.flag(p.comptroller, c.PackProtocolPaused(), &s.paused)
	case p.isolated:
		q.limit(p.comptroller, c.PackMinLiquidatableCollateral(), &s.minCollateral)
	default:
		q.flag(p.comptroller, c.PackSeizeGuardianPaused(), &s.seizePaused)
	}
	var tokens []common.Address
	q.Ask(p.comptroller, c.PackGetAllMarkets(), func(r chain.Result) error {
		list, err := c.UnpackGetAllMarkets(r.Data)
		if err != nil {
			return fmt.Errorf("reading the markets of %s: %w: %w", p.comptroller, protocols.ErrUnsupported, err)
		}
		tokens = list
		return nil
	})
	q.then(func() error {
		p.settings.Put(0, s)
		for _, token := range tokens {
			p.list(token, true)
		}
		return p.watch()
	})
	return q.query()
}

// wantModes asks for Venus' efficiency modes: how many there are, and then each
// with every market in it.
func (p *Protocol) wantModes() chain.Query {
	var q question
	c := calls.comptroller
	if p.pools && !p.reading.asked {
		p.reading.asked = true
		q.number(p.comptroller, c.PackLastPoolId(), &p.reading.modes)
		return q.query()
	}
	q.number(p.comptroller, c.PackCloseFactorMantissa(), new(uint64)) // a round without a question would end them
	for id := uint64(1); id <= p.reading.modes; id++ {
		p.wantMode(&q, id)
	}
	q.then(func() error {
		p.set(func(s *settings) { s.loaded = true })
		for a := range p.only {
			p.discover(a)
		}
		return nil
	})
	return q.query()
}

func (p *Protocol) wantMode(q *question, id uint64) {
	n := new(big.Int).SetUint64(id)
	q.Ask(p.comptroller, calls.comptroller.PackPools(n), func(r chain.Result) error {
		active, ok := r.Uint(1)
		fallback, more := r.Uint(2)
		if !ok || !more {
			return fmt.Errorf("reading pool %d of %s: %w", id, p.comptroller, protocols.ErrUnsupported)
		}
		p.modes.Put(id, mode{active: !active.IsZero(), fallback: !fallback.IsZero()})
		return nil
	})
	for token := range p.markets.All() {
		row, _ := p.markets.Row(token)
		q.Ask(p.comptroller, calls.comptroller.PackPoolMarkets(n, token), func(r chain.Result) error {
			var w [5]uint256.Int
			for i := range w {
				z, ok := r.Uint(i)
				if !ok || !z.IsUint64() {
					return fmt.Errorf("reading pool %d of %s: %w", id, p.comptroller, protocols.ErrUnsupported)
				}
				w[i] = z
			}
			if !w[0].IsZero() {
				p.members.Put(memberKey{id, uint64(row)}, member{
					factor: w[1].Uint64(), threshold: w[3].Uint64(), incentive: w[4].Uint64(), listed: 1,
				})
			}
			return nil
		})
	}
}

func (p *Protocol) wantVAI() chain.Query {
	var q question
	s := p.global()
	q.address(s.controller, calls.vai.PackGetVAIAddress(), &s.vai)
	q.then(func() error {
		if s.vai == (common.Address{}) {
			return fmt.Errorf("%s names no VAI: %w", s.controller, protocols.ErrUnsupported)
		}
		p.settings.Put(0, s)
		return nil
	})
	return q.query()
}

// Trace implements protocols.Discoverer: borrowers are named by the markets, and
// a debt's index is that of the accrual before it.
func (p *Protocol) Trace() chain.Filter {
	var markets []common.Address
	for a := range p.markets.All() {
		markets = append(markets, a)
	}
	if c := p.global().controller; c != (common.Address{}) {
		markets = append(markets, c)
	}
	return chain.NewFilter(markets, []common.Hash{
		topicAccrueInterest, topicAccrueInterestLegacy, topicBorrow, topicRepayBorrow, topicMintVAI,
	})
}

// Discover implements protocols.Discoverer.
func (p *Protocol) Discover(l *types.Log) error {
	if len(l.Topics) == 0 {
		return nil
	}
	ok := true
	row, listed := p.markets.Row(l.Address)
	switch {
	case l.Address == p.global().controller && l.Topics[0] == topicMintVAI:
		w := word.ReadAll(l, 2)
		user := w.Address(0)
		if ok = w.OK(); ok {
			p.discover(user)
		}
	case !listed:
	case l.Topics[0] == topicAccrueInterest || l.Topics[0] == topicAccrueInterestLegacy:
		var index uint256.Int
		var traced fixed.U128
		if index, ok = readIndex(l); ok {
			ok = traced.Set(&index)
			p.traced[row] = traced
		}
	case l.Topics[0] == topicBorrow || l.Topics[0] == topicRepayBorrow:
		ok = p.traceDebt(l, row)
	}
	if !ok {
		return fmt.Errorf("log %d of %s: %w", l.Index, l.Address, protocols.ErrMalformed)
	}
	return nil
}

// traceDebt keeps a debt of before with its index.
func (p *Protocol) traceDebt(l *types.Log, row state.Row) bool {
	e, ok := readOwing(l)
	if !ok {
		return false
	}
	if l.Topics[0] == topicBorrow {
		p.discover(e.borrower)
	}
	var ignored protocols.Effects
	index, seen := p.traced[row]
	if !seen {
		index.Set(mantissaOne) // a debt of the block in which the market began
	}
	return p.edit(e.borrower, row, &ignored, func(g *leg) error {
		g.index = index
		if !g.principal.Set(&e.debt) {
			return protocols.ErrMalformed
		}
		return nil
	}) == nil
}
