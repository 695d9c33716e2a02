package sqlite_test

import (
	"context"
	"database/sql"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"brink/chain"
	"brink/feed"
	"brink/store"
	"brink/store/sqlite"
	"brink/store/storetest"

	"github.com/ethereum/go-ethereum/common"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func open(place string) (store.Store, error) {
	return sqlite.Open(context.Background(), filepath.Join(place, "brink.db"))
}

func TestStore(t *testing.T) { storetest.Run(t, open) }

// BenchmarkStore runs the suite's benchmarks.
func BenchmarkStore(b *testing.B) { storetest.Bench(b, open) }

func mustOpen(t *testing.T, path string) *sqlite.Store {
	t.Helper()
	s, err := sqlite.Open(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Close() })
	return s
}

// batch is the nth of a history of three entries a block.
func batch(n int) feed.Batch {
	at := func(n int) chain.Ref {
		return chain.Ref{Number: uint64(n), Hash: common.Hash{1, byte(n >> 8), byte(n)}}
	}
	b := feed.Batch{Shard: "1", From: at(n - 1), To: at(n), Time: uint64(n)}
	for i := range 3 {
		b.Entries = append(b.Entries, feed.Entry{ChainID: 1, ID: string(rune('a' + i)), Type: feed.PositionBand,
			Subject: strings.Repeat("s", 1+n%7), Block: chain.Head{Ref: b.To, Time: b.Time}, Data: []byte(`{}`)})
	}
	return b
}

func appendAll(t *testing.T, s *sqlite.Store, from, to int) {
	t.Helper()
	for n := from; n <= to; n++ {
		if _, err := s.Append(context.Background(), batch(n)); err != nil {
			t.Fatal(err)
		}
	}
}

// told is what a store says of itself.
type told interface {
	feed.Reader
	Tip(ctx context.Context, shard string) (store.Tip, bool, error)
}

// blocks checks that the log is the history up to some batch, and which.
func blocks(t *testing.T, r told) int {
	t.Helper()
	ctx := context.Background()
	entries, kept, err := r.Read(ctx, 0, 100_000, feed.Filter{})
	if err != nil {
		t.Fatal(err)
	}
	tip, _, err := r.Tip(ctx, "1")
	if err != nil {
		t.Fatal(err)
	}
	if len(entries) != 3*int(tip.Number) || int(kept.Newest) != len(entries) {
		t.Fatalf("there are %d entries up to %s at block %d", len(entries), kept.Newest, tip.Number)
	}
	for i, e := range entries {
		if int(e.Cursor) != i+1 || int(e.Block.Number) != i/3+1 {
			t.Fatalf("entry %d is %s of block %d", i+1, e.Cursor, e.Block.Number)
		}
	}
	return int(tip.Number)
}

func TestOneOwner(t *testing.T) {
	path := filepath.Join(t.TempDir(), "brink.db")
	s := mustOpen(t, path)
	_, err := sqlite.Open(context.Background(), path)
	if !errors.Is(err, store.ErrLocked) || !strings.Contains(err.Error(), path) {
		t.Fatalf("a second owner: %v", err)
	}
	appendAll(t, s, 1, 2)
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if got := blocks(t, mustOpen(t, path)); got != 2 {
		t.Fatalf("%d blocks", got)
	}
}

// mustRead opens for reading.
func mustRead(t *testing.T, path string) *sqlite.Reader {
	t.Helper()
	r, err := sqlite.OpenReader(context.Background(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	return r
}

// A reader sees what the owner adds, and can read without an owner.
func TestReader(t *testing.T) {
	ctx := context.Background()
	path := filepath.Join(t.TempDir(), "brink.db")
	if _, err := sqlite.OpenReader(ctx, path); err == nil {
		t.Fatal("a missing file was opened for reading")
	}
	if _, err := os.Stat(path); !errors.Is(err, os.ErrNotExist) {
		t.Fatalf("a reader made the file: %v", err)
	}
	s := mustOpen(t, path)
	appendAll(t, s, 1, 1)
	r := mustRead(t, path)
	for n := 2; n < 30; n++ {
		appendAll(t, s, n, n)
		entries, kept, err := r.Read(ctx, feed.Cursor(3*n-3), 10, feed.Filter{})
		if err != nil || len(entries) != 3 || int(kept.Newest) != 3*n {
			t.Fatalf("block %d: %v, %v, %v", n, entries, kept, err)
		}
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	if _, kept, err := r.Read(ctx, 0, 1, feed.Filter{}); err != nil || kept.Newest != 87 {
		t.Fatalf("without an owner: %v, %v", kept, err)
	}
	alone := mustRead(t, path)
	if _, kept, err := alone.Read(ctx, 0, 1, feed.Filter{}); err != nil || kept.Newest != 87 {
		t.Fatalf("opened without an owner: %v, %v", kept, err)
	}
}

// A file that is not a store of this version is refused and left as it is.
func TestForeignFile(t *testing.T) {
	for name, statements := range map[string]string{
		"is not a brink store": "CREATE TABLE photos (id INTEGER)",
		"newer brink":          "PRAGMA application_id = 0x62726e6b; PRAGMA user_version = 99",
	} {
		path := filepath.Join(t.TempDir(), "other.db")
		db, err := sql.Open("sqlite", path)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := db.Exec(statements); err != nil {
			t.Fatal(err)
		}
		if err := db.Close(); err != nil {
			t.Fatal(err)
		}
		if _, err := sqlite.Open(context.Background(), path); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
	path := filepath.Join(t.TempDir(), "text.db")
	text := []byte(strings.Repeat("not a database\n", 500))
	if err := os.WriteFile(path, text, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := sqlite.Open(context.Background(), path); err == nil || !strings.Contains(err.Error(), path) {
		t.Errorf("a text file: %v", err)
	}
	if now, err := os.ReadFile(path); err != nil || string(now) != string(text) {
		t.Errorf("the text file was changed: %v", err)
	}
}
