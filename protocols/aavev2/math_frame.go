package aavev2

import (
	"errors"

	"brink/fixed"

	"github.com/holiman/uint256"
)

var (
	// errUnknownPrice: a price that the contract would read isn't known, so
	// nothing can be said about the position.
	errUnknownPrice = errors.New("a price is unknown")
	// errUnknownBalance: a balance changes without an event.
	errUnknownBalance = errors.New("a balance is unknown")
	// errUnknownReserve: a leg names a reserve that was never listed.
	errUnknownReserve = errors.New("reserve is not listed")
)

// frame is everything that an account's health depends on beside the account
// itself, at one block. Positions are many and reserves few: whatever can be
// computed once a block stands here. It is built and then only read, by any
// number of goroutines.
type frame struct {
	time        uint64
	paused      bool
	closeFactor uint16    // basis points
	reserves    []scalars // by reserve id
}

// scalars are one reserve at the frame's block.
type scalars struct {
	income uint256.Int // normalized income in rays
	debt   uint256.Int // normalized variable debt in rays
	price  uint256.Int // of a whole token in the market's base unit
	unit   uint256.Int // 10^decimals

	threshold uint16 // basis points
	bonus     uint16 // basis points that the liquidator gets, 10500 for 5 %
	listed    bool
	priced    bool // price is known
	reverts   bool // the indices can't be computed
	active    bool // liquidations need an active reserve
	rebasing  bool // balances change without an event
	// grace is the block time until which the reserve is in a grace period; no
	// liquidation between two reserves that both are.
	grace uint64
}

// accrue sets the normalized income and debt of a block timestamp.
func (s *scalars) accrue(x *indices, now uint64) {
	s.reverts = x.income(&s.income, now) != nil || x.debt(&s.debt, now) != nil
}

// setPrice says what the oracle answers for the reserve; without it the price
// is unknown.
func (s *scalars) setPrice(p *uint256.Int) { s.price, s.priced = *p, true }

// setDecimals sets the unit, unchecked as in the contract.
func (s *scalars) setDecimals(n uint8) {
	s.unit.Exp(uint256.NewInt(10), uint256.NewInt(uint64(n)))
}

// kind is what a leg is to its account.
type kind uint32

const (
	supplied   kind = iota // a balance that is not used as collateral
	collateral             // the account's collateral bit is on, even with no balance
	borrowed               // the borrowing bit is on; variable debt, even of nothing
	repaid                 // as borrowed, until the pool says whether the bit goes off
	stable                 // stable debt, behind the borrowed leg of its reserve
)

// leg is one token of one reserve in an account, as plain data without padding.
type leg struct {
	stored fixed.U128 // as the token stores it: scaled, or a stable debt's principal
	// rate and updated are a stable debt's own.
	rate    fixed.U128
	updated uint64
	reserve uint32 // id
	kind    kind
}

func (f *frame) reserve(id uint32) (*scalars, error) {
	if int64(id) >= int64(len(f.reserves)) || !f.reserves[id].listed {
		return nil, errUnknownReserve
	}
	return &f.reserves[id], nil
}

// held sets z to the balance of a collateral leg.
func (f *frame) held(z *uint256.Int, s *scalars, l *leg) error {
	l.stored.Into(z)
	if s.rebasing {
		return errUnknownBalance
	}
	if s.reverts || !fixed.RayMulHalfUp(z, z, &s.income) {
		return errRevert
	}
	return nil
}

// owed sets z to the debt of a borrowed leg without the stable debt beside it.
func (f *frame) owed(z *uint256.Int, s *scalars, l *leg) error {
	l.stored.Into(z)
	if s.reverts || !fixed.RayMulHalfUp(z, z, &s.debt) {
		return errRevert
	}
	return nil
}

// owedStable sets z to the debt of a stable leg.
func (f *frame) owedStable(z *uint256.Int, l *leg) error {
	return owedAtOwnRate(z, l.stored, l.rate, l.updated, f.time)
}

// owedAll sets z to an account's debt in a reserve, both kinds together: legs
// begin with the borrowed one.
func (f *frame) owedAll(z *uint256.Int, s *scalars, legs []leg) error {
	if err := f.owed(z, s, &legs[0]); err != nil {
		return err
	}
	own := stableOf(legs)
	if own == nil {
		return nil
	}
	var fixedRate uint256.Int
	if err := f.owedStable(&fixedRate, own); err != nil {
		return err
	}
	if !accumulate(z, &fixedRate) {
		return errRevert
	}
	return nil
}

// stableOf is the stable leg that belongs to the borrowed leg before it.
func stableOf(legs []leg) *leg {
	if len(legs) > 1 && legs[1].kind == stable && legs[1].reserve == legs[0].reserve {
		return &legs[1]
	}
	return nil
}

// owes reports whether a leg is one where debt begins.
func (l *leg) owes() bool { return l.kind == borrowed || l.kind == repaid }
