package aavev3

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
	// Collateral says that the supply stands for debt.
	Collateral         bool
	Supplied, Borrowed uint256.Int
	// Principal is that of a debt at a rate of its own, up to 3.1.
	Principal uint256.Int
}

// Holdings lists what an account has, by reserve; false where that isn't known.
// Supply that doesn't stand for debt is only known where all history was
// applied, or single accounts are followed.
func (p *Protocol) Holdings(id position.ID) ([]Holding, bool) {
	row := state.Row(id)
	h, legs := p.accounts.At(row)
	if h.unread {
		return nil, false
	}
	ids, assets := p.sortedIDs()
	var all []Holding
	at := func(reserve uint32) *Holding {
		asset := assets[reserve]
		i := slices.IndexFunc(all, func(h Holding) bool { return h.Asset == asset })
		if i < 0 {
			i = len(all)
			all = append(all, Holding{Asset: asset})
		}
		return &all[i]
	}
	for _, l := range legs {
		if _, listed := assets[l.reserve]; !listed {
			continue
		}
		if l.kind == borrowed {
			at(l.reserve).Borrowed = l.scaled.Uint256()
			continue
		}
		held := at(l.reserve)
		held.Supplied, held.Collateral = l.scaled.Uint256(), l.kind == collateral
	}
	for _, reserve := range ids {
		if s, ok := p.stable.Get(stableKey{p.accounts.Key(row), reserve}); ok && !s.principal.IsZero() {
			at(reserve).Principal = s.principal.Uint256()
		}
	}
	return all, true
}
