package postgres

import (
	"context"
	"fmt"
	"strconv"

	"brink/feed"
	"brink/store"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
	"github.com/jackc/pgx/v5"
)

// leaders is how many accounts and liquidators are told by name.
const leaders = 10

// What rows are summed up by: a chain, a name and an address, of which each may
// be nothing.
const (
	nothing      = `0::bigint, '', ''::bytea`
	byAccount    = `0::bigint, '', l.account`
	byLiquidator = `0::bigint, '', l.liquidator`
)

var groupKeys = map[store.By]string{
	store.ByChain:    `l.chain_id, '', ''::bytea`,
	store.ByProtocol: `0::bigint, l.protocol, ''::bytea`,
	store.BySide:     `0::bigint, l.side, ''::bytea`,
	store.ByAsset:    `l.chain_id, '', l.collateral_asset`,
}

// Stats is documented at store.Reader.
func (r *Reader) Stats(ctx context.Context, q store.StatsQuery) (stats feed.Stats, err error) {
	var c conditions
	c.and(`NOT l.reverted`)
	c.common(q)
	err = r.view(ctx, "summing up liquidations", func(ctx context.Context, tx pgx.Tx) (err error) {
		stats, err = sumUp(ctx, tx, &c, q.By)
		return err
	})
	return stats, err
}

func sumUp(ctx context.Context, tx pgx.Tx, c *conditions, by store.By) (stats feed.Stats, err error) {
	sums, err := sumsBy(ctx, tx, c, nothing, 1)
	if err != nil {
		return stats, err
	}
	stats.Tally = feed.Tally{DebtUSD: feed.Dollars(new(uint256.Int)), CollateralUSD: feed.Dollars(new(uint256.Int)), BonusUSD: feed.Dollars(new(uint256.Int))}
	if len(sums) == 1 {
		stats.Tally = sums[0].Tally
	}
	found, err := all(ctx, tx, scanLiquidation, selectLiquidations+c.where()+` AND l.debt IS NOT NULL
		ORDER BY l.debt DESC, l.time, l.seq LIMIT 1`, c.args...)
	if err != nil {
		return stats, err
	}
	if len(found) == 1 {
		stats.Biggest = &found[0].Liquidation
	}
	if stats.Groups, err = groups(ctx, tx, c, by); err != nil {
		return stats, err
	}
	if stats.Accounts, err = parties(ctx, tx, c, byAccount); err != nil {
		return stats, err
	}
	stats.Liquidators, err = parties(ctx, tx, c, byLiquidator)
	return stats, err
}

// sum is what the rows with one key come to.
type sum struct {
	chain   int64
	name    string
	address []byte
	feed.Tally
}

// sumsBy are so many of the largest sums, the largest first; equals by key.
func sumsBy(ctx context.Context, tx pgx.Tx, c *conditions, key string, most int) ([]sum, error) {
	return all(ctx, tx, scanSum, `SELECT * FROM (
		SELECT chain, name, address, count(*) AS n, count(DISTINCT account), coalesce(sum(debt) FILTER (WHERE priced), 0) AS debt,
			coalesce(sum(collateral) FILTER (WHERE priced), 0), count(*) FILTER (WHERE NOT priced)
		FROM (SELECT `+key+`, l.account, l.debt, l.collateral, l.debt IS NOT NULL AND l.collateral IS NOT NULL
			FROM liquidations l WHERE `+c.where()+`) AS rows(chain, name, address, account, debt, collateral, priced)
		GROUP BY chain, name, address) AS sums
		ORDER BY debt DESC, n DESC, chain, name COLLATE "C", address LIMIT `+strconv.Itoa(most), c.args...)
}

func scanSum(r pgx.CollectableRow) (s sum, err error) {
	var debt, collateral string
	if err := r.Scan(&s.chain, &s.name, &s.address, &s.Liquidations, &s.Liquidated, &debt, &collateral, &s.Unpriced); err != nil {
		return s, err
	}
	d, err := uint256.FromDecimal(debt)
	if err != nil {
		return s, fmt.Errorf("reading a sum: %w", err)
	}
	c, err := uint256.FromDecimal(collateral)
	if err != nil {
		return s, fmt.Errorf("reading a sum: %w", err)
	}
	s.DebtUSD, s.CollateralUSD = feed.Dollars(d), feed.Dollars(c)
	// The bonus is the collateral beyond the debt; it can be less.
	if c.Lt(d) {
		s.BonusUSD = "-" + feed.Dollars(d.Sub(d, c))
	} else {
		s.BonusUSD = feed.Dollars(c.Sub(c, d))
	}
	return s, nil
}

func parties(ctx context.Context, tx pgx.Tx, c *conditions, key string) ([]feed.Party, error) {
	sums, err := sumsBy(ctx, tx, c, key, leaders)
	return each(sums, func(s sum) feed.Party {
		return feed.Party{Address: common.BytesToAddress(s.address).Hex(), Liquidations: s.Liquidations, DebtUSD: s.DebtUSD,
			CollateralUSD: s.CollateralUSD, BonusUSD: s.BonusUSD, Unpriced: s.Unpriced}
	}), err
}

func groups(ctx context.Context, tx pgx.Tx, c *conditions, by store.By) ([]feed.Group, error) {
	out := []feed.Group{}
	key, any := groupKeys[by]
	if !any {
		return out, nil
	}
	sums, err := sumsBy(ctx, tx, c, key, 1_000_000)
	if err != nil {
		return nil, err
	}
	for _, s := range sums {
		g := feed.Group{Key: s.name, Tally: s.Tally}
		if by == store.ByChain || by == store.ByAsset {
			g.ChainID, g.Key = uint64(s.chain), strconv.FormatInt(s.chain, 10)
		}
		if by == store.ByAsset {
			g.Asset = common.BytesToAddress(s.address).Hex()
			g.Key += ":" + g.Asset
			if g.Symbol, err = symbol(ctx, tx, &s); err != nil {
				return nil, err
			}
		}
		out = append(out, g)
	}
	return out, nil
}

// symbol is what the newest liquidation of an asset calls it.
func symbol(ctx context.Context, tx pgx.Tx, of *sum) (string, error) {
	newest, err := all(ctx, tx, scanLiquidation, selectLiquidations+`l.collateral_asset = $1 AND l.chain_id = $2
		ORDER BY l.time DESC, l.seq DESC LIMIT 1`, of.address, of.chain)
	if err != nil || len(newest) == 0 {
		return "", err
	}
	return newest[0].CollateralSymbol, nil
}
