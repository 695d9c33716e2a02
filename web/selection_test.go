package web_test

import (
	"encoding/base64"
	"errors"
	"iter"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"brink/feed"
	"brink/position"
	"brink/web"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
	"pgregory.net/rapid"
)

// sharing yields copies of the rows in one variable.
func sharing(rows []web.Row) iter.Seq[*web.Row] {
	return func(yield func(*web.Row) bool) {
		var row web.Row
		for i := range rows {
			row = rows[i]
			if !yield(&row) {
				return
			}
		}
	}
}

func drawRow(t *rapid.T, i int) web.Row {
	r := web.Row{
		ChainID: rapid.Uint64Range(1, 2).Draw(t, "chain"), Protocol: rapid.SampledFrom([]string{"a", "b"}).Draw(t, "protocol"),
		Deployment: rapid.SampledFrom([]string{"d", "e"}).Draw(t, "deployment"), Ref: uint64(i),
		Status: rapid.SampledFrom([]position.Status{position.Healthy, position.Near, position.Unknown}).Draw(t, "status"),
		Factor: *uint256.NewInt(rapid.Uint64Range(0, 4).Draw(t, "factor")),
		Worth: position.Worth{Debt: *uint256.NewInt(rapid.Uint64Range(0, 3).Draw(t, "debt")),
			Collateral: *uint256.NewInt(rapid.Uint64Range(0, 3).Draw(t, "collateral")), Known: rapid.Bool().Draw(t, "known")},
		Gain: position.Gain{USD: *uint256.NewInt(rapid.Uint64Range(0, 3).Draw(t, "gain")), Loss: rapid.Bool().Draw(t, "loss"),
			Known: rapid.Bool().Draw(t, "gain known")},
	}
	r.Account = common.Address{byte(i % 7), byte(i)}
	r.Market = rapid.SampledFrom([]string{"", "m"}).Draw(t, "market")
	if rapid.IntRange(0, 3).Draw(t, "debtless") == 0 {
		r.Factor.SetAllOne()
	}
	return r
}

// Going through all pages gives what one page without a limit gives, in order
// and without repetition, and that is what the filters say.
func TestSelect(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		rows := make([]web.Row, rapid.IntRange(0, 60).Draw(t, "rows"))
		for i := range rows {
			rows[i] = drawRow(t, i)
		}
		q := web.PositionQuery{Sort: rapid.SampledFrom([]web.Sort{web.ByHealth, web.ByDebt, web.ByCollateral, web.ByProfit, web.ByName}).Draw(t, "sort")}
		switch rapid.IntRange(0, 6).Draw(t, "filter") {
		case 1:
			q.ChainID, q.Protocol, q.Deployment = 1, "a", "e"
		case 2:
			q.Status = []position.Status{position.Near, position.Unknown}
		case 3:
			q.MaxHealth = uint256.NewInt(2)
		case 4:
			q.MinDebt = uint256.NewInt(2)
		case 5:
			q.Asset = common.Address{1}
		case 6:
			q.Account = common.Address{3, 3}
		}
		holds := func(r *web.Row) bool {
			if q.Asset == (common.Address{}) {
				t.Fatal("asked of a row that nobody asks for")
			}
			return r.Ref%3 == 0
		}
		all, next := web.Select(&q, sharing(rows), holds)
		if next != nil {
			t.Fatalf("everything has a next page")
		}
		checkWanted(t, q, rows, all)
		if !slices.IsSortedFunc(all, func(a, b web.Row) int { return orderOf(q.Sort, &a, &b) }) {
			t.Fatalf("not in the order of %s", q.Sort)
		}
		q.Limit = rapid.IntRange(1, 20).Draw(t, "limit")
		var paged []web.Row
		for cursor := ""; ; {
			if err := q.After(cursor); err != nil {
				t.Fatalf("cursor %q: %v", cursor, err)
			}
			page, next := web.Select(&q, sharing(rows), holds)
			paged = append(paged, page...)
			if next == nil {
				break
			}
			if len(page) != q.Limit {
				t.Fatalf("a page of %d has %d", q.Limit, len(page))
			}
			cursor = *next
		}
		if len(paged)+len(all) > 0 && !reflect.DeepEqual(paged, all) {
			t.Fatalf("pages hold\n%v\nnot\n%v", paged, all)
		}
	})
}

