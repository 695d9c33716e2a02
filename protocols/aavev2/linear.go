package aavev2

import (
	"math"

	"brink/fixed"
	"brink/position"
	"brink/protocols"
)

var _ protocols.Bounded = (*moment)(nil)

// Scalars implements protocols.Linear. Every reserve has two slots by its id:
// what a scaled unit of debt owes, and what one of collateral backs, a basis
// point less than its threshold, by which the mean may be cut off.
func (f *moment) Scalars() []float64 { return f.slots(1) }

// Ceilings implements protocols.Bounded: the mean is never more than the thresholds.
func (f *moment) Ceilings() []float64 { return f.slots(0) }

// slots are the slots' values, with so many basis points cut off the thresholds.
func (f *moment) slots(cut uint16) []float64 {
	all := make([]float64, 2*len(f.reserves))
	one := fixed.Ray()
	for i := range f.reserves {
		s, debt, backing := &f.reserves[i], &all[2*i], &all[2*i+1]
		*debt, *backing = math.NaN(), math.NaN()
		if !s.listed || !s.priced || s.reverts || !s.unit.IsUint64() || s.unit.IsZero() ||
			s.income.Lt(&one) || s.debt.Lt(&one) || s.income.BitLen() > 127 || s.debt.BitLen() > 127 {
			continue
		}
		unit := s.price.Float64() / s.unit.Float64() / one.Float64()
		*debt = s.debt.Float64() * unit
		switch {
		case s.threshold == 0:
			*backing = 0
		case !s.rebasing && uint64(s.threshold) <= fixed.Percent:
			*backing = s.income.Float64() * unit * float64(s.threshold-cut) / float64(fixed.Percent)
		}
	}
	return all
}

// Terms implements protocols.Linear. A balance is rounded by less than what a
// scaled unit is worth, for no index is below one. Debts at a rate of their own
// share no scalar.
func (f *moment) Terms(id position.ID, some []protocols.Term) ([]protocols.Term, bool) {
	h, legs := f.holder(id)
	if h.unread {
		return some, false
	}
	for i := range legs {
		l := &legs[i]
		amount := l.stored.Float64()
		switch {
		case l.kind == stable:
			return some, false
		case l.kind == collateral:
			some = append(some, protocols.Term{Amount: max(0, amount-1), Slot: 2*l.reserve + 1})
		case l.owes() && amount > 0:
			some = append(some, protocols.Term{Amount: amount + 1, Slot: 2 * l.reserve, Owed: true})
		case l.owes():
			some = append(some, protocols.Term{Slot: 2 * l.reserve, Owed: true})
		}
	}
	return some, true
}
