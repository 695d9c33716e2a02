package engine_test

import (
	"testing"

	"brink/engine"
	"brink/prices"
	"brink/protocols"

	"github.com/holiman/uint256"
	"pgregory.net/rapid"
)

// exact is a protocol whose positions can't be weighed: every one is evaluated.
type exact struct{ protocols.Protocol }

func (p exact) At(view prices.View) protocols.Frame { return exactFrame{p.Protocol.At(view)} }

type exactFrame struct{ protocols.Frame }

func (f exactFrame) Growth(since protocols.Frame) uint64 {
	return f.Frame.Growth(since.(exactFrame).Frame)
}

// TestWeighedEqualsExact follows one world with and without weighing, through crashes, reorganisations, restarts and
// lines elsewhere: they say the same, word for word.
func TestWeighedEqualsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld()
		near := rapid.SampledFrom([]uint64{100, 110, 115, 140, 250, 400}).Draw(t, "near")
		opt := engine.Options{Near: *uint256.NewInt(near * 1e16)}
		weighed := newRunner(t, w, opt)
		all := &runner{t: t, world: w, record: &record{t: t}, opt: opt, exact: true}
		all.build()
		for range rapid.IntRange(5, 60).Draw(t, "blocks") {
			w.happen(t)
			if rapid.IntRange(0, 19).Draw(t, "distrusted") == 0 && weighed.till.Len() > 0 && all.till.Len() == weighed.till.Len() {
				all.till.Distrust(0)
				weighed.till.Distrust(0)
			}
			for weighed.Tip() != w.Head().Ref {
				if rapid.IntRange(0, 9).Draw(t, "what") == 0 && w.holds(weighed.Tip()) {
					weighed.save()
					weighed.restart()
				}
				weighed.step()
				all.step()
			}
		}
		for i := range max(len(all.record.entries), len(weighed.record.entries)) {
			if i >= len(all.record.entries) || i >= len(weighed.record.entries) {
				t.Fatalf("%d entries, and %d where all are evaluated", len(weighed.record.entries), len(all.record.entries))
			}
			if a, b := line(all.record.entries[i]), line(weighed.record.entries[i]); a != b {
				t.Fatalf("entry %d is\n%s\nwhere all are evaluated\n%s", i, b, a)
			}
		}
	})
}
