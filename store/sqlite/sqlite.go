package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"

	"brink/feed"
	"brink/store"

	"github.com/gofrs/flock"
	_ "modernc.org/sqlite" // the database/sql driver
)

// readers bounds the connections that read at the same time.
const readers = 4

// Store is the owner's view of the file: the one that may write.
type Store struct {
	*Reader
	write   *sql.DB
	stmts   statements
	sweeper *sweeper
	recent  recent
	lock    *flock.Flock
}

var _ store.Store = (*Store)(nil)

// Open opens or makes the file and takes ownership of it until Close.
// store.ErrLocked when another process has it.
func Open(ctx context.Context, path string) (*Store, error) { return open(ctx, path, ".lock") }

// Guest writes to a file beside its owner: what consumers of its own name keep,
// and liquidations of the past, neither of which the owner looks at before it
// writes.
type Guest struct{ s *Store }

// OpenBeside opens a file, which an owner has made, as a guest. store.ErrLocked
// when there is one already.
func OpenBeside(ctx context.Context, path string) (*Guest, error) {
	if _, err := os.Stat(path); err != nil {
		return nil, fmt.Errorf("opening the store: %w", err)
	}
	s, err := open(ctx, path, ".guest.lock")
	if err != nil {
		return nil, err
	}
	return &Guest{s}, nil
}

// Kept is documented at store.Keeper.
func (g *Guest) Kept(ctx context.Context, consumer string) (store.Kept, error) {
	return g.s.Kept(ctx, consumer)
}

// Commit is documented at store.Keeper. It refuses entries: the owner would not
// hear of them.
func (g *Guest) Commit(ctx context.Context, c store.Commit) (feed.Cursor, error) {
	if len(c.Entries) > 0 {
		return 0, fmt.Errorf("committing consumer %s: %w", c.Consumer, errGuest)
	}
	return g.s.Commit(ctx, c)
}

// Close ends the visit.
func (g *Guest) Close() error { return g.s.Close() }

var (
	_        store.Keeper = (*Guest)(nil)
	errGuest              = errors.New("a guest may not add to the log")
)

func open(ctx context.Context, path, suffix string) (_ *Store, err error) {
	// The lock has a file of its own: SQLite's own locks on the database would
	// be dropped by anybody in this process who opened and closed that file.
	lock := flock.New(path + suffix)
	taken, err := lock.TryLock()
	if err != nil {
		return nil, fmt.Errorf("locking %s: %w", path, err)
	}
	if !taken {
		return nil, fmt.Errorf("opening %s: %w: stop that one, or give this one a store of its own", path, store.ErrLocked)
	}
	s := &Store{lock: lock}
	defer func() {
		if err != nil {
			err = errors.Join(err, s.Close())
		}
	}()
	// FULL, so that a commit is on disk before anybody hears of it: a cursor
	// that was given out must never come to mean another entry. An entry of a position takes half of SQLite's usual page: of
	// larger ones fewer are written.
	if s.write, err = connect(path, url.Values{
		"_txlock": {"immediate"},
		"_pragma": {"page_size(8192)", "journal_mode(WAL)", "synchronous(FULL)", "busy_timeout(5000)", "journal_size_limit(67108864)", "cache_size(-16384)", "temp_store(memory)",
			"wal_autocheckpoint(" + sweepMost + ")"},
	}); err != nil {
		return nil, err
	}
	s.write.SetMaxOpenConns(1)
	if err := migrate(ctx, s.write); err != nil {
		return nil, fmt.Errorf("opening %s: %w", path, err)
	}
	if s.stmts, err = prepare(ctx, s.write); err != nil {
		return nil, fmt.Errorf("opening %s: %w", path, err)
	}
	if s.Reader, err = OpenReader(ctx, path); err != nil {
		return nil, err
	}
	if err := s.begin(ctx); err != nil {
		return nil, err
	}
	sweeping, err := connect(path, url.Values{"_pragma": {"synchronous(FULL)", "cache_size(-256)"}})
	if err != nil {
		return nil, err
	}
	sweeping.SetMaxOpenConns(1)
	s.sweeper = newSweeper(sweeping, path, s.settleSome)
	return s, nil
}

// Begin makes a log that holds nothing yet begin after a cursor.
func (s *Store) Begin(ctx context.Context, after feed.Cursor) error {
	if _, err := s.write.ExecContext(ctx, `UPDATE log SET newest = ?1, floor = ?1, base = ?1, settled = ?1 WHERE newest = 0`, int64(after)); err != nil {
		return fmt.Errorf("beginning the log: %w", err)
	}
	return s.begin(ctx)
}

// Close gives the file free.
func (s *Store) Close() error {
	var errs []error
	if s.Reader != nil {
		errs = append(errs, s.Reader.Close())
	}
	if s.sweeper != nil {
		errs = append(errs, s.sweeper.close())
	}
	if s.write != nil {
		errs = append(errs, s.write.Close())
	}
	return errors.Join(append(errs, s.lock.Unlock())...)
}

// Reader reads the file, also while another process owns it.
type Reader struct{ read *sql.DB }

var _ store.Reader = (*Reader)(nil)

// OpenReader opens a file that an owner has made.
func OpenReader(ctx context.Context, path string) (*Reader, error) {
	if _, err := os.Stat(path); err != nil {
		return nil, fmt.Errorf("opening the store: %w", err)
	}
	db, err := connect(path, url.Values{"mode": {"ro"}, "_pragma": {"busy_timeout(5000)", "query_only(1)"}})
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(readers)
	db.SetMaxIdleConns(readers)
	if err := checkVersion(ctx, db); err != nil {
		return nil, fmt.Errorf("opening %s: %w", path, errors.Join(err, db.Close()))
	}
	return &Reader{db}, nil
}

// Close ends reading.
func (r *Reader) Close() error { return r.read.Close() }

func connect(path string, params url.Values) (*sql.DB, error) {
	abs, err := filepath.Abs(path)
	if err != nil {
		return nil, fmt.Errorf("opening %s: %w", path, err)
	}
	dsn := url.URL{Scheme: "file", Path: filepath.ToSlash(abs), RawQuery: params.Encode()}
	db, err := sql.Open("sqlite", dsn.String())
	if err != nil {
		return nil, fmt.Errorf("opening %s: %w", path, err)
	}
	return db, nil
}
