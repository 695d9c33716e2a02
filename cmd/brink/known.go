package main

import (
	"slices"

	"brink/feed"
	"brink/position"
	protocol "brink/protocols"
	"brink/risk"

	"github.com/holiman/uint256"
)

// known is debt in 1e-8 dollars by whether its position can be told. Of many a
// position that can't be told it is still known what it owes.
type known struct {
	told, untold uint256.Int
	dark         bool // some debt isn't known at all
}

// count adds a market's positions as a frame has them.
func (k *known) count(m *risk.Market, frame protocol.Frame) {
	for id := range m.All() {
		h, err := frame.Health(id)
		if err != nil {
			k.owed(frame, id)
			continue
		}
		if !h.HasDebt() {
			continue
		}
		worth, _ := frame.Worth(id) // its Health is known
		if !worth.Known {
			k.dark = true
		}
		k.told.Add(&k.told, &worth.Debt)
	}
}

// debtsOf counts today's debts of venues, where something of them may be unknown.
func debtsOf(venues []venue, unknown int) (k known) {
	for i := range venues {
		if v := &venues[i]; unknown > 0 || v.unpriced() {
			k.count(&v.Market, v.At(v.View))
		}
	}
	return k
}

// unpriced reports whether anything in a venue has no price in dollars, so that
// positions which can be told may be in no sum.
func (v *venue) unpriced() bool {
	return slices.ContainsFunc(v.At(v.View).Markets(), func(m protocol.Market) bool { return !m.Priced })
}

// owed adds what a position owes that can't be told. One without a leg was never read.
func (k *known) owed(frame protocol.Frame, id position.ID) {
	detail := frame.Describe(id)
	k.dark = k.dark || len(detail.Collaterals)+len(detail.Debts) == 0
	for i := range detail.Debts {
		k.dark = k.dark || !detail.Debts[i].Priced
		k.untold.Add(&k.untold, &detail.Debts[i].Value)
	}
}

func (k *known) add(o *known) {
	k.told.Add(&k.told, &o.told)
	k.untold.Add(&k.untold, &o.untold)
	k.dark = k.dark || o.dark
}

// share is the part of all debt that can be told; nil where that isn't known.
func (k *known) share() *string {
	text := "1"
	if k.dark {
		return nil
	}
	if !k.untold.IsZero() {
		var all, part uint256.Int
		all.Add(&k.told, &k.untold)
		part.Mul(&k.told, uint256.NewInt(10_000))
		text = feed.Decimal(part.Div(&part, &all), 4)
	}
	return &text
}
