package morphoblue

import (
	"fmt"
	"maps"
	"slices"

	"brink/chain"
	"brink/fixed"
	"brink/protocols"
	"brink/state"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// reading is how far reading from the contracts has come within one block. It is
// void with the next block.
type reading struct {
	positions state.Row   // those before this row are read
	markets   []state.Row // were read too late for this block's poll
}

// Wants implements protocols.Protocol. What isn't followed from the first log
// is read in this order: the contract's own settings, what is fixed of markets
// that were only named, then markets, then positions.
func (p *Protocol) Wants(max int) chain.Query {
	c := p.settings()
	switch {
	case !p.genesis && !c.loaded:
		return p.wantContract()
	case c.dark > 0:
		return p.wantMarkets(max)
	case len(p.reading.markets) > 0:
		return p.wantRates()
	case c.unread > 0:
		return p.wantPositions(max)
	default:
		return chain.Query{}
	}
}

func (p *Protocol) wantContract() chain.Query {
	var b chain.Questions
	b.Ask(p.morpho, calls.morpho.PackFeeRecipient(), func(r chain.Result) error {
		recipient, ok := r.Uint(0)
		if !ok {
			return fmt.Errorf("reading the fee recipient of %s: %w", p.morpho, protocols.ErrUnsupported)
		}
		c := p.settings()
		c.feeRecipient, c.loaded = recipient.Bytes20(), true
		p.contract.Put(0, c)
		for _, id := range p.opt.Markets {
			p.lookIn(common.Hash(id))
		}
		return nil
	})
	return b.Query()
}

// lookIn looks for each account that is followed in a market, where not all are.
func (p *Protocol) lookIn(id common.Hash) {
	for _, account := range slices.SortedFunc(maps.Keys(p.only), common.Address.Cmp) {
		p.discover(id, account)
	}
}

// wantMarkets asks for the markets that are not known: what is fixed of them if
// no log told it, and the rest with the next question.
func (p *Protocol) wantMarkets(max int) chain.Query {
	var b chain.Questions
	for row, n := state.Row(0), 0; int(row) < p.markets.Len() && n < max; row++ {
		m := p.markets.At(row)
		switch {
		case m.dark && m.made:
			p.wantMarket(&b, row, m)
		case m.dark:
			p.wantParams(&b, row)
		default:
			continue
		}
		n++
	}
	return b.Query()
}

func (p *Protocol) wantParams(b *chain.Questions, row state.Row) {
	id := p.markets.Key(row)
	b.Ask(p.morpho, calls.morpho.PackIdToMarketParams(id), func(r chain.Result) error {
		params, err := calls.morpho.UnpackIdToMarketParams(r.Data)
		if r.Reverted || err != nil || !params.Lltv.IsUint64() {
			return fmt.Errorf("reading market %s: %w", id, protocols.ErrUnsupported)
		}
		m := *p.markets.At(row)
		p.make(&m, &createMarket{
			loanToken: params.LoanToken, collateralToken: params.CollateralToken,
			oracle: params.Oracle, irm: params.Irm, lltv: params.Lltv.Uint64(),
		})
		p.markets.Set(row, m)
		return nil
	})
}

func (p *Protocol) wantMarket(b *chain.Questions, row state.Row, m *market) {
	id, next := p.markets.Key(row), *m
	for _, token := range []common.Address{m.loanToken, m.collateralToken} {
		p.prepareToken(b, token)
	}
	switch p.model(m) {
	case adaptive:
		b.Ask(m.irm, calls.irm.PackRateAtTarget(id), func(r chain.Result) error {
			rate, ok := r.Uint(0)
			if !ok || rate.GtUint64(maxRateAtTarget) {
				return fmt.Errorf("reading the rate at target of market %s: %w", id, protocols.ErrUnsupported)
			}
			next.rateAtTarget = rate.Uint64()
			return nil
		})
	case fixedRate:
		b.Ask(m.irm, calls.irm.PackBorrowRateStored(id), func(r chain.Result) error {
			if rate, ok := r.Uint(0); ok {
				p.rates.Put(id, modelRate{rate: rate, known: 1})
			}
			return nil
		})
	case noInterest, foreign:
	}
	b.Ask(p.morpho, calls.morpho.PackMarket(id), func(r chain.Result) error {
		if !next.readState(r) {
			return fmt.Errorf("reading market %s: %w", id, protocols.ErrUnsupported)
		}
		p.token(next.loanToken)
		p.token(next.collateralToken)
		p.markets.Set(row, next)
		p.quoteLoan(&next)
		p.count(0, -1)
		if p.polls(&next) {
			p.reading.markets = append(p.reading.markets, row)
		}
		return nil
	})
}

// wantRates polls for the markets that were just read.
func (p *Protocol) wantRates() chain.Query {
	var b chain.Questions
	for _, row := range p.reading.markets {
		p.pollRate(&b, p.markets.Key(row), p.markets.At(row), p.now)
	}
	p.reading.markets = nil
	return b.Query()
}

// readState takes an answer of market(id).
func (m *market) readState(r chain.Result) bool {
	if r.Reverted || len(r.Data) != 6*32 {
		return false
	}
	for i, to := range []*fixed.U128{&m.supplyAssets, &m.supplyShares, &m.borrowAssets, &m.borrowShares} {
		if z, _ := r.Uint(i); !to.Set(&z) {
			return false
		}
	}
	lastUpdate, _ := r.Uint(4)
	fee, _ := r.Uint(5)
	m.lastUpdate, m.fee, m.dark = lastUpdate.Uint64(), fee.Uint64(), false
	return lastUpdate.IsUint64() && fee.IsUint64()
}

func (p *Protocol) wantPositions(max int) chain.Query {
	var b chain.Questions
	for row, n := p.reading.positions, 0; int(row) < p.positions.Len() && n < max; row++ {
		p.reading.positions = row + 1
		if !p.positions.At(row).unread {
			continue
		}
		n++
		at := p.positions.Key(row)
		b.Ask(p.morpho, calls.morpho.PackPosition(at.market, at.account), func(r chain.Result) error {
			h := *p.positions.At(row)
			if !h.readState(r) {
				return fmt.Errorf("reading %s in market %s: %w", at.account, at.market, protocols.ErrUnsupported)
			}
			h.unread = false
			p.positions.Set(row, h)
			p.count(-1, 0)
			p.price(&h)
			return nil
		})
	}
	return b.Query()
}

// readState takes an answer of position(id, user).
func (h *holding) readState(r chain.Result) bool {
	if r.Reverted || len(r.Data) != 3*32 {
		return false
	}
	h.supplyShares, _ = r.Uint(0)
	borrowShares, _ := r.Uint(1)
	collateral, _ := r.Uint(2)
	return h.borrowShares.Set(&borrowShares) && h.collateral.Set(&collateral)
}

// Trace implements protocols.Discoverer: markets are named when they are made,
// borrowers when they borrow.
func (p *Protocol) Trace() chain.Filter {
	addresses, topics := []common.Address{p.morpho}, []common.Hash{topicCreateMarket, topicBorrow}
	if factory := p.opt.PreLiquidationFactory; factory != (common.Address{}) {
		addresses, topics = append(addresses, factory), append(topics, topicCreatePreLiquidation, topicSetAuthorization)
	}
	return chain.NewFilter(addresses, topics)
}

// Catalogue implements protocols.Cataloguer: accounts are looked for in the
// configured markets, or else in all.
func (p *Protocol) Catalogue() chain.Filter {
	if p.only == nil || len(p.opt.Markets) > 0 {
		return chain.Filter{}
	}
	return chain.NewFilter([]common.Address{p.morpho}, []common.Hash{topicCreateMarket})
}

// Liquidators implements protocols.Cataloguer: the contracts that may liquidate
// somebody before Morpho would.
func (p *Protocol) Liquidators() chain.Filter {
	factory := p.opt.PreLiquidationFactory
	if p.genesis || factory == (common.Address{}) {
		return chain.Filter{}
	}
	return chain.NewFilter([]common.Address{factory}, []common.Hash{topicCreatePreLiquidation})
}

// discoverPreLiquidation takes a contract of the past if it is of a market that
// accounts are looked for in: each that is known has an oracle to be asked.
func (p *Protocol) discoverPreLiquidation(l *types.Log) error {
	if e, ok := readCreatePreLiquidation(l); ok && p.only != nil && len(p.opt.Markets) > 0 && !slices.Contains(p.opt.Markets, MarketID(e.id)) {
		return nil
	}
	var ignored protocols.Effects
	return p.applyFactory(l, &ignored)
}

// Discover implements protocols.Discoverer.
func (p *Protocol) Discover(l *types.Log) error {
	if len(l.Topics) == 0 {
		return nil
	}
	ok := true
	switch {
	case l.Address == p.morpho && l.Topics[0] == topicBorrow:
		var e change
		if e, ok = readTaken(l); ok {
			p.discover(e.id, e.onBehalf)
		}
	case l.Address == p.morpho && l.Topics[0] == topicCreateMarket:
		if ok = p.createMarket(l) == nil; ok {
			p.lookIn(l.Topics[1])
		}
	case l.Address == p.morpho && l.Topics[0] == topicSetAuthorization:
		ok = p.setAuthorization(l) == nil
	case l.Address == p.opt.PreLiquidationFactory:
		ok = p.discoverPreLiquidation(l) == nil
	}
	if !ok {
		return fmt.Errorf("log %d of %s: %w", l.Index, l.Address, protocols.ErrMalformed)
	}
	return nil
}
