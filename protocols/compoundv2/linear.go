package compoundv2

import (
	"math"

	"brink/fixed"
	"brink/position"
	"brink/protocols"
	"brink/state"
)

var _ protocols.Linear = (*moment)(nil)

// Markets and efficiency modes up to which positions are weighed.
const (
	maxMarkets = 256
	maxMode    = 255
)

// unit is a mantissa's one.
const unit = float64(fixed.Wad)

// A market's row is the slot of its debts. Behind all of those stands that of who has entered it with nothing:
// zero, where the market is known at all; then two of VAI, and then what its tokens back in each efficiency mode.
const (
	firstEmpty   = maxMarkets
	vaiSlot      = 2 * maxMarkets
	vaiIndexSlot = vaiSlot + 1
	firstBacking = vaiSlot + 2
)

func backingSlot(mode uint64, market uint32) uint32 {
	return firstBacking + uint32(mode)*maxMarkets + market
}

// Scalars implements protocols.Linear. A token backs its weight, which the contract rounds before it multiplies,
// and so no amount needs to bear that. A debt's scalar is the index times the price.
func (f *moment) Scalars() []float64 {
	last := uint64(0)
	for mode := range f.modes {
		if mode <= maxMode {
			last = max(last, mode)
		}
	}
	all := make([]float64, backingSlot(last+1, 0))
	for i := range all {
		all[i] = math.NaN()
	}
	for i := range uint32(min(len(f.markets), maxMarkets)) {
		s := &f.markets[i]
		if s.listed && !s.told() {
			continue
		}
		all[firstEmpty+i] = 0
		all[i] = s.eachOwed()
		for mode := range last + 1 {
			all[backingSlot(mode, i)] = f.eachBacks(mode, i)
		}
	}
	if f.vaiTold() {
		all[vaiSlot], all[vaiIndexSlot] = 1, f.vai.index.Float64()/unit
	}
	return all
}

// told reports whether the contract can evaluate who is in the market.
func (s *scalars) told() bool { return s.priced && s.sized && !s.reverts && !s.price.IsZero() }

// eachOwed is what a debt of one at an index of one owes. Where the debt may be repaid although there is no
// shortfall nothing can be told, nor where products might overflow.
func (s *scalars) eachOwed() float64 {
	switch index := &s.state[accrued].index; {
	case s.forced || index.BitLen() > narrow:
		return math.NaN()
	case !s.listed:
		return 0
	default:
		return index.Float64() * (s.price.Float64() / unit)
	}
}

// narrow is how many bits a factor may have so that times an amount it doesn't overflow.
const narrow = 128

// eachBacks is what a token backs in a mode.
func (f *moment) eachBacks(mode uint64, market uint32) float64 {
	s := &f.markets[market]
	if !s.listed {
		return 0
	}
	weight := s.weight
	threshold, incentive := s.threshold, s.incentive
	core := f.terms(&threshold, &incentive, mode, market)
	for at := range weight {
		if !core && !f.weight(&weight[at], &threshold, &s.exchange[at], &s.price, f.rounding) ||
			weight[at].BitLen() > narrow || s.value[at].BitLen() > narrow {
			return math.NaN()
		}
	}
	return weight[accrued].Float64() / unit
}

// vaiTold reports whether VAI's index is known and is what nobody's is above. So that what is promised of debts
// holds it may not have grown beyond four.
func (f *moment) vaiTold() bool {
	const most = 4 * fixed.Wad
	if !f.vai.known || f.vai.index.GtUint64(most) {
		return false
	}
	for _, m := range f.p.minters.All() {
		if index := m.index.Uint256(); index.Gt(&f.vai.index) {
			return false
		}
	}
	return true
}

// Terms implements protocols.Linear. A debt of one or more, at an index of its own that isn't above the market's,
// loses no more than half of itself when it is rounded. Whose debts may be repaid without a shortfall can't be
// weighed.
func (f *moment) Terms(id position.ID, some []protocols.Term) ([]protocols.Term, bool) {
	h, legs := f.holder(id)
	if h.unread {
		return some, false
	}
	mode := h.mode
	if mode != 0 && f.modes[mode] == nil {
		mode = 0
	}
	if mode > maxMode {
		return some, false
	}
	for i := range legs {
		g := &legs[i]
		if g.market >= maxMarkets || f.forcedFor(id, g) || !f.p.ages(g) {
			return some, false
		}
		some = f.weigh(some, g, mode)
	}
	vai, minted := f.minter(h, id)
	if !minted {
		return some, true
	}
	return vai.weigh(some)
}

// ages reports whether a leg's debt has an index, and one that the market's has reached.
func (p *Protocol) ages(g *leg) bool {
	if g.principal.IsZero() {
		return true
	}
	own, market := g.index.Uint256(), p.markets.At(state.Row(g.market)).index.Uint256()
	return !own.IsZero() && !own.Gt(&market)
}

// weigh appends a leg's terms.
func (f *moment) weigh(some []protocols.Term, g *leg, mode uint64) []protocols.Term {
	if !g.principal.IsZero() {
		owed := protocols.Term{Slot: g.market, Owed: true}
		if g.entered {
			owed.Amount = g.principal.Float64() / g.index.Float64()
		}
		some = append(some, owed)
	}
	switch {
	case !g.entered:
	case !g.shares.IsZero():
		some = append(some, protocols.Term{Amount: g.shares.Float64(), Slot: backingSlot(mode, g.market)})
	case g.principal.IsZero() && !f.skipsEmpty:
		some = append(some, protocols.Term{Slot: firstEmpty + g.market})
	}
	return some
}

// weigh appends what was minted of VAI: minted + base·(V-I), a part that stays and one that grows with the index.
// Of who minted when the index was high and had no interest the first would be below zero, and is left out.
func (m *minter) weigh(some []protocols.Term) ([]protocols.Term, bool) {
	minted, base, past := m.minted.Uint256(), m.minted.Uint256(), m.past.Uint256()
	if !minus(&base, &past) {
		return some, false
	}
	stays := minted.Float64() - base.Float64()*(m.index.Float64()/unit)
	return append(some,
		protocols.Term{Amount: max(0, stays), Slot: vaiSlot, Owed: true},
		protocols.Term{Amount: base.Float64(), Slot: vaiIndexSlot, Owed: true}), true
}
