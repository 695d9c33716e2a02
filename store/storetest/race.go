package storetest

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"testing"
	"time"

	"brink/chain"
	"brink/feed"
	"brink/store"

	"golang.org/x/sync/errgroup"
)

// patience ends tests that would wait for ever.
const patience = time.Minute

// testOwners lets several goroutines write to one shard: of those that come
// from the same tip, one wins.
func testOwners(t *testing.T, open Open) {
	const owners, blocks = 4, 50
	s := mustOpen(t, open, t.TempDir())
	wins := make([]int, owners)
	var g errgroup.Group
	for owner := range owners {
		g.Go(func() error {
			for {
				tip, _, err := s.Tip(context.Background(), "1")
				if err != nil || tip.Number == blocks {
					return err
				}
				to := chain.Ref{Number: tip.Number + 1, Hash: [32]byte{byte(owner), byte(tip.Number)}}
				_, err = s.Append(context.Background(), feed.Batch{Shard: "1", From: tip.Ref, To: to,
					Entries: []feed.Entry{{ChainID: 1, ID: fmt.Sprint(to.Number), Type: feed.OracleUpdated, Subject: "s"}}})
				if err == nil {
					wins[owner]++
				} else if !errors.Is(err, store.ErrConflict) {
					return err
				}
			}
		})
	}
	if err := g.Wait(); err != nil {
		t.Fatalf("owner: %v", err)
	}
	total := 0
	for _, n := range wins {
		total += n
	}
	entries, _, err := s.Read(context.Background(), 0, 1000, feed.Filter{})
	if err != nil || total != blocks || len(entries) != blocks {
		t.Fatalf("%d batches won and %d entries are there, %v, want %d", total, len(entries), err, blocks)
	}
	for i, e := range entries {
		if e.ID != fmt.Sprint(i+1) {
			t.Fatalf("entry %d is %s", i+1, e.ID)
		}
	}
}

// testRaces lets several shards write while followers read: each of those must
// see every entry once and in order, and what Append returned must be readable.
func testRaces(t *testing.T, open Open) {
	const shards, followers, batches = 3, 4, 80
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	defer cancel()
	s := mustOpen(t, open, t.TempDir())
	var hub feed.Hub
	var g errgroup.Group
	for i := range shards {
		g.Go(func() error { return write(ctx, s, &hub, i, batches) })
	}
	total := make(chan feed.Cursor, 1)
	read, readCtx := errgroup.WithContext(ctx)
	for range followers {
		read.Go(func() error { return followAll(readCtx, s, &hub, total) })
	}
	if err := g.Wait(); err != nil {
		t.Fatalf("writer: %v", err)
	}
	_, kept, err := s.Read(ctx, 0, 1, feed.Filter{})
	if err != nil {
		t.Fatalf("reading: %v", err)
	}
	total <- kept.Newest
	if err := read.Wait(); err != nil {
		t.Fatalf("follower: %v", err)
	}
}

func write(ctx context.Context, s store.Store, hub *feed.Hub, i, batches int) error {
	w := newWorld(fmt.Sprint(i+1), uint64(i+1))
	choose := rand.New(rand.NewPCG(uint64(i), 0)).IntN
	for range batches {
		b := w.batch(choose)
		cursor, err := s.Append(ctx, b)
		if err != nil {
			return err
		}
		hub.Wake(cursor)
		if len(b.Entries) == 0 {
			continue
		}
		if got, _, err := s.Read(ctx, cursor-1, 1, feed.Filter{}); err != nil || len(got) != 1 || got[0].Cursor != cursor {
			return fmt.Errorf("cursor %s was returned but can't be read: %v, %v", cursor, got, err)
		}
	}
	return nil
}

// followAll follows until it has seen the total, which it hands on.
func followAll(ctx context.Context, s store.Store, hub *feed.Hub, total chan feed.Cursor) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	seen := make(chan feed.Cursor, 1)
	done := make(chan error, 1)
	go func() {
		next := feed.Cursor(1)
		_, err := feed.Follow(ctx, s, hub, 0, feed.Filter{}, func(entries []feed.Entry) error {
			for _, e := range entries {
				if e.Cursor != next {
					return fmt.Errorf("saw %s, want %s", e.Cursor, next)
				}
				next++
			}
			select {
			case <-seen:
			default:
			}
			seen <- next - 1
			return nil
		})
		done <- err
	}()
	end := feed.Cursor(0)
	for at := feed.Cursor(0); end == 0 || at < end; {
		select {
		case at = <-seen:
		case end = <-total:
			total <- end
		case err := <-done:
			return err
		}
	}
	stop()
	if err := <-done; !errors.Is(err, context.Canceled) {
		return err
	}
	return nil
}
