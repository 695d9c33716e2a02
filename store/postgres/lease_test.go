package postgres_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"testing"
	"time"

	"brink/devnet/fault"
	"brink/feed"
	"brink/store"
	"brink/store/postgres"
	"brink/store/postgres/cluster"
)

// short is a lease time that a test can wait for.
const short = 2 * time.Second

func session(t *testing.T, url string) *postgres.Session {
	t.Helper()
	s, err := mustOpen(t, url).Session(t.Context(), short)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

// takeSoon takes a lease as soon as its owner is given up.
func takeSoon(t *testing.T, s *postgres.Session, name string) *postgres.Lease {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	for {
		l, err := s.Take(ctx, name)
		if err == nil {
			return l
		}
		if !errors.Is(err, store.ErrLocked) {
			t.Fatal(err)
		}
		select {
		case <-ctx.Done():
			t.Fatal(ctx.Err())
		case <-time.After(short / 20):
		}
	}
}

func TestOneOwner(t *testing.T) {
	url := fresh(t)
	a, b := session(t, url), session(t, url)
	mine, err := a.Take(t.Context(), "1")
	if err != nil {
		t.Fatal(err)
	}
	if _, err := b.Take(t.Context(), "1"); !errors.Is(err, store.ErrLocked) {
		t.Fatalf("a second owner: %v, want ErrLocked", err)
	}
	if _, err := b.Take(t.Context(), "2"); err != nil {
		t.Fatalf("another lease: %v", err)
	}
	if err := mine.Release(t.Context()); err != nil {
		t.Fatal(err)
	}
	theirs, err := b.Take(t.Context(), "1")
	if err != nil {
		t.Fatal(err)
	}
	mustAppend(t, theirs.Store(), 1)
	if _, err := mine.Store().Append(t.Context(), batch(2)); !errors.Is(err, store.ErrConflict) {
		t.Errorf("the former owner appends: %v, want ErrConflict", err)
	}
	if _, err := mine.Store().Commit(t.Context(), store.Commit{Consumer: "status/1"}); !errors.Is(err, store.ErrConflict) {
		t.Errorf("the former owner commits: %v, want ErrConflict", err)
	}
	mustAppend(t, theirs.Store(), 2)
}

// An owner whose network is gone knows it before another one has its lease, and
// can't write when the network is back.
func TestCutOffOwner(t *testing.T) {
	url := fresh(t)
	mustOpen(t, url)
	pipe, err := fault.NewPipe(server.Address())
	if err != nil {
		t.Fatal(err)
	}
	defer pipe.Close()
	through, err := cluster.Through(url, pipe.Address())
	if err != nil {
		t.Fatal(err)
	}
	far, near := session(t, through), session(t, url)
	old, err := far.Take(t.Context(), "1")
	if err != nil {
		t.Fatal(err)
	}
	mustAppend(t, old.Store(), 1)
	pipe.Blackhole(true)
	heir := takeSoon(t, near, "1")
	select {
	case <-far.Lost():
	default:
		t.Error("the lease had two owners who both believed in it")
	}
	mustAppend(t, heir.Store(), 2)
	pipe.Blackhole(false)
	if _, err := old.Store().Append(t.Context(), batch(3)); !errors.Is(err, store.ErrConflict) {
		t.Errorf("the former owner appends: %v, want ErrConflict", err)
	}
	mustAppend(t, heir.Store(), 3)
}

// A step whose answer was lost is told again: it is in the log once, also one
// that leaves the tip where it is.
func TestAnswerIsLost(t *testing.T) {
	url := fresh(t)
	l, err := session(t, url).Take(t.Context(), "1")
	if err != nil {
		t.Fatal(err)
	}
	stay := batch(1)
	stay.From = stay.To
	first := l.Store()
	cursor, err := first.Append(t.Context(), stay)
	if err != nil {
		t.Fatal(err)
	}
	l.Forget()
	again, err := first.Append(t.Context(), stay)
	if err != nil || again != cursor {
		t.Fatalf("told again it ends at %s, %v, want %s", again, err, cursor)
	}
	entries, _, err := first.Read(t.Context(), 0, 100, feed.Filter{})
	if err != nil || len(entries) != 3 {
		t.Fatalf("%d entries, %v", len(entries), err)
	}
}

// A snapshot is the newest that was saved whole, of any size, and a former owner
// can't put its own in the place of it.
func TestSnapshot(t *testing.T) {
	url := fresh(t)
	a, b := session(t, url), session(t, url)
	mine, err := a.Take(t.Context(), "1")
	if err != nil {
		t.Fatal(err)
	}
	save := func(l *postgres.Lease, data []byte, broken error) error {
		return l.Store().SaveSnapshot(t.Context(), "1", func(w io.Writer) error {
			for rest := data; len(rest) > 0; rest = rest[min(len(rest), 1000):] {
				if _, err := w.Write(rest[:min(len(rest), 1000)]); err != nil {
					return err
				}
			}
			return broken
		})
	}
	load := func() (data []byte, found bool) {
		t.Helper()
		found, err := mine.Store().LoadSnapshot(t.Context(), "1", func(r io.Reader) (err error) {
			data, err = io.ReadAll(r)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		return data, found
	}
	if _, found := load(); found {
		t.Error("there is a snapshot before one was saved")
	}
	var last []byte
	for _, size := range []int{3<<20 + 17, 1 << 20, 5, 0} {
		last = bytes.Repeat([]byte{byte(size), 1, 2}, size/3+1)
		if err := save(mine, last, nil); err != nil {
			t.Fatal(err)
		}
		if data, found := load(); !found || !bytes.Equal(data, last) {
			t.Fatalf("%d bytes of %d", len(data), len(last))
		}
	}
	broken := errors.New("the state can't be told")
	if err := save(mine, []byte("half"), broken); !errors.Is(err, broken) {
		t.Errorf("saving what can't be told: %v", err)
	}
	if err := mine.Release(t.Context()); err != nil {
		t.Fatal(err)
	}
	if _, err := b.Take(t.Context(), "1"); err != nil {
		t.Fatal(err)
	}
	if err := save(mine, []byte("a former owner's"), nil); !errors.Is(err, store.ErrConflict) {
		t.Errorf("a former owner saves: %v", err)
	}
	if data, found := load(); !found || !bytes.Equal(data, last) {
		t.Errorf("the snapshot is %q now", data)
	}
	if err := mine.Store().DropSnapshot(t.Context(), "1"); err != nil {
		t.Fatal(err)
	}
	if _, found := load(); found {
		t.Error("the snapshot is there although it was dropped")
	}
}
