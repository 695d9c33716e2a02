package protocoltest

import (
	"slices"
	"testing"

	"brink/position"
	"brink/prices"
	"brink/protocols"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

// turns demands of every liquidation price that people are shown that the
// position is on one side of the line a unit of the source below it, and on the
// other a unit above.
func (s Suite) turns(t *testing.T) {
	r := s.start(t)
	tried := 0
	for n := 0; r.step(); n++ {
		if r.frame == nil || n%8 != 0 {
			continue
		}
		for i := range r.p.Len() {
			tried += r.turn(position.ID(i))
		}
	}
	if tried == 0 {
		t.Error("no position on the tape has a liquidation price")
	}
}

// turn tries all prices of one position that it is shown one for.
func (r *runner) turn(id position.ID) (tried int) {
	r.t.Helper()
	detail := r.frame.Describe(id)
	for i, side := range [][]protocols.Leg{detail.Collaterals, detail.Debts} {
		others := [][]protocols.Leg{detail.Debts, detail.Collaterals}[i]
		for _, leg := range side {
			shown := leg.LiquidationPrice
			source, ok := r.priced(r.p.Key(id).Market, leg.Asset)
			both := slices.ContainsFunc(others, func(l protocols.Leg) bool { return l.Asset == leg.Asset })
			if !ok || both || shown.IsZero() {
				continue
			}
			w := what{r: r, id: id, source: source, asset: leg.Asset}
			first, last := w.told(&shown)
			tried++
			// the side of a price itself is that of the danger: below it for a debt
			low, high := new(uint256.Int).Set(&first), new(uint256.Int).AddUint64(&last, 1)
			if i == 1 {
				low, high = low.SubUint64(low, 1), high.SubUint64(high, 1)
			}
			if w.below(low) == w.below(high) {
				r.t.Errorf("at %s: %v is on the same side of the line at %v and %v of %s, which is to decide at %v",
					r.tip, r.p.Key(id), low, high, leg.Symbol, &shown)
			}
		}
	}
	return tried
}

// priced is where the price of an asset is read.
func (r *runner) priced(market string, asset common.Address) (prices.ID, bool) {
	all := r.frame.Markets()
	i := slices.IndexFunc(all, func(m protocols.Market) bool { return (market == "" || m.Market == market) && m.Asset == asset })
	if i < 0 || !all[i].Priced {
		return prices.None, false
	}
	return all[i].Source, all[i].Source != prices.None
}

// what is a position if the source of one asset said something else.
type what struct {
	r      *runner
	id     position.ID
	source prices.ID
	asset  common.Address
}

func (w *what) frame(price *uint256.Int) protocols.Frame {
	return w.r.p.At(w.r.book.View(w.r.tip.Time).In(w.r.tip.Number).With(w.source, price))
}

// below tells whether the position is below the line at a price.
func (w *what) below(price *uint256.Int) bool {
	h, err := w.frame(price).Health(w.id)
	one := uint256.NewInt(1e18)
	return err == nil && h.Factor.Lt(one)
}

// told are the first and the last price of the source that people are told as
// this one.
func (w *what) told(shown *uint256.Int) (first, last uint256.Int) {
	first = w.least(func(z *uint256.Int) bool { return !z.Lt(shown) })
	last = w.least(func(z *uint256.Int) bool { return z.Gt(shown) })
	last.SubUint64(&last, 1)
	return first, last
}

// least is the least price of the source of which the price that people are told
// is so; it is for all higher ones.
func (w *what) least(so func(told *uint256.Int) bool) uint256.Int {
	low, high := new(uint256.Int), new(uint256.Int).Lsh(uint256.NewInt(1), 160)
	for gap := new(uint256.Int); gap.Sub(high, low).GtUint64(1); {
		middle := new(uint256.Int).Add(low, gap.Rsh(gap, 1))
		if z := w.tell(middle); so(&z) {
			high = middle
		} else {
			low = middle
		}
	}
	return *high
}

// tell is what people are told that a price of the source is.
func (w *what) tell(price *uint256.Int) (z uint256.Int) {
	for _, m := range w.frame(price).Markets() {
		if m.Asset == w.asset && m.Source == w.source {
			z = m.Price
		}
	}
	return z
}
