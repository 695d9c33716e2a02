package engine_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"brink/chain"
	"brink/engine"
	"brink/engine/till"
	"brink/feed"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

// update makes the till's feed say when it was updated; the till asks itself.
func (w *world) update(at uint64) {
	none := new(uint256.Int)
	w.Answer(chain.Call{To: tillAt, Data: []byte{0xfe, 0xaf, 0x96, 0x8c}},
		chain.Result{Data: till.Words(none, none, none, uint256.NewInt(at), none)})
}

// ages are what was said of the till's price since an entry: its type, whether it is stale, and its price.
func (r *runner) ages(n int) (said []string) {
	r.t.Helper()
	for _, e := range r.since(n, feed.OracleUpdated, feed.OracleStale) {
		var body struct {
			PriceUSD  string `json:"price_usd"`
			Stale     *bool  `json:"stale"`
			Feed      string `json:"feed"`
			UpdatedAt string `json:"updated_at"`
			Heartbeat uint64 `json:"heartbeat_seconds"`
		}
		if err := json.Unmarshal(e.Data, &body); err != nil {
			r.t.Fatal(err)
		}
		if (body.Stale != nil) != (e.Type == feed.OracleStale) {
			r.t.Fatalf("%s says %s", e.Type, e.Data)
		}
		if body.Feed != "" && (body.Feed != tillAt.Hex() || body.UpdatedAt == "" || body.Heartbeat != 100) {
			r.t.Fatalf("the feed is told as %s", e.Data)
		}
		word := "told"
		if body.Stale != nil {
			word = map[bool]string{true: "stale", false: "fresh"}[*body.Stale]
		}
		said = append(said, word+" "+body.PriceUSD)
	}
	return said
}

func TestFault26StaleFeed(t *testing.T) {
	w := newWorld()
	r := newRunner(t, w, engine.Options{Feeds: true, Heartbeats: map[common.Address]uint64{tillAt: 100}})
	n := 0
	expect := func(want ...string) {
		t.Helper()
		r.follow()
		if got := r.ages(n); fmt.Sprint(got) != fmt.Sprint(want) {
			t.Fatalf("at %s, of the price was said %v, not %v", r.Tip(), got, want)
		}
		n = len(r.record.entries)
	}
	w.update(w.mine(12).Time + 12) // of the block to come
	w.mine(12)
	expect("told 1000.00")
	w.mine(100)
	expect()
	w.mine(1)
	expect("stale 1000.00")

	// A price that moves is stale all the same, and a restart forgets nothing.
	w.now.price = 110 * till.Unit
	w.mine(1)
	expect("stale 1100.00")
	r.restart()
	w.mine(1000)
	expect()
	r.save()
	r.restart()
	w.mine(1)
	expect()

	// On the way back the price is the old one, then young; on the other branch it is stale again.
	w.rewind(4)
	w.mine(1)
	expect("stale 1000.00", "fresh 1000.00", "stale 1000.00")
	w.update(w.Head().Time + 1)
	w.mine(1)
	expect("fresh 1000.00")

	// What can't be told isn't judged.
	w.mine(101)
	expect("stale 1000.00")
	w.update(0)
	w.mine(1)
	expect("told 1000.00")
}
