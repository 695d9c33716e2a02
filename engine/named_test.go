package engine_test

import (
	"encoding/json"
	"testing"

	"brink/engine"
	"brink/engine/till"
	"brink/feed"

	"github.com/ethereum/go-ethereum/common"
)

// Of a named account every movement of a thousandth is told, in any band, and
// nothing smaller; of others only bands.
func TestNamedAccountsAreToldFinely(t *testing.T) {
	w := newWorld()
	a, b := who(1), who(2)
	r := newRunner(t, w, engine.Options{Named: []common.Address{a}})
	w.set(a, 20, 1000) // 1.6 at a price of 100
	w.set(b, 20, 1000)
	w.mine(12)
	r.follow()
	factor := func(e feed.Entry) string {
		var p feed.Position
		if err := json.Unmarshal(e.Data, &p); err != nil {
			t.Fatal(err)
		}
		if p.Account != a.Hex() {
			t.Fatalf("told of %s", p.Account)
		}
		return *p.HealthFactor
	}
	first := r.since(0, feed.PositionChanged)
	if len(first) != 1 {
		t.Fatalf("at first: %v", first)
	}
	began := factor(first[0])
	n := len(r.record.entries)
	w.now.price = 100*till.Unit + 50*till.Unit/1000
	w.mine(1)
	r.follow()
	if told := r.since(n, feed.PositionChanged); len(told) != 0 {
		t.Fatalf("of half a thousandth: %v", told)
	}
	w.now.price = 99 * till.Unit
	w.mine(1)
	r.follow()
	told := r.since(n, engine.PositionTypes()...)
	if len(told) != 1 || told[0].Type != feed.PositionChanged || factor(told[0]) >= began {
		t.Fatalf("of a hundredth: %v", told)
	}
	// A reorganisation tells how it is again.
	n = len(r.record.entries)
	w.rewind(2)
	w.mine(1)
	r.follow()
	back := r.since(n, feed.PositionChanged)
	if len(back) == 0 || factor(back[len(back)-1]) < factor(told[0]) {
		t.Fatalf("after a reorganisation: %v", back)
	}
	// The end of the debt.
	n = len(r.record.entries)
	w.set(a, 20, 0)
	w.mine(1)
	r.follow()
	if ends := r.since(n, feed.PositionClosed); len(ends) != 1 {
		t.Fatalf("at the end: %v", ends)
	}
}
