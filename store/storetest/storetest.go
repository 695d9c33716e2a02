package storetest

import (
	"context"
	"errors"
	"testing"

	"brink/chain"
	"brink/feed"
	"brink/store"

	"pgregory.net/rapid"
)

// Open opens the store at a place: a directory that is empty at first. The
// same place is the same store.
type Open func(place string) (store.Store, error)

// Run runs the suite.
func Run(t *testing.T, open Open) {
	t.Run("model", func(t *testing.T) { rapid.Check(t, func(rt *rapid.T) { testModel(rt, t, open) }) })
	t.Run("conflict", func(t *testing.T) { testConflict(t, open) })
	t.Run("owners", func(t *testing.T) { testOwners(t, open) })
	t.Run("races", func(t *testing.T) { testRaces(t, open) })
	t.Run("expiry", func(t *testing.T) { testExpiry(t, open) })
	t.Run("consumers", func(t *testing.T) { testConsumers(t, open) })
	t.Run("liquidations", func(t *testing.T) { testLiquidations(t, open) })
	t.Run("stats", func(t *testing.T) { testStats(t, open) })
	t.Run("kept", func(t *testing.T) { rapid.Check(t, func(rt *rapid.T) { testKept(rt, t, open) }) })
	t.Run("commits", func(t *testing.T) { testCommits(t, open) })
	t.Run("resync", func(t *testing.T) { testResync(t, open) })
	t.Run("past", func(t *testing.T) { testPast(t, open) })
	t.Run("exact", func(t *testing.T) { testExact(t, open) })
	t.Run("kill", func(t *testing.T) { testKill(t, open) })
}

func mustOpen(t testing.TB, open Open, place string) store.Store {
	t.Helper()
	s, err := open(place)
	if err != nil {
		t.Fatalf("opening: %v", err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

func mustAppend(t fataler, s store.Log, b feed.Batch) feed.Cursor {
	t.Helper()
	cursor, err := s.Append(context.Background(), b)
	if err != nil {
		t.Fatalf("appending %s: %v", b.To, err)
	}
	return cursor
}

// testModel does random things to a store and to the model, and wants them to
// agree, also after the store is closed and opened again.
func testModel(rt *rapid.T, t *testing.T, open Open) {
	place := t.TempDir()
	s, err := open(place)
	if err != nil {
		rt.Fatalf("opening: %v", err)
	}
	defer func() { s.Close() }()
	m := newModel()
	worlds := []*world{newWorld("1", 1), newWorld("31337", 31337), newWorld("31337/b", 31337)}
	intn := func(n int) int { return rapid.IntRange(0, n-1).Draw(rt, "n") }
	rt.Repeat(map[string]func(*rapid.T){
		"append": func(rt *rapid.T) {
			b := worlds[intn(len(worlds))].batch(intn)
			if got, want := mustAppend(rt, s, b), m.append(b); got != want {
				rt.Fatalf("Append returned %s, want %s", got, want)
			}
		},
		"append again": func(rt *rapid.T) {
			w := worlds[intn(len(worlds))]
			if w.last.From == w.last.To {
				rt.Skip("a batch that leaves the tip may be appended twice")
			}
			if _, err := s.Append(context.Background(), w.last); !errors.Is(err, store.ErrConflict) {
				rt.Fatalf("appending the last batch again: %v, want ErrConflict", err)
			}
		},
		"trim": func(rt *rapid.T) {
			keep := uint64(intn(20))
			if err := s.Trim(context.Background(), keep); err != nil {
				rt.Fatalf("trimming: %v", err)
			}
			m.trim(keep)
		},
		"reopen": func(rt *rapid.T) {
			if err := s.Close(); err != nil {
				rt.Fatalf("closing: %v", err)
			}
			if s, err = open(place); err != nil {
				rt.Fatalf("opening: %v", err)
			}
		},
		"": func(rt *rapid.T) { m.check(rt, s) },
	})
}

// testConflict wants a batch that doesn't come from the tip to change nothing.
func testConflict(t *testing.T, open Open) {
	s, m, w := mustOpen(t, open, t.TempDir()), newModel(), newWorld("1", 1)
	for range 3 {
		b := w.forward(always)
		mustAppend(t, s, b)
		m.append(b)
	}
	tip := w.tip()
	for name, from := range map[string]chain.Ref{
		"another hash":   {Number: tip.Number, Hash: [32]byte{9}},
		"another number": {Number: tip.Number + 1, Hash: tip.Hash},
		"an older block": w.blocks[1].Ref,
		"no hash":        {Number: tip.Number},
	} {
		b := feed.Batch{Shard: "1", From: from, To: chain.Ref{Number: 90, Hash: [32]byte{8}}, Entries: w.last.Entries}
		if _, err := s.Append(context.Background(), b); !errors.Is(err, store.ErrConflict) {
			t.Errorf("%s: Append returned %v, want ErrConflict", name, err)
		}
		m.check(t, s)
	}
}

func testExpiry(t *testing.T, open Open) {
	ctx := context.Background()
	s, w := mustOpen(t, open, t.TempDir()), newWorld("1", 1)
	if _, kept, err := s.Read(ctx, 0, 10, feed.Filter{}); err != nil || kept != (feed.Range{}) {
		t.Fatalf("reading an empty store: %v, %v", kept, err)
	}
	if _, _, err := s.Read(ctx, 1, 10, feed.Filter{}); !errors.Is(err, feed.ErrExpired) {
		t.Fatalf("reading beyond an empty store: %v, want ErrExpired", err)
	}
	var newest feed.Cursor
	for newest < 100 {
		newest = mustAppend(t, s, w.forward(always))
	}
	if err := s.Trim(ctx, 40); err != nil {
		t.Fatalf("trimming: %v", err)
	}
	floor := newest - 40
	for after, want := range map[feed.Cursor]error{
		0: feed.ErrExpired, floor - 1: feed.ErrExpired, floor: nil, newest: nil, newest + 1: feed.ErrExpired,
	} {
		entries, kept, err := s.Read(ctx, after, 1000, feed.Filter{})
		if !errors.Is(err, want) || (want == nil) != (err == nil) {
			t.Errorf("reading after %s: %v, want %v", after, err, want)
		}
		if kept != (feed.Range{Oldest: floor + 1, Newest: newest}) {
			t.Errorf("reading after %s: range %v", after, kept)
		}
		if err == nil && len(entries) != int(newest-after) {
			t.Errorf("reading after %s: %d entries", after, len(entries))
		}
	}
}

func testConsumers(t *testing.T, open Open) {
	ctx, place := context.Background(), t.TempDir()
	s := mustOpen(t, open, place)
	moves := []struct {
		name string
		to   feed.Cursor
	}{{"a", 7}, {"b", 3}, {"a", 9}, {"b", 1}}
	want := map[string]feed.Cursor{"a": 0, "b": 0, "c": 0}
	for _, move := range moves {
		if err := s.Advance(ctx, move.name, move.to); err != nil {
			t.Fatalf("advancing: %v", err)
		}
		want[move.name] = move.to
		for name := range want {
			if got, err := s.Resume(ctx, name); got != want[name] || err != nil {
				t.Fatalf("consumer %s is at %s, %v, want %s", name, got, err, want[name])
			}
		}
	}
	if err := s.Close(); err != nil {
		t.Fatalf("closing: %v", err)
	}
	s = mustOpen(t, open, place)
	if got, err := s.Resume(ctx, "a"); got != 9 || err != nil {
		t.Fatalf("after opening again consumer a is at %s, %v, want 9", got, err)
	}
}
