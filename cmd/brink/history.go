package main

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"brink/config"
	"brink/store"
	"brink/store/postgres"
	"brink/store/sqlite"
)

// history is the store as the one who adds liquidations of the past sees it, beside
// those who watch.
type history struct {
	store.Keeper
	store.Reader
	closers []func() error
}

// openHistory opens the configured store. One that isn't there yet, or is of an
// older release, is brought into shape.
func openHistory(ctx context.Context, cfg *config.Config) (*history, error) {
	url := cfg.Store.URL.Reveal()
	path, ok := strings.CutPrefix(url, "sqlite:")
	if !ok {
		st, err := postgres.Open(ctx, url)
		if err != nil {
			return nil, err
		}
		h := &history{st, st, []func() error{st.Close}}
		if err := begin(ctx, st); err != nil {
			return nil, errors.Join(err, h.Close())
		}
		return h, nil
	}
	owned, err := sqlite.Open(ctx, path)
	switch {
	case errors.Is(err, store.ErrLocked): // by brink watch
	case err != nil:
		return nil, err
	default:
		if err := errors.Join(begin(ctx, owned), owned.Close()); err != nil {
			return nil, err
		}
	}
	guest, err := sqlite.OpenBeside(ctx, path)
	if err != nil {
		return nil, err
	}
	reader, err := sqlite.OpenReader(ctx, path)
	if err != nil {
		return nil, errors.Join(err, guest.Close())
	}
	return &history{guest, reader, []func() error{reader.Close, guest.Close}}, nil
}

// Close ends the visit.
func (h *history) Close() (err error) {
	for _, end := range h.closers {
		err = errors.Join(err, end())
	}
	if err != nil {
		return fmt.Errorf("closing the store: %w", err)
	}
	return nil
}
