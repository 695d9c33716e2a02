package aavev2

import (
	_ "embed"
	"testing"

	abi "brink/abi/aavev2"
	"brink/position"
	"brink/prices"
	"brink/protocols"
	"brink/protocols/protocoltest"
	"brink/state"

	"github.com/ethereum/go-ethereum/accounts/abi/bind/v2"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// recorded are events of markets of v2 on Ethereum and Polygon.
//
//go:embed testdata/recorded.json
var recorded []byte

type parameters = map[string]any

// hearing is a deployment whose pool and one reserve are those of a pool's log.
func hearing(t *testing.T, l *types.Log, genesis bool) *Protocol {
	t.Helper()
	db := new(state.DB)
	p, err := Open(protocols.Env{
		Name: "recorded", DB: db, Book: prices.NewBook(db), Genesis: genesis,
		Addresses: map[string]common.Address{Provider: {1}},
	}, &Options{})
	if err != nil {
		t.Fatal(err)
	}
	p.market.Put(0, market{pool: l.Address})
	p.reserves.Put(common.BytesToAddress(l.Topics[1][:]), reserve{indices: newIndices(), price: prices.None})
	return p
}

// flagged reads the event that makes a supply collateral, or ends that.
func flagged(t *testing.T, l *types.Log) (parameters, bool) {
	p := hearing(t, l, true)
	var done protocols.Effects
	before := *l
	before.Topics = append([]common.Hash{topicUsedAsCollateral}, l.Topics[1:]...)
	ok := p.Apply(&before, &done) == nil && p.Apply(l, &done) == nil && p.Len() == 1
	holdings, known := p.Holdings(0)
	held := known && len(holdings) == 1 && holdings[0].Collateral
	return parameters{"user": p.Key(0).Account, "reserve": common.BytesToAddress(l.Topics[1][:])},
		ok && held == (l.Topics[0] == topicUsedAsCollateral)
}

// borrower reads who borrowed, as Discover does.
func borrower(t *testing.T, l *types.Log) (parameters, bool) {
	p := hearing(t, l, false)
	err := p.Discover(l)
	return parameters{"onBehalfOf": p.Key(position.ID(0)).Account}, err == nil && p.Len() == 1
}

func TestRecordedEvents(t *testing.T) {
	of := func(abi *bind.MetaData, read func(*types.Log) (parameters, bool)) protocoltest.Reading {
		return protocoltest.Reading{ABI: abi, Read: read}
	}
	with := func(read func(*testing.T, *types.Log) (parameters, bool)) protocoltest.Reading {
		return of(&abi.LendingPoolMetaData, func(l *types.Log) (parameters, bool) { return read(t, l) })
	}
	readings := map[string]protocoltest.Reading{
		"UsedAsCollateral": with(flagged), "NotUsedAsCollateral": with(flagged), "Borrow": with(borrower),
		"ReserveDataUpdated": of(&abi.LendingPoolMetaData, func(l *types.Log) (parameters, bool) {
			e, ok := readReserveDataUpdated(l)
			return parameters{"reserve": e.reserve, "liquidityRate": e.liquidityRate, "variableBorrowRate": e.variableBorrowRate,
				"liquidityIndex": e.liquidityIndex, "variableBorrowIndex": e.variableBorrowIndex}, ok
		}),
		"LiquidationCall": of(&abi.LendingPoolMetaData, func(l *types.Log) (parameters, bool) {
			e, ok := readLiquidationCall(l)
			return parameters{"collateralAsset": e.collateralAsset, "debtAsset": e.debtAsset, "user": e.user,
				"debtToCover": e.debtToCover, "liquidatedCollateralAmount": e.liquidatedCollateralAmount, "liquidator": e.liquidator}, ok
		}),
		"Repay": with(func(t *testing.T, l *types.Log) (parameters, bool) {
			var done protocols.Effects
			err := hearing(t, l, true).Apply(l, &done)
			return nil, err == nil && done.Events["Repay"] == 1
		}),
		"Mint": of(&abi.ATokenMetaData, func(l *types.Log) (parameters, bool) {
			e, ok := readMint(l)
			return parameters{"from": e.user, "value": e.amount, "index": e.index}, ok
		}),
		"Burn": of(&abi.ATokenMetaData, func(l *types.Log) (parameters, bool) {
			e, ok := readBurn(l)
			return parameters{"from": e.user, "value": e.amount, "index": e.index}, ok
		}),
		"DebtMint": of(&abi.VariableDebtTokenMetaData, func(l *types.Log) (parameters, bool) {
			e, ok := readDebtMint(l)
			return parameters{"onBehalfOf": e.user, "value": e.amount, "index": e.index}, ok
		}),
		"StableBurn": of(&abi.StableDebtTokenMetaData, func(l *types.Log) (parameters, bool) {
			e, ok := readStableBurn(l)
			return parameters{"user": e.user, "amount": e.amount, "currentBalance": e.current, "balanceIncrease": e.increase,
				"avgStableRate": e.averageRate, "newTotalSupply": e.supply}, ok
		}),
		"BalanceTransfer": of(&abi.ATokenMetaData, func(l *types.Log) (parameters, bool) {
			e, ok := readBalanceTransfer(l)
			return parameters{"from": e.from, "to": e.to, "value": e.amount, "index": e.index}, ok
		}),
	}
	if told := protocoltest.Decodes(t, protocoltest.Recordings(t, recorded), readings); told < 20 {
		t.Errorf("others told %d parameters, want at least 20", told)
	}
}

// TestMintsOfOthers: markets of Compound emit a Mint with the first topic of
// ours and nothing indexed, and pairs of Uniswap one that only their address
// tells apart.
func TestMintsOfOthers(t *testing.T) {
	plain, alike := 0, 0
	for _, l := range protocoltest.Strangers(t) {
		if len(l.Topics) == 0 || l.Topics[0] != topicMint {
			continue
		}
		_, ok := readMint(&l)
		if ok != (len(l.Topics) == 2) {
			t.Errorf("a Mint of %s with %d topics is read: %t", l.Address, len(l.Topics), ok)
		}
		if ok {
			alike++
		} else {
			plain++
		}
	}
	if plain == 0 || alike == 0 {
		t.Errorf("%d are plain, %d alike", plain, alike)
	}
}
