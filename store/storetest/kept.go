package storetest

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"testing"

	"brink/chain"
	"brink/feed"
	"brink/store"

	"golang.org/x/sync/errgroup"
	"pgregory.net/rapid"
)

// testKept does random commits of two consumers among the batches of a shard,
// and wants what is kept and what is in the log to be that of a map and a list.
func testKept(rt *rapid.T, t *testing.T, open Open) {
	ctx, place := context.Background(), t.TempDir()
	s, err := open(place)
	if err != nil {
		rt.Fatalf("opening: %v", err)
	}
	defer func() { s.Close() }()
	m, w := newModel(), newWorld("1", 1)
	want := map[string]*store.Kept{"alerts": {}, "notify": {}}
	consumer := rapid.SampledFrom([]string{"alerts", "notify"})
	rt.Repeat(map[string]func(*rapid.T){
		"append": func(rt *rapid.T) {
			b := w.forward(always)
			mustAppend(rt, s, b)
			m.append(b)
		},
		"commit": func(rt *rapid.T) {
			name := consumer.Draw(rt, "consumer")
			c := randomCommit(rt, name, want[name].Version)
			got, err := s.Commit(ctx, c)
			if err != nil || got != m.commit(c) {
				rt.Fatalf("Commit returned %s, %v, want %s", got, err, m.newest)
			}
			keep(want[name], c)
		},
		"commit at another version": func(rt *rapid.T) {
			name := consumer.Draw(rt, "consumer")
			c := randomCommit(rt, name, want[name].Version+1)
			if _, err := s.Commit(ctx, c); !errors.Is(err, store.ErrConflict) {
				rt.Fatalf("committing after a commit that isn't there: %v, want ErrConflict", err)
			}
		},
		"advance": func(rt *rapid.T) {
			name := consumer.Draw(rt, "consumer")
			want[name].Cursor = feed.Cursor(rapid.IntRange(0, 50).Draw(rt, "cursor"))
			if err := s.Advance(ctx, name, want[name].Cursor); err != nil {
				rt.Fatalf("advancing: %v", err)
			}
		},
		"reopen": func(rt *rapid.T) {
			if err := s.Close(); err != nil {
				rt.Fatalf("closing: %v", err)
			}
			if s, err = open(place); err != nil {
				rt.Fatalf("opening: %v", err)
			}
		},
		"": func(rt *rapid.T) {
			for name, kept := range want {
				got, err := s.Kept(ctx, name)
				if err != nil || !reflect.DeepEqual(got, *kept) {
					rt.Fatalf("consumer %s keeps %+v, %v, want %+v", name, got, err, *kept)
				}
				if _, known, err := s.Tip(ctx, name); known || err != nil {
					rt.Fatalf("consumer %s has a tip, %v", name, err)
				}
				entries, err := s.Current(ctx, name, []string{feed.AlertChanged})
				if err != nil {
					rt.Fatalf("reading what is current: %v", err)
				}
				equal(rt, "Current", entries, m.current(name, []string{feed.AlertChanged}))
			}
			entries, _, err := s.Read(ctx, 0, 1_000_000, feed.Filter{})
			if err != nil {
				rt.Fatalf("reading: %v", err)
			}
			equal(rt, "Read", entries, m.read(0, 1_000_000, feed.Filter{}))
		},
	})
}

func randomCommit(rt *rapid.T, name string, version uint64) store.Commit {
	c := store.Commit{Consumer: name, Version: version, Cursor: feed.Cursor(rapid.IntRange(0, 100).Draw(rt, "cursor")), Put: map[string][]byte{}}
	for range rapid.IntRange(0, 3).Draw(rt, "values") {
		key := rapid.SampledFrom([]string{"a", "b", "ü/x", ""}).Draw(rt, "key")
		c.Put[key] = rapid.SliceOfN(rapid.Byte(), 0, 5).Draw(rt, "value")
		if rapid.Bool().Draw(rt, "remove") {
			c.Put[key] = nil
		}
	}
	for i := range rapid.IntRange(0, 2).Draw(rt, "entries") {
		c.Entries = append(c.Entries, feed.Entry{ChainID: 1, ID: fmt.Sprintf("%s/%d/%d", name, version, i), Type: feed.AlertChanged,
			Subject: fmt.Sprint("rule:", i), Block: chain.Head{Ref: chain.Ref{Number: version}}, Status: feed.Latest, Data: []byte(`{}`)})
	}
	return c
}

// commit adds a consumer's entries to the log.
func (m *model) commit(c store.Commit) feed.Cursor {
	for _, e := range c.Entries {
		m.newest++
		e.Cursor = m.newest
		m.log = append(m.log, kept{e, c.Consumer})
	}
	return m.newest
}

func keep(k *store.Kept, c store.Commit) {
	k.Version++
	k.Cursor = c.Cursor
	for key, value := range c.Put {
		if value == nil {
			delete(k.Values, key)
			continue
		}
		if k.Values == nil {
			k.Values = map[string][]byte{}
		}
		k.Values[key] = value
	}
	if len(k.Values) == 0 {
		k.Values = nil
	}
}

// testCommits lets several goroutines commit as one consumer: what each adds
// to a number that is kept is never lost, and the log has it once.
func testCommits(t *testing.T, open Open) {
	const goroutines, commits = 4, 25
	ctx := context.Background()
	s := mustOpen(t, open, t.TempDir())
	var g errgroup.Group
	for range goroutines {
		g.Go(func() error {
			for done := 0; done < commits; {
				kept, err := s.Kept(ctx, "c")
				if err != nil {
					return err
				}
				n := len(kept.Values["n"])
				_, err = s.Commit(ctx, store.Commit{Consumer: "c", Version: kept.Version, Put: map[string][]byte{"n": make([]byte, n+1)},
					Entries: []feed.Entry{{ChainID: 1, ID: fmt.Sprint(n), Type: feed.AlertChanged, Subject: "s"}}})
				switch {
				case err == nil:
					done++
				case !errors.Is(err, store.ErrConflict):
					return err
				}
			}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		t.Fatalf("committing: %v", err)
	}
	entries, _, err := s.Read(ctx, 0, 1000, feed.Filter{})
	if err != nil || len(entries) != goroutines*commits {
		t.Fatalf("%d entries, %v", len(entries), err)
	}
	for i, e := range entries {
		if e.ID != fmt.Sprint(i) {
			t.Fatalf("entry %d is %s", i, e.ID)
		}
	}
}
