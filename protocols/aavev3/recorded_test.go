package aavev3

import (
	_ "embed"
	"testing"

	abi "brink/abi/aavev3"
	"brink/position"
	"brink/prices"
	"brink/protocols"
	"brink/protocols/protocoltest"
	"brink/state"

	"github.com/ethereum/go-ethereum/accounts/abi/bind/v2"
	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// recorded are events of markets of v3 on eight chains, and of a fork.
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
	p.market.Put(0, market{pool: l.Address, version: V36})
	p.reserves.Put(common.BytesToAddress(l.Topics[1][:]), reserve{indices: newIndices(), price: prices.None, listed: true})
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
		return of(&abi.PoolMetaData, func(l *types.Log) (parameters, bool) { return read(t, l) })
	}
	readings := map[string]protocoltest.Reading{
		"UsedAsCollateral": with(flagged), "NotUsedAsCollateral": with(flagged), "Borrow": with(borrower),
		"ReserveDataUpdated": of(&abi.PoolMetaData, func(l *types.Log) (parameters, bool) {
			e, ok := readReserveDataUpdated(l)
			return parameters{"reserve": e.reserve, "liquidityRate": e.liquidityRate, "variableBorrowRate": e.variableBorrowRate,
				"liquidityIndex": e.liquidityIndex, "variableBorrowIndex": e.variableBorrowIndex}, ok
		}),
		"Mint": of(&abi.ScaledBalanceTokenMetaData, func(l *types.Log) (parameters, bool) {
			e, ok := readMint(l)
			return parameters{"onBehalfOf": e.user, "value": e.value, "balanceIncrease": e.balanceIncrease, "index": e.index}, ok
		}),
		"Burn": of(&abi.ScaledBalanceTokenMetaData, func(l *types.Log) (parameters, bool) {
			e, ok := readBurn(l)
			return parameters{"from": e.user, "value": e.value, "balanceIncrease": e.balanceIncrease, "index": e.index}, ok
		}),
		"BalanceTransfer": of(&abi.ScaledBalanceTokenMetaData, func(l *types.Log) (parameters, bool) {
			e, ok := readBalanceTransfer(l)
			return parameters{"from": e.from, "to": e.to, "value": e.value, "index": e.index}, ok
		}),
	}
	if told := protocoltest.Decodes(t, protocoltest.Recordings(t, recorded), readings); told < 80 {
		t.Errorf("others told %d parameters, want at least 80", told)
	}
}
