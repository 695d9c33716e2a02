package risk

import (
	"brink/fixed"
	"brink/position"
	"brink/protocols"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

// Goal finds the amount of one deed that brings a position to a health factor: the
// least one that reaches it for Supply and Repay, the most that keeps it for
// Withdraw and Borrow. It is false where no amount does. Roundings of a unit aside
// the health factor only rises with the first two and only falls with the others.
func Goal(frame protocols.Frame, id position.ID, deed protocols.Deed, asset common.Address, factor *uint256.Int) (uint256.Int, bool) {
	reached := func(amount *uint256.Int) bool {
		f, err := frame.Suppose(id, protocols.Change{Deed: deed, Asset: asset, Amount: *amount})
		if err != nil {
			return false
		}
		h, err := f.Health(id)
		return err == nil && !h.Factor.Lt(factor)
	}
	possible := func(amount *uint256.Int) bool {
		_, err := frame.Suppose(id, protocols.Change{Deed: deed, Asset: asset, Amount: *amount})
		return err == nil
	}
	var none, most, found uint256.Int
	if !possible(&none) {
		return none, false
	}
	most.Lsh(uint256.NewInt(1), 128)
	if !possible(&most) {
		fixed.LastWhere(&most, &none, &most, possible)
	}
	if deed == protocols.Withdraw || deed == protocols.Borrow {
		switch {
		case !reached(&none):
			return none, false
		case reached(&most):
			return most, true
		}
		fixed.LastWhere(&found, &none, &most, reached)
		return found, true
	}
	switch {
	case reached(&none):
		return none, true
	case !reached(&most):
		return none, false
	}
	fixed.LastWhere(&found, &most, &none, reached)
	return found, true
}
