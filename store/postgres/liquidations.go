package postgres

import (
	"context"
	"encoding/json"
	"fmt"
	"math"
	"slices"
	"strings"

	"brink/feed"
	"brink/store"

	"github.com/ethereum/go-ethereum/common"
	"github.com/jackc/pgx/v5"
)

const (
	// Those of the past, which the log doesn't hold, have negative numbers and
	// were final when they were found.
	selectLiquidations = `SELECT l.time, l.seq, l.data, CASE WHEN l.reverted THEN 'reverted'
		WHEN l.seq < 0 OR l.block_number <= t.final THEN 'finalized' WHEN l.block_number <= t.safe THEN 'safe' ELSE 'latest' END
		FROM liquidations l LEFT JOIN tips t USING (shard) WHERE `
	defaultLimit = 100
)

type placed struct {
	store.Place
	feed.Liquidation
}

func scanLiquidation(r pgx.CollectableRow) (p placed, err error) {
	var data []byte
	var status feed.Status
	if err := r.Scan(&p.Time, &p.Seq, &data, &status); err != nil {
		return p, err
	}
	if err := json.Unmarshal(data, &p.Liquidation); err != nil {
		return p, fmt.Errorf("reading a stored liquidation: %w", err)
	}
	p.Liquidation.Status = status
	return p, nil
}

// Liquidations is documented at store.Reader.
func (r *Reader) Liquidations(ctx context.Context, q store.LiquidationQuery) (page []feed.Liquidation, next string, err error) {
	if q.Limit <= 0 {
		q.Limit = defaultLimit
	}
	from := store.Place{Time: math.MaxInt64, Seq: math.MaxInt64}
	if q.Cursor != "" {
		if from, err = store.ParsePlace(q.Cursor); err != nil {
			return nil, "", err
		}
	}
	var c conditions
	c.and(`(l.time, l.seq) < (?, ?)`, from.Time, from.Seq)
	c.common(store.StatsQuery{Since: q.Since, Until: q.Until, ChainID: q.ChainID, Protocol: q.Protocol, Account: q.Account})
	if q.Liquidator != (common.Address{}) {
		c.and(`l.liquidator = ?`, q.Liquidator[:])
	}
	if q.Asset != (common.Address{}) {
		c.and(`(l.collateral_asset = ? OR l.debt_asset = ?)`, q.Asset[:], q.Asset[:])
	}
	if q.MinUSD > 0 {
		c.and(`l.debt >= ?::float8::numeric * 100000000`, q.MinUSD)
	}
	// One more than asked for tells whether there is a next page.
	c.args = append(c.args, q.Limit+1)
	found, err := list(ctx, r, "reading liquidations", scanLiquidation,
		fmt.Sprintf(`%s ORDER BY l.time DESC, l.seq DESC LIMIT $%d`, selectLiquidations+c.where(), len(c.args)), c.args...)
	if err != nil {
		return nil, "", err
	}
	if len(found) > q.Limit {
		found = found[:q.Limit]
		next = found[q.Limit-1].Place.String()
	}
	return each(found, func(p placed) feed.Liquidation { return p.Liquidation }), next, nil
}

// conditions are what a query's rows must meet.
type conditions struct {
	all  []string
	args []any
}

// and adds a condition, with a question mark for each argument.
func (c *conditions) and(condition string, args ...any) {
	for _, arg := range args {
		c.args = append(c.args, arg)
		condition = strings.Replace(condition, "?", fmt.Sprintf("$%d", len(c.args)), 1)
	}
	c.all = append(c.all, condition)
}

func (c *conditions) where() string {
	return strings.Join(slices.Concat(c.all, []string{"true"}), " AND ")
}

// common adds what lists and sums can both be asked for.
func (c *conditions) common(q store.StatsQuery) {
	if !q.Since.IsZero() {
		c.and(`l.time >= ?`, q.Since.Unix())
	}
	if !q.Until.IsZero() {
		c.and(`l.time < ?`, q.Until.Unix())
	}
	if q.ChainID != 0 {
		c.and(`l.chain_id = ?`, int64(q.ChainID))
	}
	if q.Protocol != "" {
		c.and(`l.protocol = ?`, q.Protocol)
	}
	if q.Account != (common.Address{}) {
		c.and(`l.account = ?`, q.Account[:])
	}
}
