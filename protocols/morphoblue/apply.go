package morphoblue

import (
	"fmt"

	"brink/abi/word"
	"brink/fixed"
	"brink/prices"
	"brink/protocols"
	"brink/state"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// Apply implements protocols.Protocol.
func (p *Protocol) Apply(l *types.Log, done *protocols.Effects) error {
	if len(l.Topics) == 0 {
		return nil
	}
	var err error
	switch l.Address {
	case p.morpho:
		err = p.applyMorpho(l, done)
	case p.opt.AdaptiveCurveIrm:
		err = p.applyAdaptive(l, done)
	case p.opt.FixedRateIrm:
		err = p.applyFixed(l, done)
	case p.opt.PreLiquidationFactory:
		err = p.applyFactory(l, done)
	default:
		if _, ok := p.offers.Row(l.Address); ok {
			err = p.applyPreLiquidation(l, done)
		}
	}
	if err != nil {
		return fmt.Errorf("log %d of %s: %w", l.Index, l.Address, err)
	}
	return nil
}

func (p *Protocol) applyMorpho(l *types.Log, done *protocols.Effects) error {
	switch l.Topics[0] {
	case topicCreateMarket:
		done.Count("CreateMarket")
		return p.createMarket(l)
	case topicAccrueInterest:
		done.Count("AccrueInterest")
		return p.accrueInterest(l)
	case topicSupply:
		return p.applyChange(l, done, "Supply", readGiven, supply)
	case topicWithdraw:
		return p.applyChange(l, done, "Withdraw", readTaken, withdraw)
	case topicBorrow:
		return p.applyChange(l, done, "Borrow", readTaken, borrow)
	case topicRepay:
		return p.applyChange(l, done, "Repay", readGiven, repay)
	case topicSupplyCollateral:
		return p.applyChange(l, done, "SupplyCollateral", readSupplyCollateral, supplyCollateral)
	case topicWithdrawCollateral:
		return p.applyChange(l, done, "WithdrawCollateral", readWithdrawCollateral, withdrawCollateral)
	case topicLiquidate:
		done.Count("Liquidate")
		return p.liquidate(l, done)
	case topicSetFee:
		done.Count("SetFee")
		return p.setFee(l)
	case topicSetFeeRecipient:
		done.Count("SetFeeRecipient")
		return p.setFeeRecipient(l)
	case topicSetAuthorization:
		done.Count("SetAuthorization")
		return p.setAuthorization(l)
	}
	return nil
}

// createMarket learns what is fixed of a market. Where history isn't folded its
// state is read as well: the log may be an old one.
func (p *Protocol) createMarket(l *types.Log) error {
	e, ok := readCreateMarket(l)
	if !ok {
		return protocols.ErrMalformed
	}
	row := p.market(e.id)
	m := *p.markets.At(row)
	if m.made {
		return nil
	}
	p.make(&m, &e)
	if p.genesis && m.dark {
		m.dark, m.lastUpdate = false, l.BlockTimestamp
		p.count(0, -1)
	}
	p.markets.Set(row, m)
	return nil
}

// make sets what is fixed of a market.
func (p *Protocol) make(m *market, e *createMarket) {
	m.loanToken, m.collateralToken, m.oracle, m.irm = e.loanToken, e.collateralToken, e.oracle, e.irm
	m.lltv, m.made = e.lltv, true
	p.token(e.loanToken)
	p.token(e.collateralToken)
}

// market finds a market, or adds it as one that is to be read.
func (p *Protocol) market(id common.Hash) state.Row {
	if row, ok := p.markets.Row(id); ok {
		return row
	}
	p.count(0, 1)
	return p.markets.Put(id, market{price: prices.None, dark: true})
}

// known finds a market whose state is known.
func (p *Protocol) known(id common.Hash) (state.Row, bool) {
	row, ok := p.markets.Row(id)
	return row, ok && !p.markets.At(row).dark
}

// accrueInterest adds interest as Morpho did. The fee's shares go to whoever
// is the recipient now, and no other event tells it.
func (p *Protocol) accrueInterest(l *types.Log) error {
	w := word.Read(l, 2, 3)
	id, interest, feeShares := w.Topic(1), w.Uint(1), w.Uint(2)
	if !w.OK() {
		return protocols.ErrMalformed
	}
	row, ok := p.known(id)
	if !ok {
		return nil
	}
	m := *p.markets.At(row)
	t := m.totals()
	t.supplyShares.Add(&t.supplyShares, &feeShares)
	if !t.grow(&interest) || !m.put(&t) {
		return protocols.ErrMalformed
	}
	m.lastUpdate = l.BlockTimestamp
	p.markets.Set(row, m)
	if feeShares.IsZero() {
		return nil
	}
	if at, ok := p.place(id, p.settings().feeRecipient); ok {
		h := *p.positions.At(at)
		h.supplyShares.Add(&h.supplyShares, &feeShares)
		p.positions.Set(at, h)
	}
	return nil
}

func (p *Protocol) setFee(l *types.Log) error {
	w := word.Read(l, 2, 1)
	id, fee := w.Topic(1), w.Small(0, fixed.Wad)
	if !w.OK() {
		return protocols.ErrMalformed
	}
	if row, ok := p.known(id); ok {
		m := *p.markets.At(row)
		m.fee = fee
		p.markets.Set(row, m)
	}
	return nil
}

func (p *Protocol) setFeeRecipient(l *types.Log) error {
	w := word.Read(l, 2, 0)
	recipient := w.TopicAddress(1)
	if !w.OK() {
		return protocols.ErrMalformed
	}
	c := p.settings()
	c.feeRecipient = recipient
	p.contract.Put(0, c)
	return nil
}

// applyAdaptive takes the height of the curve. The event comes before that of
// the accrual it belongs to.
func (p *Protocol) applyAdaptive(l *types.Log, done *protocols.Effects) error {
	if l.Topics[0] != topicBorrowRateUpdate {
		return nil
	}
	done.Count("BorrowRateUpdate")
	w := word.Read(l, 2, 2)
	id, rateAtTarget := w.Topic(1), w.Small(1, maxRateAtTarget)
	if !w.OK() {
		return protocols.ErrMalformed
	}
	if row, ok := p.known(id); ok {
		m := *p.markets.At(row)
		m.rateAtTarget = rateAtTarget
		p.markets.Set(row, m)
	}
	return nil
}

// applyFixed takes a rate, which is set once, and before the market is made.
func (p *Protocol) applyFixed(l *types.Log, done *protocols.Effects) error {
	if l.Topics[0] != topicSetBorrowRate {
		return nil
	}
	done.Count("SetBorrowRate")
	w := word.Read(l, 2, 1)
	id, rate := w.Topic(1), w.Uint(0)
	if !w.OK() {
		return protocols.ErrMalformed
	}
	p.rates.Put(id, modelRate{rate: rate, known: 1})
	return nil
}

// token adds an asset with what is known of it.
func (p *Protocol) token(a common.Address) {
	known, ok := p.tokens.Get(a)
	f := p.facts[a]
	if ok && (known.known || !f.known) {
		return
	}
	p.tokens.Put(a, token{symbol: f.symbol, decimals: f.decimals, known: f.known, feedUnit: f.feedUnit, priced: f.priced, feed: prices.None})
	if _, configured := p.feeds[a]; configured || ok {
		p.quote(a)
	}
}

// quote watches an asset's price in dollars. Those of which nobody has anything are left alone, as are the oracles of
// their markets: see price.
func (p *Protocol) quote(a common.Address) {
	t, ok := p.tokens.Get(a)
	if !ok || !t.priced || t.feed != prices.None {
		return
	}
	if source, given := p.source(a); given {
		t.feed = p.watch(source.To, source.Data)
		p.tokens.Put(a, t)
	}
}
