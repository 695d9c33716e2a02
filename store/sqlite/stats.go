package sqlite

import (
	"context"
	"database/sql"
	"fmt"
	"math"
	"strings"

	"brink/feed"
	"brink/store"
	"brink/store/totals"

	"github.com/ethereum/go-ethereum/common"
)

// selectSummands reads what totals need from the list itself.
const selectSummands = `SELECT l.seq, l.time, l.chain_id, l.debt, l.collateral, l.account, l.liquidator, l.collateral_asset,
	l.protocol, l.side FROM liquidations l WHERE `

func scanSummand(r row) (s totals.Row, err error) {
	var account, liquidator, asset []byte
	var debt, collateral sql.NullInt64
	err = r.Scan(&s.Seq, &s.Time, &s.Chain, &debt, &collateral, &account, &liquidator, &asset, &s.Protocol, &s.Side)
	copy(s.Account[:], account)
	copy(s.Liquidator[:], liquidator)
	copy(s.Asset[:], asset)
	s.Debt, s.Collateral = totals.Unpriced, totals.Unpriced
	if debt.Valid {
		s.Debt = debt.Int64
	}
	if collateral.Valid {
		s.Collateral = collateral.Int64
	}
	return s, err
}

// Stats is documented at store.Reader. Those of one account are summed up from
// the list, all others from the packs.
func (r *Reader) Stats(ctx context.Context, q store.StatsQuery) (stats feed.Stats, err error) {
	s := totals.New(q.By)
	err = r.view(ctx, "summing up liquidations", func(tx *sql.Tx) (err error) {
		if q.Account != (common.Address{}) {
			err = addListed(ctx, tx, s, q)
		} else {
			err = addPacked(ctx, tx, s, q)
		}
		if err != nil {
			return err
		}
		stats, err = s.Told(lookup{ctx, tx})
		return err
	})
	return stats, err
}

// window is from which block time on and up to which a query wants.
func window(q store.StatsQuery) (since, until int64) {
	since, until = 0, math.MaxInt64
	if !q.Since.IsZero() {
		since = max(0, q.Since.Unix())
	}
	if !q.Until.IsZero() {
		until = q.Until.Unix()
	}
	return since, until
}

// addListed adds an account's liquidations.
func addListed(ctx context.Context, tx *sql.Tx, s *totals.Totals, q store.StatsQuery) error {
	text, args := accountQuery(q)
	found, err := all(ctx, tx, scanSummand, text, args...)
	for i := range found {
		s.Add(&found[i])
	}
	return err
}

func accountQuery(q store.StatsQuery) (text string, args []any) {
	since, until := window(q)
	c := conditions{}.and(`l.account = ? AND l.time >= ? AND l.time < ? AND l.reverted = 0`, q.Account[:], since, until)
	if q.ChainID != 0 {
		c = c.and(`l.chain_id = ?`, int64(q.ChainID))
	}
	if q.Protocol != "" {
		c = c.and(`l.protocol = ?`, q.Protocol)
	}
	return selectSummands + strings.Join(c.where, " AND "), c.args
}

// addPacked adds the liquidations of a window.
func addPacked(ctx context.Context, tx *sql.Tx, s *totals.Totals, q store.StatsQuery) error {
	since, until := window(q)
	rows, err := tx.QueryContext(ctx, `SELECT rows FROM packs WHERE id >= ? AND id < ?`, firstPart(since), firstPart(min(until, lastTime))+1<<partBits)
	if err != nil {
		return err
	}
	defer rows.Close()
	names := map[string]string{}
	for rows.Next() {
		var from sql.RawBytes
		if err := rows.Scan(&from); err != nil {
			return err
		}
		for rest := []byte(from); len(rest) > 0; {
			var one totals.Row
			if rest, err = unpack(&one, rest, names); err != nil {
				return err
			}
			if one.Time >= since && one.Time < until && (q.ChainID == 0 || one.Chain == int64(q.ChainID)) &&
				(q.Protocol == "" || one.Protocol == q.Protocol) {
				s.Add(&one)
			}
		}
	}
	return rows.Err()
}

// lastTime is beyond all block times, and its hour can still be numbered.
const lastTime = 1 << 40

// lookup reads what sums tell by name.
type lookup struct {
	ctx context.Context
	tx  *sql.Tx
}

// Liquidation implements totals.Lookup.
func (l lookup) Liquidation(seq int64) (*feed.Liquidation, error) {
	found, err := all(l.ctx, l.tx, scanLiquidation, selectLiquidations+`l.seq = ?`, seq)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return &found[0].Liquidation, nil
}

// Symbols implements totals.Lookup.
func (l lookup) Symbols(chains []int64, assets []common.Address) ([]string, error) {
	symbols := make([]string, len(assets))
	for i, asset := range assets {
		err := l.tx.QueryRowContext(l.ctx, `SELECT coalesce(json_extract(CAST(data AS TEXT), '$.collateral_symbol'), '') FROM liquidations
			WHERE collateral_asset = ? AND chain_id = ? ORDER BY time DESC, seq DESC LIMIT 1`, asset[:], chains[i]).Scan(&symbols[i])
		if err != nil {
			return nil, fmt.Errorf("reading the symbol of %s: %w", asset, err)
		}
	}
	return symbols, nil
}
