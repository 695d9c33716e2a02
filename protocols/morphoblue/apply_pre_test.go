package morphoblue

import (
	"slices"
	"testing"

	"brink/position"
	"brink/prices"
	"brink/protocols"
	"brink/state"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
)

// Where single accounts are followed the catalogue tells of the contracts that liquidate for a market before Morpho
// would: then their liquidations are looked for, and understood.
func TestCatalogueTellsOfPreLiquidations(t *testing.T) {
	contract, liquidator := common.Address{0xcc}, common.Address{0xdd}
	db := new(state.DB)
	p, err := Open(protocols.Env{
		Name: "m", DB: db, Book: prices.NewBook(db), Addresses: map[string]common.Address{Morpho: morphoAddress}, Accounts: []common.Address{somebody},
	}, &Options{AdaptiveCurveIrm: irmAddress, PreLiquidationFactory: factoryAddress})
	if err != nil {
		t.Fatal(err)
	}
	created := logOf(factoryAddress, []common.Hash{topicCreatePreLiquidation, addressWord(contract)},
		someMarket, wordOf(80e16), wordOf(1e17), wordOf(2e17), wordOf(101e16), wordOf(102e16), addressWord(common.Address{0x13}))
	taken := logOf(contract, []common.Hash{topicPreLiquidate, someMarket, addressWord(liquidator), addressWord(somebody)},
		wordOf(5), wordOf(6), wordOf(7))
	f := p.Catalogue()
	if !slices.Contains(f.Addresses, factoryAddress) || !slices.Contains(f.Topics, topicCreatePreLiquidation) {
		t.Errorf("the catalogue asks for %v", f)
	}
	if _, ok := p.Liquidated(taken); ok || slices.Contains(p.Seizures().Addresses, contract) {
		t.Error("a contract that nobody told of liquidates")
	}
	db.Begin()
	for _, l := range []*types.Log{createLog(), created} {
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
