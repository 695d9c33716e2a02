package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"time"

	"brink/engine"
	"brink/state"
	"brink/store/postgres"
)

// snapshotEvery is how often a snapshot is saved.
const snapshotEvery = 5 * time.Minute

// depot is where one snapshot is kept.
type depot interface {
	// put takes what write writes in the place of what it had.
	put(write func(io.Writer) error) error
	// get hands what it has to read; false for nothing.
	get(read func(io.Reader) error) (bool, error)
	// setAside makes it have nothing, and tells where that went.
	setAside() (where string, err error)
}

// snapshots keeps one snapshot a chain, which shortens a restart. The chain and
// the store hold the truth: one that is damaged or of another release is set
// aside, never trusted.
type snapshots struct {
	depot // nil: none are kept
	last  time.Time
}

// maybe saves when it is time to. A snapshot that can't be written costs the
// next restart some time, and nothing else.
func (s *snapshots) maybe(e *engine.Engine, log *slog.Logger) {
	if s.depot == nil || time.Since(s.last) < snapshotEvery {
		return
	}
	s.last = time.Now()
	if err := s.save(e); err != nil {
		log.Warn("Cannot save a snapshot", "error", err)
	}
	thrift()
}

// save puts what the engine holds now in the place of what was kept.
func (s *snapshots) save(e *engine.Engine) error {
	if s.depot == nil || e.Tip().Hash == ([32]byte{}) {
		return nil
	}
	return s.put(e.Save)
}

// load reads the snapshot, if there is one. Since loading damaged data leaves
// the engine unusable, it is set aside and the engine must be made anew.
func (s *snapshots) load(e *engine.Engine) (bool, error) {
	if s.depot == nil {
		return false, nil
	}
	found, err := s.get(e.Load)
	if err == nil {
		if found {
			s.last = time.Now()
		}
		return found, nil
	}
	if errors.Is(err, state.ErrCorrupt) || errors.Is(err, state.ErrLayout) || errors.Is(err, engine.ErrSnapshot) {
		aside, moveErr := s.setAside()
		if moveErr != nil {
			return false, fmt.Errorf("loading the snapshot: %w", errors.Join(err, moveErr))
		}
		return false, &unusableError{aside, err}
	}
	return false, fmt.Errorf("loading the snapshot: %w", err)
}

// snapshotFile is a depot in a file of that name.
type snapshotFile string

func (f snapshotFile) put(write func(io.Writer) error) error { return replace(string(f), write) }

func (f snapshotFile) get(read func(io.Reader) error) (bool, error) {
	file, err := os.Open(string(f))
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	return true, errors.Join(read(file), file.Close())
}

func (f snapshotFile) setAside() (string, error) {
	aside := string(f) + ".unusable"
	return "moved to " + aside, os.Rename(string(f), aside)
}

// snapshotRows is a depot in the tables of PostgreSQL, for whoever owns the
// shard next.
type snapshotRows struct {
	store *postgres.Store
	name  string
	lost  <-chan struct{} // closed when it is another's
}

// rowsPatience is how long a snapshot may be on its way.
const rowsPatience = 5 * time.Minute

func (r snapshotRows) put(write func(io.Writer) error) error {
	select {
	case <-r.lost:
		return errLost
	default:
	}
	// Also when the program is about to end.
	ctx, cancel := context.WithTimeout(context.Background(), rowsPatience)
	defer cancel()
	return r.store.SaveSnapshot(ctx, r.name, write)
}

func (r snapshotRows) get(read func(io.Reader) error) (bool, error) {
	ctx, cancel := context.WithTimeout(context.Background(), rowsPatience)
	defer cancel()
	return r.store.LoadSnapshot(ctx, r.name, read)
}

func (r snapshotRows) setAside() (string, error) {
	ctx, cancel := context.WithTimeout(context.Background(), rowsPatience)
	defer cancel()
	return "dropped", r.store.DropSnapshot(ctx, r.name)
}

// replace replaces a file in one move, after its content is on disk.
func replace(path string, write func(io.Writer) error) error {
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*")
	if err != nil {
		return fmt.Errorf("saving a snapshot: %w", err)
	}
	err = errors.Join(write(f), f.Sync(), f.Close())
	if err == nil {
		err = os.Rename(f.Name(), path)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("saving a snapshot: %w", err), os.Remove(f.Name()))
	}
	return nil
}

// unusableError says that a snapshot was set aside; the engine that tried to
// load it must be replaced by a new one.
type unusableError struct {
	aside string
	cause error
}

func (e *unusableError) Error() string {
	return fmt.Sprintf("snapshot is unusable and was %s: %v", e.aside, e.cause)
}

func (e *unusableError) Unwrap() error { return e.cause }
