package risk_test

import (
	"reflect"
	"testing"

	"brink/position"
	"brink/protocols"
	"brink/risk"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

// TestLadder demands that each rung is what evaluating every position at its
// price finds.
func TestLadder(t *testing.T) {
	everywhere(t, func(t *testing.T, m market) {
		moved := 0
		for _, group := range m.groups() {
			m.Tokens = group[0]
			l := m.Ladder(group, risk.Shares(uint256.NewInt(0), uint256.MustFromDecimal("60000000000000000000"), 24))
			if len(l.Rungs) != 48 {
				t.Fatalf("the ladder has %d rungs", len(l.Rungs))
			}
			for i := range l.Rungs {
				rung := &l.Rungs[i]
				want, unknown := m.sumAt(group, &rung.Share)
				if rung.Liquidatable != want {
					t.Errorf("at %s of the price %+v are liquidatable, evaluating all finds %+v", rung.Share.Dec(), rung.Liquidatable, want)
				}
				if rung.Unknown != unknown {
					t.Errorf("at %s of the price %d are unknown, not %d", rung.Share.Dec(), rung.Unknown, unknown)
				}
				moved += max(rung.Joined.Positions, l.Now.Positions-rung.Liquidatable.Positions)
			}
			if want, _ := m.sumAt(group, uint256.NewInt(1e18)); l.Now != want {
				t.Errorf("today %+v are liquidatable, not %+v", l.Now, want)
			}
		}
		if moved == 0 {
			t.Error("no position ever changed")
		}
	})
}

// sumAt are the positions that are liquidatable at a share of a group's price, at
// today's worth, and the number of those that can be told today only.
func (m *market) sumAt(group risk.Group, share *uint256.Int) (sum risk.Sum, unknown int) {
	today := m.At(m.View)
	frame := m.At(risk.Together(group, share).View(today.Quotes(), m.View))
	for i := range m.Positions {
		id := position.ID(i)
		now, err := today.Health(id)
		if err != nil || !now.HasDebt() {
			continue
		}
		h, err := frame.Health(id)
		if err != nil {
			unknown++
			continue
		}
		if !h.Liquidatable {
			continue
		}
		worth, _ := today.Worth(id)
		amounts(&sum, today.Describe(id), m.Tokens)
		sum.Positions++
		if !worth.Known {
			sum.Unpriced++
			continue
		}
		sum.Collateral.Add(&sum.Collateral, &worth.Collateral)
		sum.Debt.Add(&sum.Debt, &worth.Debt)
	}
	return sum, unknown
}

// amounts adds what a position holds and owes of an asset.
func amounts(sum *risk.Sum, detail protocols.Detail, asset common.Address) {
	for _, side := range []struct {
		legs []protocols.Leg
		sum  *uint256.Int
	}{{detail.Collaterals, &sum.Held}, {detail.Debts, &sum.Owed}} {
		for _, leg := range side.legs {
			if leg.Asset == asset {
				side.sum.Add(side.sum, &leg.Amount)
			}
		}
	}
}

// Ladders of parts of a market add up to that of the whole.
func TestLadderOfParts(t *testing.T) {
	everywhere(t, func(t *testing.T, m market) {
		group := m.groups()[0]
		m.Tokens = group[0]
		shares := risk.Shares(uint256.NewInt(1e17), uint256.NewInt(5e18), 6)
		whole := m.Ladder(group, shares)
		var sum risk.Ladder
		for part := range position.ID(3) {
			m.Only = func(id position.ID) bool { return id%3 == part }
			of := m.Ladder(group, shares)
			if of.Told == whole.Told && whole.Told > 3 {
				t.Error("a part has all positions")
			}
			sum.Add(&of)
		}
		if !reflect.DeepEqual(sum, whole) {
			t.Errorf("the parts come to %+v, the whole to %+v", sum, whole)
		}
	})
}
