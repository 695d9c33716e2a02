package prices

import (
	"slices"
	"testing"

	"brink/chain"
	"brink/state"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/crypto"
	"github.com/holiman/uint256"
)

func TestSelectors(t *testing.T) {
	for signature, s := range map[string]selector{
		"getAssetPrice(address)": getAssetPrice, "getSourceOfAsset(address)": getSourceOfAsset, "getPrice(address)": getPrice,
		"latestAnswer()": latestAnswer, "latestRoundData()": latestRoundData, "price()": price,
		"getUnderlyingPrice(address)": getUnderlyingPrice, "underlying()": underlying, "nativeMarket()": nativeMarket,
		"getOracle(address,uint8)": getOracle, "tokenConfigs(address)": tokenConfigs, "prices(address)": postedPrices,
		"ASSET_TO_USD_AGGREGATOR()": adapterParts[0], "BASE_TO_USD_AGGREGATOR()": adapterParts[1], "RATIO_PROVIDER()": ratioProvider,
		"PEG_TO_BASE()": adapterParts[3], "BASE_TO_PEG()": adapterParts[4], "ASSET_TO_PEG()": adapterParts[5],
		"BASE_FEED_1()": morphoParts[0], "BASE_FEED_2()": morphoParts[1], "QUOTE_FEED_1()": morphoParts[2], "QUOTE_FEED_2()": morphoParts[3],
	} {
		if got := selector(crypto.Keccak256([]byte(signature))[:4]); got != s {
			t.Errorf("the selector of %s is %x, not %x", signature, got, s)
		}
	}
}

// shelf answers what a book asks, by contract and call.
type shelf map[string]chain.Result

func (s shelf) put(to common.Address, data []byte, words ...uint64) {
	var r chain.Result
	for _, w := range words {
		b := uint256.NewInt(w).Bytes32()
		r.Data = append(r.Data, b[:]...)
	}
	s[string(to[:])+string(data)] = r
}

// read asks everything, again where answers name what else there is to ask.
func (s shelf) read(t *testing.T, b *Book) (changed int) {
	t.Helper()
	for from := ID(0); ; {
		if err := b.TraceFeeds(); err != nil {
			t.Fatal(err)
		}
		if int(from) == b.Len() {
			return changed
		}
		next := ID(b.Len())
		q := b.Query(from, 1, func(ID) { changed++ })
		var results []chain.Result
		for _, c := range q.Calls {
			r, ok := s[string(c.To[:])+string(c.Data)]
			r.Reverted = !ok
			results = append(results, r)
		}
		if err := q.Answer(results); err != nil {
			t.Fatal(err)
		}
		from = next
	}
}

func at(s selector, arguments ...common.Address) []byte {
	data := s[:]
	for _, a := range arguments {
		data = append(data, common.LeftPadBytes(a[:], 32)...)
	}
	return data
}

func number(a common.Address) uint64 { return new(uint256.Int).SetBytes(a[:]).Uint64() }

func TestFeeds(t *testing.T) {
	var db state.DB
	book := NewBook(&db)
	oracle, comet, coin := common.HexToAddress("0x01"), common.HexToAddress("0x02"), common.HexToAddress("0x03")
	first, second, third := common.HexToAddress("0xf1"), common.HexToAddress("0xf2"), common.HexToAddress("0xf3")
	var ids []ID
	for _, c := range []chain.Call{
		{To: oracle, Data: at(getAssetPrice, coin)}, {To: comet, Data: at(getPrice, second)},
		{To: third, Data: latestAnswer[:]}, {To: third, Data: []byte("else")},
	} {
		id, err := book.Watch(c, Price)
		if err != nil {
			t.Fatal(err)
		}
		ids = append(ids, id)
	}
	want := func(id ID, feed common.Address, updated uint64) {
		t.Helper()
		got, all := book.Feeds(id)
		if all != (updated > 0) || all && !slices.Equal(got, []Feed{{feed, updated, 0}}) {
			t.Fatalf("source %d comes from %v, %t; want %s of %d", id, got, all, feed, updated)
		}
	}
	node := shelf{}
	node.put(oracle, at(getAssetPrice, coin), 7)
	node.put(oracle, at(getSourceOfAsset, coin), number(first))
	node.put(first, latestRoundData[:], 1, 7, 90, 100, 1)
	node.put(second, latestRoundData[:], 1, 7, 190, 200, 1)
	node.put(third, latestRoundData[:], 1, 7, 300) // not what a feed answers
	db.Begin()
	if changed := node.read(t, book); changed != 1 {
		t.Fatalf("%d prices have changed, not one", changed)
	}
	want(ids[0], first, 100)
	want(ids[1], second, 200)
	want(ids[2], third, 0)
	want(ids[3], third, 0)
	want(None, third, 0)

	// Another takes the first one's place, the second has no time, or one that isn't.
	node.put(oracle, at(getSourceOfAsset, coin), number(third))
	node.put(third, latestRoundData[:], 1, 7, 300, 300, 1)
	node.put(second, latestRoundData[:], 1, 7, 0, 0, 1)
	db.Begin()
	if changed := node.read(t, book); changed != 0 {
		t.Fatalf("%d prices have changed with their feeds", changed)
	}
	want(ids[0], third, 300)
	want(ids[1], second, 0)
	want(ids[2], third, 300)
	node.put(second, latestRoundData[:], 1, 7, 0, lastTime+1, 1)
	node.put(oracle, at(getSourceOfAsset, coin), 0)
	db.Begin()
	node.read(t, book)
	want(ids[0], third, 0)
	want(ids[1], second, 0)

	for range 2 {
		if err := db.Undo(); err != nil {
			t.Fatal(err)
		}
	}
	want(ids[0], first, 100)
	want(ids[1], second, 200)
}

