package postgres

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"brink/chain"
	"brink/feed"
	"brink/store"

	"github.com/ethereum/go-ethereum/common"
	"github.com/jackc/pgx/v5"
)

const entryFields = `e.cursor, e.chain_id, e.id, e.type, e.subject, e.block_number, e.block_hash, e.block_time,
	e.tx_hash, e.log_index, e.status, e.data`

func scanTip(r pgx.CollectableRow) (t store.Tip, err error) {
	var h []byte
	err = r.Scan(&t.Number, &h, &t.Time, &t.Safe, &t.Final)
	t.Hash = common.BytesToHash(h)
	return t, err
}

func scanEntry(r pgx.CollectableRow) (e feed.Entry, err error) {
	var block, tx []byte
	var index *uint
	err = r.Scan(&e.Cursor, &e.ChainID, &e.ID, &e.Type, &e.Subject, &e.Block.Number, &block, &e.Block.Time,
		&tx, &index, &e.Status, (*[]byte)(&e.Data))
	e.Block.Hash, e.TxHash = common.BytesToHash(block), common.BytesToHash(tx)
	if index != nil {
		e.HasLog, e.LogIndex = true, *index
	}
	return e, err
}

func scanRef(r pgx.CollectableRow) (ref chain.Ref, err error) {
	var h []byte
	err = r.Scan(&ref.Number, &h)
	ref.Hash = common.BytesToHash(h)
	return ref, err
}

// all reads every row of a query.
func all[T any](ctx context.Context, tx pgx.Tx, scan pgx.RowToFunc[T], query string, args ...any) ([]T, error) {
	rows, err := tx.Query(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scan)
}

// view runs reads as of one moment.
func (r *Reader) view(ctx context.Context, action string, read func(context.Context, pgx.Tx) error) error {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	err := pgx.BeginTxFunc(ctx, r.pool, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly},
		func(tx pgx.Tx) error { return read(ctx, tx) })
	if err != nil {
		return fmt.Errorf("%s: %w", action, err)
	}
	return nil
}

// list reads every row of one query.
func list[T any](ctx context.Context, r *Reader, action string, scan pgx.RowToFunc[T], query string, args ...any) ([]T, error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	rows, err := r.pool.Query(ctx, query, args...)
	if err == nil {
		var out []T
		if out, err = pgx.CollectRows(rows, scan); err == nil {
			return out, nil
		}
	}
	return nil, fmt.Errorf("%s: %w", action, err)
}

// Tip is documented at store.Log.
func (r *Reader) Tip(ctx context.Context, shard string) (store.Tip, bool, error) {
	tips, err := list(ctx, r, "reading the tip of shard "+shard, scanTip,
		`SELECT number, hash, time, safe, final FROM tips WHERE shard = $1`, shard)
	if len(tips) == 0 {
		return store.Tip{}, false, err
	}
	return tips[0], true, nil
}

// Recent is documented at store.Log.
func (r *Reader) Recent(ctx context.Context, shard string) (recent store.Recent, err error) {
	err = r.view(ctx, "reading the recent blocks of shard "+shard, func(ctx context.Context, tx pgx.Tx) (err error) {
		if recent.Blocks, err = all(ctx, tx, scanRef,
			`SELECT number, hash FROM blocks WHERE shard = $1 ORDER BY number`, shard); err != nil {
			return err
		}
		recent.Facts, err = all(ctx, tx, scanEntry, `SELECT `+entryFields+` FROM facts f JOIN entries e USING (cursor)
			WHERE f.shard = $1 ORDER BY cursor`, shard)
		return err
	})
	return recent, err
}

// Past is documented at store.Log.
func (r *Reader) Past(ctx context.Context, shard string) ([]chain.Ref, error) {
	// What was said before something was taken back holds up to there only.
	return list(ctx, r, "reading the past blocks of shard "+shard, scanRef, `SELECT DISTINCT ON (number) number, hash FROM (
		SELECT block_number, block_hash, cursor FROM (SELECT block_number, block_hash, cursor, status,
				min(CASE WHEN type = $2 THEN block_number WHEN status = $3 THEN block_number - 1 END)
					OVER (ORDER BY cursor DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS bound
			FROM entries WHERE shard = $1) AS bounded
			WHERE status <> $3 AND block_number <= coalesce(bound, block_number) AND block_number <= (SELECT number FROM tips WHERE shard = $1)
		UNION ALL SELECT number, hash, 9223372036854775807 FROM blocks WHERE shard = $1) AS said(number, hash, at)
		ORDER BY number DESC, at DESC`, shard, feed.Reorg, string(feed.Reverted))
}

// Standing is documented at store.Log.
func (r *Reader) Standing(ctx context.Context, shard string, after uint64) ([]feed.Entry, error) {
	return list(ctx, r, "reading the facts of shard "+shard, scanEntry, `SELECT `+entryFields+` FROM entries e
		WHERE shard = $1 AND type IN ($2, $3) AND block_number > $4 AND status <> $5 AND NOT EXISTS (SELECT 1 FROM entries w
		WHERE w.shard = e.shard AND w.cursor > e.cursor AND w.type = e.type AND w.id IN (e.id, e.id || '/reverted'))
		ORDER BY cursor DESC`, shard, feed.Liquidated, feed.BadDebt, int64(after), string(feed.Reverted))
}

