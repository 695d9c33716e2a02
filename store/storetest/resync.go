package storetest

import (
	"context"
	"slices"
	"testing"

	"brink/chain"
	"brink/feed"
)

// testResync goes back behind the final block: what was said of the blocks
// after is found, withdrawn, and the shard goes on from there.
func testResync(t *testing.T, open Open) {
	ctx := context.Background()
	s, m, w := mustOpen(t, open, t.TempDir()), newModel(), newWorld("1", 1)
	choose := func(n int) int { return min(1, n-1) } // undoes what it did
	for range 12 {
		for _, b := range []feed.Batch{w.forward(always), w.forward(choose), w.undo()} {
			mustAppend(t, s, b)
			m.append(b)
		}
	}
	past, err := s.Past(ctx, "1")
	if err != nil {
		t.Fatal(err)
	}
	known := make(map[chain.Ref]bool)
	for _, b := range w.blocks {
		known[b.Ref] = true
	}
	for i, b := range past {
		if i > 0 && past[i-1].Number <= b.Number {
			t.Fatalf("%s after %s", b, past[i-1])
		}
		if !known[b] {
			t.Errorf("block %s was taken back", b)
		}
	}
	if len(past) < len(w.blocks)-1 {
		t.Errorf("%d blocks, of %d", len(past), len(w.blocks))
	}

	to := w.blocks[3]
	if to.Number >= w.final {
		t.Fatalf("block %s isn't final", to)
	}
	got, err := s.Standing(ctx, "1", to.Number)
	if err != nil {
		t.Fatal(err)
	}
	var want []feed.Entry
	for _, e := range m.log {
		if feed.Fact(e.Type) && e.Block.Number > to.Number && known[e.Block.Ref] && e.Status != feed.Reverted {
			want = append(want, e.Entry)
		}
	}
	slices.Reverse(want)
	equal(t, "Standing", got, want)
	back := feed.Batch{Shard: "1", From: w.tip().Ref, To: to.Ref, Time: to.Time, Resync: true, Final: to.Number}
	for _, e := range got {
		back.Entries = append(back.Entries, e.Withdrawn())
	}
	mustAppend(t, s, back)
	m.append(back)
	m.check(t, s)
	if got, err = s.Standing(ctx, "1", to.Number); err != nil || len(got) > 0 {
		t.Errorf("after all was withdrawn %d facts stand, %v", len(got), err)
	}
}
