package protocols

import (
	"errors"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

// Change is something that could be done to a position or to its market.
type Change struct {
	Deed  Deed
	Asset common.Address // not of SetMode
	// Amount is in the asset's smallest unit.
	Amount uint256.Int
	// Mode is an efficiency mode's number, of SetMode.
	Mode uint64
	// Threshold is a liquidation threshold in basis points, of SetThreshold.
	Threshold uint16
}

// Deed is what is done.
type Deed uint8

// The deeds. Supply also makes the asset a collateral, where that is a choice.
// Repay pays no more than is owed. SetThreshold changes an asset's liquidation
// threshold outside of efficiency modes, for everybody.
const (
	Supply Deed = iota
	Withdraw
	Borrow
	Repay
	SetMode
	SetThreshold
)

// ErrImpossible is returned for a change that a position can't undergo.
var ErrImpossible = errors.New("change is impossible")
