package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"brink/feed"
	"brink/store"
	"brink/store/totals"

	"github.com/ethereum/go-ethereum/common"
)

const (
	insertLiquidation = `INSERT INTO liquidations (seq, shard, id, chain_id, protocol, account, liquidator,
		collateral_asset, debt_asset, block_number, time, debt_usd, reverted, data, side, debt, collateral)
		VALUES (?,?,?,?,?,?,?,?,?,?,?,?,0,?,?,?,?)`
	// The log of a block that came back is the same liquidation again, at its
	// old place.
	restateLiquidation = `UPDATE liquidations SET reverted = 0, debt_usd = ?, data = ?, side = ?, debt = ?, collateral = ?
		WHERE seq = ?`
	// Those of the past, which the log doesn't hold, have negative numbers and
	// were final when they were found.
	selectLiquidations = `SELECT l.seq, l.time, l.data, CASE WHEN l.reverted THEN 'reverted'
		WHEN l.seq < 0 OR l.block_number <= t.final THEN 'finalized' WHEN l.block_number <= t.safe THEN 'safe' ELSE 'latest' END
		FROM liquidations l LEFT JOIN tips t USING (shard) WHERE `
	defaultLimit = 100
)

// liquidation derives a row from an entry, or puts it in the place of the one
// that was said of the same log before.
func (a *appending) liquidation(seq int64, e *feed.Entry) error {
	var l feed.Liquidation
	if err := json.Unmarshal(e.Data, &l); err != nil {
		return fmt.Errorf("reading the liquidation: %w", err)
	}
	var usd any
	if l.DebtUSD != nil {
		f, err := strconv.ParseFloat(*l.DebtUSD, 64)
		if err != nil {
			return fmt.Errorf("reading the liquidation's debt_usd: %w", err)
		}
		usd = f
	}
	debt, collateral := units(l.DebtUSD), units(l.CollateralUSD)
	old, err := a.placed(e.ID)
	switch {
	case err != nil:
		return err
	case old != nil && !old.reverted && old.Seq < 0 && old.valued:
		return nil // what was read of it from the contracts is at least as exact
	case old == nil:
		err = a.run(a.stmts.liquidation, seq, a.shard, e.ID, e.ChainID, l.Protocol, address(l.Account), address(l.Liquidator),
			address(l.CollateralAsset), address(l.DebtAsset), e.Block.Number, e.Block.Time, usd, []byte(e.Data),
			l.Side, column(debt), column(collateral))
	default:
		if seq = old.Seq; !old.reverted {
			err = a.remove(old.Seq, old.Time)
		}
		if err == nil {
			err = a.run(a.stmts.restate, usd, []byte(e.Data), l.Side, column(debt), column(collateral), seq)
		}
	}
	if err != nil {
		return err
	}
	a.added = append(a.added, totals.Row{Seq: seq, Time: int64(e.Block.Time), Chain: int64(e.ChainID), Debt: debt, Collateral: collateral,
		Account: totals.Party(address(l.Account)), Liquidator: totals.Party(address(l.Liquidator)), Asset: totals.Party(address(l.CollateralAsset)),
		Protocol: l.Protocol, Side: l.Side})
	return nil
}

// past lists liquidations that the log doesn't hold, before all that are there.
func (a *appending) past(entries []feed.Entry) error {
	var first int64
	if len(entries) > 0 {
		err := a.tx.QueryRowContext(a.ctx, `SELECT min(0, coalesce(min(seq), 0)) FROM liquidations`).Scan(&first)
		if err != nil {
			return err
		}
	}
	for i := range entries {
		old, err := a.placed(entries[i].ID)
		if err == nil && (old == nil || old.reverted) {
			err = a.liquidation(first-int64(len(entries)-i), &entries[i])
		}
		if err != nil {
			return fmt.Errorf("liquidation %s: %w", entries[i].ID, err)
		}
	}
	return nil
}

// revertPast marks those of the past above a block, for a shard whose final
// blocks are no more: no entry withdraws them.
func (a *appending) revertPast(above uint64) error {
	ids, err := all(a.ctx, a.tx, func(r row) (id string, err error) { err = r.Scan(&id); return id, err },
		`SELECT id FROM liquidations WHERE seq < 0 AND shard = ? AND block_number > ? AND reverted = 0`, a.shard, int64(above))
	if err != nil {
		return err
	}
	for _, id := range ids {
		if err := a.revert(id); err != nil {
			return err
		}
	}
	return nil
}

// revert marks a liquidation as one that didn't happen.
func (a *appending) revert(id string) error {
	old, err := a.placed(id)
	if err != nil || old == nil || old.reverted {
		return err
	}
	if err := a.run(a.stmts.revert, old.Seq); err != nil {
		return err
	}
	return a.remove(old.Seq, old.Time)
}

