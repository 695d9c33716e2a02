package risk

import (
	"brink/position"

	"github.com/holiman/uint256"
)

// Outcome is how a market's positions stand under some prices, valued at these.
type Outcome struct {
	// Told counts the positions with debt that can be told, Unknown those that
	// can't under these prices: they are in none of the sums.
	Told, Unknown int
	// Liquidatable are those that may be liquidated, Insolvent those that owe
	// more than they have.
	Liquidatable, Insolvent Sum
	// BadDebt is debt that collateral doesn't cover, in 1e-8 dollars.
	BadDebt uint256.Int
}

// Add adds what another market comes to.
func (o *Outcome) Add(other *Outcome) {
	o.Told += other.Told
	o.Unknown += other.Unknown
	o.Liquidatable.Add(&other.Liquidatable)
	o.Insolvent.Add(&other.Insolvent)
	o.BadDebt.Add(&o.BadDebt, &other.BadDebt)
}

// Shock evaluates every position after a move.
func (m *Market) Shock(moves Moves) Outcome {
	var all Outcome
	m.ShockBy(moves, func(position.ID) *Outcome { return &all })
	return all
}

// ShockBy is Shock with each position counted where of says.
func (m *Market) ShockBy(moves Moves, of func(position.ID) *Outcome) {
	frame := m.moved(m.quotes(), moves)
	for id := range m.All() {
		h, err := frame.Health(id)
		if err != nil {
			of(id).Unknown++
			continue
		}
		if !h.HasDebt() {
			continue
		}
		o := of(id)
		o.Told++
		if !h.Liquidatable && !h.Insolvent {
			continue
		}
		worth, _ := frame.Worth(id) // its Health is known
		if h.Liquidatable {
			o.Liquidatable.Count(&worth)
		}
		if h.Insolvent {
			o.Insolvent.Count(&worth)
			short := shortfall(&worth)
			o.BadDebt.Add(&o.BadDebt, &short)
		}
	}
}
