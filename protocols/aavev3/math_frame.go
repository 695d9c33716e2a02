package aavev3

import (
	"errors"

	"brink/fixed"

	"github.com/holiman/uint256"
)

var (
	// errUnknownPrice: a price that the contract would read isn't known, so
	// nothing can be said about the position.
	errUnknownPrice = errors.New("a price is unknown")
	// errRevert: the contract's own arithmetic would revert.
	errRevert = errors.New("the contract would revert")
	// errUnknownReserve: a leg names a reserve that was never listed.
	errUnknownReserve = errors.New("reserve is not listed")
	// errContradiction: an event can't have come from the balance it names.
	errContradiction = errors.New("event contradicts the balance")
)

// maxReserves is how many reserves the contract's bitmaps can hold.
const maxReserves = 128

// frame is everything that an account's health depends on beside the account
// itself, at one block. Positions are many and reserves few: whatever can be
// computed once a block stands here. It is built, sealed, and then only read,
// by any number of goroutines.
type frame struct {
	version Version
	time    uint64
	// halted: the price oracle sentinel answers that liquidations are not
	// allowed now. It is asked from 3.0 to 3.6, where there is one.
	halted   bool
	reserves []scalars // by reserve id
	eModes   []eMode   // by category id; 0 is none
}

// scalars are one reserve at the frame's block.
type scalars struct {
	income uint256.Int // normalized income in rays
	debt   uint256.Int // normalized variable debt in rays
	price  uint256.Int // of a whole token in the market's base unit
	unit   uint256.Int // 10^decimals
	// All in basis points; bonus is what the liquidator gets, 10500 for 5 %.
	ltv, threshold, bonus, protocolFee uint16

	category uint8  // the eMode category up to 3.1
	listed   bool   // false: the slot is empty, whatever users' bits say
	priced   bool   // price is known
	reverts  bool   // the indices can't be computed
	narrow   bool   // fit for sumNarrow; seal sets it
	active   bool   // liquidations need an active reserve
	paused   bool   // and one that is not paused
	grace    uint64 // and a block time beyond this one, from 3.1
}

// accrue sets the normalized income and debt of a block timestamp.
func (s *scalars) accrue(v Version, x *indices, now uint64) {
	s.reverts = x.income(&s.income, now) != nil || x.debt(v, &s.debt, now) != nil
}

// setPrice says what the oracle answers for the reserve; without it the price
// is unknown.
func (s *scalars) setPrice(p *uint256.Int) { s.price, s.priced = *p, true }

// setDecimals sets the unit, unchecked as in the contract.
func (s *scalars) setDecimals(n uint8) {
	s.unit.Exp(uint256.NewInt(10), uint256.NewInt(uint64(n)))
}

// eMode is one efficiency mode category.
type eMode struct {
	ltv, threshold, bonus uint16 // in basis points
	isolated              bool   // 3.7
	members               fixed.U128
	ltvZero               fixed.U128 // 3.6
	// Up to 3.1 a category may name a source that prices its members.
	sourced bool
	priced  bool
	price   uint256.Int
}

// seal completes a frame. Up to 3.1 it gathers the categories' members from
// the reserves; from 3.2 members is the category's collateral bitmap.
func (f *frame) seal() {
	if !f.version.eModeBitmap() {
		for i := range f.eModes {
			f.eModes[i].members = fixed.U128{}
		}
	}
	for i := range f.reserves {
		s := &f.reserves[i]
		s.narrow = s.listed && s.priced && !s.reverts &&
			s.income[2]|s.income[3]|s.debt[2]|s.debt[3] == 0 &&
			s.price.IsUint64() && s.unit.IsUint64() && !s.unit.IsZero()
		if c := s.category; !f.version.eModeBitmap() && c != 0 && int(c) < len(f.eModes) && i < maxReserves {
			f.eModes[c].members.SetBit(uint(i))
		}
	}
}

// category returns an eMode; one that was never configured has no members.
func (f *frame) category(id uint8) *eMode {
	if id == 0 || int(id) >= len(f.eModes) {
		return &noEMode
	}
	return &f.eModes[id]
}

// noEMode is never written to.
var noEMode eMode

// kind is what a leg is to its account.
type kind uint32

const (
	supplied   kind = iota // a balance that is not used as collateral
	collateral             // the account's collateral bit is on, even with no balance
	borrowed               // variable debt
)

// leg is one side of one reserve in an account, as plain data without padding.
// An account that both supplies and borrows a reserve has two legs.
type leg struct {
	scaled  fixed.U128
	reserve uint32 // id
	kind    kind
}

// stableDebt is what an account owes in a reserve at a rate of its own, with
// its interest; up to 3.1.
type stableDebt struct {
	reserve uint32
	balance uint256.Int
}

// ltvOf is the LTV in basis points that counts for a reserve in an eMode.
//
// Source: aave-dao/aave-v3-origin:src/contracts/protocol/libraries/logic/GenericLogic.sol
// and ValidationLogic.sol (getUserReserveLtv).
func (f *frame) ltvOf(s *scalars, e *eMode, id uint32) uint16 {
	in := e.members.Bit(uint(id))
	if !f.version.eModeLTVZero() {
		if in && s.ltv != 0 {
			return e.ltv
		}
		return s.ltv
	}
	switch {
	case in && e.ltvZero.Bit(uint(id)):
		return 0
	case in:
		return e.ltv
	case e.isolated && f.version.isolatedEMode():
		return 0
	default:
		return s.ltv
	}
}
