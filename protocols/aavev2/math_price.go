package aavev2

import (
	"brink/fixed"

	"github.com/holiman/uint256"
)

// liquidationPrice finds where one reserve's price, all others held, decides
// over an account: the price nearest to today's at which the account is
// liquidatable while it is not one step further, on the oracle's own integers.
// found is false when the price alone can't tip the account either way.
//
// The truncated mean threshold lets a collateral's rule jump back and forth
// within about a part in a thousand around the price; the crossing nearest to
// today is returned. For a reserve that is both supplied and borrowed, rounding
// can do the same within a base unit, and one of these is returned.
func (f *frame) liquidationPrice(z *uint256.Int, legs []leg, reserve uint32) (found bool, err error) {
	x, open, err := f.openPrice(legs, reserve)
	if err != nil || !open {
		return false, err
	}
	today := x.own.price
	now, err := x.liquidatable(&today)
	if err != nil {
		return false, err
	}
	if x.owed == nil {
		return x.nearestJump(z, &today, now), nil
	}
	far := uint256.NewInt(1)
	if x.isLiquidatable(far) == now {
		if far = x.highest(); x.isLiquidatable(far) == now {
			return false, nil
		}
	}
	if now {
		fixed.LastWhere(z, &today, far, x.isLiquidatable)
	} else {
		fixed.LastWhere(z, far, &today, x.isLiquidatable)
	}
	return true, nil
}

// openPrice is an account with the price of one reserve left open: the totals
// of all other reserves, and what the account has in this one.
type openPrice struct {
	f          *frame
	own        *scalars
	rest       totals
	held, owed []leg
}

// openPrice reports whether the account's health depends on the price at all.
func (f *frame) openPrice(legs []leg, reserve uint32) (x openPrice, open bool, err error) {
	x = openPrice{f: f}
	if x.own, err = f.reserve(reserve); err != nil {
		return x, false, err
	}
	for i := range legs {
		switch l := &legs[i]; {
		case l.reserve != reserve:
			if err := f.add(&x.rest, legs[i:]); err != nil {
				return x, false, err
			}
		case l.kind == collateral:
			x.held = legs[i:]
		case l.owes():
			x.owed = legs[i:]
		}
	}
	if x.held == nil && x.owed == nil {
		return x, false, nil
	}
	if !x.own.priced {
		return x, false, errUnknownPrice
	}
	return x, true, nil
}

// at sums the account up with the reserve at a price.
func (x *openPrice) at(t *totals, price *uint256.Int) error {
	*t = x.rest
	for _, legs := range [][]leg{x.held, x.owed} {
		if legs == nil {
			continue
		}
		if err := x.f.addAt(t, x.own, legs, price); err != nil {
			return err
		}
	}
	return nil
}

func (x *openPrice) liquidatable(price *uint256.Int) (bool, error) {
	var t totals
	var a account
	if err := x.at(&t, price); err != nil {
		return false, err
	}
	err := conclude(&a, &t)
	return a.liquidatable, err
}

// isLiquidatable is liquidatable at a price between two that evaluate.
func (x *openPrice) isLiquidatable(price *uint256.Int) bool {
	verdict, err := x.liquidatable(price)
	return verdict && err == nil
}

// highest is a price that no oracle will reach, or what the contract's
// arithmetic still bears.
func (x *openPrice) highest() *uint256.Int {
	p := new(uint256.Int).Lsh(uint256.NewInt(1), 127)
	for !p.IsZero() {
		if _, err := x.liquidatable(p); err == nil {
			break
		}
		p.Rsh(p, 1)
	}
	return p
}

// nearestJump sets z to the last liquidatable price before the change nearest
// to today's, for a collateral. While the truncated mean threshold stays the
// same the rule changes once at most.
func (x *openPrice) nearestJump(z, today *uint256.Int, now bool) bool {
	limit, settled := uint256.NewInt(1), x.surelyHealthy
	if now {
		limit, settled = x.highest(), x.surelyLiquidatable
	}
	return fixed.Change{Holds: x.isLiquidatable, Piece: x.mean, Settled: settled}.Nearest(z, today, limit)
}

// mean is the truncated mean threshold at a price.
func (x *openPrice) mean(price *uint256.Int) uint64 {
	var t totals
	if x.at(&t, price) != nil {
		return 0
	}
	return t.averageThreshold()
}

// surelyHealthy holds from some price up, and wherever it does the account is
// healthy whatever the truncation takes: what the collateral backs is at least
// (weighted − collateral + 5001)/1e4 rounded down.
func (x *openPrice) surelyHealthy(price *uint256.Int) bool {
	var t totals
	var owed, backing uint256.Int
	if x.at(&t, price) != nil {
		return false
	}
	owed.Mul(&t.debt, uint256.NewInt(fixed.Percent))
	owed.Add(&owed, &t.collateral)
	backing.AddUint64(&t.weighted, fixed.Percent/2+1)
	return !backing.Lt(&owed)
}

// surelyLiquidatable holds from some price down, and wherever it does the
// account is liquidatable: what the collateral backs is at most
// (weighted + 5000)/1e4 rounded down, and the quotient's rounding is worth no
// more than one part in 2e18 of the debt.
func (x *openPrice) surelyLiquidatable(price *uint256.Int) bool {
	var t totals
	var backing, rounding uint256.Int
	if x.at(&t, price) != nil {
		return false
	}
	backing.AddUint64(&t.weighted, fixed.Percent/2)
	backing.Div(&backing, uint256.NewInt(fixed.Percent))
	rounding.Div(&t.debt, uint256.NewInt(2*fixed.Wad))
	return backing.Lt(rounding.Sub(&t.debt, &rounding))
}
