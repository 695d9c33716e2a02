package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"brink/feed"
	"brink/store"
	"brink/store/totals"

	"github.com/ethereum/go-ethereum/common"
)

// statements are those of the writer, compiled once.
type statements struct {
	newest, setNewest, tip, setTip, setBlock, dropBlocks, trimBlocks *sql.Stmt
	fact, dropFact, trimFacts                                        *sql.Stmt
	liquidation, restate, revert, placed, lastPart, setPart          *sql.Stmt
	version, claim, dropValue                                        *sql.Stmt

	entry, setValue inserts
}

func prepare(ctx context.Context, db *sql.DB) (s statements, err error) {
	for _, p := range []struct {
		stmt **sql.Stmt
		text string
	}{
		{&s.newest, `SELECT newest FROM log`},
		{&s.setNewest, `UPDATE log SET newest = ?`},
		{&s.tip, selectTip},
		{&s.setTip, `INSERT OR REPLACE INTO tips (shard, number, hash, time, safe, final) VALUES (?,?,?,?,?,?)`},
		{&s.setBlock, `INSERT OR REPLACE INTO blocks (shard, number, hash) VALUES (?,?,?)`},
		{&s.dropBlocks, `DELETE FROM blocks WHERE shard = ? AND number > ?`},
		{&s.trimBlocks, `DELETE FROM blocks WHERE shard = ?1 AND number <
			(SELECT max(number) FROM blocks WHERE shard = ?1 AND number <= ?2)`},
		{&s.fact, `INSERT OR REPLACE INTO facts (shard, id, block_number, cursor) VALUES (?,?,?,?)`},
		{&s.dropFact, `DELETE FROM facts WHERE shard = ? AND id = ?`},
		{&s.trimFacts, `DELETE FROM facts WHERE shard = ? AND block_number <= ?`},
		{&s.liquidation, insertLiquidation},
		{&s.restate, restateLiquidation},
		{&s.revert, `UPDATE liquidations SET reverted = 1 WHERE seq = ?`},
		{&s.placed, `SELECT seq, time, reverted, debt_usd IS NOT NULL FROM liquidations WHERE shard = ? AND id = ?`},
		{&s.lastPart, `SELECT id, rows FROM packs WHERE id >= ? AND id < ? ORDER BY id DESC LIMIT 1`},
		{&s.setPart, `INSERT OR REPLACE INTO packs (id, rows) VALUES (?,?)`},
		{&s.version, `SELECT version FROM consumers WHERE name = ?`},
		{&s.claim, `INSERT OR REPLACE INTO consumers (name, cursor, version) VALUES (?,?,?)`},
		{&s.dropValue, `DELETE FROM kept WHERE consumer = ? AND key = ?`},
	} {
		if *p.stmt, err = db.PrepareContext(ctx, p.text); err != nil {
			return s, fmt.Errorf("preparing %q: %w", p.text, err)
		}
	}
	for _, p := range []struct {
		inserts *inserts
		text    string
		columns int
	}{
		{&s.entry, `INSERT INTO entries (cursor, shard, chain_id, id, type, subject, block_number, block_hash, block_time,
			tx_hash, log_index, status, data)`, 13},
		{&s.setValue, `INSERT OR REPLACE INTO kept (consumer, key, value)`, 3},
	} {
		if *p.inserts, err = prepareInserts(ctx, db, p.text, p.columns); err != nil {
			return s, fmt.Errorf("preparing %q: %w", p.text, err)
		}
	}
	return s, nil
}

// Append is documented at store.Log.
func (s *Store) Append(ctx context.Context, b feed.Batch) (feed.Cursor, error) {
	cursor, err := s.append(ctx, b)
	if err != nil {
		return 0, fmt.Errorf("appending to shard %s at %s: %w", b.Shard, b.To, err)
	}
	return cursor, nil
}

func (s *Store) append(ctx context.Context, b feed.Batch) (feed.Cursor, error) {
	tx, err := s.write.BeginTx(ctx, nil)
	if err != nil {
		return 0, err
	}
	defer tx.Rollback()
	a := s.appending(ctx, tx, b.Shard)
	if b.Final, err = a.swap(b); err != nil {
		return 0, err
	}
	if b.Resync {
		if err := a.revertPast(b.To.Number); err != nil {
			return 0, err
		}
	}
	cursor, err := a.entries(b.Entries)
	if err != nil {
		return 0, err
	}
	if err := a.flush(); err != nil {
		return 0, err
	}
	// Last: an entry of this very batch may be of a block that is final by now.
	if err := a.run(s.stmts.trimFacts, b.Shard, b.Final); err != nil {
		return 0, err
	}
	return cursor, s.end(tx, b.Entries, cursor)
}

// appending is one transaction of Append.
type appending struct {
	ctx   context.Context
	tx    *sql.Tx
	stmts *statements
	shard string
	added []totals.Row // of liquidations, not in packs yet
}

// appending begins one. The transaction ends with ctx; its statements don't ask for that, since for each of them the
// driver would start a goroutine to wait for it.
func (s *Store) appending(ctx context.Context, tx *sql.Tx, shard string) appending {
	return appending{ctx: context.WithoutCancel(ctx), tx: tx, stmts: &s.stmts, shard: shard}
}

