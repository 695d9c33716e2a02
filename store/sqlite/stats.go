package sqlite

import (
	"bytes"
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"brink/feed"
	"brink/store"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

// leaders is how many accounts and liquidators are told by name.
const leaders = 10

// Stats is documented at store.Reader. All that it sums stands in one index.
func (r *Reader) Stats(ctx context.Context, q store.StatsQuery) (stats feed.Stats, err error) {
	s := summing{by: q.By, groups: newSums[groupKey](), accounts: newSums[party](), liquidators: newSums[party]()}
	err = r.view(ctx, "summing up liquidations", func(tx *sql.Tx) error {
		text, args := statsQuery(q)
		rows, err := tx.QueryContext(ctx, text, args...)
		if err != nil {
			return err
		}
		defer rows.Close()
		for rows.Next() {
			if err := s.scan(rows); err != nil {
				return err
			}
		}
		if err := rows.Err(); err != nil {
			return err
		}
		stats, err = s.told(ctx, tx)
		return err
	})
	return stats, err
}

func statsQuery(q store.StatsQuery) (text string, args []any) {
	c := conditions{}.and(`l.reverted = 0`)
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
	index := `liquidations_by_time`
	if q.Account != (common.Address{}) {
		c = c.and(`l.account = ?`, q.Account[:])
		index = `liquidations_by_account`
	}
	key := map[store.By]string{store.ByChain: `l.chain_id`, store.ByProtocol: `l.protocol`, store.BySide: `l.side`,
		store.ByAsset: `l.chain_id, l.collateral_asset`}[q.By]
	columns := `l.seq, l.account, l.liquidator, l.debt, l.collateral`
	if key != "" {
		columns += ", " + key
	}
	return `SELECT ` + columns + ` FROM liquidations l INDEXED BY ` + index + ` WHERE ` + strings.Join(c.where, " AND "), c.args
}

type party [common.AddressLength]byte

// groupKey is what the rows of a group have in common.
type groupKey struct {
	chain int64
	name  string
	asset party
}

// summing is the sums while rows come.
type summing struct {
	by                    store.By
	all                   tally
	groups                sums[groupKey]
	accounts, liquidators sums[party]
	seen                  []uint64 // the group of each row, and its account in the lower half
	biggest, of           int64    // the row's number, and its debt
}

// tally is a sum in 1e-8 dollars.
type tally struct {
	n, unpriced      int
	debt, collateral uint256.Int
}

func (t *tally) add(debt, collateral sql.NullInt64) {
	t.n++
	if !debt.Valid || !collateral.Valid {
		t.unpriced++
		return
	}
	t.debt.AddUint64(&t.debt, uint64(debt.Int64))
	t.collateral.AddUint64(&t.collateral, uint64(collateral.Int64))
}

// sums are tallies by key, in the order in which the keys came: dense, for a
// week has tens of thousands of them.
type sums[K comparable] struct {
	places  map[K]int
	keys    []K
	tallies []tally
}

func newSums[K comparable]() sums[K] { return sums[K]{places: make(map[K]int)} }

// add says in which place the sum stands.
func (s *sums[K]) add(k K, debt, collateral sql.NullInt64) int {
	at, ok := s.places[k]
	if !ok {
		at = len(s.keys)
		s.places[k] = at
		s.keys, s.tallies = append(s.keys, k), append(s.tallies, tally{})
	}
	s.tallies[at].add(debt, collateral)
	return at
}

func (s *summing) scan(rows *sql.Rows) error {
	var seq int64
	var account, liquidator, asset sql.RawBytes
	var debt, collateral sql.NullInt64
	var key groupKey
	to := []any{&seq, &account, &liquidator, &debt, &collateral}
	switch s.by {
	case store.ByChain:
		to = append(to, &key.chain)
	case store.ByProtocol, store.BySide:
		to = append(to, &key.name)
	case store.ByAsset:
		to = append(to, &key.chain, &asset)
	}
	if err := rows.Scan(to...); err != nil {
		return err
	}
	copy(key.asset[:], asset)
	s.all.add(debt, collateral)
	at := s.accounts.add(party(account), debt, collateral)
	s.liquidators.add(party(liquidator), debt, collateral)
	if s.by != "" {
		s.seen = append(s.seen, uint64(s.groups.add(key, debt, collateral))<<32|uint64(at))
	}
	if debt.Valid && (debt.Int64 > s.of || s.biggest == 0) {
		s.biggest, s.of = seq, debt.Int64
	}
	return nil
}

// liquidated is how many accounts each group has.
func (s *summing) liquidated() []int {
	slices.Sort(s.seen)
	accounts := make([]int, len(s.groups.keys))
	for _, seen := range slices.Compact(s.seen) {
		accounts[seen>>32]++
	}
	return accounts
}

// told is the sums for people.
func (s *summing) told(ctx context.Context, tx *sql.Tx) (feed.Stats, error) {
	out := feed.Stats{Tally: s.all.told(len(s.accounts.keys)), Groups: []feed.Group{},
		Accounts: first(&s.accounts), Liquidators: first(&s.liquidators)}
	if s.biggest != 0 {
		found, err := all(ctx, tx, scanLiquidation, selectLiquidations+`l.seq = ?`, s.biggest)
		if err != nil {
			return out, err
		}
		if len(found) == 1 {
			out.Biggest = &found[0].Liquidation
		}
	}
	accounts := s.liquidated()
	for _, at := range s.groups.leading(len(s.groups.keys), groupKey.compare) {
		k := s.groups.keys[at]
		g := feed.Group{Key: k.name, Tally: s.groups.tallies[at].told(accounts[at])}
		if s.by == store.ByChain || s.by == store.ByAsset {
			g.ChainID, g.Key = uint64(k.chain), strconv.FormatInt(k.chain, 10)
		}
		if s.by == store.ByAsset {
			g.Asset = common.Address(k.asset).Hex()
			g.Key += ":" + g.Asset
			var err error
			if g.Symbol, err = symbol(ctx, tx, k); err != nil {
				return out, err
			}
		}
		out.Groups = append(out.Groups, g)
	}
	return out, nil
}

// symbol is what the newest liquidation of an asset calls it.
func symbol(ctx context.Context, tx *sql.Tx, k groupKey) (s string, err error) {
	err = tx.QueryRowContext(ctx, `SELECT coalesce(json_extract(CAST(data AS TEXT), '$.collateral_symbol'), '') FROM liquidations
		WHERE collateral_asset = ? AND chain_id = ? ORDER BY time DESC, seq DESC LIMIT 1`, k.asset[:], k.chain).Scan(&s)
	if err != nil {
		return "", fmt.Errorf("reading the symbol of %s: %w", common.Address(k.asset), err)
	}
	return s, nil
}

func (t *tally) told(accounts int) feed.Tally {
	return feed.Tally{Liquidations: t.n, Liquidated: accounts, DebtUSD: feed.Dollars(&t.debt),
		CollateralUSD: feed.Dollars(&t.collateral), BonusUSD: t.bonus(), Unpriced: t.unpriced}
}

// bonus is the collateral beyond the debt; it can be less.
func (t *tally) bonus() string {
	var z uint256.Int
	if t.collateral.Lt(&t.debt) {
		return "-" + feed.Dollars(z.Sub(&t.debt, &t.collateral))
	}
	return feed.Dollars(z.Sub(&t.collateral, &t.debt))
}

// leading are the places of so many of the largest sums, the largest first;
// equals by key.
func (s *sums[K]) leading(most int, compare func(a, b K) int) []int {
	order := func(a, b int) int {
		return cmp.Or(s.tallies[b].debt.Cmp(&s.tallies[a].debt), cmp.Compare(s.tallies[b].n, s.tallies[a].n),
			compare(s.keys[a], s.keys[b]))
	}
	var found []int
	for at := range s.keys {
		to, _ := slices.BinarySearchFunc(found, at, order)
		if to == most {
			continue
		}
		if found = slices.Insert(found, to, at); len(found) > most {
			found = found[:most]
		}
	}
	return found
}

func first(s *sums[party]) []feed.Party {
	out := []feed.Party{}
	for _, at := range s.leading(leaders, func(a, b party) int { return bytes.Compare(a[:], b[:]) }) {
		t := &s.tallies[at]
		out = append(out, feed.Party{Address: common.Address(s.keys[at]).Hex(), Liquidations: t.n, DebtUSD: feed.Dollars(&t.debt),
			CollateralUSD: feed.Dollars(&t.collateral), BonusUSD: t.bonus(), Unpriced: t.unpriced})
	}
	return out
}

func (k groupKey) compare(o groupKey) int {
	return cmp.Or(cmp.Compare(k.chain, o.chain), strings.Compare(k.name, o.name), bytes.Compare(k.asset[:], o.asset[:]))
}
