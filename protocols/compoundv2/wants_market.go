package compoundv2

import (
	"fmt"

	"brink/abi/word"
	"brink/chain"
	"brink/protocols"
	"brink/state"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

// native stands for a chain's own coin, of which a market names no token.
var native = protocols.Ether

// wantMarkets asks for what the listed markets say of themselves, and then for
// their assets' names.
func (p *Protocol) wantMarkets() chain.Query {
	if named := p.reading.named; len(named) > 0 {
		p.reading.named = nil
		return p.wantNames(named)
	}
	var q question
	var rows []state.Row
	for token, m := range p.markets.All() {
		if !m.unread {
			continue
		}
		row, _ := p.markets.Row(token)
		rows = append(rows, row)
		p.wantMarket(&q, token, row)
	}
	if len(rows) == 0 {
		return chain.Query{}
	}
	q.then(func() error {
		p.reading.named = rows
		return p.watch()
	})
	return q.query()
}

func (p *Protocol) wantMarket(q *question, token common.Address, row state.Row) {
	m := *p.markets.At(row)
	m.unread = false
	t := calls.token
	q.word(token, t.PackUnderlying(), func(z uint256.Int, ok bool) error {
		m.underlying = z.Bytes20()
		if !ok {
			m.underlying = native
		}
		return nil
	})
	q.number(token, t.PackReserveFactorMantissa(), &m.reserveFactor)
	q.number(token, t.PackProtocolSeizeShareMantissa(), &m.seizeShare)
	slot := t.PackAccrualBlockNumber()
	if p.seconds {
		slot = t.PackAccrualBlockTimestamp()
	}
	q.number(token, slot, &m.accrued)
	if p.asksClock {
		q.flag(token, t.PackIsTimeBased(), &m.seconds)
	}
	q.word(token, t.PackBorrowIndex(), func(z uint256.Int, ok bool) error {
		if !ok || !m.index.Set(&z) {
			return fmt.Errorf("reading the index of %s: %w", token, protocols.ErrUnsupported)
		}
		return nil
	})
	if !p.genesis {
		p.wantConfiguration(q, token, &m)
	}
	q.then(func() error {
		p.markets.Set(row, m)
		return nil
	})
}

// wantConfiguration asks for what the comptroller says of a market.
func (p *Protocol) wantConfiguration(q *question, token common.Address, m *market) {
	c := calls.comptroller
	markets := c.PackMarkets(token)
	q.flag(p.comptroller, markets, &m.listed)
	q.nth(p.comptroller, markets, 1, &m.factor)
	switch {
	case p.pools:
		q.nth(p.comptroller, markets, 3, &m.threshold)
		q.nth(p.comptroller, markets, 4, &m.incentive)
	case p.isolated:
		q.nth(p.comptroller, markets, 2, &m.threshold)
	default:
		q.flag(p.comptroller, c.PackBorrowGuardianPaused(token), &m.borrowPaused)
	}
	if p.thresholds() {
		q.flag(p.comptroller, c.PackActionPaused(token, actionRepay), &m.repayPaused)
		q.flag(p.comptroller, c.PackActionPaused(token, actionSeize), &m.seizePaused)
		q.flag(p.comptroller, c.PackActionPaused(token, actionLiquidate), &m.liquidatePaused)
		q.flag(p.comptroller, c.PackIsForcedLiquidationEnabled(token), &m.forced)
	}
	q.limit(p.comptroller, c.PackSupplyCaps(token), &m.supplyCap)
	q.limit(p.comptroller, c.PackBorrowCaps(token), &m.borrowCap)
}

// wantNames asks for decimals and symbols. A coin has none to be asked: it has
// 18 decimals, and the name of its market's token without the small letters
// before it.
func (p *Protocol) wantNames(rows []state.Row) chain.Query {
	var q question
	for _, row := range rows {
		m := *p.markets.At(row)
		at := m.underlying
		if at == native {
			at, m.decimals = p.markets.Key(row), 18
		} else {
			q.word(at, calls.token.PackDecimals(), func(z uint256.Int, ok bool) error {
				if !ok || !z.LtUint64(37) {
					return fmt.Errorf("reading the decimals of %s: %w", at, protocols.ErrUnsupported)
				}
				m.decimals = uint8(z.Uint64())
				return nil
			})
		}
		q.Ask(at, calls.token.PackSymbol(), func(r chain.Result) error {
			if !r.Reverted {
				m.symbol = word.Symbol(r.Data)
			}
			if m.underlying == native {
				m.symbol = withoutPrefix(m.symbol)
			}
			p.change(row, func(stored *market) { stored.symbol, stored.decimals = m.symbol, m.decimals })
			return nil
		})
	}
	return q.query()
}

// withoutPrefix leaves the small letters out that a symbol begins with.
func withoutPrefix(symbol [32]byte) (out [32]byte) {
	n := 0
	for n < len(symbol) && symbol[n] >= 'a' && symbol[n] <= 'z' {
		n++
	}
	copy(out[:], symbol[n:])
	return out
}
