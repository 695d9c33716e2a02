package compoundv3

import (
	"math"

	"brink/position"
	"brink/protocols"
)

var _ protocols.Bounded = (*moment)(nil)

// What principal owes stands first, then zero where the market is known at all,
// for those who owe nothing; behind that, by row, what each asset backs.
const (
	debtSlot = iota
	knownSlot
	firstAsset
)

// Scalars implements protocols.Linear.
func (f *moment) Scalars() []float64 {
	all := make([]float64, firstAsset+len(f.assets))
	for i := range all {
		all[i] = math.NaN()
	}
	if f.known {
		all[knownSlot] = 0
	}
	if f.known && f.base.known && f.now.borrow >= baseIndexScale.Uint64() {
		all[debtSlot] = float64(f.now.borrow) / baseIndexScale.Float64() * f.base.each()
	}
	for i := range f.assets {
		if s := &f.assets[i]; s.known && !s.liquidateFactor.Gt(&factorScale) {
			all[firstAsset+i] = s.each() * s.liquidateFactor.Float64() / factorScale.Float64()
		}
	}
	return all
}

// each is what a unit is worth.
func (a *priced) each() float64 { return a.price.Float64() / a.scale.Float64() }

// Ceilings implements protocols.Bounded: what the contract cuts off is less than the roundings that are allowed for.
func (f *moment) Ceilings() []float64 { return f.Scalars() }

// Terms implements protocols.Linear.
func (f *moment) Terms(id position.ID, some []protocols.Term) ([]protocols.Term, bool) {
	h, legs := f.holder(id)
	if h.unread != 0 {
		return some, false
	}
	if !h.owes {
		return append(some, protocols.Term{Slot: knownSlot}), true
	}
	some = append(some, protocols.Term{Amount: h.principal.Float64(), Slot: debtSlot, Owed: true})
	for i := range legs {
		if asset := legs[i].asset; h.assetsIn&f.assets[asset].bit != 0 {
			some = append(some, protocols.Term{Amount: legs[i].amount.Float64(), Slot: firstAsset + uint32(asset)})
		}
	}
	return some, true
}
