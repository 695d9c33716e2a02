package engine_test

import (
	"encoding/json"
	"regexp"
	"strings"
	"testing"

	"brink/engine"
	"brink/engine/till"
	"brink/feed"
	"brink/position"

	"github.com/ethereum/go-ethereum/common"
	"pgregory.net/rapid"
)

// What a kill in the middle of a reorganisation may make unknown: since when a position is liquidatable.
var sinceWhen = regexp.MustCompile(`("liquidatable_(?:blocks|seconds)":)[0-9]+|"liquidatable_since":{[^}]*},`)

// forgotten is an entry without it.
func forgotten(line string) string {
	return strings.ReplaceAll(sinceWhen.ReplaceAllString(line, "${1}null"), `null"block"`, `"block"`)
}

// happen draws what happens in a block or instead of one.
func (w *world) happen(t *rapid.T) {
	switch kind := rapid.IntRange(0, 99).Draw(t, "kind"); {
	case kind < 12 && w.Head().Number > w.final+1:
		depth := rapid.IntRange(1, int(min(6, w.Head().Number-w.final))).Draw(t, "depth")
		w.rewind(depth)
		for range depth {
			w.change(t)
			w.mine(12)
		}
		fallthrough
	default:
		w.change(t)
		w.mine(rapid.SampledFrom([]uint64{12, 12, 1, 3600, 86400, 30 * 86400}).Draw(t, "seconds"))
		w.settle(8)
	}
}

// change draws what a block does.
func (w *world) change(t *rapid.T) {
	for range rapid.IntRange(0, 3).Draw(t, "accounts") {
		a := who(rapid.IntRange(0, 11).Draw(t, "account"))
		debt := rapid.SampledFrom([]uint64{0, 1, 600, 800, 850, 900, 950, 990, 1000, 2500}).Draw(t, "debt")
		w.set(a, rapid.Uint64Range(9, 11).Draw(t, "collateral"), debt)
		if debt > 0 && rapid.IntRange(0, 4).Draw(t, "seized") == 0 {
			w.seize(a)
		}
	}
	if rapid.IntRange(0, 3).Draw(t, "moved") == 0 {
		w.now.price = rapid.Uint64Range(60, 140).Draw(t, "price") * till.Unit
	}
}

// TestRestartsLeaveNoTrace kills one engine at every opportunity and another one never: their logs are the same.
func TestRestartsLeaveNoTrace(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld()
		steady := newRunner(t, w, engine.Options{})
		killed := newRunner(t, w, engine.Options{})
		for range rapid.IntRange(5, 40).Draw(t, "blocks") {
			w.happen(t)
			for steady.Tip() != w.Head().Ref {
				switch what := rapid.IntRange(0, 5).Draw(t, "what"); {
				case what == 0 && w.holds(steady.Tip()): // else the way there is no more
					killed.restart()
				case what == 1:
					killed.save()
				}
				steady.step()
				for killed.Tip() != steady.Tip() {
					killed.step()
				}
			}
			steady.compare()
		}
		killed.save()
		killed.restart()
		if a, b := steady.db.Digest(), killed.db.Digest(); a != b {
			t.Fatal("the states differ")
		}
		for i := range max(len(steady.record.entries), len(killed.record.entries)) {
			if i >= len(steady.record.entries) {
				t.Fatalf("said twice: %s", line(killed.record.entries[i]))
			}
			if i >= len(killed.record.entries) {
				t.Fatalf("lost: %s", line(steady.record.entries[i]))
			}
			if a, b := line(steady.record.entries[i]), line(killed.record.entries[i]); a != b && forgotten(a) != forgotten(b) {
				t.Fatalf("entry %d is\n%s\nwithout restarts\n%s", i, b, a)
			}
		}
	})
}

