package morphoblue

import (
	"brink/position"
	"brink/state"

	"github.com/holiman/uint256"
)

// Holding is what an account has in a market as the contract stores it.
type Holding struct{ SupplyShares, BorrowShares, Collateral uint256.Int }

// Holding is a position's; false where that isn't known.
func (p *Protocol) Holding(id position.ID) (Holding, bool) {
	h := p.positions.At(state.Row(id))
	return Holding{h.supplyShares, h.borrowShares.Uint256(), h.collateral.Uint256()}, !h.unread
}
