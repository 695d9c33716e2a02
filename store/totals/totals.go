package totals

import (
	"bytes"
	"cmp"
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

// Unpriced stands for dollars that aren't known.
const Unpriced = -1

// Party is an address.
type Party [common.AddressLength]byte

// Row is what totals need of a liquidation. Dollars are in 1e-8.
type Row struct {
	Seq, Time, Chain           int64
	Debt, Collateral           int64
	Account, Liquidator, Asset Party
	Protocol, Side             string
}

// groupKey is what the rows of a group have in common.
type groupKey struct {
	chain int64
	name  string
	asset Party
}

// Totals is the sums while rows come, in any order.
type Totals struct {
	by                    store.By
	all                   tally
	groups                sums[groupKey]
	accounts, liquidators sums[Party]
	seen                  []uint64 // the group of each row, and its account in the lower half
	biggest               *Row     // that repaid most
	of                    int64    // so much
}

// New begins sums that are grouped by something.
func New(by store.By) *Totals {
	return &Totals{by: by, groups: newSums[groupKey](), accounts: newSums[Party](), liquidators: newSums[Party]()}
}

// tally is a sum in 1e-8 dollars.
type tally struct {
	n, unpriced      int
	debt, collateral uint256.Int
}

func (t *tally) add(debt, collateral int64) {
	t.n++
	if debt == Unpriced || collateral == Unpriced {
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

// Add adds a liquidation.
func (s *Totals) Add(one *Row) {
	s.all.add(one.Debt, one.Collateral)
	at := s.accounts.add(one.Account, one.Debt, one.Collateral)
	s.liquidators.add(one.Liquidator, one.Debt, one.Collateral)
	if s.by != "" {
		s.seen = append(s.seen, uint64(s.groups.add(s.key(one), one.Debt, one.Collateral))<<32|uint64(at))
	}
	// Of equals the one that came first, in the order of the log.
	if one.Debt != Unpriced && (s.biggest == nil || one.Debt > s.of || one.Debt == s.of && one.before(s.biggest)) {
		first := *one
		s.biggest, s.of = &first, one.Debt
	}
}

func (s *Row) before(o *Row) bool {
	return cmp.Or(cmp.Compare(s.Time, o.Time), cmp.Compare(s.Seq, o.Seq)) < 0
}

// key is the group that a liquidation is of.
func (s *Totals) key(one *Row) (k groupKey) {
	switch s.by {
	case store.ByChain:
		k.chain = one.Chain
	case store.ByProtocol:
		k.name = one.Protocol
	case store.BySide:
		k.name = one.Side
	case store.ByAsset:
		k.chain, k.asset = one.Chain, one.Asset
	}
	return k
}

// liquidated is how many accounts each group has.
func (s *Totals) liquidated() []int {
	slices.Sort(s.seen)
	accounts := make([]int, len(s.groups.keys))
	for _, seen := range slices.Compact(s.seen) {
		accounts[seen>>32]++
	}
	return accounts
}

// Lookup is what a store adds to sums.
type Lookup interface {
	// Liquidation is the one of a number, nil if there is none.
	Liquidation(seq int64) (*feed.Liquidation, error)
	// Symbols is what the newest liquidation that seized an asset calls it, of each.
	Symbols(chains []int64, assets []common.Address) ([]string, error)
}

// Told is the sums for people.
func (s *Totals) Told(look Lookup) (feed.Stats, error) {
	out := feed.Stats{Tally: s.all.told(len(s.accounts.keys)), Groups: []feed.Group{},
		Accounts: first(&s.accounts), Liquidators: first(&s.liquidators)}
	if s.biggest != nil {
		var err error
		if out.Biggest, err = look.Liquidation(s.biggest.Seq); err != nil {
			return out, err
		}
	}
	accounts := s.liquidated()
	var chains []int64
	var assets []common.Address
	for _, at := range s.groups.leading(len(s.groups.keys), groupKey.compare) {
		k := s.groups.keys[at]
		g := feed.Group{Key: k.name, Tally: s.groups.tallies[at].told(accounts[at])}
		if s.by == store.ByChain || s.by == store.ByAsset {
			g.ChainID, g.Key = uint64(k.chain), strconv.FormatInt(k.chain, 10)
		}
		if s.by == store.ByAsset {
			g.Asset = common.Address(k.asset).Hex()
			g.Key += ":" + g.Asset
			chains, assets = append(chains, k.chain), append(assets, common.Address(k.asset))
		}
		out.Groups = append(out.Groups, g)
	}
	if len(assets) == 0 {
		return out, nil
	}
	symbols, err := look.Symbols(chains, assets)
	for i := range symbols {
		out.Groups[i].Symbol = symbols[i]
	}
	return out, err
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

func first(s *sums[Party]) []feed.Party {
	out := []feed.Party{}
	for _, at := range s.leading(leaders, func(a, b Party) int { return bytes.Compare(a[:], b[:]) }) {
		t := &s.tallies[at]
		out = append(out, feed.Party{Address: common.Address(s.keys[at]).Hex(), Liquidations: t.n, DebtUSD: feed.Dollars(&t.debt),
			CollateralUSD: feed.Dollars(&t.collateral), BonusUSD: t.bonus(), Unpriced: t.unpriced})
	}
	return out
}

func (k groupKey) compare(o groupKey) int {
	return cmp.Or(cmp.Compare(k.chain, o.chain), strings.Compare(k.name, o.name), bytes.Compare(k.asset[:], o.asset[:]))
}
