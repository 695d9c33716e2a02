package risk

import (
	"iter"

	"brink/fixed"
	"brink/position"
	"brink/prices"
	"brink/protocols"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

// Market is a deployment that holds still. Its positions run from 0 to
// Positions-1, View is its prices, and At gives a frame of it at any others.
type Market struct {
	Positions int
	View      prices.View
	At        func(prices.View) protocols.Frame
	// Only, where given, narrows a ladder to some of the positions.
	Only func(position.ID) bool
	// Stop, where given, is asked before each position whether to end there: what is computed of them all is then of no use.
	Stop func() bool
	// Tokens, where given, is an asset of which a ladder sums up how much its
	// positions hold and owe.
	Tokens common.Address
}

// All are the market's positions, until Stop ends them.
func (m *Market) All() iter.Seq[position.ID] {
	return func(yield func(position.ID) bool) {
		for id := range position.ID(m.Positions) {
			if m.Stop != nil && m.Stop() || !yield(id) {
				return
			}
		}
	}
}

// Group are assets whose prices move together.
type Group []common.Address

// Moves says to which share of today's the prices of assets move, a wad each.
// Assets that it doesn't name stay where they are.
type Moves map[common.Address]uint256.Int

// Together moves all members of a group to the same share.
func Together(group Group, share *uint256.Int) Moves {
	m := make(Moves, len(group))
	for _, asset := range group {
		m[asset] = *share
	}
	return m
}

// share is what an asset moves to.
func (m Moves) share(asset common.Address) uint256.Int {
	if s, ok := m[asset]; ok {
		return s
	}
	return *uint256.NewInt(fixed.Wad)
}

// View is a view in which assets have moved. The price of one asset in another
// moves by the quotient of the two shares; answers are rounded down, and what
// no longer fits in 256 bits is as large as can be. Answers that are unknown,
// or negative where a feed can answer so, stay as they are.
func (m Moves) View(quotes []protocols.Quote, view prices.View) prices.View {
	moved := make(map[prices.ID]uint256.Int)
	for _, q := range quotes {
		base, in := m.share(q.Base), m.share(q.In)
		if base == in {
			continue
		}
		if answer, known := view.Price(q.Source); known && answer.Sign() >= 0 {
			if !fixed.MulDivFloor(&answer, &answer, &base, &in) {
				answer.SetAllOne()
			}
			moved[q.Source] = answer
		}
	}
	return view.WithAll(moved)
}

// moved is a market's frame after a move.
func (m *Market) moved(quotes []protocols.Quote, moves Moves) protocols.Frame {
	return m.At(moves.View(quotes, m.View))
}

// now is a market's frame as it stands.
func (m *Market) now() protocols.Frame { return m.At(m.View) }

// quotes are what the market's prices are of.
func (m *Market) quotes() []protocols.Quote { return m.now().Quotes() }

// Exposed reports whether any price of a market moves with a group.
func (m *Market) Exposed(group Group) bool {
	moves := Together(group, new(uint256.Int))
	for _, q := range m.quotes() {
		if moves.share(q.Base) != moves.share(q.In) {
			return true
		}
	}
	return false
}
