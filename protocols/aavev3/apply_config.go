package aavev3

import (
	"fmt"

	"brink/abi/word"
	"brink/chain"
	"brink/fixed"
	"brink/prices"
	"brink/protocols"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/holiman/uint256"
)

const maxBps = 1<<16 - 1 // what the configuration's fields can hold

// applyProvider follows the contracts that make up the market.
func (p *Protocol) applyProvider(l *types.Log, done *protocols.Effects) error {
	topic := l.Topics[0]
	switch topic {
	case topicProxyCreated, topicAddressSet:
		w := word.Read(l, 4, 0)
		a, b := w.TopicAddress(2), w.TopicAddress(3)
		if !w.OK() {
			return protocols.ErrMalformed
		}
		if topic == topicProxyCreated {
			return p.setContract(l.Topics[1], a, b, done)
		}
		return p.setContract(l.Topics[1], b, common.Address{}, done)
	case topicAddressSetAsProxy:
		w := word.Read(l, 4, 1)
		proxy, implementation := w.TopicAddress(2), w.TopicAddress(3)
		if !w.OK() {
			return protocols.ErrMalformed
		}
		return p.setContract(l.Topics[1], proxy, implementation, done)
	case topicPoolUpdated, topicPriceOracleUpdated, topicSentinelUpdated:
		w := word.Read(l, 3, 0)
		next := w.TopicAddress(2)
		if !w.OK() {
			return protocols.ErrMalformed
		}
		switch topic {
		case topicPoolUpdated:
			return p.upgrade(next, done)
		case topicPriceOracleUpdated:
			return p.setOracle(next, done)
		default:
			return p.setSentinel(next, done)
		}
	}
	return nil
}

// setContract notes which contract plays a role, and the code behind it if it
// is a proxy.
func (p *Protocol) setContract(role common.Hash, a, implementation common.Address, done *protocols.Effects) error {
	m := p.settings()
	switch role {
	case idPool:
		m.pool = a
	case idConfigurator:
		m.configurator = a
	case idOracle:
		return p.setOracle(a, done)
	case idSentinel:
		return p.setSentinel(a, done)
	default:
		return nil
	}
	p.market.Put(0, m)
	if role == idPool && implementation != (common.Address{}) {
		return p.upgrade(implementation, done)
	}
	return nil
}

// upgrade switches to the formulas of a pool implementation, which must have
// been asked for its revision by Prepare. They hold at once, also for interest
// that accrued before.
func (p *Protocol) upgrade(implementation common.Address, done *protocols.Effects) error {
	m := p.settings()
	v := p.fixed
	if v == 0 {
		revision, known := p.facts.revisions[implementation]
		if v, known = versionIf(revision, known); !known {
			return fmt.Errorf("pool implementation %s, revision %d: %w", implementation, revision, protocols.ErrUnsupported)
		}
	}
	m.version = v
	p.market.Put(0, m)
	done.All = true
	return nil
}

func versionIf(revision uint64, known bool) (Version, bool) {
	if !known {
		return 0, false
	}
	return VersionOf(revision)
}

// setOracle switches to another price oracle: every reserve's price is read
// there from now on.
func (p *Protocol) setOracle(oracle common.Address, done *protocols.Effects) error {
	m := p.settings()
	fact, ok := p.facts.oracles[oracle]
	if !ok {
		return fmt.Errorf("price oracle %s: %w: it has no base currency unit", oracle, protocols.ErrUnsupported)
	}
	m.oracle, m.baseUnit, m.dollars = oracle, fact.unit, fact.dollars
	p.market.Put(0, m)
	for asset := range p.reserves.All() {
		if err := p.watchPrice(asset); err != nil {
			return err
		}
	}
	done.All = true
	return nil
}

func (p *Protocol) setSentinel(sentinel common.Address, done *protocols.Effects) error {
	m := p.settings()
	m.sentinel = sentinel
	if sentinel != (common.Address{}) {
		var err error
		m.halted, err = p.book.Watch(chain.Call{To: sentinel, Data: calls.sentinel.PackIsLiquidationAllowed()}, prices.Price)
		if err != nil {
			return err
		}
	}
	p.market.Put(0, m)
	done.All = true
	return nil
}

