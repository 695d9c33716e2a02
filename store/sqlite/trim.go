package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"

	"brink/feed"
)

// stride is how many entries one transaction of Trim looks at, so that
// appending never waits long.
const stride = 2000

// Trim is documented at store.Store. It starts at the oldest entry each time,
// for what it once left as current may have been replaced since.
func (s *Store) Trim(ctx context.Context, keep uint64) error {
	if err := s.settleAll(ctx); err != nil {
		return fmt.Errorf("trimming the log: %w", err)
	}
	for at, done := int64(0), false; !done; {
		var err error
		if at, done, err = s.trim(ctx, at, keep); err != nil {
			return fmt.Errorf("trimming the log: %w", err)
		}
	}
	return nil
}

// trim goes one stride on from a cursor and says whether that was the last.
func (s *Store) trim(ctx context.Context, after int64, keep uint64) (to int64, done bool, err error) {
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return 0, false, err
	}
	defer tx.Rollback()
	kept, _, err := bounds(ctx, tx)
	if err != nil {
		return 0, false, err
	}
	var end int64 // of what is older than is to be kept, and of which it is known whether it is a last word
	err = tx.QueryRowContext(ctx, `SELECT min(settled, ?) FROM log`, int64(kept.Newest)-int64(min(keep, uint64(kept.Newest)))).Scan(&end)
	if err != nil {
		return 0, false, err
	}
	err = tx.QueryRowContext(ctx, `SELECT coalesce(max(cursor), ?1) FROM
		(SELECT cursor FROM entries WHERE cursor > ?2 AND cursor <= ?1 ORDER BY cursor LIMIT ?3)`,
		end, after, stride).Scan(&to)
	if err != nil {
		return 0, false, err
	}
	if _, err := tx.ExecContext(ctx, `UPDATE log SET floor = max(floor, ?)`, to); err != nil {
		return 0, false, err
	}
	_, err = tx.ExecContext(ctx, `DELETE FROM entries WHERE cursor > ? AND cursor <= ?
		AND NOT EXISTS (SELECT 1 FROM subjects s WHERE (s.shard, s.type, s.subject, s.cursor) =
			(entries.shard, entries.type, entries.subject, entries.cursor))
		AND NOT EXISTS (SELECT 1 FROM facts f WHERE f.cursor = entries.cursor)`, after, to)
	if err != nil {
		return 0, false, err
	}
	if err := tx.Commit(); err != nil {
		return 0, false, err
	}
	s.recent.raise(feed.Cursor(to))
	return to, to >= end, nil
}

// Resume is documented at feed.Consumers.
func (r *Reader) Resume(ctx context.Context, consumer string) (feed.Cursor, error) {
	var at feed.Cursor
	err := r.read.QueryRowContext(ctx, `SELECT cursor FROM consumers WHERE name = ?`, consumer).Scan(&at)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return 0, fmt.Errorf("reading the place of consumer %s: %w", consumer, err)
	}
	return at, nil
}

// Advance is documented at feed.Consumers.
func (s *Store) Advance(ctx context.Context, consumer string, to feed.Cursor) error {
	if _, err := s.write.ExecContext(ctx, `INSERT INTO consumers (name, cursor) VALUES (?, ?)
		ON CONFLICT (name) DO UPDATE SET cursor = excluded.cursor`,
		consumer, int64(to)); err != nil {
		return fmt.Errorf("moving consumer %s to %s: %w", consumer, to, err)
	}
	return nil
}
