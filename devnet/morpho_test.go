package devnet_test

import (
	"testing"

	"pgregory.net/rapid"
)

// TestRandomHistoriesAreSeenAsMorphoSeesThem compares every position in every market after every block, on every
// branch, in every way to come to know them.
func TestRandomHistoriesAreSeenAsMorphoSeesThem(t *testing.T) {
	once(t)
	rapid.Check(t, func(rt *rapid.T) {
		l := openMorpho(rt)
		h := beginMorpho(rt, l, 40)
		w := l.watch(whole)
		w.race()
		watchers := []*morphoWatcher{w}
		for h.total() < 1500 {
			what := rapid.IntRange(0, 99).Draw(rt, "what")
			depth := min(1+int64(what%8), int64(l.Chain.Head().Number)-int64(h.first))
			if what >= 90 && depth > 0 {
				h.reorg(uint64(depth))
			} else {
				h.block(rapid.IntRange(5, 35).Draw(rt, "acts"))
			}
			for _, w := range watchers {
				w.follow()
			}
			if len(watchers) == 1 && h.total() > 400 {
				late, few := l.watch(current), l.watch(chosen, l.crowd[2:12]...)
				for _, w := range []*morphoWatcher{late, few} {
					w.join(l.Chain.Head().Number)
					watchers = append(watchers, w)
				}
				h.first = l.Chain.Head().Number + 1 // they read what they found with the next block
			}
			if what%25 == 0 {
				w.restart()
			}
		}
		fresh := l.watch(whole)
		fresh.race()
		if fresh.db.Digest() != w.db.Digest() {
			t.Fatalf("at %s: the state isn't what it would be from scratch", w.Tip())
		}
		t.Log(h.report(), w.said)
		t.Log("compared", w.compared, watchers[1].compared, watchers[2].compared, "audits", w.audits, "undone", w.undone)
		for _, a := range morphoActs {
			if h.done[a.name] == 0 {
				t.Errorf("no %s happened", a.name)
			}
		}
		if w.undone == 0 || w.audits == 0 {
			t.Errorf("%d blocks undone, %d audits", w.undone, w.audits)
		}
	})
}
