package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
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
	// put takes what write writes in the place of what it had. What takes its
	// time, and nothing of the writer any more, is the rest; nil for nothing.
	put(write func(io.Writer) error) (rest func(context.Context) error, err error)
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
	// What is on its way; both nil: nothing is.
	cancel context.CancelFunc
	done   chan struct{}
}

// maybe saves when it is time to, and the one before has arrived. The engine
// is held up while its tables are copied, and goes on while the copy is on its
// way. A snapshot that can't be saved costs the next restart some time, and
// nothing else: it is told to failed.
func (s *snapshots) maybe(e *engine.Engine, failed func(error)) {
	if s.depot == nil || time.Since(s.last) < snapshotEvery || s.busy() {
		return
	}
	s.last = time.Now()
	rest, err := s.take(e)
	if err != nil {
		failed(err)
	}
	thrift()
	if rest == nil {
		return
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan struct{})
	s.cancel, s.done = cancel, done
	go func() {
		defer close(done)
		if err := rest(ctx); err != nil && ctx.Err() == nil {
			failed(err)
		}
	}()
}

// busy reports whether a snapshot is on its way.
func (s *snapshots) busy() bool {
	if s.done == nil {
		return false
	}
	select {
	case <-s.done:
		return false
	default:
		return true
	}
}

// stop gives up what is on its way.
func (s *snapshots) stop() {
	if s.done != nil {
		s.cancel()
		<-s.done
	}
}

// take copies what the engine holds now.
func (s *snapshots) take(e *engine.Engine) (rest func(context.Context) error, err error) {
	if s.depot == nil || e.Tip().Hash == ([32]byte{}) {
		return nil, nil
	}
	return s.put(e.Save)
}

// save puts what the engine holds now in the place of what was kept, or is on its way.
func (s *snapshots) save(e *engine.Engine) error {
	s.stop()
	rest, err := s.take(e)
	if err != nil || rest == nil {
		return err
	}
	return rest(context.Background())
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

func (f snapshotFile) put(write func(io.Writer) error) (func(context.Context) error, error) {
	return nil, replace(string(f), write)
}

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

// put writes to a file first, since memory for a copy may not be there and the
// store may be slow.
func (r snapshotRows) put(write func(io.Writer) error) (func(context.Context) error, error) {
	select {
	case <-r.lost:
		return nil, errLost
	default:
	}
	copied, err := copyToFile(write)
	if err != nil {
		return nil, fmt.Errorf("copying a snapshot: %w", err)
	}
	return func(ctx context.Context) error {
		defer discard(copied)
		return r.upload(ctx, copied)
	}, nil
}

// upload moves a copy into the store, unless that is another's before.
func (r snapshotRows) upload(ctx context.Context, copied io.Reader) error {
	ctx, cancel := context.WithTimeout(ctx, rowsPatience)
	defer cancel()
	ctx, lose := context.WithCancelCause(ctx)
	go func() {
		select {
		case <-r.lost:
			lose(errLost)
		case <-ctx.Done():
		}
	}()
	defer lose(nil)
	err := r.store.SaveSnapshot(ctx, r.name, func(w io.Writer) error {
		_, err := io.Copy(w, copied)
		return err
	})
	if errors.Is(context.Cause(ctx), errLost) {
		return errors.Join(errLost, err)
	}
	return err
}

// copyToFile keeps what write writes in a temporary file that is read from its
// beginning, or beside the program's own files where there is no folder for such.
func copyToFile(write func(io.Writer) error) (*os.File, error) {
	f, err := os.CreateTemp("", "brink-snapshot-*")
	if err != nil {
		if f, err = os.CreateTemp(".", "brink-snapshot-*"); err != nil {
			return nil, err
		}
	}
	_ = os.Remove(f.Name()) // now, where open files may be removed, so that nothing is left when the program is killed
	err = write(f)
	if err == nil {
		_, err = f.Seek(0, io.SeekStart)
	}
	if err != nil {
		discard(f)
		return nil, err
	}
	return f, nil
}

func discard(f *os.File) {
	_ = f.Close()
	_ = os.Remove(f.Name())
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
