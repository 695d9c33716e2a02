package sqlite_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"testing"

	"brink/feed"
)

// A log that replaces one that is gone has no cursor in common with it.
func TestCursorsOfAnotherLogHaveExpired(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "brink.db")
	var ends []feed.Cursor
	for life := range 2 {
		s := mustOpen(t, path)
		if err := s.Begin(ctx, feed.Cursor(1000*(life+1))); err != nil {
			t.Fatal(err)
		}
		for _, old := range ends {
			if _, _, err := s.Read(ctx, old, 1, feed.Filter{}); !errors.Is(err, feed.ErrExpired) {
				t.Errorf("cursor %s of the old log: %v", old, err)
			}
		}
		if _, _, err := s.Read(ctx, 0, 1, feed.Filter{}); err != nil {
			t.Errorf("from the beginning of an empty log: %v", err)
		}
		appendAll(t, s, 1, 5)
		entries, kept, err := s.Read(ctx, 0, 100, feed.Filter{})
		if err != nil || len(entries) == 0 || entries[0].Cursor != feed.Cursor(1000*(life+1)+1) || kept.Start()+1 != entries[0].Cursor {
			t.Fatalf("%d entries, %v, %v", len(entries), kept, err)
		}
		if err := s.Begin(ctx, 5); err != nil { // too late: it has begun
			t.Fatal(err)
		}
		ends = append(ends, 0+kept.Newest, kept.Start()+1)
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
		if err := os.Remove(path); err != nil {
			t.Fatal(err)
		}
	}
}