func (p *Protocol) applyConfigurator(l *types.Log, done *protocols.Effects) error {
	switch l.Topics[0] {
	case topicReserveInitialized:
		done.Count("ReserveInitialized")
		return p.reserveInitialized(l, done)
	case topicEModeCategoryAdded:
		return p.eModeCategoryAdded(l, done)
	case topicEModeIsolation:
		w := word.Read(l, 2, 1)
		return p.editEMode(uint8(w.TopicSmall(1, 255)), w.Bool(0), &w, done, func(c *category, on bool) { c.isolated = on })
	case topicCollateralInEMode, topicLtvzeroInEMode:
		return p.eModeMembership(l, done)
	}
	change, ok := p.reserveChange(l)
	if !ok {
		return nil
	}
	w := word.Read(l, 2, change.words)
	asset := w.TopicAddress(1)
	row, listed := p.reserves.Row(asset)
	if w.OK() && !listed {
		return nil
	}
	if !w.OK() {
		return protocols.ErrMalformed
	}
	r := *p.reserves.At(row)
	change.apply(&r, &w)
	if !w.OK() {
		return protocols.ErrMalformed
	}
	p.reserves.Set(row, r)
	done.Count(change.name)
	done.All = true
	return nil
}

// reserveChange is how one event of the configurator changes a reserve.
type reserveChange struct {
	name  string
	words int
	apply func(*reserve, *word.Reader)
}

func (p *Protocol) reserveChange(l *types.Log) (reserveChange, bool) {
	c, ok := reserveChanges[l.Topics[0]]
	return c, ok
}

var reserveChanges = map[common.Hash]reserveChange{
	topicCollateralConfig: {"CollateralConfigurationChanged", 3, func(r *reserve, w *word.Reader) {
		r.ltv, r.threshold, r.bonus = uint16(w.Small(0, maxBps)), uint16(w.Small(1, maxBps)), uint16(w.Small(2, maxBps))
	}},
	topicProtocolFee: {"LiquidationProtocolFeeChanged", 2, func(r *reserve, w *word.Reader) {
		r.protocolFee = uint16(w.Small(1, maxBps))
	}},
	topicGracePeriodChanged: {"LiquidationGracePeriodChanged", 1, func(r *reserve, w *word.Reader) {
		r.gracePeriodUntil = w.Small(0, 1<<40-1)
	}},
	topicGracePeriodDisabled: {"LiquidationGracePeriodDisabled", 0, func(r *reserve, _ *word.Reader) {
		r.gracePeriodUntil = 0
	}},
	topicReserveActive: {"ReserveActive", 1, func(r *reserve, w *word.Reader) { r.active = w.Bool(0) }},
	topicReservePaused: {"ReservePaused", 1, func(r *reserve, w *word.Reader) { r.paused = w.Bool(0) }},
	topicReserveFrozen: {"ReserveFrozen", 1, func(r *reserve, w *word.Reader) { r.frozen = w.Bool(0) }},
	topicReserveDropped: {"ReserveDropped", 0, func(r *reserve, _ *word.Reader) {
		r.listed = false
	}},
	topicSupplyCap: {"SupplyCapChanged", 2, func(r *reserve, w *word.Reader) { r.supplyCap = w.Small(1, 1<<36-1) }},
	topicBorrowCap: {"BorrowCapChanged", 2, func(r *reserve, w *word.Reader) { r.borrowCap = w.Small(1, 1<<36-1) }},
	topicEModeAssetCategory: {"EModeAssetCategoryChanged", 2, func(r *reserve, w *word.Reader) {
		r.category = uint8(w.Small(1, 255))
	}},
}

// reserveInitialized lists an asset. Its id is not in the event: it is the
// first free slot of the pool's list, or the next one.
//
// Source: aave-dao/aave-v3-origin:src/contracts/protocol/libraries/logic/PoolLogic.sol (executeInitReserve).
func (p *Protocol) reserveInitialized(l *types.Log, done *protocols.Effects) error {
	w := word.Read(l, 3, 3)
	asset, a := w.TopicAddress(1), w.TopicAddress(2)
	s, v := w.Address(0), w.Address(1)
	if !w.OK() {
		return protocols.ErrMalformed
	}
	fact, ok := p.facts.assets[asset]
	if !ok {
		return fmt.Errorf("asset %s: %w: it has no decimals", asset, protocols.ErrUnsupported)
	}
	r := reserve{
		indices: newIndices(), id: p.freeID(), aToken: a, vToken: v, symbol: fact.symbol,
		decimals: fact.decimals, listed: true, active: true,
	}
	p.reserves.Put(asset, r)
	done.All = true
	return p.follow(asset, s)
}

