package aavev3

import (
	"bytes"
	"encoding/binary"
	"math/rand/v2"
	"runtime"
	"testing"

	"brink/chain"
	"brink/fixed"
	"brink/position"
	"brink/prices"
	"brink/protocols"
	"brink/risk"
	"brink/state"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

const (
	benchReserves  = 24
	benchPositions = 1_000_000
)

// largeMarket is a market of 3.6 with so many accounts of three assets each:
// two collaterals and a debt.
func largeMarket(tb testing.TB, accounts int) (*state.DB, *Protocol, prices.View) {
	db := new(state.DB)
	book := prices.NewBook(db)
	p, err := Open(protocols.Env{Name: "bench", DB: db, Book: book, Genesis: true}, &Options{})
	if err != nil {
		tb.Fatal(err)
	}
	p.market.Put(0, market{baseUnit: 1e8, version: V36, dollars: true})
	rng := rand.New(rand.NewPCG(1, 2))
	amount := func(n uint64) (u fixed.U128) { u.Set(uint256.NewInt(n)); return u }
	for i := range uint32(benchReserves) {
		x := newIndices()
		rate := new(uint256.Int).Mul(uint256.NewInt(3e16), uint256.NewInt(1e9))
		x.liquidityRate.Set(rate)
		x.variableRate.Set(rate)
		asset := common.Address{byte(i), 1}
		id, err := book.Watch(chain.Call{To: asset}, prices.Price)
		if err != nil {
			tb.Fatal(err)
		}
		p.reserves.Put(asset, reserve{indices: x, id: i, price: id, decimals: 18, ltv: 7500, threshold: 8000,
			bonus: 10500, listed: true, active: true})
	}
	for i := range accounts {
		var a common.Address
		binary.BigEndian.PutUint64(a[:], rng.Uint64())
		binary.BigEndian.PutUint32(a[16:], uint32(i))
		first := rng.Uint32N(benchReserves - 2)
		p.accounts.Insert(a, head{}, []leg{
			{amount(1e18 + rng.Uint64N(1e18)), first, collateral},
			{amount(1e18 + rng.Uint64N(1e18)), first + 1, collateral},
			{amount(1e18 + rng.Uint64N(1e18)), first + 2, borrowed},
		})
	}
	q := book.Query(0, 1000, func(prices.ID) {})
	results := make([]chain.Result, len(q.Calls))
	for i := range results {
		price := uint256.NewInt(uint64(1000+i) * 1e8).Bytes32()
		results[i].Data = price[:]
	}
	if err := q.Answer(results); err != nil {
		tb.Fatal(err)
	}
	return db, p, book.View(1_000_000)
}

// BenchmarkMillion evaluates a million positions of three assets, exactly, on
// one core, moves prices under them, and takes them to a file and back.
func BenchmarkMillion(b *testing.B) {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	db, p, view := largeMarket(b, benchPositions)
	runtime.GC()
	runtime.ReadMemStats(&after)
	b.Run("evaluate", func(b *testing.B) {
		for b.Loop() {
			frame := p.At(view)
			for id := range p.Len() {
				if _, err := frame.Health(position.ID(id)); err != nil {
					b.Fatal(err)
				}
			}
		}
		b.ReportMetric(float64(after.HeapAlloc-before.HeapAlloc)/benchPositions, "B/position")
	})
	m := risk.Market{Positions: p.Len(), View: view, At: p.At}
	group := risk.Group{{0, 1}, {1, 1}, {2, 1}}
	b.Run("shock", func(b *testing.B) {
		for b.Loop() {
			if o := m.Shock(risk.Together(group, uint256.NewInt(8e17))); o.Unknown != 0 || o.Liquidatable.Positions == 0 {
				b.Fatal(o)
			}
		}
	})
	b.Run("ladder", func(b *testing.B) {
		for b.Loop() {
			shares := risk.Shares(uint256.NewInt(0), uint256.NewInt(2e18), 32)
			if l := m.Ladder(group, shares); l.Unknown != 0 || l.Rungs[0].Liquidatable.Positions == 0 {
				b.Fatal(l)
			}
		}
	})
	var file bytes.Buffer
	b.Run("save", func(b *testing.B) {
		for b.Loop() {
			file.Reset()
			if err := db.Save(&file); err != nil {
				b.Fatal(err)
			}
		}
	})
	b.Run("load", func(b *testing.B) {
		for b.Loop() {
			fresh := new(state.DB)
			book := prices.NewBook(fresh)
			if _, err := Open(protocols.Env{Name: "bench", DB: fresh, Book: book, Genesis: true}, &Options{}); err != nil {
				b.Fatal(err)
			}
			if err := fresh.Load(bytes.NewReader(file.Bytes())); err != nil {
				b.Fatal(err)
			}
		}
	})
}