// placed is where a liquidation stands already, nil if it doesn't.
func (a *appending) placed(id string) (*standing, error) {
	var s standing
	err := a.tx.StmtContext(a.ctx, a.stmts.placed).QueryRowContext(a.ctx, a.shard, id).Scan(&s.Seq, &s.Time, &s.reverted, &s.valued)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, nil
	}
	return &s, err
}

type standing struct {
	store.Place
	reverted bool
	valued   bool // its dollars are known
}

// units is dollars as packs hold them, unpriced where they aren't known or don't
// fit.
func units(dollars *string) int64 {
	if dollars == nil {
		return totals.Unpriced
	}
	z, ok := feed.ParseDollars(*dollars)
	if !ok || !z.IsUint64() || z.Uint64() >= 1e18 {
		return totals.Unpriced
	}
	return int64(z.Uint64())
}

// column is units as the columns hold them.
func column(units int64) any {
	if units == totals.Unpriced {
		return nil
	}
	return units
}

func address(hex string) []byte { return common.HexToAddress(hex).Bytes() }

type placed struct {
	store.Place
	feed.Liquidation
}

func scanLiquidation(r row) (p placed, err error) {
	var data []byte
	var status feed.Status
	if err := r.Scan(&p.Seq, &p.Time, &data, &status); err != nil {
		return p, err
	}
	if err := json.Unmarshal(data, &p.Liquidation); err != nil {
		return p, fmt.Errorf("reading a stored liquidation: %w", err)
	}
	p.Status = status
	return p, nil
}

// Liquidations is documented at store.Reader.
func (r *Reader) Liquidations(ctx context.Context, q store.LiquidationQuery) (page []feed.Liquidation, next string, err error) {
	if q.Limit <= 0 {
		q.Limit = defaultLimit
	}
	c, err := conditionsOf(q)
	if err != nil {
		return nil, "", err
	}
	var found []placed
	err = r.view(ctx, "reading liquidations", func(tx *sql.Tx) error {
		for _, c := range c.sides(q.Asset) {
			// One more than asked for tells whether there is a next page.
			side, err := all(ctx, tx, scanLiquidation, liquidationsPage(c), append(c.args, q.Limit+1)...)
			if err != nil {
				return err
			}
			found = append(found, side...)
		}
		return nil
	})
	if err != nil {
		return nil, "", err
	}
	slices.SortFunc(found, func(a, b placed) int {
		return cmp.Or(cmp.Compare(b.Place.Time, a.Place.Time), cmp.Compare(b.Seq, a.Seq))
	})
	if len(found) > q.Limit {
		found = found[:q.Limit]
		next = found[q.Limit-1].Place.String()
	}
	for i := range found {
		page = append(page, found[i].Liquidation)
	}
	return page, next, nil
}

func liquidationsPage(c conditions) string {
	return selectLiquidations + strings.Join(c.where, " AND ") + ` ORDER BY l.time DESC, l.seq DESC LIMIT ?`
}

// conditions are what a query's rows must meet.
type conditions struct {
	where []string
	args  []any
}

func (c conditions) and(where string, args ...any) conditions {
	return conditions{append(slices.Clip(c.where), where), append(slices.Clip(c.args), args...)}
}

func conditionsOf(q store.LiquidationQuery) (conditions, error) {
	from := store.Place{Time: math.MaxInt64, Seq: math.MaxInt64}
	if q.Cursor != "" {
		var err error
		if from, err = store.ParsePlace(q.Cursor); err != nil {
			return conditions{}, err
		}
	}
	c := conditions{}.and(`(l.time, l.seq) < (?, ?)`, from.Time, from.Seq)
	if !q.Since.IsZero() {
		c = c.and(`l.time >= ?`, q.Since.Unix())
	}
	if !q.Until.IsZero() {
		c = c.and(`l.time < ?`, q.Until.Unix())
	}
	if q.ChainID != 0 {
		c = c.and(`l.chain_id = ?`, int64(q.ChainID))
	}
	if q.Protocol != "" {
		c = c.and(`l.protocol = ?`, q.Protocol)
	}
	if q.Account != (common.Address{}) {
		c = c.and(`l.account = ?`, q.Account[:])
	}
	if q.Liquidator != (common.Address{}) {
		c = c.and(`l.liquidator = ?`, q.Liquidator[:])
	}
	if q.MinUSD > 0 {
		c = c.and(`l.debt_usd >= ?`, q.MinUSD)
	}
	return c, nil
}

// sides splits a question for an asset in two, each of which has its index.
func (c conditions) sides(asset common.Address) []conditions {
	if asset == (common.Address{}) {
		return []conditions{c}
	}
	return []conditions{
		c.and(`l.collateral_asset = ?`, asset[:]),
		c.and(`l.debt_asset = ? AND l.collateral_asset <> ?`, asset[:], asset[:]),
	}
}
