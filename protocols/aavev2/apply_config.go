package aavev2

import (
	"fmt"

	"brink/abi/word"
	"brink/chain"
	"brink/prices"
	"brink/protocols"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

const maxBps = 1<<16 - 1 // what the configuration's fields can hold

// applyProvider follows the contracts that make up the market. Which code runs
// behind the pool's proxy doesn't matter: no release changed a rule that is
// repeated here, but for the collateral manager's, which is no proxy.
func (p *Protocol) applyProvider(l *types.Log, done *protocols.Effects) error {
	switch l.Topics[0] {
	case topicProxyCreated:
		w := word.Read(l, 2, 1)
		role, a := w.Word(0), w.TopicAddress(1)
		if !w.OK() {
			return protocols.ErrMalformed
		}
		return p.setContract(role, a, done)
	case topicAddressSet:
		w := word.Read(l, 2, 2)
		role, a, implementation := w.Word(0), w.TopicAddress(1), w.Bool(1)
		if !w.OK() {
			return protocols.ErrMalformed
		}
		if implementation {
			return nil
		}
		return p.setContract(role, a, done)
	case topicManagerUpdated:
		a, err := oneAddress(l)
		if err != nil {
			return err
		}
		return p.setContract(idManager, a, done)
	case topicPriceOracleUpdated:
		a, err := oneAddress(l)
		if err != nil {
			return err
		}
		return p.setContract(idOracle, a, done)
	}
	return nil
}

// setContract notes which contract plays a role.
func (p *Protocol) setContract(role common.Hash, a common.Address, done *protocols.Effects) error {
	m := p.settings()
	switch role {
	case idPool:
		m.pool = a
	case idConfigurator:
		m.configurator = a
	case idManager:
		done.All = true
		return p.setManager(a)
	case idOracle:
		done.All = true
		return p.setOracle(a)
	default:
		return nil
	}
	p.market.Put(0, m)
	return nil
}

// setOracle switches to another price oracle: every reserve's price is read
// there from now on.
func (p *Protocol) setOracle(oracle common.Address) error {
	m := p.settings()
	fact, ok := p.facts.oracles[oracle]
	if !ok {
		return fmt.Errorf("price oracle %s: %w: it has no base currency", oracle, protocols.ErrUnsupported)
	}
	m.oracle, m.baseUnit, m.dollars = oracle, fact.unit, fact.dollars
	m.feed, m.feedDecimals = prices.None, prices.None
	if feed := p.options.EthUSDFeed; feed != (common.Address{}) && !fact.dollars {
		if err := p.watch(&m.feed, feed, calls.feed.PackLatestAnswer(), prices.Quantity); err != nil {
			return err
		}
		if err := p.watch(&m.feedDecimals, feed, calls.feed.PackDecimals(), prices.Quantity); err != nil {
			return err
		}
	}
	p.market.Put(0, m)
	for asset, r := range p.reserves.All() {
		next := *r
		if err := p.watchPrice(asset, &next); err != nil {
			return err
		}
		p.reserves.Put(asset, next)
	}
	return nil
}

// setManager switches to another collateral manager, which Prepare or Wants
// have asked for its rules.
func (p *Protocol) setManager(manager common.Address) error {
	m := p.settings()
	fact := p.facts.managers[manager]
	m.manager, m.sentinel, m.closeFactor = manager, fact.sentinel, p.closeFactor(manager, fact)
	p.market.Put(0, m)
	for asset, r := range p.reserves.All() {
		next := *r
		if err := p.watchGrace(asset, &next); err != nil {
			return err
		}
		p.reserves.Put(asset, next)
	}
	return nil
}

func (p *Protocol) watch(id *prices.ID, to common.Address, data []byte, role prices.Role) error {
	var err error
	*id, err = p.book.Watch(chain.Call{To: to, Data: data}, role)
	return err
}

func (p *Protocol) watchPrice(asset common.Address, r *reserve) error {
	return p.watch(&r.price, p.settings().oracle, calls.oracle.PackGetAssetPrice(asset), prices.Price)
}

func (p *Protocol) watchGrace(asset common.Address, r *reserve) error {
	r.grace = prices.None
	if sentinel := p.settings().sentinel; sentinel != (common.Address{}) {
		return p.watch(&r.grace, sentinel, calls.sentinel.PackGracePeriodUntil(asset), prices.Quantity)
	}
	return nil
}

func (p *Protocol) applyConfigurator(l *types.Log, done *protocols.Effects) error {
	topic := l.Topics[0]
	if topic == topicReserveInitialized {
		done.Count("ReserveInitialized")
		done.All = true
		return p.reserveInitialized(l)
	}
	change, known := reserveChanges[topic]
	if !known {
		return nil
	}
	w := word.Read(l, 2, change.words)
	asset := w.TopicAddress(1)
	if !w.OK() {
		return protocols.ErrMalformed
	}
	r, listed := p.reserves.Get(asset)
	if !listed {
		return nil
	}
	change.apply(&r, &w)
	if !w.OK() {
		return protocols.ErrMalformed
	}
	p.reserves.Put(asset, r)
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

var reserveChanges = map[common.Hash]reserveChange{
	topicCollateralConfig: {"CollateralConfigurationChanged", 3, func(r *reserve, w *word.Reader) {
		r.ltv, r.threshold, r.bonus = uint16(w.Small(0, maxBps)), uint16(w.Small(1, maxBps)), uint16(w.Small(2, maxBps))
	}},
	topicReserveActivated:   {"ReserveActivated", 0, func(r *reserve, _ *word.Reader) { r.active = true }},
	topicReserveDeactivated: {"ReserveDeactivated", 0, func(r *reserve, _ *word.Reader) { r.active = false }},
	topicReserveFrozen:      {"ReserveFrozen", 0, func(r *reserve, _ *word.Reader) { r.frozen = true }},
	topicReserveUnfrozen:    {"ReserveUnfrozen", 0, func(r *reserve, _ *word.Reader) { r.frozen = false }},
}

// reserveInitialized lists an asset. Its id is not in the event: reserves are
// numbered as they come, and none ever leaves.
//
// Source: aave/protocol-v2:contracts/protocol/lendingpool/LendingPool.sol (_addReserveToList).
func (p *Protocol) reserveInitialized(l *types.Log) error {
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
	if _, again := p.reserves.Row(asset); again {
		return protocols.ErrMalformed
	}
	return p.list(asset, reserve{
		indices: newIndices(), id: uint32(p.reserves.Len()), aToken: a, variableDebtToken: v, stableToken: s,
		symbol: fact.symbol, decimals: fact.decimals, active: true,
	})
}

// list adds a reserve, with its tokens and what is read of it each block.
func (p *Protocol) list(asset common.Address, r reserve) error {
	p.tokens.Put(r.aToken, token{asset, aTokenKind})
	p.tokens.Put(r.variableDebtToken, token{asset, variableDebtKind})
	p.tokens.Put(r.stableToken, token{asset, stableDebtKind})
	for _, q := range []struct {
		id   *prices.ID
		to   common.Address
		data []byte
	}{
		{&r.supplied, r.aToken, calls.aToken.PackScaledTotalSupply()},
		{&r.borrowed, r.variableDebtToken, calls.aToken.PackScaledTotalSupply()},
		{&r.available, asset, calls.aToken.PackBalanceOf(r.aToken)},
	} {
		if err := p.watch(q.id, q.to, q.data, prices.Quantity); err != nil {
			return err
		}
	}
	if err := p.watchPrice(asset, &r); err != nil {
		return err
	}
	if err := p.watchGrace(asset, &r); err != nil {
		return err
	}
	p.reserves.Put(asset, r)
	return nil
}
