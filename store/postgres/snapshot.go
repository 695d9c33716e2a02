package postgres

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/jackc/pgx/v5"
)

// partSize bounds what of a snapshot is in one row.
const partSize = 1 << 20

// SaveSnapshot keeps what write writes, in the place of what was kept under the
// name before. It is the lease's owner alone that may: store.ErrConflict, or an
// error of the network, leaves the one before.
func (s *Store) SaveSnapshot(ctx context.Context, name string, write func(io.Writer) error) error {
	p := &parts{ctx: ctx, store: s, name: name, generation: time.Now().UnixNano()}
	w := bufio.NewWriterSize(p, partSize)
	lease, epoch := s.lease.held()
	err := write(w)
	if err == nil {
		err = w.Flush()
	}
	if err == nil {
		err = refused(s.change(ctx, "publishing it", `SELECT publish_snapshot($1, $2, $3, $4)`, lease, epoch, name, p.generation))
	}
	if err != nil {
		return fmt.Errorf("saving snapshot %s: %w", name, err)
	}
	return nil
}

// parts is a snapshot on its way into rows.
type parts struct {
	ctx        context.Context //nolint:containedctx // of one call of SaveSnapshot
	store      *Store
	name       string
	generation int64
	part       int64
}

func (p *parts) Write(data []byte) (int, error) {
	for rest := data; len(rest) > 0; p.part++ {
		n := min(len(rest), partSize)
		if err := p.store.change(p.ctx, "storing a part", `INSERT INTO snapshot_parts VALUES ($1, $2, $3, $4)`,
			p.name, p.generation, p.part, rest[:n]); err != nil {
			return 0, err
		}
		rest = rest[n:]
	}
	return len(data), nil
}

// LoadSnapshot hands what was saved last to read; false if there is nothing.
func (s *Store) LoadSnapshot(ctx context.Context, name string, read func(io.Reader) error) (bool, error) {
	p := &parts{ctx: ctx, store: s, name: name}
	asking, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	err := s.pool.QueryRow(asking, `SELECT generation FROM snapshots WHERE name = $1`, name).Scan(&p.generation)
	if errors.Is(err, pgx.ErrNoRows) {
		return false, nil
	}
	if err == nil {
		err = read(bufio.NewReader(&partReader{parts: p}))
	}
	if err != nil {
		return false, fmt.Errorf("loading snapshot %s: %w", name, err)
	}
	return true, nil
}

// partReader is a snapshot on its way out of rows.
type partReader struct {
	*parts
	rest []byte
}

func (r *partReader) Read(into []byte) (int, error) {
	if len(r.rest) == 0 {
		ctx, cancel := context.WithTimeout(r.ctx, patience)
		defer cancel()
		err := r.store.pool.QueryRow(ctx, `SELECT data FROM snapshot_parts WHERE name = $1 AND generation = $2 AND part = $3`,
			r.name, r.generation, r.part).Scan(&r.rest)
		if errors.Is(err, pgx.ErrNoRows) {
			return 0, io.EOF
		}
		if err != nil {
			return 0, fmt.Errorf("reading a part: %w", err)
		}
		r.part++
	}
	n := copy(into, r.rest)
	r.rest = r.rest[n:]
	return n, nil
}

// DropSnapshot forgets what was saved.
func (s *Store) DropSnapshot(ctx context.Context, name string) error {
	return s.change(ctx, "dropping snapshot "+name, `WITH dropped AS (DELETE FROM snapshot_parts WHERE name = $1)
		DELETE FROM snapshots WHERE name = $1`, name)
}
