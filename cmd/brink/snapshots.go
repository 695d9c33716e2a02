package main

import (
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
)

// snapshotEvery is how often a snapshot is saved.
const snapshotEvery = 5 * time.Minute

// snapshots keeps one file a chain, which shortens a restart. The chain and the
// store hold the truth: a file that is damaged or of another release is set
// aside, never trusted.
type snapshots struct {
	path string // empty: none are kept
	last time.Time
}

// maybe saves when it is time to. A snapshot that can't be written costs the
// next restart some time, and nothing else.
func (s *snapshots) maybe(e *engine.Engine, log *slog.Logger) {
	if s.path == "" || time.Since(s.last) < snapshotEvery {
		return
	}
	s.last = time.Now()
	if err := s.save(e); err != nil {
		log.Warn("Cannot save a snapshot", "error", err)
	}
}

// save replaces the file by what the engine holds now.
func (s *snapshots) save(e *engine.Engine) error {
	if s.path == "" || e.Tip().Hash == ([32]byte{}) {
		return nil
	}
	return replace(s.path, e.Save)
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

// load reads the file, if there is one. Since loading damaged data leaves the
// engine unusable, the file is set aside and the program must start anew.
func (s *snapshots) load(e *engine.Engine) (bool, error) {
	if s.path == "" {
		return false, nil
	}
	f, err := os.Open(s.path)
	if errors.Is(err, fs.ErrNotExist) {
		return false, nil
	}
	if err != nil {
		return false, fmt.Errorf("loading the snapshot: %w", err)
	}
	err = e.Load(f)
	closeErr := f.Close()
	if err == nil {
		s.last = time.Now()
		return true, closeErr
	}
	if errors.Is(err, state.ErrCorrupt) || errors.Is(err, state.ErrLayout) || errors.Is(err, engine.ErrSnapshot) {
		aside := s.path + ".unusable"
		if moveErr := os.Rename(s.path, aside); moveErr != nil {
			return false, fmt.Errorf("loading the snapshot: %w", errors.Join(err, moveErr))
		}
		return false, &unusableError{aside, err}
	}
	return false, fmt.Errorf("loading the snapshot: %w", err)
}

// unusableError says that a snapshot was set aside; the engine that tried to
// load it must be replaced by a new one.
type unusableError struct {
	aside string
	cause error
}

func (e *unusableError) Error() string {
	return fmt.Sprintf("snapshot is unusable and was moved to %s: %v", e.aside, e.cause)
}

func (e *unusableError) Unwrap() error { return e.cause }
