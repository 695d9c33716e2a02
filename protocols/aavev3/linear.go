package aavev3

import (
	"math"

	"brink/fixed"
	"brink/position"
	"brink/protocols"
)

var _ protocols.Bounded = (*moment)(nil)

// A reserve's debt has its id for a slot. Behind all of those stands what it
// backs outside of efficiency modes, then what it backs in each.
const debtSlots = maxReserves

func backingSlot(category uint8, reserve uint32) uint32 {
	return debtSlots + uint32(category)*maxReserves + reserve
}

// Scalars implements protocols.Linear. A debt of a scaled unit is worth its index
// times the price, and as collateral its index times price and threshold: up to
// 3.4 a basis point less of that, by which the mean may be cut off.
func (f *moment) Scalars() []float64 {
	if f.version.directedRounding() {
		return f.slots(0)
	}
	return f.slots(1)
}

// Ceilings implements protocols.Bounded: the mean is never more than the thresholds.
func (f *moment) Ceilings() []float64 { return f.slots(0) }

// slots are the slots' values, with so many basis points cut off the thresholds.
func (f *moment) slots(cut int) []float64 {
	categories := max(1, len(f.eModes))
	all := make([]float64, debtSlots+categories*maxReserves)
	for i := range all {
		all[i] = math.NaN()
	}
	one := fixed.Ray()
	for i := range f.reserves[:min(len(f.reserves), maxReserves)] {
		s := &f.reserves[i]
		if !s.narrow || s.income.Lt(&one) || s.debt.Lt(&one) {
			continue
		}
		unit := s.price.Float64() / s.unit.Float64() / one.Float64()
		all[i] = s.debt.Float64() * unit
		for c := range categories {
			if share := f.share(s, f.category(uint8(c)), uint32(i), cut); share >= 0 {
				all[backingSlot(uint8(c), uint32(i))] = s.income.Float64() * unit * float64(share) / float64(fixed.Percent)
			}
		}
	}
	return all
}

// share is how many basis points of its worth a collateral backs, with some cut off, -1
// where it makes the others back less, its roundings count for more than they are,
// or it may have another price.
func (f *frame) share(s *scalars, e *eMode, reserve uint32, cut int) int {
	if e.sourced {
		return -1
	}
	if s.threshold == 0 && !f.version.countsZeroThreshold() {
		return 0
	}
	threshold := s.threshold
	if e.members.Bit(uint(reserve)) {
		threshold = e.threshold
	}
	if uint64(threshold) > fixed.Percent {
		return -1
	}
	return int(threshold) - cut
}

// Terms implements protocols.Linear. A balance is rounded by less than what a
// scaled unit is worth, for no index is below one.
func (f *moment) Terms(id position.ID, some []protocols.Term) ([]protocols.Term, bool) {
	h, legs := f.holder(id)
	if h.unread || h.stable || h.eMode != 0 && int(h.eMode) >= len(f.eModes) || f.category(h.eMode).sourced {
		return some, false
	}
	for i := range legs {
		l := &legs[i]
		if l.reserve >= maxReserves {
			return some, false
		}
		amount := l.scaled.Float64()
		switch {
		case l.kind == collateral:
			some = append(some, protocols.Term{Amount: max(0, amount-1), Slot: backingSlot(h.eMode, l.reserve)})
		case l.kind == borrowed && amount > 0:
			some = append(some, protocols.Term{Amount: amount + 1, Slot: l.reserve, Owed: true})
		case l.kind == borrowed:
			some = append(some, protocols.Term{Slot: l.reserve, Owed: true})
		}
	}
	return some, true
}
