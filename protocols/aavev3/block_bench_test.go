package aavev3

import (
	"math/rand/v2"
	"runtime"
	"slices"
	"testing"

	"brink/engine/slack"
	"brink/position"
	"brink/prices"
	"brink/protocols"

	"github.com/holiman/uint256"
)

// The line below which positions are watched, as the engine draws it.
const benchLine = 1.122

// move is what a block does to a price, in parts of 10,000.
type move struct {
	name string
	by   func(rng *rand.Rand, source uint32) uint64
	// home is after how many blocks prices are back where they began, if ever. anew: every block is the first.
	home int
	anew bool
}

// crash takes so much from two assets in three.
func crash(by uint64) func(*rand.Rand, uint32) uint64 {
	return func(_ *rand.Rand, source uint32) uint64 {
		if source%3 == 0 {
			return 10_000
		}
		return 10_000 - by
	}
}

// one moves one price alone.
func one(by func(*rand.Rand) uint64) func(*rand.Rand, uint32) uint64 {
	return func(rng *rand.Rand, source uint32) uint64 {
		if source != 13 {
			return 10_000
		}
		return by(rng)
	}
}

// moves are those of every size. In a small crash among a million about as many positions fall below the line as in
// one ten times as large among a tenth of them: the index is to cost what it names, not what there is.
func moves(accounts int) []move {
	all := []move{
		{name: "interest", by: func(*rand.Rand, uint32) uint64 { return 10_000 }},
		{name: "all prices 0.1 %", by: func(rng *rand.Rand, _ uint32) uint64 { return 9_990 + rng.Uint64N(21) }, home: 64},
		{name: "one price 0.5 %", by: one(func(rng *rand.Rand) uint64 { return 9_950 + 100*rng.Uint64N(2) }), home: 64},
		{name: "one price -10 %", by: one(func(*rand.Rand) uint64 { return 9_000 })},
		{name: "crash of 10 %", by: crash(1_000), anew: true},
	}
	switch accounts {
	case 100_000:
		all = append(all, move{name: "same number", by: crash(250), home: 2})
	case benchPositions:
		all = append(all, move{name: "same number", by: crash(25), home: 2})
	}
	return all
}

// weather makes blocks ahead of time: what a price was is no work of the index.
type weather struct {
	move
	rng    *rand.Rand
	start  prices.View
	last   prices.View
	ahead  []prices.View
	blocks int
}

// next is the view of one more block; fell says that prices are those of the start again.
func (w *weather) next(b *testing.B) (view prices.View, fell bool) {
	if len(w.ahead) == 0 {
		b.StopTimer()
		for range 256 {
			w.ahead = append(w.ahead, w.block())
		}
		b.StartTimer()
	}
	view, w.ahead = w.ahead[0], w.ahead[1:]
	return view, view.Time == w.start.Time+12
}

func (w *weather) block() prices.View {
	w.blocks++
	if price, _ := w.last.Price(13); w.anew || price.LtUint64(100e8) { // they fell for long
		w.last = w.start
	}
	if w.home > 0 && w.blocks%w.home == 0 {
		w.last = w.start.At(w.last.Time + 12)
		return w.last
	}
	other := make(map[prices.ID]uint256.Int, benchReserves)
	for source := range uint32(benchReserves) {
		price, _ := w.last.Price(prices.ID(source))
		price.Mul(&price, uint256.NewInt(w.by(w.rng, source)))
		other[prices.ID(source)] = *price.Div(&price, uint256.NewInt(10_000))
	}
	w.last = w.last.At(w.last.Time + 12).WithAll(other)
	return w.last
}

// follower decides in every block who is below the line, but for those who were from the first.
type follower interface {
	begin(f protocols.Linear)
	// decide says how many it evaluated.
	decide(f protocols.Linear) int
}

func isLow(f protocols.Linear, id position.ID) bool {
	h, err := f.Health(id)
	return err != nil || h.Factor.Lt(uint256.NewInt(benchLine*1e18))
}

// indexed follows as the engine does: who is below the line is looked at in every block.
type indexed struct {
	p                   *Protocol
	index               *slack.Index
	moved, watch, spare []position.ID // ascending
}