// end commits what ends with these entries.
func (s *Store) end(tx *sql.Tx, entries []feed.Entry, newest feed.Cursor) error {
	if err := tx.Commit(); err != nil {
		return err
	}
	s.recent.add(entries, newest)
	s.sweeper.wake()
	return nil
}

func (a *appending) run(stmt *sql.Stmt, args ...any) error {
	for i, arg := range args {
		if n, ok := arg.(uint64); ok {
			args[i] = int64(n)
		}
	}
	_, err := a.tx.StmtContext(a.ctx, stmt).ExecContext(a.ctx, args...)
	return err
}

// swap moves the shard's tip and blocks, and returns which block is final.
func (a *appending) swap(b feed.Batch) (final uint64, err error) {
	old, err := scanTip(a.tx.StmtContext(a.ctx, a.stmts.tip).QueryRowContext(a.ctx, b.Shard))
	known := !errors.Is(err, sql.ErrNoRows)
	switch {
	case known && err != nil:
		return 0, err
	case known && old.Ref != b.From:
		return 0, fmt.Errorf("%w: it is %s, not %s", store.ErrConflict, old.Ref, b.From)
	}
	if final = max(b.Final, old.Final); b.Resync {
		final = b.Final
	}
	if err := a.run(a.stmts.setTip, b.Shard, b.To.Number, b.To.Hash[:], b.Time, max(b.Safe, final), final); err != nil {
		return 0, err
	}
	// From of the first batch is where an undo of it leads back to.
	if !known {
		if err := a.run(a.stmts.setBlock, b.Shard, b.From.Number, b.From.Hash[:]); err != nil {
			return 0, err
		}
	}
	if err := a.path(b); err != nil {
		return 0, err
	}
	if err := a.run(a.stmts.setBlock, b.Shard, b.To.Number, b.To.Hash[:]); err != nil {
		return 0, err
	}
	return final, a.run(a.stmts.trimBlocks, b.Shard, final)
}

// path drops the blocks above the new tip, which were undone, or puts the
// batch's path in the place of all.
func (a *appending) path(b feed.Batch) error {
	above := int64(b.To.Number)
	if len(b.Path) > 0 {
		above = -1
	}
	if err := a.run(a.stmts.dropBlocks, b.Shard, above); err != nil {
		return err
	}
	for _, block := range b.Path {
		if err := a.run(a.stmts.setBlock, b.Shard, block.Number, block.Hash[:]); err != nil {
			return err
		}
	}
	return nil
}

// entries adds a batch's entries, numbers them, and derives what is kept from
// them. It returns the log's newest cursor.
func (a *appending) entries(entries []feed.Entry) (feed.Cursor, error) {
	var newest uint64
	if err := a.tx.StmtContext(a.ctx, a.stmts.newest).QueryRowContext(a.ctx).Scan(&newest); err != nil {
		return 0, err
	}
	if len(entries) == 0 {
		return feed.Cursor(newest), nil
	}
	if err := a.tell(newest+1, entries); err != nil {
		return 0, err
	}
	for i := range entries {
		newest++
		if err := a.fact(newest, &entries[i]); err != nil {
			return 0, fmt.Errorf("entry %s: %w", entries[i].ID, err)
		}
	}
	return feed.Cursor(newest), a.run(a.stmts.setNewest, newest)
}

// tell adds entries to the log, numbered from first on.
func (a *appending) tell(first uint64, entries []feed.Entry) error {
	rows := make([]any, 0, 13*len(entries))
	for i := range entries {
		e, cursor := &entries[i], first+uint64(i)
		var tx, index any
		if e.HasLog {
			tx, index = e.TxHash[:], int64(e.LogIndex)
		}
		rows = append(rows, cursor, a.shard, e.ChainID, e.ID, e.Type, e.Subject, e.Block.Number, e.Block.Hash[:],
			e.Block.Time, tx, index, string(e.Status), notNull(e.Data))
	}
	if err := a.insert(&a.stmts.entry, rows); err != nil {
		return fmt.Errorf("entries from %d on: %w", first, err)
	}
	return nil
}

// fact derives what is kept of an entry that reports something which happened.
func (a *appending) fact(cursor uint64, e *feed.Entry) error {
	if !feed.Fact(e.Type) {
		return nil
	}
	if e.Status == feed.Reverted {
		id := strings.TrimSuffix(e.ID, "/reverted")
		if err := a.run(a.stmts.dropFact, a.shard, id); err != nil {
			return err
		}
		return a.revert(id)
	}
	if err := a.run(a.stmts.fact, a.shard, e.ID, e.Block.Number, cursor); err != nil {
		return err
	}
	if e.Type == feed.Liquidated {
		return a.liquidation(int64(cursor), e)
	}
	return nil
}

// notNull keeps the absence of data apart from SQL's NULL.
func notNull(data []byte) []byte {
	if data == nil {
		return []byte{}
	}
	return data
}

func hash(b []byte) common.Hash { return common.BytesToHash(b) }
