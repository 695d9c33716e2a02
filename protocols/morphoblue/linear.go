package morphoblue

import (
	"math"

	"brink/position"
	"brink/protocols"
)

var _ protocols.Bounded = (*moment)(nil)

// Every market has three slots, by its row.
const (
	debtSlot    = iota // what a borrowed share owes
	backingSlot        // what a unit of collateral backs
	quoteSlot          // what it is worth, nothing where no one tells: of who owes nothing
	slots
)

// leastLLTV is one below which a quote could overflow although what it backs is small.
const leastLLTV = 1e14

// Scalars implements protocols.Linear.
func (f *moment) Scalars() []float64 {
	all := make([]float64, slots*len(f.loans))
	for i := range f.loans {
		l := &f.loans[i]
		of := all[slots*i:]
		of[debtSlot], of[backingSlot] = math.NaN(), math.NaN()
		if l.accrued {
			of[debtSlot] = l.debt.assets.Float64() / l.debt.shares.Float64()
		}
		if !l.priced {
			continue
		}
		of[quoteSlot] = l.price.Float64() / oraclePriceScale.Float64()
		if !l.lltv.Gt(&wad) && !l.lltv.LtUint64(leastLLTV) {
			of[backingSlot] = of[quoteSlot] * l.lltv.Float64() / wad.Float64()
		}
	}
	return all
}

// Ceilings implements protocols.Bounded: what the contract cuts off is less than the roundings that are allowed for.
func (f *moment) Ceilings() []float64 { return f.Scalars() }

// Terms implements protocols.Linear. Beyond mostShares the contract's products
// might overflow.
func (f *moment) Terms(id position.ID, some []protocols.Term) ([]protocols.Term, bool) {
	const mostShares = 1 << 120
	h := f.holding(id)
	market := slots * uint32(h.market)
	shares, collateral := h.borrowShares.Float64(), protocols.Term{Amount: h.collateral.Float64(), Slot: market + quoteSlot}
	if shares > 0 {
		collateral.Slot = market + backingSlot
	}
	return append(some, protocols.Term{Amount: shares, Slot: market + debtSlot, Owed: true}, collateral),
		!h.unread && shares < mostShares
}