func (x *indexed) begin(f protocols.Linear) {
	if x.index == nil {
		x.index = slack.New(benchLine)
	}
	x.index.At(f)
	x.index.Reset()
	for id := range position.ID(x.p.Len()) {
		x.index.Put(id)
		if isLow(f, id) {
			x.index.Remove(id)
		}
	}
	x.watch = x.watch[:0]
}

func (x *indexed) decide(f protocols.Linear) int {
	x.index.At(f)
	x.moved = x.index.Moved(x.moved[:0])
	looked := len(x.moved) + len(x.watch)
	moved, watch, next := x.moved, x.watch, x.spare[:0]
	for len(moved)+len(watch) > 0 {
		var id position.ID
		watched := len(moved) == 0 || len(watch) > 0 && watch[0] < moved[0]
		if watched {
			id, watch = watch[0], watch[1:]
		} else {
			id, moved = moved[0], moved[1:]
		}
		switch low := isLow(f, id); {
		case low && !watched:
			x.index.Remove(id)
			fallthrough
		case low:
			next = append(next, id)
		case watched:
			x.index.Put(id)
		}
	}
	x.watch, x.spare = next, x.watch
	return looked
}

// scanned follows by a bound in floating point of everybody in every block.
type scanned struct {
	p    *Protocol
	rows []scannedRow
}

// scannedRow is what one of the market's positions weighs: a debt and two collaterals.
type scannedRow struct {
	amounts [3]float64
	slots   [3]uint32
	id      position.ID
}

func (x *scanned) begin(f protocols.Linear) {
	x.rows = x.rows[:0]
	for id := range position.ID(x.p.Len()) {
		if isLow(f, id) {
			continue
		}
		terms, _ := f.Terms(id, nil)
		slices.SortFunc(terms, func(a, b protocols.Term) int { return int(a.Slot) - int(b.Slot) }) // the debt's is lower
		row := scannedRow{id: id}
		for i, term := range terms {
			row.amounts[i], row.slots[i] = term.Amount, term.Slot
		}
		x.rows = append(x.rows, row)
	}
}

func (x *scanned) decide(f protocols.Linear) int {
	const roundings = 6
	scalars := f.Scalars()
	looked := 0
	for i := range x.rows {
		r := &x.rows[i]
		owed := r.amounts[0]*scalars[r.slots[0]] + roundings
		backs := r.amounts[1]*scalars[r.slots[1]] + r.amounts[2]*scalars[r.slots[2]] - roundings
		if !(backs >= owed*benchLine*(1+1e-8)) {
			looked++
			isLow(f, r.id)
		}
	}
	return looked
}

// BenchmarkBlock is what a block costs a market of so many positions, by what it moves: by the index, who can't be sure
// is evaluated; by the float scan, who a bound made anew for everybody doesn't clear; exactly, everybody is. To weigh
// everybody anew comes with a restart.
func BenchmarkBlock(b *testing.B) {
	for _, size := range []struct {
		name     string
		accounts int
	}{{"10k", 10_000}, {"100k", 100_000}, {"1M", benchPositions}} {
		_, p, start := largeMarket(b, size.accounts)
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
		b.Run(size.name+"/weighed anew", func(b *testing.B) {
			for b.Loop() {
				index := slack.New(benchLine)
				index.At(p.At(start).(protocols.Linear))
				for id := range position.ID(p.Len()) {
					index.Put(id)
				}
			}
		})
		for _, m := range moves(size.accounts) {
			b.Run(size.name+"/"+m.name+"/index", func(b *testing.B) { follow(b, p, start, m, &indexed{p: p}) })
			b.Run(size.name+"/"+m.name+"/float scan", func(b *testing.B) { follow(b, p, start, m, &scanned{p: p}) })
		}
	}
}

func follow(b *testing.B, p *Protocol, start prices.View, m move, by follower) {
	w := &weather{move: m, rng: rand.New(rand.NewPCG(3, 4)), start: start, last: start}
	first := p.At(start).(protocols.Linear)
	by.begin(first)
	runtime.GC()
	looked, blocks := 0, 0
	for b.Loop() {
		view, fell := w.next(b)
		if fell && blocks > 0 {
			b.StopTimer()
			by.begin(first)
			runtime.GC()
			b.StartTimer()
		}
		blocks++
		looked += by.decide(p.At(view).(protocols.Linear))
	}
	b.ReportMetric(float64(looked)/float64(blocks), "positions/op")
}
