package web

import (
	"bytes"
	"cmp"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"iter"
	"slices"
	"strings"

	"brink/feed"
	"brink/position"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

// Select returns one page of the rows that q wants, in its order, and the
// cursor of the next page or nil. It copies only what the page may hold, so
// the rows may share one variable. passes says what a row alone can't tell: whether
// it holds q's asset, and is liquidatable when a price moves; it is asked only if
// q does, and then of as few rows as possible.
func Select(q *PositionQuery, rows iter.Seq[*Row], passes func(*Row) bool) ([]Row, *string) {
	page := nearest{limit: q.Limit}
	for row := range rows {
		if !q.wants(row) {
			continue
		}
		at := standingOf(row, q.Sort)
		if q.after != nil && at.compare(row, q.after) <= 0 || page.bound != nil && at.compare(row, page.bound) >= 0 {
			continue
		}
		if q.Asset == (common.Address{}) && q.If == nil || passes(row) {
			page.add(row, at)
		}
	}
	return page.done(q.Sort)
}

// wants reports whether a row passes every filter but the asset's.
func (q *PositionQuery) wants(r *Row) bool {
	switch {
	case !q.Covers(r.ChainID, r.Protocol, r.Deployment):
	case q.Account != (common.Address{}) && q.Account != r.Account:
	case len(q.Status) > 0 && !slices.Contains(q.Status, r.Status):
	case len(q.Status) == 0 && q.Account == (common.Address{}) && r.debtless():
	case q.MaxHealth != nil && (r.Status == position.Unknown || r.debtless() || r.Factor.Gt(q.MaxHealth)):
	case q.MinHealth != nil && (r.Status == position.Unknown || r.debtless() || r.Factor.Lt(q.MinHealth)):
	case q.MinDebt != nil && (!r.Worth.Known || r.Worth.Debt.Lt(q.MinDebt)):
	default:
		return true
	}
	return false
}

// AtRisk reports whether q wants only positions that aren't healthy, or whose health factor is below near.
func (q *PositionQuery) AtRisk(near *uint256.Int) bool {
	return len(q.Status) > 0 && !slices.Contains(q.Status, position.Healthy) || q.MaxHealth != nil && q.MaxHealth.Lt(near)
}

var noDebt = *new(uint256.Int).SetAllOne()

func (r *Row) debtless() bool { return r.Status != position.Unknown && r.Factor == noDebt }

// standing is a row's rank and value in an order, from small to large.
type standing struct {
	rank  uint8
	value uint256.Int
}

// The ranks: what can't be told comes after what can, and what has no debt
// after both when health is the order.
const (
	told uint8 = iota
	untold
	beyond
)

func standingOf(r *Row, by Sort) (s standing) {
	switch {
	case by == ByName:
	case by == ByProfit:
		s = profitable(&r.Gain)
	case by == ByHealth && r.Status == position.Unknown, by != ByHealth && !r.Worth.Known:
		s.rank = untold
	case by == ByDebt:
		s.value.Not(&r.Worth.Debt)
	case by == ByCollateral:
		s.value.Not(&r.Worth.Collateral)
	case r.debtless():
		s.rank = beyond
	default:
		s.value = r.Factor
	}
	return s
}

// profitable puts the largest gain first and the largest loss last.
func profitable(g *position.Gain) (s standing) {
	var even uint256.Int
	even.Lsh(even.SetOne(), 255)
	switch {
	case !g.Known:
		s.rank = untold
	case g.Loss:
		s.value.Add(&even, &g.USD)
	default:
		s.value.Sub(&even, &g.USD)
	}
	return s
}

// place is where a row stands: equals are told apart by name.
type place struct {
	standing
	row Row
}

// compare compares the place of a row that stands so with another.
func (s *standing) compare(row *Row, o *place) int {
	if s.rank != o.rank {
		return cmp.Compare(s.rank, o.rank)
	}
	if c := s.value.Cmp(&o.value); c != 0 {
		return c
	}
	if c := cmp.Compare(row.ChainID, o.row.ChainID); c != 0 {
		return c
	}
	if c := strings.Compare(row.Deployment, o.row.Deployment); c != 0 {
		return c
	}
	if c := strings.Compare(row.Market, o.row.Market); c != 0 {
		return c
	}
	return bytes.Compare(row.Account[:], o.row.Account[:])
}

// nearest collects the rows that come first: one more than a page, which tells
// whether there is another. It takes in twice as many before it throws half
// away, which costs less than keeping order all the time.
type nearest struct {
	limit int
	rows  []*place
	// bound is what a row must come before, once there are enough.
	bound *place
}

func (n *nearest) add(row *Row, at standing) {
	n.rows = append(n.rows, &place{at, *row})
	if n.limit > 0 && len(n.rows) == 2*(n.limit+1) {
		n.sort()
		n.rows = n.rows[:n.limit+1]
		n.bound = n.rows[n.limit]
	}
}

func (n *nearest) sort() {
	slices.SortFunc(n.rows, func(a, b *place) int { return a.compare(&a.row, b) })
}

func (n *nearest) done(by Sort) ([]Row, *string) {
	n.sort()
	var next *string
	if n.limit > 0 && len(n.rows) > n.limit {
		n.rows = n.rows[:n.limit]
		cursor := n.rows[n.limit-1].cursor(by)
		next = &cursor
	}
	picked := make([]Row, len(n.rows))
	for i := range picked {
		picked[i] = n.rows[i].row
	}
	return picked, next
}

// written is a place as text for others to keep.
type written struct {
	Sort       Sort           `json:"s"`
	Rank       uint8          `json:"r"`
	Value      string         `json:"v"`
	Chain      uint64         `json:"c"`
	Deployment string         `json:"d"`
	Market     string         `json:"m"`
	Account    common.Address `json:"a"`
}

const cursorVersion = "v1."

func (p *place) cursor(by Sort) string {
	text, err := json.Marshal(written{by, p.rank, p.value.Hex(), p.row.ChainID, p.row.Deployment, p.row.Market, p.row.Account})
	if err != nil {
		panic(err) // numbers and strings can always be written
	}
	return cursorVersion + base64.RawURLEncoding.EncodeToString(text)
}

// After makes q go on where a page in the same order ended. An empty cursor is
// the beginning. feed.ErrCursor for any that Select didn't give.
func (q *PositionQuery) After(cursor string) error {
	if cursor == "" {
		return nil
	}
	encoded, ok := strings.CutPrefix(cursor, cursorVersion)
	text, err := base64.RawURLEncoding.DecodeString(encoded)
	if !ok || err != nil {
		return fmt.Errorf("%w: want next of the page before", feed.ErrCursor)
	}
	var w written
	p := new(place)
	if json.Unmarshal(text, &w) != nil || p.value.SetFromHex(w.Value) != nil || w.Rank > beyond {
		return fmt.Errorf("%w: want next of the page before", feed.ErrCursor)
	}
	if w.Sort != q.Sort {
		return fmt.Errorf("%w: it belongs to sort=%.10s", feed.ErrCursor, w.Sort)
	}
	p.rank = w.Rank
	p.row = Row{ChainID: w.Chain, Deployment: w.Deployment, Key: position.Key{Market: w.Market, Account: w.Account}}
	q.after = p
	return nil
}
