package risk_test

import (
	"testing"

	"brink/position"
	"brink/prices"
	"brink/risk"

	"github.com/holiman/uint256"
)

// liquidatable is the verdict on a position after a move, false if it can't be told.
func (m *market) liquidatable(id position.ID, moves risk.Moves) bool {
	h, err := m.At(moves.View(m.At(m.View).Quotes(), m.View)).Health(id)
	return err == nil && h.Liquidatable
}

// TestLimit demands that a verdict changes exactly where the limit says.
func TestLimit(t *testing.T) {
	everywhere(t, func(t *testing.T, m market) {
		found := 0
		for i := range m.Positions {
			id := position.ID(i)
			for _, group := range m.groups() {
				l, ok := m.Limit(id, group)
				if !ok {
					continue
				}
				found++
				beyond := step(&l)
				if !m.liquidatable(id, risk.Together(group, &l.At)) || m.liquidatable(id, risk.Together(group, &beyond)) {
					t.Errorf("position %d, group %v: the verdict doesn't change at %s", i, group, l.At.Dec())
				}
			}
		}
		if found == 0 {
			t.Error("no position has a limit")
		}
	})
}

// step is one step from a limit to where the position isn't liquidatable.
func step(l *risk.Limit) (z uint256.Int) {
	if l.Above {
		z.SubUint64(&l.At, 1)
	} else {
		z.AddUint64(&l.At, 1)
	}
	return z
}

// TestAnswer demands the same of raw answers, and that the price of liquidation
// which a protocol itself tells in dollars is the same one.
func TestAnswer(t *testing.T) {
	everywhere(t, func(t *testing.T, m market) {
		found, told := 0, 0
		today := m.At(m.View)
		for i := range m.Positions {
			id := position.ID(i)
			for _, q := range today.Quotes() {
				l, ok := m.Answer(id, q.Source)
				if !ok {
					continue
				}
				found++
				verdict := func(answer *uint256.Int) bool {
					h, err := m.At(m.View.With(q.Source, answer)).Health(id)
					return err == nil && h.Liquidatable
				}
				beyond := step(&l)
				if !verdict(&l.At) || verdict(&beyond) {
					t.Errorf("position %d, source %d: the verdict doesn't change at %s", i, q.Source, l.At.Dec())
				}
				price, ok := m.told(id, q.Source)
				if !ok {
					continue
				}
				told++
				if !near(&price, &l, &m, q.Source) {
					t.Errorf("position %d: the protocol tells %s dollars, the limit is %s", i, price.Dec(), l.At.Dec())
				}
			}
		}
		if found == 0 || told == 0 {
			t.Errorf("%d limits were found, of which protocols tell %d", found, told)
		}
	})
}

// told is the price of liquidation that the protocol tells for what a source prices.
func (m *market) told(id position.ID, source prices.ID) (price uint256.Int, ok bool) {
	frame := m.At(m.View)
	d := frame.Describe(id)
	for _, q := range frame.Quotes() {
		for _, leg := range append(d.Collaterals, d.Debts...) {
			if q.Source == source && leg.Asset == q.Base && !leg.LiquidationPrice.IsZero() {
				return leg.LiquidationPrice, true
			}
		}
	}
	return price, false
}

// near reports whether a price in dollars is that of a limit: the price at the
// limit itself, as the frame there tells it, but for the mean thresholds of which
// two changes may lie a part in a hundred apart.
func near(price *uint256.Int, l *risk.Limit, m *market, source prices.ID) bool {
	for _, market := range m.At(m.View.With(source, &l.At)).Markets() {
		if market.Source != source {
			continue
		}
		var low, high uint256.Int
		low.Mul(&market.Price, uint256.NewInt(99))
		high.Mul(&market.Price, uint256.NewInt(101))
		hundred := new(uint256.Int).Mul(price, uint256.NewInt(100))
		return price.Eq(&market.Price) || m.truncates && !hundred.Lt(&low) && !hundred.Gt(&high)
	}
	return false
}

// TestUntil demands that a position is liquidatable after so many seconds of
// interest and not one second before.
func TestUntil(t *testing.T) {
	found := 0
	everywhere(t, func(t *testing.T, m market) {
		for i := range m.Positions {
			id := position.ID(i)
			seconds, ok := m.Until(id, pace)
			if !ok {
				continue
			}
			after := func(seconds uint64) bool {
				view := m.View.At(m.View.Time + seconds).In(m.View.Number + seconds/12)
				h, err := m.At(view).Health(id)
				return err == nil && h.Liquidatable
			}
			if !after(seconds) || seconds > 0 && after(seconds-1) {
				t.Errorf("position %d: the verdict doesn't change after %d seconds", i, seconds)
			}
			if seconds > 0 {
				found++
			}
		}
	})
	if found == 0 {
		t.Error("interest alone would liquidate nobody")
	}
}
