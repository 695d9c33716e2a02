package sqlite

import (
	"context"
	"fmt"
	"maps"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"brink/chain"
	"brink/feed"

	"pgregory.net/rapid"
)

// However much of the log is settled, what was said last of each subject is found, and no trimming drops it.
func TestLastWords(t *testing.T) {
	folder := t.TempDir()
	made := 0
	rapid.Check(t, func(t *rapid.T) {
		ctx := context.Background()
		made++
		s, err := Open(ctx, filepath.Join(folder, fmt.Sprint(made, ".db")))
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		last := make(map[string]feed.Cursor)
		tip := chain.Ref{}
		for range rapid.IntRange(1, 20).Draw(t, "steps") {
			switch rapid.IntRange(0, 4).Draw(t, "step") {
			case 0:
				if _, err := s.settle(ctx, rapid.Int64Range(1, 7).Draw(t, "most")); err != nil {
					t.Fatal(err)
				}
			case 1:
				if err := s.Trim(ctx, rapid.Uint64Range(0, 10).Draw(t, "keep")); err != nil {
					t.Fatal(err)
				}
			default:
				to := chain.Ref{Number: tip.Number + 1}
				b := feed.Batch{Shard: "1", From: tip, To: to}
				for i := range rapid.IntRange(1, 6).Draw(t, "entries") {
					b.Entries = append(b.Entries, feed.Entry{ChainID: 1, ID: fmt.Sprintf("%d:%d", to.Number, i), Status: feed.Latest,
						Type:    rapid.SampledFrom([]string{feed.PositionBand, feed.PositionOpened}).Draw(t, "type"),
						Subject: rapid.SampledFrom([]string{"a", "b", "c", "d", "e", "f", "g"}).Draw(t, "subject")})
				}
				newest, err := s.Append(ctx, b)
				if err != nil {
					t.Fatal(err)
				}
				for i, e := range b.Entries {
					last[e.Subject] = newest - feed.Cursor(len(b.Entries)-1-i)
				}
				tip = to
			}
			current, err := s.Current(ctx, "1", []string{feed.PositionBand, feed.PositionOpened})
			if err != nil {
				t.Fatal(err)
			}
			found := make(map[string]feed.Cursor)
			for _, e := range current {
				found[e.Subject] = e.Cursor
			}
			if !maps.Equal(found, last) || len(current) != len(last) || !slices.IsSortedFunc(current, func(a, b feed.Entry) int { return int(a.Cursor) - int(b.Cursor) }) {
				t.Fatalf("%v are found, want %v", found, last)
			}
		}
	})
}

// Much is settled without anybody's asking for it.
func TestSettlesBesideTheAppender(t *testing.T) {
	ctx := context.Background()
	s := newStore(t)
	b := feed.Batch{Shard: "1", To: chain.Ref{Number: 1}}
	for i := range 2*settleMost + settleFrom/2 {
		b.Entries = append(b.Entries, feed.Entry{ChainID: 1, ID: fmt.Sprint(i), Type: feed.PositionBand, Subject: fmt.Sprint(i % 700), Status: feed.Latest})
	}
	if _, err := s.Append(ctx, b); err != nil {
		t.Fatal(err)
	}
	for late := time.After(time.Minute); ; {
		n, err := s.unsettled(ctx)
		if err != nil {
			t.Fatal(err)
		}
		if n < settleFrom {
			return
		}
		select {
		case <-late:
			t.Fatalf("%d entries aren't settled", n)
		case <-time.After(5 * time.Millisecond):
		}
	}
}
