package prices

import (
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
		"latestAnswer()": latestAnswer, "latestRoundData()": latestRoundData,
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

func at(s selector, argument common.Address) []byte {
	return append(s[:], common.LeftPadBytes(argument[:], 32)...)
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
		got, known := book.Feed(id)
		if known != (updated > 0) || known && got != (Feed{feed, updated}) {
			t.Fatalf("source %d comes from %v, %t; want %s of %d", id, got, known, feed, updated)
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
