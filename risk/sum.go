package risk

import (
	"brink/position"

	"github.com/holiman/uint256"
)

// Sum is a sum over positions, in 1e-8 dollars.
type Sum struct {
	Positions        int
	Collateral, Debt uint256.Int
	// Unpriced counts the positions among them whose dollars aren't known, and
	// aren't in the sums.
	Unpriced int
	// Held and Owed are of the asset of a Market's Tokens, in its smallest unit.
	Held, Owed uint256.Int
}

// Add adds another sum.
func (s *Sum) Add(o *Sum) {
	s.Positions += o.Positions
	s.Unpriced += o.Unpriced
	s.Collateral.Add(&s.Collateral, &o.Collateral)
	s.Debt.Add(&s.Debt, &o.Debt)
	s.Held.Add(&s.Held, &o.Held)
	s.Owed.Add(&s.Owed, &o.Owed)
}

// take takes away a sum over positions that are in this one.
func (s *Sum) take(o *Sum) {
	s.Positions -= o.Positions
	s.Unpriced -= o.Unpriced
	s.Collateral.Sub(&s.Collateral, &o.Collateral)
	s.Debt.Sub(&s.Debt, &o.Debt)
	s.Held.Sub(&s.Held, &o.Held)
	s.Owed.Sub(&s.Owed, &o.Owed)
}

// Count adds a position.
func (s *Sum) Count(worth *position.Worth) {
	s.Positions++
	if !worth.Known {
		s.Unpriced++
		return
	}
	s.Collateral.Add(&s.Collateral, &worth.Collateral)
	s.Debt.Add(&s.Debt, &worth.Debt)
}

// shortfall is the debt of a position that its collateral doesn't cover.
func shortfall(worth *position.Worth) (z uint256.Int) {
	if worth.Known && worth.Collateral.Lt(&worth.Debt) {
		z.Sub(&worth.Debt, &worth.Collateral)
	}
	return z
}
