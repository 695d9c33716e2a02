package engine_test

import (
	"testing"

	"brink/engine"
)

// Near the head all that is asked of a block is known before it is there: its reader isn't asked once more. What was
// asked in advance of a block that came another way serves nobody.
func TestAhead(t *testing.T) {
	w := newWorld()
	r := newRunner(t, w, engine.Options{Audits: 5})
	for i := range 5 {
		w.set(who(i), 20, 1880+10*uint64(i))
	}
	if len(r.Ahead()) > 0 {
		t.Error("an engine that was shown nothing knows what to ask")
	}
	w.mine(12)
	r.follow()
	for range 12 {
		w.mine(12)
		audited, reads, ahead := r.audited, w.Reads(), len(r.Ahead())
		if ahead != 1+5 {
			t.Errorf("%d calls are made in advance, want a price and five positions", ahead)
		}
		r.follow()
		if r.audited != audited+5 || r.wrong > 0 {
			t.Errorf("%d were audited, %d wrong", r.audited-audited, r.wrong)
		}
		if n := w.Reads() - reads; n != 1 {
			t.Errorf("block %s was read %d times", r.Tip(), n)
		}
	}
	r.Ahead()
	w.rewind(2)
	w.set(who(5), 20, 1900)
	w.mine(12)
	r.follow()
	w.mine(12)
	r.follow()
	r.compare()
}
