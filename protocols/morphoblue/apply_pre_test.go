package morphoblue

import (
	"errors"
	"slices"
	"testing"

	"brink/chain"
	"brink/position"
	"brink/prices"
	"brink/protocols"
	"brink/state"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// preLiquidationOf is the log of a contract that liquidates for a market before Morpho would.
func preLiquidationOf(market common.Hash, contract common.Address) *types.Log {
	return logOf(factoryAddress, []common.Hash{topicCreatePreLiquidation, addressWord(contract)},
		market, wordOf(80e16), wordOf(1e17), wordOf(2e17), wordOf(101e16), wordOf(102e16), addressWord(common.Address{0x13}))
}

// following opens a deployment that follows accounts, nil for everybody, in the markets that are given.
func following(t *testing.T, accounts []common.Address, markets ...MarketID) (*Protocol, *state.DB) {
	t.Helper()
	db := new(state.DB)
	p, err := Open(protocols.Env{
		Name: "m", DB: db, Book: prices.NewBook(db), Addresses: map[string]common.Address{Morpho: morphoAddress}, Accounts: accounts,
	}, &Options{AdaptiveCurveIrm: irmAddress, PreLiquidationFactory: factoryAddress, Markets: markets})
	if err != nil {
		t.Fatal(err)
	}
	return p, db
}

// The contracts of pre-liquidation are looked for whoever is followed, all markets only where none is configured; of
// configured markets no others' contracts are taken.
func TestLiquidatorsOfConfiguredMarkets(t *testing.T) {
	ours, theirs := common.Address{0xcc}, common.Address{0xce}
	factory := chain.NewFilter([]common.Address{factoryAddress}, []common.Hash{topicCreatePreLiquidation})
	for name, c := range map[string]struct {
		accounts  []common.Address
		markets   []MarketID
		catalogue chain.Filter
		contracts []common.Address
	}{
		"accounts in one market":  {[]common.Address{somebody}, []MarketID{MarketID(someMarket)}, chain.Filter{}, []common.Address{ours}},
		"accounts in all markets": {[]common.Address{somebody}, nil, chain.NewFilter([]common.Address{morphoAddress}, []common.Hash{topicCreateMarket}), []common.Address{ours, theirs}},
		"everybody":               {nil, []MarketID{MarketID(someMarket)}, chain.Filter{}, []common.Address{ours, theirs}},
	} {
		p, db := following(t, c.accounts, c.markets...)
		if f := p.Catalogue(); !f.Equal(c.catalogue) {
			t.Errorf("%s: the catalogue asks for %v", name, f)
		}
		if f := p.Liquidators(); !f.Equal(factory) {
			t.Errorf("%s: contracts are looked for by %v", name, f)
		}
		db.Begin()
		for _, l := range []*types.Log{preLiquidationOf(someMarket, ours), preLiquidationOf(common.Hash{0xab}, theirs)} {
			if err := p.Discover(l); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
		want := append([]common.Address{morphoAddress}, c.contracts...)
		if f := p.Seizures(); !slices.Equal(f.Addresses, want) {
			t.Errorf("%s: liquidations are looked for at %v, want %v", name, f.Addresses, want)
		}
		if p.markets.Len() > 0 || p.positions.Len() > 0 {
			t.Errorf("%s: %d markets and %d positions were found by the way", name, p.markets.Len(), p.positions.Len())
		}
		short := preLiquidationOf(someMarket, ours)
		short.Data = short.Data[:64]
		if err := p.Discover(short); !errors.Is(err, protocols.ErrMalformed) {
			t.Errorf("%s: half a log gives %v", name, err)
		}
	}
	if p, _ := opened(t); len(p.Liquidators().Addresses) > 0 {
		t.Error("where all history is folded contracts are looked for besides")
	}
}

// Where single accounts are followed the liquidations of contracts that liquidate for a market before Morpho would are
// looked for, and understood, once the contract was told of.
func TestPreLiquidationsOfThePast(t *testing.T) {
	contract, liquidator := common.Address{0xcc}, common.Address{0xdd}
	p, db := following(t, []common.Address{somebody})
	taken := logOf(contract, []common.Hash{topicPreLiquidate, someMarket, addressWord(liquidator), addressWord(somebody)},
		wordOf(5), wordOf(6), wordOf(7))
	if _, ok := p.Liquidated(taken); ok || slices.Contains(p.Seizures().Addresses, contract) {
		t.Error("a contract that nobody told of liquidates")
	}
	db.Begin()
	for _, l := range []*types.Log{createLog(), preLiquidationOf(someMarket, contract)} {
		if err := p.Discover(l); err != nil {
			t.Fatal(err)
		}
	}
	got, ok := p.Liquidated(taken)
	if want := (position.Key{Market: someMarket.Hex(), Account: somebody}); !ok || got != want {
		t.Errorf("it liquidates %v, %t, want %v", got, ok, want)
	}
	if !slices.Contains(p.Seizures().Addresses, contract) || !slices.Contains(p.Filter().Addresses, contract) {
		t.Error("its liquidations aren't looked for")
	}
	var done protocols.Effects
	if err := p.Apply(taken, &done); err != nil || len(done.Liquidations) != 1 {
		t.Fatalf("%v, %+v", err, done)
	}
	if l := &done.Liquidations[0]; l.Liquidator != liquidator || l.Key.Account != somebody {
		t.Errorf("told is %+v", l)
	}
}
