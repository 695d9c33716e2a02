package protocols

import "brink/position"

// Linear is a Frame in which positions can be weighed quickly, though not exactly: by amounts, which
// nothing but a position's own events change, times scalars, which all positions share. So a bound
// that held for a position once tells, from the scalars alone, how long it will go on to hold.
//
// Let B be the sum of amount times scalar over a position's terms that back, D over those that are
// owed, and n the number of terms, in the unit of Health's Debt. Where every scalar of a term is
// known and both sums are below 1e36:
//
//   - Health is known, and Liquidatable only where its Factor is below one;
//   - the Factor is at least (B-2n)/(D+2n), but for one part in 1e9 of that or of one;
//   - the Debt is zero if no owed amount is above zero, and else at least D/4-2n.
//
// Terms change only with what Effects tell, and with answers of Wants.
type Linear interface {
	Frame
	// Scalars are the slots' values, none below zero, NaN where one isn't known. A slot keeps its number
	// and its meaning from frame to frame; new ones come behind the others.
	Scalars() []float64
	// Terms appends a position's terms to some. It reports false for a position that can't be weighed.
	Terms(id position.ID, some []Term) ([]Term, bool)
}

// Bounded is a Linear that bounds positions from above too, so that the same amounts tell that one hasn't come to
// stand better. Where what Linear asks holds, and every ceiling of a term is known: let C be the sum of amount plus
// two times ceiling over the terms that back, L of amount less two, but no less than zero, times scalar over those
// that are owed. The Factor is at most (C+2n)/(L-2n), if L is more than 2n, but for one part in 1e9 of that
// or of one.
type Bounded interface {
	Linear
	// Ceilings are, by slot, what a unit backs at most, where Scalars tell what it backs at least.
	Ceilings() []float64
}

// Term is an amount, zero or more, in a slot: owed, or else backing what is owed.
type Term struct {
	Amount float64
	Slot   uint32
	Owed   bool
}

// Fetcher is a Frame whose positions lie all over a large memory.
type Fetcher interface {
	// Fetch brings positions near of which Health is about to be asked.
	Fetch(ids []position.ID)
}
