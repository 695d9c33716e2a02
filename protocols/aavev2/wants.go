package aavev2

import (
	"fmt"

	"brink/abi/word"
	"brink/chain"
	"brink/fixed"
	"brink/prices"
	"brink/protocols"
	"brink/state"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/holiman/uint256"
)

// reading is how far reading the state from the contracts has come within one
// block. It is void with the next block.
type reading struct {
	assets []common.Address
	found  []reserve // by asset
	users  []userBits
	scan   state.Row // accounts before it are read
}

// Wants implements protocols.Protocol. A market that isn't followed from its
// first log is read in four questions: where its contracts are, what is listed
// and by what rules, each reserve, its stable debts; then accounts: first their
// bitmaps, next the balances that the bitmaps announce.
func (p *Protocol) Wants(max int) chain.Query {
	m := p.settings()
	switch {
	case p.genesis || m.loaded:
		return p.wantAccounts(max)
	case m.pool == (common.Address{}):
		return p.wantContracts()
	case p.reading.assets == nil:
		return p.wantMarket()
	case p.reading.found == nil:
		return p.wantReserves()
	default:
		return p.wantSupplies()
	}
}

func (p *Protocol) wantContracts() chain.Query {
	m := p.settings()
	var q chain.Questions
	ask := func(data []byte, to *common.Address, what string) {
		q.Ask(p.provider, data, func(r chain.Result) error {
			z, ok := r.Uint(0)
			if !ok || z.IsZero() {
				return fmt.Errorf("%s names no %s: %w", p.provider, what, protocols.ErrUnsupported)
			}
			*to = z.Bytes20()
			return nil
		})
	}
	ask(calls.provider.PackGetLendingPool(), &m.pool, "lending pool")
	ask(calls.provider.PackGetLendingPoolConfigurator(), &m.configurator, "configurator")
	ask(calls.provider.PackGetLendingPoolCollateralManager(), &m.manager, "collateral manager")
	ask(calls.provider.PackGetPriceOracle(), &m.oracle, "price oracle")
	return chain.After(q.Query(), func() error {
		m.feed, m.feedDecimals = prices.None, prices.None
		p.market.Put(0, m)
		return nil
	})
}

func (p *Protocol) wantMarket() chain.Query {
	m := p.settings()
	var q chain.Questions
	p.prepareOracle(&q, m.oracle)
	p.prepareManager(&q, m.manager)
	q.Ask(m.pool, calls.pool.PackPaused(), func(r chain.Result) error {
		z, _ := r.Uint(0)
		m.paused = !z.IsZero()
		return nil
	})
	q.Ask(m.pool, calls.pool.PackGetReservesList(), func(r chain.Result) error {
		list, err := calls.pool.UnpackGetReservesList(r.Data)
		if err != nil || r.Reverted {
			return fmt.Errorf("reading the reserves of %s: %w", m.pool, protocols.ErrUnsupported)
		}
		p.reading.assets = append([]common.Address{}, list...)
		return nil
	})
	return chain.After(q.Query(), func() error {
		p.market.Put(0, m)
		if err := p.setOracle(m.oracle); err != nil {
			return err
		}
		return p.setManager(m.manager)
	})
}

func (p *Protocol) wantReserves() chain.Query {
	found := make([]reserve, len(p.reading.assets))
	var q chain.Questions
	for i, asset := range p.reading.assets {
		q.Ask(asset, calls.aToken.PackSymbol(), func(r chain.Result) error {
			if !r.Reverted {
				found[i].symbol = word.Symbol(r.Data)
			}
			return nil
		})
		q.Ask(p.settings().pool, calls.pool.PackGetReserveData(asset), func(r chain.Result) error {
			return found[i].read(r, asset)
		})
	}
	return chain.After(q.Query(), func() error {
		p.reading.found = found
		return nil
	})
}

// wantSupplies ends the reading of the market.
func (p *Protocol) wantSupplies() chain.Query {
	var q chain.Questions
	for i, asset := range p.reading.assets {
		s := &p.reading.found[i].stable
		q.Ask(p.reading.found[i].stableToken, calls.stable.PackGetSupplyData(), func(r chain.Result) error {
			principal, _ := r.Uint(0)
			rate, _ := r.Uint(2)
			updated, ok := r.Uint(3)
			if !ok || !s.principal.Set(&principal) || !s.rate.Set(&rate) || !updated.IsUint64() {
				return fmt.Errorf("reading the stable debts in %s: %w", asset, protocols.ErrUnsupported)
			}
			s.updated = updated.Uint64()
			return nil
		})
	}
	return chain.After(q.Query(), func() error {
		for i, asset := range p.reading.assets {
			if err := p.list(asset, p.reading.found[i]); err != nil {
				return err
			}
		}
		m := p.settings()
		m.loaded = true
		p.market.Put(0, m)
		p.reading = reading{}
		for a := range p.only {
			p.discover(a)
		}
		return nil
	})
}

// read takes an answer of getReserveData.
//
// Source: aave/protocol-v2:contracts/protocol/libraries/types/DataTypes.sol and
// configuration/ReserveConfiguration.sol.
func (r *reserve) read(answer chain.Result, asset common.Address) error {
	data, err := calls.pool.UnpackGetReserveData(answer.Data)
	if err != nil || answer.Reverted {
		return fmt.Errorf("reading reserve %s: %w", asset, protocols.ErrUnsupported)
	}
	field := func(at, bits uint) uint64 {
		z := uint256.MustFromBig(data.Configuration.Data)
		return z.Rsh(z, at).Uint64() & (1<<bits - 1)
	}
	r.ltv, r.threshold, r.bonus = uint16(field(0, 16)), uint16(field(16, 16)), uint16(field(32, 16))
	r.decimals, r.active, r.frozen = uint8(field(48, 8)), field(56, 1) == 1, field(57, 1) == 1
	r.id, r.aToken = uint32(data.Id), data.ATokenAddress
	r.stableToken, r.variableDebtToken = data.StableDebtTokenAddress, data.VariableDebtTokenAddress
	x := &r.indices
	for _, f := range []struct {
		to   *fixed.U128
		from *uint256.Int
	}{
		{&x.liquidityIndex, uint256.MustFromBig(data.LiquidityIndex)},
		{&x.liquidityRate, uint256.MustFromBig(data.CurrentLiquidityRate)},
		{&x.variableIndex, uint256.MustFromBig(data.VariableBorrowIndex)},
		{&x.variableRate, uint256.MustFromBig(data.CurrentVariableBorrowRate)},
	} {
		f.to.Set(f.from)
	}
	x.updated = data.LastUpdateTimestamp.Uint64()
	return nil
}

// Trace implements protocols.Discoverer: borrowers are named by the pool.
func (p *Protocol) Trace() chain.Filter {
	return chain.NewFilter([]common.Address{p.settings().pool}, []common.Hash{topicBorrow})
}

// Discover implements protocols.Discoverer.
func (p *Protocol) Discover(l *types.Log) error {
	if l.Address != p.settings().pool || len(l.Topics) == 0 || l.Topics[0] != topicBorrow {
		return nil
	}
	w := word.Read(l, 4, 4)
	user := w.TopicAddress(2)
	if !w.OK() {
		return fmt.Errorf("log %d of %s: %w", l.Index, l.Address, protocols.ErrMalformed)
	}
	p.discover(user)
	return nil
}
