package sqlite

import (
	"cmp"
	"context"
	"database/sql"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"brink/feed"
	"brink/store"

	"github.com/ethereum/go-ethereum/common"
)

const (
	// The log of a block that came back is the same liquidation again, at its
	// old place.
	insertLiquidation = `INSERT INTO liquidations (seq, shard, id, chain_id, protocol, account, liquidator,
		collateral_asset, debt_asset, block_number, time, debt_usd, reverted, data, side, debt, collateral)
		VALUES (?,?,?,?,?,?,?,?,?,?,?,?,0,?,?,?,?)
		ON CONFLICT (shard, id) DO UPDATE SET reverted = 0, debt_usd = excluded.debt_usd, data = excluded.data,
		side = excluded.side, debt = excluded.debt, collateral = excluded.collateral`
	// A tip without a block's shard can't be: both are written together.
	selectLiquidations = `SELECT l.seq, l.time, l.data, CASE WHEN l.reverted THEN 'reverted'
		WHEN l.block_number <= t.final THEN 'finalized' WHEN l.block_number <= t.safe THEN 'safe' ELSE 'latest' END
		FROM liquidations l JOIN tips t USING (shard) WHERE `
	defaultLimit = 100
)

// liquidation derives a row from an entry.
func (a *appending) liquidation(cursor uint64, e *feed.Entry) error {
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
	return a.run(a.stmts.liquidation, cursor, a.shard, e.ID, e.ChainID, l.Protocol, address(l.Account), address(l.Liquidator),
		address(l.CollateralAsset), address(l.DebtAsset), e.Block.Number, e.Block.Time, usd, []byte(e.Data),
		l.Side, column(l.DebtUSD), column(l.CollateralUSD))
}

// column is dollars as the columns hold them, NULL where they aren't known or
// don't fit.
func column(dollars *string) any {
	if dollars == nil {
		return nil
	}
	z, ok := feed.ParseDollars(*dollars)
	if !ok || !z.IsUint64() || z.Uint64() >= 1e18 {
		return nil
	}
	return int64(z.Uint64())
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
