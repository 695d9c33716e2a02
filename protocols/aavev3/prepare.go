package aavev3

import (
	"bytes"
	"maps"
	"slices"

	abi "brink/abi/aavev3"
	"brink/abi/word"
	"brink/chain"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// calls packs the calls of the contracts.
var calls = struct {
	provider *abi.PoolAddressesProvider
	pool     *abi.Pool
	oracle   *abi.AaveOracle
	sentinel *abi.PriceOracleSentinel
	token    *abi.ScaledBalanceToken
	stable   *abi.StableDebtToken
}{
	abi.NewPoolAddressesProvider(), abi.NewPool(), abi.NewAaveOracle(), abi.NewPriceOracleSentinel(),
	abi.NewScaledBalanceToken(), abi.NewStableDebtToken(),
}

// facts are what contracts said of themselves that never changes. They belong
// to no block and are not undone.
type facts struct {
	revisions map[common.Address]uint64 // by pool implementation
	oracles   map[common.Address]oracleFact
	assets    map[common.Address]assetFact
}

type oracleFact struct {
	unit    uint64
	dollars bool
}

type assetFact struct {
	decimals uint8
	symbol   [32]byte
}

func newFacts() facts {
	return facts{make(map[common.Address]uint64), make(map[common.Address]oracleFact), make(map[common.Address]assetFact)}
}

// Prepare implements protocols.Protocol.
func (p *Protocol) Prepare(logs []types.Log) chain.Query {
	p.reading = reading{}
	var b chain.Questions
	for i := range logs {
		l := &logs[i]
		if len(l.Topics) == 0 {
			continue
		}
		switch l.Address {
		case p.provider:
			p.prepareProvider(&b, l)
		case p.settings().pool:
			if l.Topics[0] == topicUpgraded && len(l.Topics) == 2 {
				p.prepareRevision(&b, common.BytesToAddress(l.Topics[1][:]))
			}
		default:
			// also of a configurator that is only announced in this block
			if l.Topics[0] == topicReserveInitialized && len(l.Topics) == 3 {
				p.prepareAsset(&b, common.BytesToAddress(l.Topics[1][:]))
			}
		}
	}
	return b.Query()
}

func (p *Protocol) prepareProvider(b *chain.Questions, l *types.Log) {
	if len(l.Topics) < 3 {
		return
	}
	last := common.BytesToAddress(l.Topics[len(l.Topics)-1][:])
	switch l.Topics[0] {
	case topicPoolUpdated:
		p.prepareRevision(b, last)
	case topicPriceOracleUpdated:
		p.prepareOracle(b, last)
	case topicProxyCreated, topicAddressSetAsProxy:
		if l.Topics[1] == idPool {
			p.prepareRevision(b, last)
		}
	case topicAddressSet:
		if l.Topics[1] == idOracle {
			p.prepareOracle(b, last)
		}
	}
}

func (p *Protocol) prepareRevision(b *chain.Questions, implementation common.Address) {
	if _, known := p.facts.revisions[implementation]; known {
		return
	}
	b.Ask(implementation, calls.pool.PackPOOLREVISION(), func(r chain.Result) error {
		if z, ok := r.Uint(0); ok && z.IsUint64() {
			p.facts.revisions[implementation] = z.Uint64()
		}
		return nil
	})
}

func (p *Protocol) prepareOracle(b *chain.Questions, oracle common.Address) {
	if _, known := p.facts.oracles[oracle]; known || oracle == (common.Address{}) {
		return
	}
	var fact oracleFact
	b.Ask(oracle, calls.oracle.PackBASECURRENCY(), func(r chain.Result) error {
		z, ok := r.Uint(0)
		fact.dollars = ok && z.IsZero()
		return nil
	})
	b.Ask(oracle, calls.oracle.PackBASECURRENCYUNIT(), func(r chain.Result) error {
		if z, ok := r.Uint(0); ok && z.IsUint64() && !z.IsZero() {
			fact.unit = z.Uint64()
			p.facts.oracles[oracle] = fact
		}
		return nil
	})
}

func (p *Protocol) prepareAsset(b *chain.Questions, asset common.Address) {
	if _, known := p.facts.assets[asset]; known {
		return
	}
	var fact assetFact
	b.Ask(asset, calls.token.PackSymbol(), func(r chain.Result) error {
		if !r.Reverted {
			fact.symbol = word.Symbol(r.Data)
		}
		return nil
	})
	b.Ask(asset, calls.token.PackDecimals(), func(r chain.Result) error {
		if z, ok := r.Uint(0); ok && z.LtUint64(256) {
			fact.decimals = uint8(z.Uint64())
			p.facts.assets[asset] = fact
		}
		return nil
	})
}

func (r *reserve) name() string { return string(bytes.TrimRight(r.symbol[:], "\x00")) }

// sortedIDs are the ids of the listed reserves, ascending, with their assets.
func (p *Protocol) sortedIDs() ([]uint32, map[uint32]common.Address) {
	assets := make(map[uint32]common.Address)
	for a, r := range p.reserves.All() {
		if r.listed {
			assets[r.id] = a
		}
	}
	return slices.Sorted(maps.Keys(assets)), assets
}
