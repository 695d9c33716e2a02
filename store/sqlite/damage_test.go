package sqlite_test

import (
	"context"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"brink/store/sqlite"
)

// TestFault30TornLog is a power cut: the files are copied while the store is open,
// and the end of the write-ahead log is torn, repeated or flipped. The store
// must come back at the end of the last batch that is whole, and go on from there.
func TestFault30TornLog(t *testing.T) {
	const total = 100 // fewer than what SQLite copies to the database at once
	dir := t.TempDir()
	path := filepath.Join(dir, "brink.db")
	s := mustOpen(t, path)
	var ends [total]int // of each batch in the log
	for i := range ends {
		appendAll(t, s, i+1, i+1)
		ends[i] = len(read(t, path+"-wal"))
	}
	db, wal := read(t, path), read(t, path+"-wal")
	if !slices.IsSorted(ends[:]) || ends[total-1] != len(wal) || ends[0] == len(wal) {
		t.Fatalf("the log began anew: %v", ends)
	}
	random := rand.New(rand.NewPCG(9, 9))
	for round := range 30 {
		torn := append([]byte(nil), wal...)
		at := 32 + random.IntN(len(torn)-32)
		switch round % 3 {
		case 0:
			torn = torn[:at]
		case 1:
			torn = append(torn, torn[at:]...)
		case 2:
			torn[at] ^= 1 << random.IntN(8)
		}
		copied := filepath.Join(t.TempDir(), "brink.db")
		write(t, copied, db)
		write(t, copied+"-wal", torn)
		s, err := sqlite.Open(context.Background(), copied)
		if err != nil {
			t.Fatalf("round %d: %v", round, err)
		}
		n, want := blocks(t, s), total
		if round%3 != 1 {
			want, _ = slices.BinarySearch(ends[:], at+1) // batches that end before
		}
		if n != want {
			t.Errorf("round %d: %d blocks are left, %d were whole", round, n, want)
		}
		appendAll(t, s, n+1, n+3)
		if got := blocks(t, s); got != n+3 {
			t.Errorf("round %d: %d blocks after %d and 3 more", round, got, n)
		}
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
}

func read(t *testing.T, path string) []byte {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return text
}

func write(t *testing.T, path string, text []byte) {
	t.Helper()
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestFault31FullDisk lets the file grow no further: appending fails and changes
// nothing, reading goes on, and with room again so does appending.
func TestFault31FullDisk(t *testing.T) {
	ctx := context.Background()
	s := mustOpen(t, filepath.Join(t.TempDir(), "brink.db"))
	appendAll(t, s, 1, 10)
	if err := s.LimitPages(ctx, 1); err != nil {
		t.Fatal(err)
	}
	full := 0
	for n := 11; full == 0; n++ {
		if _, err := s.Append(ctx, batch(n)); err != nil {
			full = n
		}
	}
	for range 3 {
		if _, err := s.Append(ctx, batch(full)); err == nil {
			t.Fatal("appending succeeds on a full disk")
		}
		if got := blocks(t, s); got != full-1 {
			t.Fatalf("%d blocks, want %d", got, full-1)
		}
	}
	if err := s.LimitPages(ctx, 1<<20); err != nil {
		t.Fatal(err)
	}
	appendAll(t, s, full, full+10)
	if got := blocks(t, s); got != full+10 {
		t.Fatalf("%d blocks after there was room again", got)
	}
}
