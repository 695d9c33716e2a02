package sqlite

import (
	"bytes"
	"cmp"
	"context"
	"database/sql"
	"fmt"
	"math"
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

// selectSummands reads what totals need from the list itself.
const selectSummands = `SELECT l.seq, l.time, l.chain_id, l.debt, l.collateral, l.account, l.liquidator, l.collateral_asset,
	l.protocol, l.side FROM liquidations l WHERE `

func scanSummand(r row) (s summand, err error) {
	var account, liquidator, asset []byte
	var debt, collateral sql.NullInt64
	err = r.Scan(&s.seq, &s.time, &s.chain, &debt, &collateral, &account, &liquidator, &asset, &s.protocol, &s.side)
	copy(s.account[:], account)
	copy(s.liquidator[:], liquidator)
	copy(s.asset[:], asset)
	s.debt, s.collateral = unpriced, unpriced
	if debt.Valid {
		s.debt = debt.Int64
	}
	if collateral.Valid {
		s.collateral = collateral.Int64
	}
	return s, err
}

// Stats is documented at store.Reader. Those of one account are summed up from
// the list, all others from the packs.
func (r *Reader) Stats(ctx context.Context, q store.StatsQuery) (stats feed.Stats, err error) {
	s := summing{by: q.By, groups: newSums[groupKey](), accounts: newSums[party](), liquidators: newSums[party]()}
	err = r.view(ctx, "summing up liquidations", func(tx *sql.Tx) (err error) {
		if q.Account != (common.Address{}) {
			err = s.list(ctx, tx, q)
		} else {
			err = s.packs(ctx, tx, q)
		}
		if err != nil {
			return err
		}
		stats, err = s.told(ctx, tx)
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

// list adds an account's liquidations.
func (s *summing) list(ctx context.Context, tx *sql.Tx, q store.StatsQuery) error {
	text, args := accountQuery(q)
	found, err := all(ctx, tx, scanSummand, text, args...)
	for i := range found {
		s.add(&found[i])
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

// packs adds the liquidations of a window.
func (s *summing) packs(ctx context.Context, tx *sql.Tx, q store.StatsQuery) error {
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
			var one summand
			if rest, err = one.unpack(rest, names); err != nil {
				return err
			}
			if one.time >= since && one.time < until && (q.ChainID == 0 || one.chain == int64(q.ChainID)) &&
				(q.Protocol == "" || one.protocol == q.Protocol) {
				s.add(&one)
			}
		}
	}
	return rows.Err()
}

// lastTime is beyond all block times, and its hour can still be numbered.
const lastTime = 1 << 40

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
	biggest               *summand // that repaid most
	of                    int64    // so much
}

// tally is a sum in 1e-8 dollars.
type tally struct {
	n, unpriced      int
	debt, collateral uint256.Int
}

func (t *tally) add(debt, collateral int64) {
	t.n++
	if debt == unpriced || collateral == unpriced {
		t.unpriced++
		return
	}
	t.debt.AddUint64(&t.debt, uint64(debt))
	t.collateral.AddUint64(&t.collateral, uint64(collateral))
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
func (s *sums[K]) add(k K, debt, collateral int64) int {
	at, ok := s.places[k]
	if !ok {
		at = len(s.keys)
		s.places[k] = at
		s.keys, s.tallies = append(s.keys, k), append(s.tallies, tally{})
	}
	s.tallies[at].add(debt, collateral)
	return at
}

func (s *summing) add(one *summand) {
	s.all.add(one.debt, one.collateral)
	at := s.accounts.add(one.account, one.debt, one.collateral)
	s.liquidators.add(one.liquidator, one.debt, one.collateral)
	if s.by != "" {
		s.seen = append(s.seen, uint64(s.groups.add(s.key(one), one.debt, one.collateral))<<32|uint64(at))
	}
	// Of equals the one that came first, in the order of the log.
	if one.debt != unpriced && (s.biggest == nil || one.debt > s.of || one.debt == s.of && one.before(s.biggest)) {
		first := *one
		s.biggest, s.of = &first, one.debt
	}
}

func (s *summand) before(o *summand) bool {
	return cmp.Or(cmp.Compare(s.time, o.time), cmp.Compare(s.seq, o.seq)) < 0
}

// key is the group that a liquidation is of.
func (s *summing) key(one *summand) (k groupKey) {
	switch s.by {
	case store.ByChain:
		k.chain = one.chain
	case store.ByProtocol:
		k.name = one.protocol
	case store.BySide:
		k.name = one.side
	case store.ByAsset:
		k.chain, k.asset = one.chain, one.asset
	}
	return k
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
	if s.biggest != nil {
		found, err := all(ctx, tx, scanLiquidation, selectLiquidations+`l.seq = ?`, s.biggest.seq)
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
