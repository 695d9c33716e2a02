package sqlite

import (
	"context"
	"database/sql"
	"os"
	"time"
)

// sweeper copies what is in the write-ahead log to the database, beside whoever appends. SQLite would have the commit do
// it that makes the log long, and everybody wait who waits for that.
type sweeper struct {
	db   *sql.DB
	log  string
	due  chan struct{}
	stop context.CancelFunc
	done chan struct{}
}

// Lengths of the log. From sweepFrom on it is copied after every commit; from sweepMost pages on, as when one commit
// follows the other for long, by the commit itself.
const (
	sweepFrom = 4 << 20
	sweepMost = "4000"
)

// lull is how long after a commit it begins: who waits for what was stored has it first, and all cores for that.
const lull = 50 * time.Millisecond

// newSweeper makes one that before it copies anything does, beside the appender too, what its owner wants.
func newSweeper(db *sql.DB, path string, before func(context.Context)) *sweeper {
	ctx, stop := context.WithCancel(context.Background())
	s := &sweeper{db: db, log: path + "-wal", due: make(chan struct{}, 1), stop: stop, done: make(chan struct{})}
	go func() {
		defer close(s.done)
		for {
			select {
			case <-s.due:
			case <-ctx.Done():
				return
			}
			select {
			case <-time.After(lull):
				before(ctx)
				s.sweep(ctx)
			case <-ctx.Done():
				return
			}
		}
	}()
	return s
}

// wake says that there was a commit.
func (s *sweeper) wake() {
	select {
	case s.due <- struct{}{}:
	default:
	}
}

// sweep copies as much as can be without anybody's waiting. What is not copied now, whatever the reason, is later.
func (s *sweeper) sweep(ctx context.Context) {
	if info, err := os.Stat(s.log); err != nil || info.Size() < sweepFrom {
		return
	}
	_, _ = s.db.ExecContext(ctx, `PRAGMA wal_checkpoint(PASSIVE)`)
}

// close ends what is under way, and waits for that.
func (s *sweeper) close() error {
	s.stop()
	<-s.done
	return s.db.Close()
}
