package devnet_test

import (
	"slices"
	"testing"

	"brink/devnet"
	"brink/engine"
	"brink/position"
	"brink/protocols"
	"brink/risk"

	"github.com/holiman/uint256"
)

// TestSuppositionsHappen does what was supposed, and what is said to reach a health factor.
func TestSuppositionsHappen(t *testing.T) {
	onGrounds(t, func(t *testing.T, s *seer) {
		done, refused := make(map[protocols.Deed]int), make(map[protocols.Deed]int)
		goals := 0
		for n := range 100 {
			var change protocols.Change
			var calls []devnet.Call
			var predicted map[position.Key]stance
			goal := n%4 == 0
			s.ahead(func(m *risk.Market, d *engine.DeploymentLook) {
				frame := m.At(m.View)
				id, h, ok := s.debtor(frame, d.Positions)
				if !ok {
					return
				}
				var leg *protocols.Leg
				if goal {
					change, leg, ok = s.aim(frame, id, &h)
				} else {
					change, leg, ok = s.draw(frame, id)
				}
				if !ok {
					return
				}
				supposed, err := frame.Suppose(id, change)
				if err != nil {
					return
				}
				calls, predicted = s.deed(d.Key(id), &change, leg), predict(supposed, d)
			})
			if len(calls) == 0 {
				continue
			}
			what := [...]string{"supply", "withdrawal", "loan", "repayment", "mode", "threshold"}[change.Deed]
			if !s.lands(what, calls, predicted, func(map[position.Key]stance) {}) {
				refused[change.Deed]++
				continue
			}
			done[change.Deed]++
			if goal {
				goals++
			}
		}
		t.Log("done", done, "refused", refused, "goals", goals)
		for deed := protocols.Supply; deed <= protocols.SetThreshold; deed++ {
			if can := deed != protocols.SetMode || s.modes() > 0; can && (deed != protocols.SetThreshold || len(s.thresholds()) > 0) && done[deed] == 0 {
				t.Errorf("deed %d was never done", deed)
			}
		}
		if goals < 10 {
			t.Errorf("%d goals were reached", goals)
		}
	})
}

// debtor draws somebody who owes something.
func (s *seer) debtor(frame protocols.Frame, positions int) (id position.ID, h position.Health, ok bool) {
	for range 50 {
		var err error
		id = position.ID(s.rng.IntN(positions))
		if h, err = frame.Health(id); err == nil && h.HasDebt() {
			return id, h, true
		}
	}
	return id, h, false
}

// draw is something that could be done to a position, and what it has of that asset.
func (s *seer) draw(frame protocols.Frame, id position.ID) (c protocols.Change, leg *protocols.Leg, ok bool) {
	detail := frame.Describe(id)
	c.Deed = protocols.Deed(s.rng.IntN(6))
	switch c.Deed {
	case protocols.SetMode:
		c.Mode = s.rng.Uint64N(s.modes() + 1)
		return c, nil, true
	case protocols.SetThreshold:
		all := s.thresholds()
		if len(all) == 0 {
			return c, nil, false
		}
		c.Asset, c.Threshold = all[s.rng.IntN(len(all))], uint16(10*(300+s.rng.IntN(600)))
		return c, nil, true
	}
	legs := detail.Collaterals
	if c.Deed == protocols.Borrow || c.Deed == protocols.Repay {
		legs = detail.Debts
	}
	if len(legs) == 0 {
		return c, nil, false
	}
	leg = &legs[s.rng.IntN(len(legs))]
	c.Asset = leg.Asset
	if (c.Deed == protocols.Supply || c.Deed == protocols.Borrow) && s.rng.IntN(3) == 0 { // of something else
		quotes := frame.Quotes()
		c.Asset = quotes[s.rng.IntN(len(quotes))].Base
		at := slices.IndexFunc(legs, func(l protocols.Leg) bool { return l.Asset == c.Asset })
		if c.Amount.SetUint64(1 + s.rng.Uint64N(1e6)); at < 0 {
			return c, nil, true
		}
		leg = &legs[at]
	}
	// from a thousandth to a little more than all; dust now and then
	if c.Amount.Mul(&leg.Amount, uint256.NewInt(1+s.rng.Uint64N(1100))); s.rng.IntN(8) == 0 {
		c.Amount.SetUint64(1000 * (1 + s.rng.Uint64N(1000)))
	}
	if c.Amount.Div(&c.Amount, uint256.NewInt(1000)); c.Deed == protocols.Withdraw || c.Deed == protocols.Borrow {
		c.Amount.Rsh(&c.Amount, uint(4+s.rng.IntN(8))) // or it would be refused
	}
	return c, leg, !c.Amount.IsZero()
}

// aim is what is said to bring a position to a health factor just above its own, and reaches it.
func (s *seer) aim(frame protocols.Frame, id position.ID, h *position.Health) (c protocols.Change, leg *protocols.Leg, ok bool) {
	detail := frame.Describe(id)
	legs := detail.Debts
	if c.Deed = protocols.Repay; s.rng.IntN(2) == 0 && len(detail.Collaterals) > 0 {
		legs, c.Deed = detail.Collaterals, protocols.Supply
	}
	if len(legs) == 0 {
		return c, nil, false
	}
	leg = &legs[s.rng.IntN(len(legs))]
	factor := new(uint256.Int).Mul(&h.Factor, uint256.NewInt(1001+s.rng.Uint64N(400)))
	factor.Div(factor, uint256.NewInt(1000))
	c.Asset = leg.Asset
	c.Amount, ok = risk.Goal(frame, id, c.Deed, c.Asset, factor)
	if !ok || c.Amount.IsZero() {
		return c, nil, false
	}
	less := c
	less.Amount.SubUint64(&less.Amount, 1)
	for amount, reaches := range map[*protocols.Change]bool{&c: true, &less: false} {
		f, err := frame.Suppose(id, *amount)
		if err != nil {
			s.Fatal(err)
		}
		if after, err := f.Health(id); err != nil || !after.Factor.Lt(factor) != reaches {
			s.Fatalf("%s of %s comes to %s, the goal is %s", amount.Amount.Dec(), leg.Symbol, after.Factor.Dec(), factor.Dec())
		}
	}
	return c, leg, true
}
