package aavev2

import (
	"slices"

	"brink/position"
	"brink/state"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

// Holding is what an account has in one reserve as the reserve's tokens store
// it: scaled, so without the interest since.
type Holding struct {
	Asset common.Address
	// Collateral and Debt are the bits of the user configuration: the supply
	// stands for debt; something was borrowed, if only once.
	Collateral, Debt   bool
	Supplied, Borrowed uint256.Int
	// Principal and Rate are those of a stable debt.
	Principal, Rate uint256.Int
}

// Holdings lists what an account has, by reserve; false where that isn't known.
// Supply that doesn't stand for debt is only known where all history was
// applied, or single accounts are followed.
func (p *Protocol) Holdings(id position.ID) ([]Holding, bool) {
	h, legs := p.accounts.At(state.Row(id))
	if h.unread {
		return nil, false
	}
	assets := p.assets()
	var all []Holding
	for _, l := range legs {
		asset := assets[l.reserve]
		i := slices.IndexFunc(all, func(h Holding) bool { return h.Asset == asset })
		if i < 0 {
			i = len(all)
			all = append(all, Holding{Asset: asset})
		}
		switch in := &all[i]; l.kind {
		case supplied, collateral:
			in.Supplied, in.Collateral = l.stored.Uint256(), l.kind == collateral
		case stable:
			in.Principal, in.Rate = l.stored.Uint256(), l.rate.Uint256()
		default:
			in.Borrowed, in.Debt = l.stored.Uint256(), true
		}
	}
	return all, true
}
