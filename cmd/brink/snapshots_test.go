package main

import (
	"bytes"
	"context"
	"errors"
	"io"
	"math/rand/v2"
	"os"
	"testing"
	"time"

	"brink/store"
	"brink/store/postgres"
	"brink/store/postgres/cluster"

	"github.com/jackc/pgx/v5"
)

// TestSnapshotOnItsWay holds a snapshot up on its way to PostgreSQL. The chain goes on meanwhile and sends no second one
// after it; one that is wanted now takes its place; the loss of the lease ends it; and what fails is told.
func TestSnapshotOnItsWay(t *testing.T) {
	v := born(t, 29)
	goOn := func() {
		t.Helper()
		v.tale.mine(rand.New(rand.NewPCG(1, v.tale.Head().Number)), true)
		v.node.Announce(v.tale.Head().Ref)
		for v.shard.Tip() != v.tale.Head().Ref {
			if err := v.shard.step(t.Context()); err != nil {
				t.Fatal(err)
			}
		}
	}
	goOn()
	rows, session, hold := newRows(t)
	t.Setenv("TMPDIR", t.TempDir()) // not the server's
	failures := make(chan error, 1)
	failed := func(err error) { failures <- err }
	s := &snapshots{depot: rows}
	arrives := func() {
		t.Helper()
		select {
		case <-s.done:
		case err := <-failures:
			t.Fatal(err)
		case <-time.After(time.Minute):
			t.Fatal("the snapshot doesn't arrive")
		}
	}
	maybe := func() {
		s.last = time.Time{}
		s.maybe(v.shard.Engine, failed)
	}

	release := hold()
	first := saved(t, v)
	maybe()
	goOn()
	for range 3 {
		maybe() // not as long as the first one is on its way
	}
	if !s.busy() || kept(t, rows) != nil {
		t.Fatal("the snapshot is there although the store held it up")
	}
	release()
	arrives()
	if !bytes.Equal(kept(t, rows), first) {
		t.Error("what arrived isn't what the engine held when it was sent")
	}

	release = hold()
	maybe()
	goOn()
	go func(given chan struct{}) { // that is on its way: one that is wanted now doesn't wait for it
		<-given
		release()
	}(s.done)
	if err := s.save(v.shard.Engine); err != nil {
		t.Fatal(err)
	}
	last := saved(t, v)
	if !bytes.Equal(kept(t, rows), last) {
		t.Error("the one that was on its way is there, not the last")
	}

	release = hold()
	goOn()
	maybe()
	session.Close()
	select {
	case err := <-failures:
		if !errors.Is(err, errLost) {
			t.Errorf("it ends with %v", err)
		}
	case <-time.After(time.Minute):
		t.Error("it goes on although the lease is lost")
	}
	release()
	if err := s.save(v.shard.Engine); !errors.Is(err, errLost) {
		t.Errorf("saving without a lease: %v", err)
	}
	if !bytes.Equal(kept(t, rows), last) {
		t.Error("the snapshot is another")
	}
	if left, err := os.ReadDir(os.Getenv("TMPDIR")); err != nil || len(left) > 0 {
		t.Errorf("%d copies are left, %v", len(left), err)
	}
}

// newRows is a depot in a PostgreSQL, the session that has its lease, and what lets nobody write to it.
func newRows(t *testing.T) (*snapshotRows, *postgres.Session, func() (release func())) {
	t.Helper()
	server, err := cluster.Start(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := server.Stop(); err != nil {
			t.Error(err)
		}
	})
	url, err := server.Store(t.Context(), t.Name())
	if err != nil {
		t.Fatal(err)
	}
	st, err := postgres.Open(t.Context(), url)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = st.Close() })
	session, err := st.Session(t.Context(), time.Minute)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(session.Close)
	lease, err := session.Take(t.Context(), "shard/7")
	if err != nil {
		t.Fatal(err)
	}
	hold := func() func() {
		t.Helper()
		conn, err := pgx.Connect(t.Context(), url)
		if err == nil {
			_, err = conn.Exec(t.Context(), `BEGIN; LOCK TABLE snapshot_parts IN SHARE MODE`)
		}
		if err != nil {
			t.Fatal(err)
		}
		return func() { _ = conn.Close(context.Background()) }
	}
	return &snapshotRows{store: lease.Store(), name: "7", lost: session.Lost()}, session, hold
}

// saved is a snapshot of what the engine holds.
func saved(t *testing.T, v *suicide) []byte {
	t.Helper()
	var all bytes.Buffer
	if err := v.shard.Save(&all); err != nil {
		t.Fatal(err)
	}
	return all.Bytes()
}

// TestNothingIsReadTwice loads a chain that isn't this process's yet, as every start does: what was said before the
// snapshot isn't read again, however long the log.
func TestNothingIsReadTwice(t *testing.T) {
	v := grown(t, 29, 20)
	v.shard.elsewhere = unknownChain(v.shard.chain)
	for loaded, want := range map[bool]bool{false: true, true: false} {
		said, err := v.shard.said(t.Context(), loaded)
		if err != nil {
			t.Fatal(err)
		}
		if any := len(said) > 0; any != want {
			t.Errorf("with a snapshot %v: %d entries are read", loaded, len(said))
		}
	}
}

// kept is what a depot has, nil for nothing.
func kept(t *testing.T, d depot) (all []byte) {
	t.Helper()
	if _, err := d.get(func(r io.Reader) (err error) {
		all, err = io.ReadAll(r)
		return err
	}); err != nil && !errors.Is(err, store.ErrConflict) {
		t.Fatal(err)
	}
	return all
}
