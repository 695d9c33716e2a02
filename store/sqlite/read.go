package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"

	"brink/chain"
	"brink/feed"
	"brink/store"
)

const (
	selectTip   = `SELECT number, hash, time, safe, final FROM tips WHERE shard = ?`
	entryFields = `e.cursor, e.chain_id, e.id, e.type, e.subject, e.block_number, e.block_hash, e.block_time,
		e.tx_hash, e.log_index, e.status, e.data`
)

type row interface{ Scan(...any) error }

func scanTip(r row) (t store.Tip, err error) {
	var h []byte
	err = r.Scan(&t.Number, &h, &t.Time, &t.Safe, &t.Final)
	t.Hash = hash(h)
	return t, err
}

func scanEntry(r row) (e feed.Entry, err error) {
	var block, tx []byte
	var index sql.NullInt64
	err = r.Scan(&e.Cursor, &e.ChainID, &e.ID, &e.Type, &e.Subject, &e.Block.Number, &block, &e.Block.Time,
		&tx, &index, &e.Status, (*[]byte)(&e.Data))
	e.Block.Hash, e.TxHash = hash(block), hash(tx)
	e.HasLog, e.LogIndex = index.Valid, uint(index.Int64)
	return e, err
}

func scanRef(r row) (ref chain.Ref, err error) {
	var h []byte
	err = r.Scan(&ref.Number, &h)
	ref.Hash = hash(h)
	return ref, err
}

// all reads every row of a query.
func all[T any](ctx context.Context, tx *sql.Tx, scan func(row) (T, error), query string, args ...any) ([]T, error) {
	rows, err := tx.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var out []T
	for rows.Next() {
		v, err := scan(rows)
		if err != nil {
			return nil, err
		}
		out = append(out, v)
	}
	return out, rows.Err()
}

// view runs reads as of one moment.
func (r *Reader) view(ctx context.Context, action string, read func(*sql.Tx) error) error {
	tx, err := r.read.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return fmt.Errorf("%s: %w", action, err)
	}
	defer tx.Rollback()
	if err := read(tx); err != nil {
		return fmt.Errorf("%s: %w", action, err)
	}
	return nil
}

// Tip is documented at store.Log.
func (r *Reader) Tip(ctx context.Context, shard string) (store.Tip, bool, error) {
	t, err := scanTip(r.read.QueryRowContext(ctx, selectTip, shard))
	if errors.Is(err, sql.ErrNoRows) {
		return store.Tip{}, false, nil
	}
	if err != nil {
		return store.Tip{}, false, fmt.Errorf("reading the tip of shard %s: %w", shard, err)
	}
	return t, true, nil
}

// Recent is documented at store.Log.
func (r *Reader) Recent(ctx context.Context, shard string) (recent store.Recent, err error) {
	err = r.view(ctx, "reading the recent blocks of shard "+shard, func(tx *sql.Tx) (err error) {
		if recent.Blocks, err = all(ctx, tx, scanRef,
			`SELECT number, hash FROM blocks WHERE shard = ? ORDER BY number`, shard); err != nil {
			return err
		}
		recent.Facts, err = all(ctx, tx, scanEntry, `SELECT `+entryFields+` FROM facts f JOIN entries e USING (cursor)
			WHERE f.shard = ? ORDER BY cursor`, shard)
		return err
	})
	return recent, err
}

// Past is documented at store.Log.
func (r *Reader) Past(ctx context.Context, shard string) (blocks []chain.Ref, err error) {
	err = r.view(ctx, "reading the past blocks of shard "+shard, func(tx *sql.Tx) (err error) {
		// What was said before something was taken back holds up to there only.
		// A bare column beside max comes from the row that has it.
		blocks, err = all(ctx, tx, scanRef, `SELECT number, hash FROM (SELECT number, hash, max(at) FROM (
			SELECT number, hash, at FROM (SELECT block_number AS number, block_hash AS hash, cursor AS at, status,
					min(CASE WHEN type = ?2 THEN block_number WHEN status = ?3 THEN block_number - 1 END)
						OVER (ORDER BY cursor DESC ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING) AS bound
				FROM entries WHERE shard = ?1)
				WHERE status <> ?3 AND number <= coalesce(bound, number) AND number <= (SELECT number FROM tips WHERE shard = ?1)
			UNION ALL SELECT number, hash, 9223372036854775807 FROM blocks WHERE shard = ?1)
			GROUP BY number) ORDER BY number DESC`, shard, feed.Reorg, string(feed.Reverted))
		return err
	})
	return blocks, err
}