// checkWanted compares a selection with what the documentation of the query says.
func checkWanted(t *rapid.T, q web.PositionQuery, rows, got []web.Row) {
	var want []uint64
	for i := range rows {
		r := &rows[i]
		unknown := r.Status == position.Unknown
		debtless := !unknown && r.Factor == *new(uint256.Int).SetAllOne()
		if q.ChainID == 1 && (r.ChainID != 1 || r.Protocol != "a" || r.Deployment != "e") ||
			q.Status != nil && r.Status == position.Healthy ||
			q.Status == nil && q.Account == (common.Address{}) && debtless ||
			q.MaxHealth != nil && (unknown || debtless || r.Factor.GtUint64(2)) ||
			q.MinDebt != nil && (!r.Worth.Known || r.Worth.Debt.LtUint64(2)) ||
			q.Asset != (common.Address{}) && r.Ref%3 != 0 ||
			q.Account != (common.Address{}) && r.Account != q.Account {
			continue
		}
		want = append(want, r.Ref)
	}
	var refs []uint64
	for i := range got {
		refs = append(refs, got[i].Ref)
	}
	slices.Sort(refs)
	if !slices.Equal(refs, want) {
		t.Fatalf("%+v selects %v, want %v", q, refs, want)
	}
}

// orderOf compares by the sorted value alone.
func orderOf(by web.Sort, a, b *web.Row) int {
	value := func(r *web.Row) *uint256.Int {
		last := new(uint256.Int).SetAllOne()
		switch {
		case by == web.ByName:
			return last
		case by == web.ByHealth && r.Status == position.Unknown:
			return last.SubUint64(last, 1)
		case by == web.ByHealth:
			return last.Set(&r.Factor)
		case by == web.ByProfit && !r.Gain.Known:
			return last
		case by == web.ByProfit && r.Gain.Loss:
			return last.AddUint64(&r.Gain.USD, 100)
		case by == web.ByProfit:
			return last.Sub(uint256.NewInt(100), &r.Gain.USD)
		case !r.Worth.Known:
			return last
		case by == web.ByDebt:
			return last.Sub(uint256.NewInt(100), &r.Worth.Debt)
		}
		return last.Sub(uint256.NewInt(100), &r.Worth.Collateral)
	}
	return value(a).Cmp(value(b))
}

func FuzzCursor(f *testing.F) {
	q := web.PositionQuery{Sort: web.ByHealth, Limit: 1}
	rows := []web.Row{{ChainID: 1, Ref: 1}, {ChainID: 2, Ref: 2}}
	_, next := web.Select(&q, sharing(rows), nil)
	f.Add(*next)
	f.Add("v1." + base64.RawURLEncoding.EncodeToString([]byte(`{"s":"health","v":"0x00"}`)))
	f.Fuzz(func(t *testing.T, cursor string) {
		q := web.PositionQuery{Sort: web.ByHealth, Limit: 1}
		if err := q.After(cursor); err != nil {
			if !errors.Is(err, feed.ErrCursor) {
				t.Fatalf("%v", err)
			}
			return
		}
		web.Select(&q, sharing(rows), nil)
	})
}

// BenchmarkSelect picks a page out of a million positions; "worst" has them in
// the order that makes every row enter the page.
func BenchmarkSelect(b *testing.B) {
	const n = 1_000_000
	random := rand.New(rand.NewPCG(1, 1))
	rows := make([]web.Row, n)
	for i := range rows {
		r := &rows[i]
		r.ChainID, r.Protocol, r.Deployment, r.Status = 1, "aave-v3", "aave-ethereum", position.Healthy
		r.Factor.Mul(uint256.NewInt(random.Uint64()), uint256.NewInt(5))
		r.Worth = position.Worth{Debt: *uint256.NewInt(random.Uint64N(1e15)), Known: true}
		for j := range r.Account {
			r.Account[j] = byte(random.Uint32())
		}
	}
	worst := slices.Clone(rows)
	slices.SortFunc(worst, func(a, b web.Row) int { return b.Factor.Cmp(&a.Factor) })
	for _, c := range []struct {
		name string
		rows []web.Row
		q    web.PositionQuery
	}{
		{"first100", rows, web.PositionQuery{Sort: web.ByHealth, Limit: 100}},
		{"first1000", rows, web.PositionQuery{Sort: web.ByDebt, Limit: 1000}},
		{"worst1000", worst, web.PositionQuery{Sort: web.ByHealth, Limit: 1000}},
		{"filtered", rows, web.PositionQuery{Sort: web.ByHealth, Limit: 100, MinDebt: uint256.NewInt(9e14)}},
	} {
		b.Run(c.name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				web.Select(&c.q, func(yield func(*web.Row) bool) {
					for i := range c.rows {
						if !yield(&c.rows[i]) {
							return
						}
					}
				}, nil)
			}
		})
	}
}
