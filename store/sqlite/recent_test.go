package sqlite_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"reflect"
	"testing"

	"brink/chain"
	"brink/feed"
	"brink/store"

	"github.com/ethereum/go-ethereum/common"
)

// What is remembered of the log is what stands in it.
func TestRecentEntries(t *testing.T) {
	ctx, types := context.Background(), []string{feed.PositionBand, feed.PositionOpened, feed.AlertChanged}
	rng := rand.New(rand.NewPCG(3, 3))
	path := filepath.Join(t.TempDir(), "brink.db")
	s := mustOpen(t, path)
	if err := s.Begin(ctx, 500); err != nil {
		t.Fatal(err)
	}
	var tip chain.Ref
	told := 0
	for step := range 60 {
		if rng.IntN(10) == 0 {
			if err := s.Close(); err != nil {
				t.Fatal(err)
			}
			s = mustOpen(t, path)
		}
		n := []int{0, 1, 20, 300, 1100}[rng.IntN(5)]
		entries := make([]feed.Entry, n)
		for i := range entries {
			entries[i] = feed.Entry{ChainID: uint64(1 + i%2), ID: fmt.Sprint(step, i), Type: types[i%len(types)], Subject: fmt.Sprint(i % 7),
				Status: feed.Latest, HasLog: i%5 == 0, TxHash: common.Hash{byte(i)}, LogIndex: uint(i)}
			if i%3 > 0 {
				entries[i].Data = []byte(`{}`)
			}
		}
		next := chain.Ref{Number: tip.Number + 1, Hash: common.Hash{byte(step), 1}}
		newest, err := s.Commit(ctx, store.Commit{Consumer: "alerts", Version: uint64(step), Entries: entries[:n/10]})
		if err == nil {
			newest, err = s.Append(ctx, feed.Batch{Shard: "1", From: tip, To: next, Entries: entries[n/10:]})
		}
		if err == nil && rng.IntN(4) == 0 {
			err = s.Trim(ctx, rng.Uint64N(1500))
		}
		if tip = next; err != nil {
			t.Fatal(err)
		}
		for range 20 {
			after, limit := newest-feed.Cursor(rng.IntN(1500))+1, []int{1, 100, 5000}[rng.IntN(3)]
			want := feed.Filter{ChainID: rng.Uint64N(3), Types: types[:rng.IntN(3)]}
			got, gotKept, gotErr := s.Read(ctx, after, limit, want)
			stored, kept, err := s.Reader.Read(ctx, after, limit, want)
			if len(got) != len(stored) || len(got) > 0 && !reflect.DeepEqual(got, stored) || gotKept != kept ||
				errors.Is(gotErr, feed.ErrExpired) != errors.Is(err, feed.ErrExpired) {
				t.Fatalf("after %d, %d of %v: %d entries, %v, %v; stored are %d, %v, %v", after, limit, want, len(got), gotKept, gotErr, len(stored), kept, err)
			}
			told += len(got)
		}
	}
	if told == 0 {
		t.Error("nothing was read")
	}
}
