package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"brink/config"
	"brink/feed"
	"brink/store"
	"brink/store/postgres"
	"brink/store/sqlite"
)

// errLost ends a run whose leases another process may have by now.
var errLost = errors.New("the store hasn't answered for too long, or another process went on from here")

// lookEvery is how often a shared store is looked at for what others wrote, as
// notifications may be lost.
const lookEvery = time.Second

// record is the open store, and what it takes to be its owner: all of it, where
// the store is a file, or a lease at a time, where processes share it.
type record struct {
	store.Store
	file    string            // of SQLite
	shared  *postgres.Store   // instead of file
	session *postgres.Session // of a shared one, when it is to be written to
	lease   time.Duration

	newest atomic.Uint64 // cursor that was seen of a shared one

	mu   sync.Mutex
	held int // leases
}

// openRecord opens the configured store to watch.
func openRecord(ctx context.Context, cfg *config.Config) (*record, error) {
	path, ok := strings.CutPrefix(cfg.Store.URL.Reveal(), "sqlite:")
	if !ok {
		return openShared(ctx, cfg, true)
	}
	st, err := sqlite.Open(ctx, path)
	if err != nil {
		return nil, err
	}
	if err := begin(ctx, st); err != nil {
		return nil, errors.Join(err, st.Close())
	}
	return &record{Store: st, file: path}, nil
}

// openSpectator opens a store that others write to.
func openSpectator(ctx context.Context, cfg *config.Config) (*record, error) {
	if strings.HasPrefix(cfg.Store.URL.Reveal(), "sqlite:") {
		return nil, usageError("brink serve needs a store that processes can share; store.url is a file: use brink watch, or PostgreSQL")
	}
	return openShared(ctx, cfg, false)
}

func openShared(ctx context.Context, cfg *config.Config, owns bool) (_ *record, err error) {
	st, err := postgres.Open(ctx, cfg.Store.URL.Reveal())
	if err != nil {
		return nil, err
	}
	r := &record{Store: st, shared: st, lease: cfg.Store.Lease}
	defer func() {
		if err != nil {
			err = errors.Join(err, r.Close())
		}
	}()
	if owns {
		if r.session, err = st.Session(ctx, r.lease); err != nil {
			return nil, err
		}
	}
	return r, begin(ctx, st)
}

// begin gives a log that replaces a lost one cursors of its own.
func begin(ctx context.Context, st interface {
	Begin(ctx context.Context, after feed.Cursor) error
}) error {
	return st.Begin(ctx, feed.Cursor(time.Now().Unix())<<20)
}

// Close gives all leases back.
func (r *record) Close() error {
	if r.session != nil {
		r.session.Close()
	}
	return r.Store.Close()
}

// run wakes those who wait for what others write, until ctx ends or the leases
// are lost.
func (r *record) run(ctx context.Context, hub *feed.Hub, failed func(error)) error {
	if r.shared == nil {
		<-ctx.Done()
		return ctx.Err()
	}
	ctx, stop := context.WithCancel(ctx)
	var listening sync.WaitGroup
	defer listening.Wait()
	defer stop()
	wake := func(newest feed.Cursor) {
		r.newest.Store(uint64(newest))
		hub.Wake(newest)
	}
	listening.Go(func() { r.shared.Watch(ctx, lookEvery, wake, failed) })
	var lost <-chan struct{}
	if r.session != nil {
		lost = r.session.Lost()
	}
	select {
	case <-lost:
		return errLost
	case <-ctx.Done():
		return ctx.Err()
	}
}

// owned is the store for the owner of something.
type owned struct {
	store.Store
	rows *snapshotRows // of a shared one, without a name
}

// under does something as the only one to do it: at once with a store of one's
// own, or when the lease is free. Who has many leases asks less often, so that
// machines share them.
func (r *record) under(ctx context.Context, name string, do func(context.Context, owned) error) error {
	if r.shared == nil {
		return do(ctx, owned{Store: r.Store})
	}
	for r.session != nil && ctx.Err() == nil {
		lease, err := r.session.Take(ctx, name)
		if err == nil {
			r.hold(1)
			defer r.hold(-1)
			mine := lease.Store()
			err := do(ctx, owned{mine, &snapshotRows{store: mine, lost: r.session.Lost()}})
			// Without an answer it is given back with the session.
			return errors.Join(err, lease.Release(context.WithoutCancel(ctx)))
		}
		if ctx.Err() == nil && !errors.Is(err, store.ErrLocked) {
			return errors.Join(errLost, err)
		}
		wait(ctx, min(r.lease/2, r.lease/20*time.Duration(1+r.hold(0))))
	}
	<-ctx.Done()
	return ctx.Err()
}

// take is the store for the owner of something, if nobody else is that now.
func (r *record) take(ctx context.Context, name string) (store.Store, error) {
	if r.shared == nil {
		return r.Store, nil
	}
	lease, err := r.session.Take(ctx, name)
	if err != nil {
		return nil, fmt.Errorf("%w: stop the one that watches the chain first", err)
	}
	return lease.Store(), nil
}

// hold counts the leases.
func (r *record) hold(more int) int {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.held += more
	return r.held
}

// depot is where the snapshots of a chain are.
func (r *record) depot(o owned, c config.Chain) depot {
	if o.rows == nil {
		return snapshotFile(snapshotPath(r.file, c))
	}
	o.rows.name = fmt.Sprint(c.ID)
	return o.rows
}

// snapshotPath is where the snapshot of a chain is kept, beside the store.
func snapshotPath(store string, c config.Chain) string {
	return fmt.Sprintf("%s.%d.snapshot", store, c.ID)
}

// hideSnapshot lets the chain be read anew at the next start.
func (r *record) hideSnapshot(ctx context.Context, c config.Chain) error {
	if r.shared != nil {
		return r.shared.DropSnapshot(ctx, fmt.Sprint(c.ID))
	}
	path := snapshotPath(r.file, c)
	if err := os.Rename(path, path+".before-resync"); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("setting the snapshot aside: %w", err)
	}
	return nil
}
