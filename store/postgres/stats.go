package postgres

import (
	"context"
	"encoding/json"

	"brink/feed"
	"brink/store"
	"brink/store/totals"

	"github.com/ethereum/go-ethereum/common"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"
)

// selectSummands reads what totals need. To add up here costs the server a fraction of what it takes it to count
// and to sort by hundreds of accounts.
const selectSummands = `SELECT l.seq, l.time, l.chain_id, CASE WHEN l.debt < 1e18 THEN l.debt::bigint ELSE -1 END,
	CASE WHEN l.collateral < 1e18 THEN l.collateral::bigint ELSE -1 END,
	l.account, l.liquidator, l.collateral_asset, l.protocol, l.side FROM liquidations l WHERE `

// Stats is documented at store.Reader.
func (r *Reader) Stats(ctx context.Context, q store.StatsQuery) (stats feed.Stats, err error) {
	var c conditions
	c.and(`NOT l.reverted`)
	c.common(q)
	err = r.view(ctx, "summing up liquidations", func(ctx context.Context, tx pgx.Tx) error {
		sums := totals.New(q.By)
		if err := addUp(ctx, tx, sums, &c); err != nil {
			return err
		}
		stats, err = sums.Told(lookup{ctx, tx})
		return err
	})
	return stats, err
}

// addUp adds the rows that meet conditions.
func addUp(ctx context.Context, tx pgx.Tx, sums *totals.Totals, c *conditions) error {
	rows, err := tx.Query(ctx, selectSummands+c.where(), c.args...)
	if err != nil {
		return err
	}
	var one totals.Row
	var account, liquidator, asset pgtype.DriverBytes
	_, err = pgx.ForEachRow(rows, []any{&one.Seq, &one.Time, &one.Chain, &one.Debt, &one.Collateral,
		&account, &liquidator, &asset, &one.Protocol, &one.Side}, func() error {
		copy(one.Account[:], account)
		copy(one.Liquidator[:], liquidator)
		copy(one.Asset[:], asset)
		sums.Add(&one)
		return nil
	})
	return err
}

// lookup reads what sums tell by name.
type lookup struct {
	ctx context.Context
	tx  pgx.Tx
}

// Liquidation implements totals.Lookup.
func (l lookup) Liquidation(seq int64) (*feed.Liquidation, error) {
	found, err := all(l.ctx, l.tx, scanLiquidation, selectLiquidations+`l.seq = $1`, seq)
	if err != nil || len(found) == 0 {
		return nil, err
	}
	return &found[0].Liquidation, nil
}

// selectSymbols has no symbols by itself: what liquidations say is bytes to the server.
const selectSymbols = `SELECT newest.data FROM unnest($1::bigint[], $2::bytea[]) WITH ORDINALITY AS of(chain, asset, place),
	LATERAL (SELECT l.data FROM liquidations l WHERE l.collateral_asset = of.asset AND l.chain_id = of.chain
		ORDER BY l.time DESC, l.seq DESC LIMIT 1) AS newest ORDER BY of.place`

// Symbols implements totals.Lookup.
func (l lookup) Symbols(chains []int64, assets []common.Address) ([]string, error) {
	return all(l.ctx, l.tx, func(r pgx.CollectableRow) (string, error) {
		var data []byte
		if err := r.Scan(&data); err != nil {
			return "", err
		}
		var of struct {
			Symbol string `json:"collateral_symbol"`
		}
		err := json.Unmarshal(data, &of)
		return of.Symbol, err
	}, selectSymbols, chains, each(assets, func(a common.Address) []byte { return a[:] }))
}