// follow registers a listed reserve's tokens and what is read of it each block.
func (p *Protocol) follow(asset, stableDebtToken common.Address) error {
	r, _ := p.reserves.Get(asset)
	p.tokens.Put(r.aToken, token{asset, aTokenKind})
	p.tokens.Put(r.vToken, token{asset, variableDebtKind})
	if stableDebtToken != (common.Address{}) {
		p.tokens.Put(stableDebtToken, token{asset, stableDebtKind})
	}
	for _, q := range []struct {
		id   *prices.ID
		call chain.Call
	}{
		{&r.supplied, chain.Call{To: r.aToken, Data: calls.token.PackScaledTotalSupply()}},
		{&r.borrowed, chain.Call{To: r.vToken, Data: calls.token.PackScaledTotalSupply()}},
		{&r.available, chain.Call{To: asset, Data: calls.token.PackBalanceOf(r.aToken)}},
	} {
		var err error
		if *q.id, err = p.book.Watch(q.call, prices.Quantity); err != nil {
			return err
		}
	}
	p.reserves.Put(asset, r)
	return p.watchPrice(asset)
}

func (p *Protocol) watchPrice(asset common.Address) error {
	r, _ := p.reserves.Get(asset)
	var err error
	r.price, err = p.book.Watch(p.priceCall(asset), prices.Price)
	p.reserves.Put(asset, r)
	return err
}

func (p *Protocol) priceCall(asset common.Address) chain.Call {
	return chain.Call{To: p.settings().oracle, Data: calls.oracle.PackGetAssetPrice(asset)}
}

func (p *Protocol) freeID() uint32 {
	var taken [maxReserves + 1]bool
	for _, r := range p.reserves.All() {
		if r.listed && r.id < maxReserves {
			taken[r.id] = true
		}
	}
	for i, t := range taken {
		if !t {
			return uint32(i)
		}
	}
	return maxReserves
}

func (p *Protocol) eModeCategoryAdded(l *types.Log, done *protocols.Effects) error {
	w := word.ReadOpen(l, 2, 5)
	id := uint8(w.TopicSmall(1, 255))
	c, _ := p.eModes.Get(id)
	c.ltv, c.threshold, c.bonus = uint16(w.Small(0, maxBps)), uint16(w.Small(1, maxBps)), uint16(w.Small(2, maxBps))
	source := w.Address(3)
	if !w.OK() {
		return protocols.ErrMalformed
	}
	if p.settings().version.eModePrice() {
		var err error
		if c, err = p.priceBy(c, source); err != nil {
			return err
		}
	}
	p.eModes.Put(id, c)
	done.Count("EModeCategoryAdded")
	done.All = true
	return nil
}

// priceBy sets a category's own price source; the zero address is none.
func (p *Protocol) priceBy(c category, source common.Address) (category, error) {
	c.sourced = source != (common.Address{})
	if !c.sourced {
		return c, nil
	}
	var err error
	c.price, err = p.book.Watch(p.priceCall(source), prices.Price)
	return c, err
}

func (p *Protocol) eModeMembership(l *types.Log, done *protocols.Effects) error {
	w := word.Read(l, 2, 2)
	asset, id, on := w.TopicAddress(1), uint8(w.Small(0, 255)), w.Bool(1)
	r, listed := p.reserves.Get(asset)
	if w.OK() && !listed {
		return nil
	}
	ltvZero := l.Topics[0] == topicLtvzeroInEMode
	return p.editEMode(id, on, &w, done, func(c *category, on bool) {
		if ltvZero {
			setBit(&c.ltvZero, uint(r.id), on)
		} else {
			setBit(&c.members, uint(r.id), on)
		}
	})
}

func (p *Protocol) editEMode(id uint8, on bool, w *word.Reader, done *protocols.Effects, change func(*category, bool)) error {
	if !w.OK() {
		return protocols.ErrMalformed
	}
	c, _ := p.eModes.Get(id)
	change(&c, on)
	p.eModes.Put(id, c)
	done.Count("EModeChanged")
	done.All = true
	return nil
}

func setBit(bits *fixed.U128, i uint, on bool) {
	var mask fixed.U128
	mask.SetBit(i)
	z, m := bits.Uint256(), mask.Uint256()
	if on {
		z.Or(&z, &m)
	} else {
		var not uint256.Int
		z.And(&z, not.Not(&m))
	}
	bits.Set(&z)
}
