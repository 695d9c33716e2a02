package postgres

import (
	"context"
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"brink/store"

	"github.com/jackc/pgx/v5"
)

// Session holds the leases of a process: advisory locks of one connection, which
// the server ends when it heard nothing of us for a lease time.
type Session struct {
	store *Store
	time  time.Duration
	owner string

	mu   sync.Mutex // one asks at a time
	conn *pgx.Conn
	lost chan struct{}
	ping context.CancelFunc
	done sync.WaitGroup
}

// Lease is the right to write what a name stands for. What a former owner
// writes is refused with store.ErrConflict.
type Lease struct {
	session  *Session
	name     string
	epoch    int64
	appended atomic.Int64
}

// Session connects. Its leases are lost, at the latest, a lease time after the
// connection broke; Lost tells before anybody else can have them.
func (s *Store) Session(ctx context.Context, lease time.Duration) (*Session, error) {
	dialling, cancel := context.WithTimeout(ctx, lease)
	defer cancel()
	conn, err := s.dial(dialling)
	if err != nil {
		return nil, fmt.Errorf("beginning a session: %w", err)
	}
	if _, err := conn.Exec(dialling, `SELECT set_config('idle_session_timeout', $1, false)`, fmt.Sprint(lease.Milliseconds())); err != nil {
		hangUp(conn)
		return nil, fmt.Errorf("beginning a session: %w", err)
	}
	host, err := os.Hostname()
	if err != nil {
		host = "unknown"
	}
	session := &Session{store: s, time: lease, owner: fmt.Sprintf("%s/%d", host, os.Getpid()), conn: conn, lost: make(chan struct{})}
	ctx, session.ping = context.WithCancel(context.WithoutCancel(ctx))
	session.done.Go(func() { session.keep(ctx) })
	return session, nil
}

// Lost is closed when the session has ended, or may have.
func (s *Session) Lost() <-chan struct{} { return s.lost }

// Close gives all leases back.
func (s *Session) Close() {
	s.ping()
	s.done.Wait()
}

// keep asks four times a lease time. It calls the session lost while the server
// still holds the locks: that begins to count when it hears us, we when we ask.
func (s *Session) keep(ctx context.Context) {
	defer close(s.lost)
	defer hangUp(s.conn)
	for {
		pause(ctx, s.time/4)
		asking, cancel := context.WithTimeout(ctx, s.time/2)
		err := s.ask(asking, `SELECT 1`, new(int))
		cancel()
		if err != nil {
			return
		}
	}
}

// ask may wait for another question.
func (s *Session) ask(ctx context.Context, question string, answer any, args ...any) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.conn.QueryRow(ctx, question, args...).Scan(answer)
}

const lockOf = `hashtextextended(current_schema() || '.lease.' || $1, 0)`

// Take takes a lease; store.ErrLocked while another process has it.
func (s *Session) Take(ctx context.Context, name string) (*Lease, error) {
	ctx, cancel := context.WithTimeout(ctx, s.time/2)
	defer cancel()
	var taken bool
	if err := s.ask(ctx, `SELECT pg_try_advisory_lock(`+lockOf+`)`, &taken, name); err != nil {
		return nil, fmt.Errorf("taking lease %s: %w", name, err)
	}
	if !taken {
		return nil, fmt.Errorf("taking lease %s: %w", name, store.ErrLocked)
	}
	l := &Lease{session: s, name: name}
	err := s.ask(ctx, `INSERT INTO leases (name, epoch, owner) VALUES ($1, 1, $2) ON CONFLICT (name) DO UPDATE
		SET epoch = leases.epoch + 1, appended = 0, owner = excluded.owner, since = now() RETURNING epoch`, &l.epoch, name, s.owner)
	if err != nil {
		return nil, fmt.Errorf("taking lease %s: %w", name, err)
	}
	return l, nil
}

// Release gives the lease back.
func (l *Lease) Release(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, l.session.time/2)
	defer cancel()
	if err := l.session.ask(ctx, `SELECT pg_advisory_unlock(`+lockOf+`)`, new(bool), l.name); err != nil {
		return fmt.Errorf("giving back lease %s: %w", l.name, err)
	}
	return nil
}

// Store is the store as the lease's owner writes to it: one at a time appends.
// It is closed with the one that it is of.
func (l *Lease) Store() *Store { return &Store{Reader: l.session.store.Reader, lease: l} }

// held are the lease's name and epoch, nil for none.
func (l *Lease) held() (name *string, epoch *int64) {
	if l == nil {
		return nil, nil
	}
	return &l.name, &l.epoch
}

// steps is how many batches were appended.
func (l *Lease) steps() int64 {
	if l == nil {
		return 0
	}
	return l.appended.Load()
}

func (l *Lease) stepped() {
	if l != nil {
		l.appended.Add(1)
	}
}
