package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"brink/feed"
	"brink/store"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
)

const (
	// connections bounds what one process asks at the same time.
	connections = 8
	// patience is how long an answer may take: without it, who is cut off would
	// wait for ever.
	patience = 30 * time.Second
	// conflict is the SQLSTATE that the schema's functions raise for store.ErrConflict.
	conflict = "BR001"
)

// Reader reads a schema that Open has made.
type Reader struct{ pool *pgxpool.Pool }

// Store may also write. Any number of processes may have the same one open.
type Store struct {
	*Reader
	lease *Lease // under which it writes; nil for none
}

var (
	_ store.Store  = (*Store)(nil)
	_ store.Reader = (*Reader)(nil)
)

// Open connects, and makes or updates the tables in the first schema of the
// connection's search_path. The URL is what libpq takes.
func Open(ctx context.Context, url string) (*Store, error) {
	r, err := open(ctx, url, true)
	if err != nil {
		return nil, err
	}
	return &Store{Reader: r}, nil
}

// OpenReader connects without changing anything.
func OpenReader(ctx context.Context, url string) (*Reader, error) { return open(ctx, url, false) }

func open(ctx context.Context, url string, update bool) (*Reader, error) {
	cfg, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, fmt.Errorf("opening the store: %w", err)
	}
	cfg.MaxConns = connections
	prepare(cfg.ConnConfig)
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	pool, err := pgxpool.NewWithConfig(ctx, cfg)
	if err != nil {
		return nil, fmt.Errorf("opening the store: %w", err)
	}
	if err := ready(ctx, pool, update); err != nil {
		pool.Close()
		return nil, fmt.Errorf("opening the store: %w", err)
	}
	return &Reader{pool}, nil
}

// prepare sets what must hold whatever the server's own settings are.
func prepare(cfg *pgx.ConnConfig) {
	if cfg.ConnectTimeout == 0 {
		cfg.ConnectTimeout = patience / 3
	}
	if cfg.RuntimeParams["application_name"] == "" {
		cfg.RuntimeParams["application_name"] = "brink"
	}
	for name, value := range map[string]string{
		"default_transaction_isolation": "read committed", // a function must see what was there when it got the lock
		"synchronous_commit":            "on",             // a cursor that was given out must not come to mean another entry
	} {
		cfg.RuntimeParams[name] = value
	}
}

// Close ends all connections. A server that doesn't answer isn't waited for.
func (r *Reader) Close() error {
	closed := make(chan struct{})
	go func() {
		defer close(closed)
		r.pool.Close()
	}()
	t := time.NewTimer(time.Second)
	defer t.Stop()
	select {
	case <-closed:
	case <-t.C:
	}
	return nil
}

// Begin makes a log that holds nothing yet begin after a cursor.
func (s *Store) Begin(ctx context.Context, after feed.Cursor) error {
	return s.change(ctx, "beginning the log", `UPDATE log SET newest = $1, floor = $1, base = $1 WHERE newest = 0`, int64(after))
}

// change runs one statement that writes.
func (s *Store) change(ctx context.Context, action, statement string, args ...any) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if _, err := s.pool.Exec(ctx, statement, args...); err != nil {
		return fmt.Errorf("%s: %w", action, err)
	}
	return nil
}

// cursor runs a function of the schema that adds to the log.
func (s *Store) cursor(ctx context.Context, call string, args ...any) (feed.Cursor, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	var newest int64
	err := s.pool.QueryRow(ctx, call, args...).Scan(&newest)
	return feed.Cursor(newest), refused(err)
}

// refused is the error as callers know it.
func refused(err error) error {
	var raised *pgconn.PgError
	if errors.As(err, &raised) && raised.Code == conflict {
		return fmt.Errorf("%w: %s", store.ErrConflict, raised.Message)
	}
	return err
}
