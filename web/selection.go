package web

import (
	"bytes"
	"cmp"
	"container/heap"
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
// the rows may share one variable. holds reports whether a row has an asset; it
// is asked only if q names one, and then of as few rows as possible.
func Select(q *PositionQuery, rows iter.Seq[*Row], holds func(*Row, common.Address) bool) ([]Row, *string) {
	var page nearest
	for row := range rows {
		if !q.wants(row) {
			continue
		}
		at := placeOf(row, q.Sort)
		if q.after != nil && at.compare(q.after) <= 0 {
			continue
		}
		// One more than the page tells whether there is another.
		full := q.Limit > 0 && len(page) == q.Limit+1
		if full && at.compare(&page[0].place) >= 0 {
			continue
		}
		if q.Asset != (common.Address{}) && !holds(row, q.Asset) {
			continue
		}
		if full {
			*page[0] = placed{*row, at}
			heap.Fix(&page, 0)
		} else {
			heap.Push(&page, &placed{*row, at})
		}
	}
	slices.SortFunc(page, func(a, b *placed) int { return a.compare(&b.place) })
	var next *string
	if q.Limit > 0 && len(page) > q.Limit {
		page = page[:q.Limit]
		cursor := page[q.Limit-1].place.cursor(q.Sort)
		next = &cursor
	}
	picked := make([]Row, len(page))
	for i := range page {
		picked[i] = page[i].Row
	}
	return picked, next
}

// wants reports whether a row passes every filter but the asset's.
func (q *PositionQuery) wants(r *Row) bool {
	switch {
	case !q.Covers(r.ChainID, r.Protocol, r.Deployment):
	case q.Account != (common.Address{}) && q.Account != r.Account:
	case len(q.Status) > 0 && !slices.Contains(q.Status, r.Status):
	case len(q.Status) == 0 && q.Account == (common.Address{}) && r.debtless():
	case q.MaxHealth != nil && (r.Status == position.Unknown || r.debtless() || r.Factor.Gt(q.MaxHealth)):
	case q.MinDebt != nil && (!r.Worth.Known || r.Worth.Debt.Lt(q.MinDebt)):
	default:
		return true
	}
	return false
}

var noDebt = *new(uint256.Int).SetAllOne()

func (r *Row) debtless() bool { return r.Status != position.Unknown && r.Factor == noDebt }

// placed is a row and its place in the order.
type placed struct {
	Row
	place
}

// place is where a row stands in an order: rank first, then value from small to
// large, then its name.
type place struct {
	rank  uint8
	value uint256.Int
	chain uint64
	// deployment, market and account name the row.
	deployment string
	position.Key
}

// The ranks: what can't be told comes after what can, and what has no debt
// after both when health is the order.
const (
	told uint8 = iota
	untold
	beyond
)

func placeOf(r *Row, by Sort) place {
	p := place{chain: r.ChainID, deployment: r.Deployment, Key: r.Key}
	switch {
	case by == ByHealth && r.Status == position.Unknown, by != ByHealth && !r.Worth.Known:
		p.rank = untold
	case by == ByDebt:
		p.value.Not(&r.Worth.Debt)
	case by == ByCollateral:
		p.value.Not(&r.Worth.Collateral)
	case r.debtless():
		p.rank = beyond
	default:
		p.value = r.Factor
	}
	return p
}

func (p *place) compare(o *place) int {
	if p.rank != o.rank {
		return cmp.Compare(p.rank, o.rank)
	}
	if c := p.value.Cmp(&o.value); c != 0 {
		return c
	}
	if c := cmp.Compare(p.chain, o.chain); c != 0 {
		return c
	}
	if c := strings.Compare(p.deployment, o.deployment); c != 0 {
		return c
	}
	if c := strings.Compare(p.Market, o.Market); c != 0 {
		return c
	}
	return bytes.Compare(p.Account[:], o.Account[:])
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
	text, err := json.Marshal(written{by, p.rank, p.value.Hex(), p.chain, p.deployment, p.Market, p.Account})
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
	p.rank, p.chain, p.deployment = w.Rank, w.Chain, w.Deployment
	p.Key = position.Key{Market: w.Market, Account: w.Account}
	q.after = p
	return nil
}

// nearest is a heap with the row on top that comes last.
type nearest []*placed

func (h nearest) Len() int           { return len(h) }
func (h nearest) Less(i, j int) bool { return h[i].compare(&h[j].place) > 0 }
func (h nearest) Swap(i, j int)      { h[i], h[j] = h[j], h[i] }
func (h *nearest) Push(x any)        { *h = append(*h, x.(*placed)) }
func (h *nearest) Pop() any {
	last := (*h)[len(*h)-1]
	*h = (*h)[:len(*h)-1]
	return last
}
