package morphoblue

import (
	"testing"

	"brink/chain"
	"brink/prices"
	"brink/protocols"
	"brink/state"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/holiman/uint256"
)

// answering replies to every question by its contract, and with nothing where that has no answers left.
func answering(t *testing.T, q chain.Query, answers map[common.Address][]int64) {
	t.Helper()
	results := make([]chain.Result, len(q.Calls))
	for i, c := range q.Calls {
		results[i].Reverted = true
		if left := answers[c.To]; len(left) > 0 {
			word := wordOf(left[0])
			results[i], answers[c.To] = chain.Result{Data: word[:]}, left[1:]
		}
	}
	if err := q.Answer(results); err != nil {
		t.Fatal(err)
	}
}

// A token's dollars come from its feed, else from the oracle, if that speaks in dollars; else they are unknown.
func TestDollars(t *testing.T) {
	token, feed, oracle := common.Address{0x11}, common.Address{0x21}, common.Address{0x22}
	for name, test := range map[string]struct {
		feeds   []Feed
		oracle  common.Address
		answers map[common.Address][]int64 // to what is asked once, then to the price
		want    uint64                     // 1e-8 dollars for a token; zero: unknown
	}{
		"feed":              {[]Feed{{token, feed}}, oracle, map[common.Address][]int64{feed: {6, 2_500000}}, 2_5000_0000},
		"oracle":            {nil, oracle, map[common.Address][]int64{oracle: {0, 1e8, 3e8}}, 3e8},
		"oracle in ether":   {nil, oracle, map[common.Address][]int64{oracle: {1, 1e18, 3e8}}, 0},
		"odd unit":          {nil, oracle, map[common.Address][]int64{oracle: {0, 2e8, 3e8}}, 0},
		"no price there":    {nil, oracle, map[common.Address][]int64{oracle: {0, 1e8}}, 0},
		"a price of zero":   {nil, oracle, map[common.Address][]int64{oracle: {0, 1e8, 0}}, 0},
		"no oracle there":   {nil, oracle, map[common.Address][]int64{}, 0},
		"neither of either": {nil, common.Address{}, map[common.Address][]int64{}, 0},
	} {
		t.Run(name, func(t *testing.T) {
			db := new(state.DB)
			book := prices.NewBook(db)
			p, err := Open(protocols.Env{Name: "m", DB: db, Book: book, Genesis: true,
				Addresses: map[string]common.Address{Morpho: morphoAddress}}, &Options{Feeds: test.feeds, USDOracle: test.oracle})
			if err != nil {
				t.Fatal(err)
			}
			var b chain.Questions
			p.prepareToken(&b, token)
			test.answers[token] = []int64{0, 18} // symbol, decimals
			answering(t, b.Query(), test.answers)
			db.Begin()
			p.token(token)
			p.quote(token)
			answering(t, book.Query(0, 1, func(prices.ID) {}), test.answers)
			amount := uint256.NewInt(1e18)
			got, known := p.At(book.View(1)).Value(token, amount)
			if known != (test.want != 0) || !got.Eq(uint256.NewInt(test.want)) {
				t.Errorf("a token is worth %s (%t), want %d", &got, known, test.want)
			}
		})
	}
}

// Tokens and markets are free to make: nothing is asked about their prices until somebody has some.
func TestDeadMarketsAskForNothing(t *testing.T) {
	loan, pledge, oracle := common.Address{0x11}, common.Address{0x12}, common.Address{0x22}
	db := new(state.DB)
	book := prices.NewBook(db)
	p, err := Open(protocols.Env{Name: "m", DB: db, Book: book, Genesis: true,
		Addresses: map[string]common.Address{Morpho: morphoAddress}}, &Options{USDOracle: oracle})
	if err != nil {
		t.Fatal(err)
	}
	created, who := createLog(), addressWord(somebody)
	answering(t, p.Prepare([]types.Log{*created}), map[common.Address][]int64{loan: {0, 18}, pledge: {0, 18}, oracle: {0, 1e8, 0, 1e8}})
	db.Begin()
	var done protocols.Effects
	for _, step := range []struct {
		log    *types.Log
		quotes int
	}{
		{created, 0},
		{logOf(morphoAddress, []common.Hash{topicSupply, someMarket, who, who}, wordOf(5), wordOf(5)), 1},
		{logOf(morphoAddress, []common.Hash{topicSupplyCollateral, someMarket, who, who}, wordOf(5)), 3}, // and the market's oracle
	} {
		if err := p.Apply(step.log, &done); err != nil {
			t.Fatal(err)
		}
		if got := len(book.Query(0, 1, func(prices.ID) {}).Calls); got != step.quotes {
			t.Errorf("%v: %d prices are asked for, want %d", step.log.Topics[0], got, step.quotes)
		}
	}
}