// address is one of few digits, of contracts of a test.
func address(n uint64) common.Address { return common.BigToAddress(uint256.NewInt(n).ToBig()) }

// behindOne is what stands behind one price of a fresh book.
func behindOne(t *testing.T, node shelf, c chain.Call) (feeds []Feed, all bool, asked int) {
	t.Helper()
	var db state.DB
	book := NewBook(&db)
	id, err := book.Watch(c, Price)
	if err != nil {
		t.Fatal(err)
	}
	db.Begin()
	node.read(t, book)
	feeds, all = book.Feeds(id)
	again := len(book.Query(0, 2, nil).Calls)
	if err := db.Undo(); err != nil {
		t.Fatal(err)
	}
	if got, known := book.Feeds(id); len(got) > 0 || known {
		t.Errorf("before anything was read %v stand behind it", got)
	}
	return feeds, all, again
}

// TestAdapters walks through contracts that are no feeds themselves, and finds that something is lacking where one of
// them doesn't tell.
func TestAdapters(t *testing.T) {
	oracle, coin, capped, peg, first, second := address(1), address(2), address(3), address(4), address(0xf1), address(0xf2)
	aave := chain.Call{To: oracle, Data: at(getAssetPrice, coin)}
	node := shelf{}
	node.put(oracle, at(getSourceOfAsset, coin), number(capped))
	want := func(what string, c chain.Call, all bool, calls int, feeds ...Feed) {
		t.Helper()
		got, told, asked := behindOne(t, node, c)
		if told != all || !slices.Equal(got, feeds) || asked != calls {
			t.Errorf("%s: %v, all %t, %d calls a block; want %v, all %t, %d calls", what, got, told, asked, feeds, all, calls)
		}
	}
	// a price, its source, and who might be a feed are asked in every block
	want("who says nothing", aave, false, 3)
	node.put(capped, adapterParts[1][:], number(peg))
	node.put(capped, ratioProvider[:], number(second))
	want("a cap on who says nothing", aave, false, 5)
	node.put(peg, adapterParts[3][:], number(first))
	node.put(first, latestRoundData[:], 1, 7, 90, 100, 1)
	want("a cap on a pegged price, at a ratio that is computed", aave, true, 6, Feed{first, 100, 0})
	node.put(second, latestRoundData[:], 1, 7, 90, 200, 1)
	want("at a ratio that is fed", aave, true, 6, Feed{first, 100, 0}, Feed{second, 200, 0})
	node.put(capped, adapterParts[0][:], number(first))
	want("which is asked twice", aave, true, 6, Feed{first, 100, 0}, Feed{second, 200, 0})
	node.put(peg, adapterParts[3][:], number(peg))
	want("in a circle", aave, false, 6, Feed{first, 100, 0}, Feed{second, 200, 0})

	morpho := chain.Call{To: oracle, Data: price[:]}
	want("an oracle of Morpho that says nothing", morpho, false, 1)
	for _, part := range morphoParts {
		node.put(oracle, part[:], 0)
	}
	want("of a vault alone", morpho, true, 1)
	node.put(oracle, morphoParts[0][:], number(first))
	node.put(oracle, morphoParts[3][:], number(second))
	want("of two feeds", morpho, true, 3, Feed{first, 100, 0}, Feed{second, 200, 0})
}

// TestResilientOracle asks Venus' oracle whom it asks first, and that one for its feed and its patience.
func TestResilientOracle(t *testing.T) {
	oracle, token, asset, first, feed := address(1), address(2), address(3), address(4), address(0xf1)
	price := chain.Call{To: oracle, Data: at(getUnderlyingPrice, token)}
	role := common.Address{}
	for name, asset := range map[string]common.Address{"a token": asset, "the coin": nativeToken} {
		node := shelf{}
		want := func(what string, all bool, feeds ...Feed) {
			t.Helper()
			got, told, _ := behindOne(t, node, price)
			if told != all || !slices.Equal(got, feeds) {
				t.Errorf("%s, %s: %v, all %t; want %v, all %t", name, what, got, told, feeds, all)
			}
		}
		want("unknown", false)
		if asset == nativeToken {
			node.put(oracle, nativeMarket[:], number(token))
		} else {
			node.put(token, underlying[:], number(asset))
		}
		put := func(to common.Address, data []byte, words ...*uint256.Int) {
			var r chain.Result
			for _, w := range words {
				b := w.Bytes32()
				r.Data = append(r.Data, b[:]...)
			}
			node[string(to[:])+string(data)] = r
		}
		one, none := uint256.NewInt(1), new(uint256.Int)
		word := func(a common.Address) *uint256.Int { return new(uint256.Int).SetBytes(a[:]) }
		want("whom it asks isn't told", false)
		put(oracle, at(getOracle, asset, role), word(first), one)
		want("nor what that one asks", false)
		put(first, at(postedPrices, asset), none)
		put(first, at(tokenConfigs, asset), word(asset), word(feed), uint256.NewInt(1500))
		want("nor when it was updated", false)
		node.put(feed, latestRoundData[:], 1, 7, 90, 100, 1)
		want("all", true, Feed{feed, 100, 1500})
		put(oracle, at(getOracle, asset, role), word(first), none)
		want("another is asked", false)
		put(oracle, at(getOracle, asset, role), word(first), one)
		put(first, at(postedPrices, asset), one)
		want("set by hand", false)
	}
}
