package risk_test

import (
	"errors"
	"testing"

	"brink/position"
	"brink/protocols"
	"brink/risk"

	"github.com/holiman/uint256"
)

// TestGoal demands that the amount found reaches a health factor, and that one
// unit less, or more of what lowers it, doesn't.
func TestGoal(t *testing.T) {
	goal := uint256.NewInt(15e17)
	everywhere(t, func(t *testing.T, m market) {
		frame, found := m.At(m.View), 0
		for i := range m.Positions {
			id := position.ID(i)
			if h, err := frame.Health(id); err != nil || !h.HasDebt() {
				continue
			}
			factor := func(deed protocols.Deed, q protocols.Quote, amount *uint256.Int) (z uint256.Int, ok bool) {
				f, err := frame.Suppose(id, protocols.Change{Deed: deed, Asset: q.Base, Amount: *amount})
				if err != nil {
					return z, false
				}
				h, err := f.Health(id)
				return h.Factor, err == nil
			}
			for _, q := range frame.Quotes() {
				for _, deed := range []protocols.Deed{protocols.Supply, protocols.Withdraw, protocols.Borrow, protocols.Repay} {
					amount, ok := risk.Goal(frame, id, deed, q.Base, goal)
					if !ok {
						continue
					}
					if at, known := factor(deed, q, &amount); !known || at.Lt(goal) {
						t.Errorf("position %d: deed %d of %s comes to %s", i, deed, amount.Dec(), at.Dec())
					}
					beyond := amount
					if deed == protocols.Supply || deed == protocols.Repay {
						beyond.SubUint64(&beyond, 1)
					} else {
						beyond.AddUint64(&beyond, 1)
					}
					if at, known := factor(deed, q, &beyond); !amount.IsZero() && known && !at.Lt(goal) {
						t.Errorf("position %d: deed %d of %s would do, not only %s", i, deed, beyond.Dec(), amount.Dec())
					}
					if !amount.IsZero() {
						found++
					}
				}
			}
		}
		if found == 0 {
			t.Error("no goal can be reached")
		}
	})
}

// TestSuppose demands that nothing changes when nothing is done, that what is
// done and taken back leaves no more than a rounding, and that others stay.
func TestSuppose(t *testing.T) {
	everywhere(t, func(t *testing.T, m market) {
		frame := m.At(m.View)
		for i := range m.Positions {
			id := position.ID(i)
			before, err := frame.Health(id)
			if err != nil {
				continue
			}
			same, err := frame.Suppose(id)
			if err != nil {
				t.Fatal(err)
			}
			if after, err := same.Health(id); err != nil || after != before {
				t.Errorf("position %d: supposing nothing makes %+v of %+v", i, after, before)
			}
			for _, l := range frame.Describe(id).Debts {
				free, err := frame.Suppose(id, protocols.Change{Deed: protocols.Repay, Asset: l.Asset, Amount: l.Amount})
				if errors.Is(err, protocols.ErrImpossible) {
					continue // what has no market of its own
				}
				if err != nil {
					t.Fatal(err)
				}
				for _, left := range free.Describe(id).Debts {
					if left.Asset == l.Asset && !left.Amount.LtUint64(2) && !m.ownRates {
						t.Errorf("position %d: after repaying all %s of %s are owed", i, left.Amount.Dec(), l.Symbol)
					}
				}
				for j := range m.Positions {
					if other := position.ID(j); other != id && !m.moves {
						was, _ := frame.Health(other)
						if is, _ := free.Health(other); is != was {
							t.Errorf("position %d: repaying changes position %d", i, j)
						}
					}
				}
			}
		}
	})
}
