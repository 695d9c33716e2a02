package compoundv2

import (
	"math"

	"brink/abi/word"
	"brink/prices"
	"brink/protocols"
	"brink/state"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// The actions of Venus' comptrollers that concern liquidations.
const (
	actionRepay     = 3
	actionSeize     = 4
	actionLiquidate = 5
)

func (p *Protocol) applyComptroller(l *types.Log, done *protocols.Effects) error {
	switch l.Topics[0] {
	case topicMarketEntered:
		done.Count("MarketEntered")
		return p.membership(l, true, done)
	case topicMarketExited:
		done.Count("MarketExited")
		return p.membership(l, false, done)
	case topicPoolSelected:
		done.Count("PoolSelected")
		return p.poolSelected(l, done)
	case topicForcedForUser:
		return p.forcedForUser(l, done)
	}
	// all the others concern everybody
	done.All = true
	switch l.Topics[0] {
	case topicMarketListed, topicMarketSupported, topicMarketUnlisted:
		done.Count("Market")
		return p.marketListed(l)
	case topicNewCollateralFactor:
		return p.factor(l, func(m *market) *uint64 { return &m.factor })
	case topicNewThreshold:
		return p.factor(l, func(m *market) *uint64 { return &m.threshold })
	case topicModeCollateralFactor, topicModeThreshold, topicModeIncentive:
		return p.modeNumber(l)
	case topicPoolCreated, topicPoolActive, topicPoolFallback:
		return p.modeChanged(l)
	case topicPoolMarketInitialized, topicPoolMarketRemoved:
		return p.modeMember(l)
	case topicNewBorrowCap, topicNewSupplyCap:
		return p.newCap(l)
	case topicActionPaused, topicMarketActionPaused:
		return p.actionPaused(l)
	case topicActionPausedMarket:
		return p.actionPausedMarket(l)
	case topicForced:
		return p.marketFlag(l, 1, func(m *market) *bool { return &m.forced })
	}
	return p.applySettings(l)
}

// applySettings folds what the comptroller says of all markets.
func (p *Protocol) applySettings(l *types.Log) error {
	s := p.global()
	var w word.Reader
	switch l.Topics[0] {
	case topicNewCloseFactor:
		w = word.ReadAll(l, 2)
		s.closeFactor = w.Small(1, math.MaxUint64)
	case topicNewIncentive:
		w = word.ReadAll(l, 2)
		s.incentive = w.Small(1, math.MaxUint64)
	case topicNewMinCollateral:
		w = word.ReadAll(l, 2)
		least := w.Uint(1)
		setWide(&s.minCollateral, &least)
	case topicProtocolPaused:
		w = word.ReadAll(l, 1)
		s.paused = w.Bool(0)
	case topicNewPriceOracle:
		w = word.ReadAll(l, 2)
		s.oracle = w.Address(1)
	case topicNewLiquidator:
		w = word.ReadAll(l, 2)
		s.liquidator = w.Address(1)
	case topicNewVAIController:
		w = word.ReadAll(l, 2)
		s.controller, s.vai = w.Address(1), common.Address{}
	default:
		return nil
	}
	if !w.OK() {
		return protocols.ErrMalformed
	}
	p.settings.Put(0, s)
	return p.watch()
}

// membership enters or leaves a market.
func (p *Protocol) membership(l *types.Log, entered bool, done *protocols.Effects) error {
	w := word.ReadAll(l, 2)
	token, user := w.Address(0), w.Address(1)
	if !w.OK() {
		return protocols.ErrMalformed
	}
	row, listed := p.markets.Row(token)
	if !listed {
		return nil
	}
	err := p.edit(user, row, done, func(g *leg) error {
		g.entered = entered
		return nil
	})
	if r, ok := p.accounts.Row(user); ok && entered && !p.genesis && p.only == nil {
		p.distrust(r) // the balance wasn't asked for while it didn't count
	}
	return err
}

func (p *Protocol) poolSelected(l *types.Log, done *protocols.Effects) error {
	w := word.ReadAll(l, 3)
	user, mode := w.Address(0), w.Small(1, math.MaxUint64)
	if len(l.Topics) != 3 || !w.OK() {
		return protocols.ErrMalformed
	}
	r, ok := p.account(user)
	if !ok {
		return nil
	}
	h, legs := p.accounts.At(r)
	next := *h
	next.mode = mode
	p.accounts.Set(r, next, legs)
	done.Touch(id(r))
	return nil
}

func (p *Protocol) forcedForUser(l *types.Log, done *protocols.Effects) error {
	w := word.ReadAll(l, 3)
	user, token, enable := w.Address(0), w.Address(1), w.Bool(2)
	if !w.OK() {
		return protocols.ErrMalformed
	}
	row, listed := p.markets.Row(token)
	if !listed {
		return nil // VAI: its debts are no market's
	}
	p.force(user, row, enable)
	if r, ok := p.accounts.Row(user); ok {
		done.Touch(id(r))
	}
	return nil
}

// force keeps whether one debt of one account may be repaid without a shortfall.
func (p *Protocol) force(user common.Address, row state.Row, enable bool) {
	var flag uint8
	if enable {
		flag = 1
	}
	key := forcedKey{user, uint32(row)}
	if was, ok := p.forced.Get(key); ok && was != flag || !ok && enable {
		p.forced.Put(key, flag)
	}
}

// marketListed adds a market, to be read from the contract, or takes it out of
// the comptroller's reckoning.
func (p *Protocol) marketListed(l *types.Log) error {
	w := word.ReadAll(l, 1)
	token := w.Address(0)
	if !w.OK() {
		return protocols.ErrMalformed
	}
	p.list(token, l.Topics[0] != topicMarketUnlisted)
	return p.watch()
}

func (p *Protocol) list(token common.Address, listed bool) {
	m, known := p.markets.Get(token)
	if !known {
		m.index.Set(mantissaOne)
		m.unread, m.seconds = true, p.seconds
	}
	m.listed = listed
	p.markets.Put(token, m)
}

// factor stores a weight of one market.
func (p *Protocol) factor(l *types.Log, of func(*market) *uint64) error {
	w := word.ReadAll(l, 3)
	token, value := w.Address(0), w.Small(2, math.MaxUint64)
	if !w.OK() {
		return protocols.ErrMalformed
	}
	if row, ok := p.markets.Row(token); ok {
		p.change(row, func(m *market) { *of(m) = value })
	}
	return nil
}

// marketNumber stores a number that a market says of itself.
func (p *Protocol) marketNumber(l *types.Log, row state.Row, done *protocols.Effects, of func(*market) *uint64) error {
	done.All = true
	w := word.ReadAll(l, 2)
	value := w.Small(1, math.MaxUint64)
	if !w.OK() {
		return protocols.ErrMalformed
	}
	p.change(row, func(m *market) { *of(m) = value })
	return nil
}

// marketFlag stores the flag at a parameter behind the market's address.
func (p *Protocol) marketFlag(l *types.Log, at int, of func(*market) *bool) error {
	w := word.ReadAll(l, at+1)
	token, value := w.Address(0), w.Bool(at)
	if !w.OK() {
		return protocols.ErrMalformed
	}
	if row, ok := p.markets.Row(token); ok {
		p.change(row, func(m *market) { *of(m) = value })
	}
	return nil
}

func (p *Protocol) newCap(l *types.Log) error {
	w := word.ReadAll(l, 2)
	token, limit := w.Address(0), w.Uint(1)
	if !w.OK() {
		return protocols.ErrMalformed
	}
	if row, ok := p.markets.Row(token); ok {
		p.change(row, func(m *market) {
			to := &m.borrowCap
			if l.Topics[0] == topicNewSupplyCap {
				to = &m.supplyCap
			}
			setWide(to, &limit)
		})
	}
	return nil
}

func (p *Protocol) actionPaused(l *types.Log) error {
	e, ok := readPause(l)
	if !ok {
		return protocols.ErrMalformed
	}
	if e.market == (common.Address{}) {
		if e.action == "Seize" {
			p.set(func(s *settings) { s.seizePaused = e.paused })
		}
		return nil
	}
	if row, known := p.markets.Row(e.market); known && e.action == "Borrow" {
		p.change(row, func(m *market) { m.borrowPaused = e.paused })
	}
	return nil
}

func (p *Protocol) actionPausedMarket(l *types.Log) error {
	w := word.ReadAll(l, 3)
	switch w.Small(1, math.MaxUint64) {
	case actionRepay:
		return p.marketFlag(l, 2, func(m *market) *bool { return &m.repayPaused })
	case actionSeize:
		return p.marketFlag(l, 2, func(m *market) *bool { return &m.seizePaused })
	case actionLiquidate:
		return p.marketFlag(l, 2, func(m *market) *bool { return &m.liquidatePaused })
	}
	if !w.OK() {
		return protocols.ErrMalformed
	}
	return nil
}

// modeNumber stores a weight or an incentive of a market, in the core pool or in
// an efficiency mode.
func (p *Protocol) modeNumber(l *types.Log) error {
	w := word.ReadAll(l, 4)
	mode, token, value := w.Small(0, math.MaxUint64), w.Address(1), w.Small(3, math.MaxUint64)
	if !w.OK() {
		return protocols.ErrMalformed
	}
	row, ok := p.markets.Row(token)
	if !ok {
		return nil
	}
	if mode == 0 {
		p.change(row, func(m *market) { *oneOf(l.Topics[0], &m.factor, &m.threshold, &m.incentive) = value })
		return nil
	}
	key := memberKey{mode, uint64(row)}
	e, _ := p.members.Get(key)
	*oneOf(l.Topics[0], &e.factor, &e.threshold, &e.incentive) = value
	p.members.Put(key, e)
	return nil
}

// oneOf is which of the numbers an event is about.
func oneOf(topic common.Hash, factor, threshold, incentive *uint64) *uint64 {
	switch topic {
	case topicModeCollateralFactor:
		return factor
	case topicModeThreshold:
		return threshold
	default:
		return incentive
	}
}

func (p *Protocol) modeChanged(l *types.Log) error {
	if l.Topics[0] == topicPoolCreated { // its label says nothing
		w := word.ReadOpen(l, 2, 0)
		key := w.TopicSmall(1, math.MaxUint64)
		if !w.OK() {
			return protocols.ErrMalformed
		}
		p.modes.Put(key, mode{active: true})
		return nil
	}
	w := word.ReadAll(l, 3)
	key, value := w.Small(0, math.MaxUint64), w.Bool(2)
	if !w.OK() {
		return protocols.ErrMalformed
	}
	m, _ := p.modes.Get(key)
	if l.Topics[0] == topicPoolActive {
		m.active = value
	} else {
		m.fallback = value
	}
	p.modes.Put(key, m)
	return nil
}

func (p *Protocol) modeMember(l *types.Log) error {
	w := word.ReadAll(l, 2)
	mode, token := w.Small(0, math.MaxUint64), w.Address(1)
	if !w.OK() {
		return protocols.ErrMalformed
	}
	row, ok := p.markets.Row(token)
	if !ok {
		return nil
	}
	var e member // removing forgets all of it
	if l.Topics[0] == topicPoolMarketInitialized {
		e.listed = 1
	}
	p.members.Put(memberKey{mode, uint64(row)}, e)
	return nil
}

// watch adds the sources of every market that the oracle can be asked about, of
// VAI's controller, and of the liquidator contract.
func (p *Protocol) watch() error {
	s := p.global()
	var b watcher
	for token, m := range p.markets.All() {
		next := *m
		if s.oracle != (common.Address{}) {
			b.add(&next.price, p.book, s.oracle, calls.oracle.PackGetUnderlyingPrice(token), prices.Price)
			next.watched = true
		}
		for _, source := range []struct {
			to   *prices.ID
			data []byte
		}{
			{&next.cash, calls.token.PackGetCash()},
			{&next.borrows, calls.token.PackTotalBorrows()},
			{&next.reserves, calls.token.PackTotalReserves()},
			{&next.supply, calls.token.PackTotalSupply()},
			{&next.rate, p.ratePerSlot()},
		} {
			b.add(source.to, p.book, token, source.data, prices.Quantity)
		}
		if p.isolated {
			b.add(&next.badDebt, p.book, token, calls.token.PackBadDebt(), prices.Quantity)
		}
		if next != *m {
			p.markets.Put(token, next)
		}
	}
	if s.controller != (common.Address{}) {
		b.add(&s.vaiIndex, p.book, s.controller, calls.vai.PackVaiMintIndex(), prices.Quantity)
	}
	s.liquidated = s.liquidator != (common.Address{})
	if s.liquidated {
		b.add(&s.treasury, p.book, s.liquidator, calls.liquidator.PackTreasuryPercentMantissa(), prices.Quantity)
		b.add(&s.leastVAI, p.book, s.liquidator, calls.liquidator.PackMinLiquidatableVAI(), prices.Quantity)
		b.add(&s.forceVAI, p.book, s.liquidator, calls.liquidator.PackForceVAILiquidate(), prices.Quantity)
	}
	if s != p.global() {
		p.settings.Put(0, s)
	}
	return b.err
}

// ratePerSlot is the call that tells the rate of interest for a block or second.
func (p *Protocol) ratePerSlot() []byte {
	if p.seconds {
		return calls.token.PackBorrowRatePerTimestamp()
	}
	return calls.token.PackBorrowRatePerBlock()
}