// Current is documented at store.Log.
func (r *Reader) Current(ctx context.Context, shard string, types []string) ([]feed.Entry, error) {
	if len(types) == 0 {
		return nil, nil
	}
	return list(ctx, r, "reading the current entries of shard "+shard, scanEntry, `WITH last AS (
		SELECT max(cursor) AS cursor FROM subjects WHERE shard = $1 AND type = ANY ($2) GROUP BY subject)
		SELECT `+entryFields+` FROM last JOIN entries e USING (cursor) ORDER BY cursor`, shard, types)
}

// Read is documented at feed.Reader. It is one transaction, sent at once.
func (r *Reader) Read(ctx context.Context, after feed.Cursor, limit int, want feed.Filter) (entries []feed.Entry, kept feed.Range, err error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	var newest, floor, base feed.Cursor
	var batch pgx.Batch
	batch.Queue(`BEGIN ISOLATION LEVEL REPEATABLE READ, READ ONLY`)
	batch.Queue(`SELECT newest, floor, base FROM log`).QueryRow(func(row pgx.Row) error { return row.Scan(&newest, &floor, &base) })
	text, args := readQuery(after, limit, want)
	batch.Queue(text, args...).Query(func(rows pgx.Rows) (err error) {
		entries, err = pgx.CollectRows(rows, scanEntry)
		return err
	})
	batch.Queue(`COMMIT`)
	if err := r.pool.SendBatch(ctx, &batch).Close(); err != nil {
		return nil, feed.Range{}, fmt.Errorf("reading the log: %w", err)
	}
	if newest > 0 {
		kept = feed.Range{Oldest: floor + 1, Newest: newest}
	}
	if after == 0 && kept.Start() == base {
		after = base // before the first
	}
	if after < kept.Start() || after > kept.Newest {
		return nil, kept, fmt.Errorf("reading the log: %w", feed.ErrExpired)
	}
	return entries, kept, nil
}

// readQuery reads in cursor order from the index that fits the filter. Each
// type is read by itself, because their union would have to be sorted whole.
func readQuery(after feed.Cursor, limit int, want feed.Filter) (text string, args []any) {
	const (
		from  = `SELECT ` + entryFields + ` FROM entries e WHERE cursor > $1`
		order = ` ORDER BY cursor LIMIT $2`
	)
	args = []any{int64(after), limit}
	switch {
	case len(want.Types) == 0 && want.ChainID == 0:
		return from + order, args
	case len(want.Types) == 0:
		return from + ` AND chain_id = $3` + order, append(args, int64(want.ChainID))
	}
	types := slices.Compact(slices.Sorted(slices.Values(want.Types)))
	return `SELECT ` + entryFields + ` FROM unnest($4::text[]) AS wanted(name), LATERAL (` + from +
		` AND type = wanted.name AND ($3 = 0 OR chain_id = $3)` + order + `) e` + order, append(args, int64(want.ChainID), types)
}

// Resume is documented at feed.Consumers.
func (r *Reader) Resume(ctx context.Context, consumer string) (at feed.Cursor, err error) {
	k, err := r.place(ctx, r.pool, consumer)
	return k.Cursor, err
}

// Advance is documented at feed.Consumers.
func (s *Store) Advance(ctx context.Context, consumer string, to feed.Cursor) error {
	return s.change(ctx, fmt.Sprintf("moving consumer %s to %s", consumer, to), `INSERT INTO consumers (name, cursor) VALUES ($1, $2)
		ON CONFLICT (name) DO UPDATE SET cursor = excluded.cursor`, consumer, int64(to))
}

// Kept is documented at store.Keeper.
func (r *Reader) Kept(ctx context.Context, consumer string) (k store.Kept, err error) {
	err = r.view(ctx, "reading what consumer "+consumer+" keeps", func(ctx context.Context, tx pgx.Tx) error {
		var err error
		if k, err = r.place(ctx, tx, consumer); err != nil {
			return err
		}
		values, err := all(ctx, tx, pgx.RowToStructByPos[valueRow], `SELECT key, value FROM kept WHERE consumer = $1`, consumer)
		for _, v := range values {
			if k.Values == nil {
				k.Values = make(map[string][]byte, len(values))
			}
			k.Values[v.Key] = notNull(v.Value)
		}
		return err
	})
	return k, err
}

// asker is a transaction or the pool.
type asker interface {
	QueryRow(ctx context.Context, query string, args ...any) pgx.Row
}

// place is where a consumer is, without its values.
func (r *Reader) place(ctx context.Context, in asker, consumer string) (k store.Kept, err error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	err = in.QueryRow(ctx, `SELECT cursor, version FROM consumers WHERE name = $1`, consumer).Scan(&k.Cursor, &k.Version)
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return store.Kept{}, fmt.Errorf("reading the place of consumer %s: %w", consumer, err)
	}
	return k, nil
}

// stride is how many entries one call of Trim looks at, so that appending never
// waits long.
const stride = 2000

// Trim is documented at store.Store. It starts at the oldest entry each time,
// for what it once left as current may have been replaced since.
func (s *Store) Trim(ctx context.Context, keep uint64) error {
	for at, done := int64(0), false; !done; {
		var err error
		if at, done, err = s.trim(ctx, at, keep); err != nil {
			return fmt.Errorf("trimming the log: %w", err)
		}
	}
	return nil
}

func (s *Store) trim(ctx context.Context, after int64, keep uint64) (to int64, done bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	err = s.pool.QueryRow(ctx, `SELECT reached, done FROM trim_log($1, $2, $3)`, after, int64(min(keep, 1<<62)), stride).Scan(&to, &done)
	return to, done, err
}