// TestFault29NothingIsForgotten kills one engine at every opportunity while the chain only grows: its log is that of
// another one, with and without snapshots, to the block since which each position is liquidatable.
func TestFault29NothingIsForgotten(t *testing.T) {
	known := 0
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld()
		steady, killed := newRunner(t, w, engine.Options{}), newRunner(t, w, engine.Options{})
		for range rapid.IntRange(5, 40).Draw(t, "blocks") {
			w.change(t)
			w.mine(rapid.SampledFrom([]uint64{1, 12, 3600}).Draw(t, "seconds"))
			switch rapid.IntRange(0, 3).Draw(t, "what") {
			case 0:
				killed.restart()
			case 1:
				killed.save()
			}
			steady.follow()
			killed.follow()
		}
		for i, e := range steady.record.entries {
			if i >= len(killed.record.entries) || line(e) != line(killed.record.entries[i]) {
				t.Fatalf("entry %d is\n%s\nwithout kills\n%s", i, line(killed.record.entries[min(i, len(killed.record.entries)-1)]), line(e))
			}
			if strings.Contains(string(e.Data), `"liquidatable_blocks":`) && !strings.Contains(string(e.Data), `"liquidatable_blocks":null`) {
				known++
			}
		}
		if a, b := len(steady.record.entries), len(killed.record.entries); a != b {
			t.Fatalf("%d entries, without kills %d", b, a)
		}
	})
	if known == 0 {
		t.Error("of no liquidation it is known for how long the position had been liquidatable")
	}
}

// TestFault05ChainMovesWhileDown lets the chain go on, and back, while the engine is down or can't keep up: every
// fact stands exactly once, no number is ever wrong, and the last word on each position is true.
func TestFault05ChainMovesWhileDown(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld()
		r := newRunner(t, w, engine.Options{Live: rapid.SampledFrom([]uint64{0, 2}).Draw(t, "live")})
		for range rapid.IntRange(2, 15).Draw(t, "lives") {
			for range rapid.IntRange(0, 4).Draw(t, "blocks unseen") {
				w.happen(t)
			}
			if rapid.IntRange(0, 2).Draw(t, "killed") > 0 {
				r.restart()
			}
			for range rapid.IntRange(1, 5).Draw(t, "blocks seen") {
				w.happen(t)
				r.follow()
				r.compare()
				r.compareFacts()
				r.comparePrice()
				if rapid.IntRange(0, 3).Draw(t, "save") == 0 {
					r.save()
				}
			}
		}
	})
}

// comparePrice demands that the price which was said last is the price, to a thousandth.
func (r *runner) comparePrice() {
	r.t.Helper()
	said := r.since(0, feed.OracleUpdated)
	var body struct {
		PriceUSD string `json:"price_usd"`
	}
	if err := json.Unmarshal(said[len(said)-1].Data, &body); err != nil {
		r.t.Fatal(err)
	}
	got, ok := feed.ParseDollars(body.PriceUSD)
	want := r.world.now.price
	if n := got.Uint64(); !ok || n*1001 < want*1000 || n*999 > want*1000 {
		r.t.Fatalf("at %s: the price was last said to be %s, it is %d", r.Tip(), body.PriceUSD, want)
	}
}

// honest demands that what is shown of each position is its state at the tip, or unknown.
func (r *runner) honest() {
	r.t.Helper()
	r.Look(func(l *engine.Look) {
		if !r.world.holds(l.Tip.Ref) {
			return // nobody remembers how it was
		}
		truth := r.world.states[l.Tip.Number]
		d := &l.Deployments[0]
		for id := range position.ID(d.Positions) {
			p := d.Describe(id)
			row, there := truth.accounts[common.HexToAddress(p.Account)]
			h := till.Stands(row, truth.price, l.Tip.Time)
			if p.Native != nil && (!there || p.Native.HealthFactor != h.Factor.Dec() || p.Native.Debt != h.Debt.Dec()) {
				r.t.Fatalf("at %s: %s is shown with %s, it has %s", l.Tip, p.ID, p.Native.HealthFactor, h.Factor.Dec())
			}
		}
	})
}

// compareFacts demands that what stands in the store is what stands on the chain.
func (r *runner) compareFacts() {
	r.t.Helper()
	want := 0
	for _, b := range r.world.Blocks(r.Filter()) {
		for _, l := range b.Logs {
			if _, seized := r.till.Liquidated(&l); seized {
				want++
			}
		}
	}
	if len(r.record.facts) != want {
		r.t.Fatalf("at %s: %d liquidations stand, the chain has %d", r.Tip(), len(r.record.facts), want)
	}
	for _, e := range r.record.facts {
		if b := r.world.Blocks(r.Filter())[e.Block.Number]; b.Hash != e.Block.Hash {
			r.t.Fatalf("at %s: %s stands, its block doesn't", r.Tip(), e.ID)
		}
	}
}
