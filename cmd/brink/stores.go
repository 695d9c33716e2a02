package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"time"

	"brink/config"
	"brink/feed"
	"brink/store"
	"brink/store/postgres"
	"brink/store/sqlite"
)

// errLost ends a run whose leases another process may have by now.
var errLost = errors.New("the store hasn't answered for too long, and another process may go on from here")

// owned is a store that this process alone writes to, until lost is closed.
type owned struct {
	store.Store
	begin func(context.Context, feed.Cursor) error
	watch func(context.Context, *feed.Hub, func(error)) // wakes for what others wrote
	lost  <-chan struct{}                               // nil: can't be
	close func() error
	// snapshots is what the names of snapshot files begin with; empty where none
	// are kept.
	snapshots string
}

// Close implements store.Store.
func (o *owned) Close() error { return o.close() }

// openStore opens the configured store to write to it.
func openStore(ctx context.Context, cfg *config.Config) (*owned, error) {
	url := cfg.Store.URL.Reveal()
	path, isFile := strings.CutPrefix(url, "sqlite:")
	if !isFile {
		return openPostgres(ctx, url, cfg.Store.Lease)
	}
	st, err := sqlite.Open(ctx, path)
	if err != nil {
		return nil, err
	}
	return &owned{Store: st, begin: st.Begin, close: st.Close, snapshots: path}, nil
}

// openPostgres takes the one lease of all that a process does.
func openPostgres(ctx context.Context, url string, lease time.Duration) (_ *owned, err error) {
	st, err := postgres.Open(ctx, url)
	if err != nil {
		return nil, err
	}
	session, err := st.Session(ctx, lease)
	if err != nil {
		return nil, errors.Join(err, st.Close())
	}
	end := func() error {
		session.Close()
		return st.Close()
	}
	held, err := session.Take(ctx, "all")
	if err != nil {
		return nil, errors.Join(fmt.Errorf("opening the store: %w", err), end())
	}
	watch := func(ctx context.Context, hub *feed.Hub, failed func(error)) {
		st.Watch(ctx, time.Second, hub.Wake, failed)
	}
	return &owned{Store: held.Store(), begin: st.Begin, watch: watch, lost: session.Lost(), close: end}, nil
}

// run does what an open store needs, until ctx ends or the store is lost.
func (o *owned) run(ctx context.Context, hub *feed.Hub, failed func(error)) error {
	ctx, stop := context.WithCancel(ctx)
	var listening sync.WaitGroup
	defer listening.Wait()
	defer stop()
	if o.watch != nil {
		listening.Go(func() { o.watch(ctx, hub, failed) })
	}
	select {
	case <-o.lost:
		return errLost
	case <-ctx.Done():
		return ctx.Err()
	}
}
