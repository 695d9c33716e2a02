package aavev2

import (
	abi "brink/abi/aavev2"
	"brink/abi/word"
	"brink/chain"
	"brink/fixed"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// calls packs the calls of the contracts.
var calls = struct {
	provider *abi.LendingPoolAddressesProvider
	pool     *abi.LendingPool
	manager  *abi.LendingPoolCollateralManager
	sentinel *abi.LiquidationsGraceSentinel
	oracle   *abi.AaveOracle
	aToken   *abi.AToken
	stable   *abi.StableDebtToken
	feed     *abi.PriceFeed
}{
	abi.NewLendingPoolAddressesProvider(), abi.NewLendingPool(), abi.NewLendingPoolCollateralManager(),
	abi.NewLiquidationsGraceSentinel(), abi.NewAaveOracle(), abi.NewAToken(), abi.NewStableDebtToken(), abi.NewPriceFeed(),
}

// facts are what contracts said of themselves that never changes. They belong
// to no block and are not undone.
type facts struct {
	oracles  map[common.Address]oracleFact
	managers map[common.Address]managerFact
	assets   map[common.Address]assetFact
}

type oracleFact struct {
	unit    uint64
	dollars bool
}

// managerFact is what a collateral manager tells; zero where it doesn't.
type managerFact struct {
	closeFactor uint16
	sentinel    common.Address
}

type assetFact struct {
	decimals uint8
	symbol   [32]byte
}

func newFacts() facts {
	return facts{make(map[common.Address]oracleFact), make(map[common.Address]managerFact), make(map[common.Address]assetFact)}
}

// usualCloseFactor is the constant of all but the last collateral managers,
// none of which has a getter for it.
//
// Source: aave/protocol-v2:contracts/protocol/lendingpool/LendingPoolCollateralManager.sol
// (LIQUIDATION_CLOSE_FACTOR_PERCENT).
const usualCloseFactor = 5_000

// wholeDebtManagers are the collateral managers with which Aave winds its
// markets down: they let all of a debt be repaid at once.
//
// Source: bgd-labs/v2-deprecation:diffs (lendingPoolCollateralManager).
var wholeDebtManagers = map[common.Address]bool{
	common.HexToAddress("0xcc9632725266473ab5d42320E8Ae00437A1df3bB"): true, // Ethereum
	common.HexToAddress("0xa5ea4371b3A8B18a7713193Cd3b2d7C1761901a4"): true, // Ethereum, AMM
	common.HexToAddress("0x94d977c42C7880EC05aF5Ba6d913785462bf9346"): true, // Polygon
	common.HexToAddress("0xd01607c3C5eCABa394D8be377a08590149325722"): true, // Avalanche
}

// closeFactor is the share of a debt that one liquidation may repay.
func (p *Protocol) closeFactor(manager common.Address, fact managerFact) uint16 {
	switch {
	case p.options.CloseFactor != 0:
		return uint16(p.options.CloseFactor)
	case fact.closeFactor != 0:
		return fact.closeFactor
	case wholeDebtManagers[manager]:
		return uint16(fixed.Percent)
	default:
		return usualCloseFactor
	}
}

// Prepare implements protocols.Protocol.
func (p *Protocol) Prepare(logs []types.Log) chain.Query {
	p.reading = reading{}
	var q chain.Questions
	for i := range logs {
		l := &logs[i]
		if len(l.Topics) < 2 {
			continue
		}
		last := common.BytesToAddress(l.Topics[len(l.Topics)-1][:])
		switch topic := l.Topics[0]; {
		case l.Address == p.provider && topic == topicPriceOracleUpdated:
			p.prepareOracle(&q, last)
		case l.Address == p.provider && topic == topicManagerUpdated:
			p.prepareManager(&q, last)
		case l.Address == p.provider && (topic == topicAddressSet || topic == topicProxyCreated):
			p.prepareRole(&q, l, last)
		case topic == topicReserveInitialized && len(l.Topics) == 3:
			// also of a configurator that is only announced in this block
			p.prepareAsset(&q, common.BytesToAddress(l.Topics[1][:]), last)
		}
	}
	return q.Query()
}

func (p *Protocol) prepareRole(q *chain.Questions, l *types.Log, a common.Address) {
	w := word.ReadOpen(l, 2, 1)
	switch w.Word(0) {
	case idOracle:
		p.prepareOracle(q, a)
	case idManager:
		p.prepareManager(q, a)
	}
}

// prepareOracle asks an oracle for its base. The first ones price in wei and
// name the wrapped ether, whose price is one; later ones name a base currency,
// the zero address for US dollars, and its unit.
func (p *Protocol) prepareOracle(q *chain.Questions, oracle common.Address) {
	if _, known := p.facts.oracles[oracle]; known || oracle == (common.Address{}) {
		return
	}
	var weth bool
	var fact oracleFact
	q.Ask(oracle, calls.oracle.PackWETH(), func(r chain.Result) error {
		_, weth = r.Uint(0)
		return nil
	})
	q.Ask(oracle, calls.oracle.PackBASECURRENCY(), func(r chain.Result) error {
		z, ok := r.Uint(0)
		fact.dollars = ok && z.IsZero()
		return nil
	})
	q.Ask(oracle, calls.oracle.PackBASECURRENCYUNIT(), func(r chain.Result) error {
		if z, ok := r.Uint(0); ok && z.IsUint64() && !z.IsZero() {
			fact.unit = z.Uint64()
			p.facts.oracles[oracle] = fact
		} else if weth {
			p.facts.oracles[oracle] = oracleFact{unit: fixed.Wad}
		}
		return nil
	})
}

func (p *Protocol) prepareManager(q *chain.Questions, manager common.Address) {
	if _, known := p.facts.managers[manager]; known {
		return
	}
	var fact managerFact
	q.Ask(manager, calls.manager.PackLIQUIDATIONCLOSEFACTORPERCENT(), func(r chain.Result) error {
		if z, ok := r.Uint(0); ok && !z.GtUint64(fixed.Percent) {
			fact.closeFactor = uint16(z.Uint64())
		}
		return nil
	})
	q.Ask(manager, calls.manager.PackLIQUIDATIONSGRACESENTINEL(), func(r chain.Result) error {
		if z, ok := r.Uint(0); ok {
			fact.sentinel = z.Bytes20()
		}
		p.facts.managers[manager] = fact
		return nil
	})
}

// prepareAsset asks an asset for its symbol and its aToken for the decimals,
// which the listing gave to both the token and the reserve.
func (p *Protocol) prepareAsset(q *chain.Questions, asset, aToken common.Address) {
	if _, known := p.facts.assets[asset]; known {
		return
	}
	var fact assetFact
	q.Ask(asset, calls.aToken.PackSymbol(), func(r chain.Result) error {
		if !r.Reverted {
			fact.symbol = word.Symbol(r.Data)
		}
		return nil
	})
	q.Ask(aToken, calls.aToken.PackDecimals(), func(r chain.Result) error {
		if z, ok := r.Uint(0); ok && z.LtUint64(256) {
			fact.decimals = uint8(z.Uint64())
			p.facts.assets[asset] = fact
		}
		return nil
	})
}