// Standing is documented at store.Log.
func (r *Reader) Standing(ctx context.Context, shard string, after uint64) (entries []feed.Entry, err error) {
	err = r.view(ctx, "reading the facts of shard "+shard, func(tx *sql.Tx) (err error) {
		entries, err = all(ctx, tx, scanEntry, `SELECT `+entryFields+` FROM entries e WHERE shard = ?1 AND type IN (?2, ?3)
			AND block_number > ?4 AND status <> ?5 AND NOT EXISTS (SELECT 1 FROM entries w
			WHERE w.shard = e.shard AND w.cursor > e.cursor AND w.type = e.type AND w.id IN (e.id, e.id || '/reverted'))
			ORDER BY cursor DESC`, shard, feed.Liquidated, feed.BadDebt, int64(after), string(feed.Reverted))
		return err
	})
	return entries, err
}

// Current is documented at store.Log.
func (r *Reader) Current(ctx context.Context, shard string, types []string) (entries []feed.Entry, err error) {
	if len(types) == 0 {
		return nil, nil
	}
	q := currentQuery(shard, types)
	err = r.view(ctx, "reading the current entries of shard "+shard, func(tx *sql.Tx) (err error) {
		entries, err = all(ctx, tx, scanEntry, q.text, q.args...)
		return err
	})
	return entries, err
}

// currentQuery finds the last words in subjects, and in the entries that it doesn't tell of yet.
func currentQuery(shard string, types []string) query {
	of := ` shard = ? AND type IN (` + marks(len(types)) + `)`
	q := query{text: `WITH last AS (SELECT max(cursor) AS cursor FROM (
		SELECT subject, cursor FROM subjects WHERE` + of + ` UNION ALL
		SELECT subject, cursor FROM entries WHERE cursor > (SELECT settled FROM log) AND` + of + `) GROUP BY subject)
		SELECT ` + entryFields + ` FROM last JOIN entries e USING (cursor) ORDER BY cursor`}
	for range 2 {
		q.args = append(q.args, shard)
		for _, t := range types {
			q.args = append(q.args, t)
		}
	}
	return q
}

// Read is documented at feed.Reader.
func (r *Reader) Read(ctx context.Context, after feed.Cursor, limit int, want feed.Filter) (entries []feed.Entry, kept feed.Range, err error) {
	err = r.view(ctx, "reading the log", func(tx *sql.Tx) (err error) {
		var base feed.Cursor
		if kept, base, err = bounds(ctx, tx); err != nil {
			return err
		}
		if after == 0 && kept.Start() == base {
			after = base // before the first
		}
		if after < kept.Start() || after > kept.Newest {
			return feed.ErrExpired
		}
		entries, err = page(ctx, tx, after, limit, want)
		return err
	})
	return entries, kept, err
}

func bounds(ctx context.Context, tx *sql.Tx) (kept feed.Range, base feed.Cursor, err error) {
	var newest, floor feed.Cursor
	if err := tx.QueryRowContext(ctx, `SELECT newest, floor, base FROM log`).Scan(&newest, &floor, &base); err != nil {
		return feed.Range{}, 0, err
	}
	if newest == 0 {
		return feed.Range{}, base, nil
	}
	return feed.Range{Oldest: floor + 1, Newest: newest}, base, nil
}

// query is SQL with its arguments.
type query struct {
	text string
	args []any
}

// readQueries read in cursor order from the index that fits the filter. Each
// type is read by itself, because their union would have to be sorted whole.
func readQueries(after feed.Cursor, limit int, want feed.Filter) []query {
	const (
		from  = `SELECT ` + entryFields + ` FROM entries e WHERE `
		order = ` AND cursor > ? ORDER BY cursor LIMIT ?`
	)
	switch {
	case len(want.Types) == 0 && want.ChainID == 0:
		return []query{{from + `true` + order, []any{int64(after), limit}}}
	case len(want.Types) == 0:
		return []query{{from + `chain_id = ?` + order, []any{int64(want.ChainID), int64(after), limit}}}
	}
	var queries []query
	for _, t := range slices.Compact(slices.Sorted(slices.Values(want.Types))) {
		if want.ChainID == 0 {
			queries = append(queries, query{from + `type = ?` + order, []any{t, int64(after), limit}})
			continue
		}
		// The unary plus keeps the chain's index from being chosen over the type's.
		queries = append(queries, query{from + `type = ? AND +chain_id = ?` + order,
			[]any{t, int64(want.ChainID), int64(after), limit}})
	}
	return queries
}

func page(ctx context.Context, tx *sql.Tx, after feed.Cursor, limit int, want feed.Filter) ([]feed.Entry, error) {
	var found []feed.Entry
	for _, q := range readQueries(after, limit, want) {
		entries, err := all(ctx, tx, scanEntry, q.text, q.args...)
		if err != nil {
			return nil, err
		}
		found = append(found, entries...)
	}
	slices.SortFunc(found, func(a, b feed.Entry) int { return cmp.Compare(a.Cursor, b.Cursor) })
	return found[:min(limit, len(found))], nil
}

// marks are n placeholders.
func marks(n int) string { return strings.TrimSuffix(strings.Repeat("?,", n), ",") }
