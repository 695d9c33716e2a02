package aavev3

import (
	"bytes"
	"encoding/binary"
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"

	"brink/chain"
	"brink/engine/slack"
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

// BenchmarkBlock is what a block costs a market of so many positions, by what it moves: who can't be sure is evaluated.
// Beside it everybody is, exactly, and everybody is weighed.
func BenchmarkBlock(b *testing.B) {
	const line = 1.122
	exact := uint256.NewInt(line * 1e18)
	for _, size := range []struct {
		name     string
		accounts int
	}{{"10k", 10_000}, {"100k", 100_000}, {"1M", benchPositions}} {
		_, p, start := largeMarket(b, size.accounts)
		weigh := func(index *slack.Index) {
			f := p.At(start).(protocols.Linear)
			index.At(f)
			index.Reset()
			for id := range position.ID(p.Len()) {
				index.Put(id)
				if h, err := f.Health(id); err == nil && h.Factor.Lt(exact) {
					index.Remove(id)
				}
			}
		}
		b.Run(size.name+"/exact", func(b *testing.B) {
			for b.Loop() {
				f := p.At(start)
				for id := range position.ID(p.Len()) {
					if _, err := f.Health(id); err != nil {
						b.Fatal(err)
					}
				}
			}
		})
		b.Run(size.name+"/weighed", func(b *testing.B) {
			index := slack.New(line)
			for b.Loop() {
				index.At(p.At(start).(protocols.Linear))
				index.Reset()
				for id := range position.ID(p.Len()) {
					index.Put(id)
				}
			}
		})
		for _, move := range []struct {
			name string
			by   func(rng *rand.Rand, source uint32) uint64 // in parts of 10,000
		}{
			{"interest", func(*rand.Rand, uint32) uint64 { return 10_000 }},
			{"all prices 0.1 %", func(rng *rand.Rand, _ uint32) uint64 { return 9_990 + rng.Uint64N(21) }},
			{"one price 0.5 %", func(rng *rand.Rand, source uint32) uint64 {
				if source != 13 {
					return 10_000
				}
				return 9_950 + 100*rng.Uint64N(2)
			}},
			{"one price -10 %", func(_ *rand.Rand, source uint32) uint64 {
				if source != 13 {
					return 10_000
				}
				return 9_000
			}},
			{"crash", func(_ *rand.Rand, source uint32) uint64 { // by 10 %, of two assets in three
				if source%3 == 0 {
					return 10_000
				}
				return 9_000
			}},
		} {
			b.Run(size.name+"/"+move.name, func(b *testing.B) {
				rng := rand.New(rand.NewPCG(3, 4))
				index, view := slack.New(line), start
				weigh(index)
				looked := 0
				var ids []position.ID
				for b.Loop() {
					if move.name == "crash" { // from the same heights each time
						b.StopTimer()
						view = start
						weigh(index)
						runtime.GC()
						b.StartTimer()
					}
					view = view.At(view.Time + 12)
					for source := range uint32(benchReserves) {
						price, _ := view.Price(prices.ID(source))
						price.Mul(&price, uint256.NewInt(move.by(rng, source)))
						view = view.With(prices.ID(source), price.Div(&price, uint256.NewInt(10_000)))
					}
					if price, _ := view.Price(13); price.LtUint64(100e8) { // they fell for long: from the start again
						b.StopTimer()
						view = start
						weigh(index)
						b.StartTimer()
					}
					f := p.At(view).(protocols.Linear)
					index.At(f)
					ids = index.Moved(ids[:0])
					slices.Sort(ids)
					looked += len(ids)
					for _, id := range ids {
						if h, err := f.Health(id); err != nil || h.Factor.Lt(exact) {
							index.Remove(id)
						}
					}
				}
				b.ReportMetric(float64(looked)/float64(b.N), "positions/op")
			})
		}
	}
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
