package aavev3

import (
	"math"

	"brink/fixed"

	"github.com/holiman/uint256"
)

// liquidationPrice finds where one reserve's price, all others held, decides
// over an account: the price nearest to today's at which the account is
// liquidatable while it is not one step further, on the oracle's own integers.
// above says on which side it is liquidatable: from the price up, as for a
// debt, or from the price down, as for a collateral. found is false when the
// price alone can't tip the account either way.
//
// Up to 3.4 the truncated mean threshold lets a collateral's rule jump back and
// forth within about a part in a thousand around the price; the crossing nearest
// to today is returned. For a reserve that is both supplied and borrowed,
// rounding can do the same within a base unit, and one of these is returned.
func (f *frame) liquidationPrice(z *uint256.Int, category uint8, legs []leg, stable []stableDebt, reserve uint32) (above, found bool, err error) {
	x, open, err := f.openPrice(category, legs, stable, reserve)
	if err != nil || !open {
		return false, false, err
	}
	var here, there totals
	today := x.own.price
	now, err := x.liquidatable(&here, &today)
	if err != nil {
		return false, false, err
	}
	if x.jumps() {
		return false, x.nearestJump(z, &today, now), nil
	}
	far := uint256.NewInt(1)
	if x.falls(&there, far) == now {
		if far = x.highest(); x.falls(&there, far) == now {
			return false, false, nil
		}
	}
	guess, step := guessBetween(&today, far, &here, &there)
	if now {
		fixed.LastFrom(z, &today, far, &guess, &step, x.isLiquidatable)
	} else {
		fixed.LastFrom(z, far, &today, &guess, &step, x.isLiquidatable)
	}
	return far.Gt(&today) != now, true, nil
}

// openPrice is an account with the price of one reserve left open: the totals
// of all other reserves, and what the account has in this one.
type openPrice struct {
	f          *frame
	e          *eMode
	own        *scalars
	rest       totals
	held, owed *leg
	stable     *uint256.Int
	// What the two legs come to: it doesn't hang on the price.
	heldAmount, owedAmount uint256.Int
}

// openPrice reports whether the account's health depends on the price at all.
func (f *frame) openPrice(category uint8, legs []leg, stable []stableDebt, reserve uint32) (x openPrice, open bool, err error) {
	x = openPrice{f: f, e: f.category(category)}
	if x.own, err = f.reserve(reserve); err != nil {
		return x, false, err
	}
	for i := range legs {
		l := &legs[i]
		switch {
		case l.reserve != reserve:
			err = f.add(&x.rest, x.e, l, owedAtOwnRate(stable, l))
		case l.kind == collateral:
			x.held = l
		case l.kind == borrowed:
			x.owed = l
		}
		if err != nil {
			return x, false, err
		}
	}
	for i := range stable {
		own, alone := stable[i].reserve == reserve, leg{reserve: stable[i].reserve, kind: borrowed}
		switch {
		case own && x.owed == nil:
			x.owed, x.stable = &alone, &stable[i].balance
		case own:
			x.stable = &stable[i].balance
		case !hasDebtLeg(legs, alone.reserve):
			err = f.add(&x.rest, x.e, &alone, &stable[i].balance)
		}
		if err != nil {
			return x, false, err
		}
	}
	if x.held == nil && x.owed == nil || !x.own.listed {
		return x, false, nil
	}
	price, err := f.price(x.own, x.e, reserve)
	if price != &x.own.price || err != nil {
		return x, false, err
	}
	return x, true, x.weigh()
}

// weigh sets the amounts, and forgets a leg that counts for nothing.
func (x *openPrice) weigh() error {
	if x.held != nil && !x.f.counts(x.own) {
		x.held = nil
	}
	if x.held != nil && !x.f.held(&x.heldAmount, x.own, x.held) ||
		x.owed != nil && !x.f.owed(&x.owedAmount, x.own, x.owed, x.stable) {
		return errRevert
	}
	return nil
}

// at sums the account up with the reserve at a price.
func (x *openPrice) at(t *totals, price *uint256.Int) error {
	*t = x.rest
	if x.held != nil && !x.f.addHeld(t, x.e, x.own, x.held.reserve, &x.heldAmount, price) ||
		x.owed != nil && !x.f.addOwed(t, x.own, &x.owedAmount, price) {
		return errRevert
	}
	return nil
}

// liquidatable sums the account up at a price, and applies the contract's rule.
func (x *openPrice) liquidatable(t *totals, price *uint256.Int) (bool, error) {
	if err := x.at(t, price); err != nil {
		return false, err
	}
	if x.f.version.directedRounding() && t.debt.LtUint64(2*fixed.Wad) && t.weighted.BitLen() <= 128 {
		var owed uint256.Int // there the quotient's roundings decide nothing, see account.sides
		return t.weighted.Lt(owed.Mul(&t.debt, uint256.NewInt(fixed.Percent))), nil
	}
	var a account
	err := x.f.conclude(&a, t)
	return a.liquidatable, err
}

// guessBetween is about the price at which as much is owed as backs it, and how far it may be off by roundings. Between
// two prices, what is owed and what backs it are straight lines but for these.
func guessBetween(today, far *uint256.Int, here, there *totals) (price, step uint256.Int) {
	lead := func(t *totals) float64 { return t.weighted.Float64() - float64(fixed.Percent)*t.debt.Float64() }
	ours, theirs := lead(here), lead(there)
	from, to := today.Float64(), far.Float64()
	if at := from + ours/(ours-theirs)*(to-from); at >= 1 && at < 1e38 { // not for what is no number
		fraction, exponent := math.Frexp(at)
		price.SetUint64(uint64(fraction * (1 << 53)))
		price.Rsh(price.Lsh(&price, uint(exponent)), 53)
	}
	step.Rsh(&price, 36)
	step.AddUint64(&step, 1)
	return price, step
}

// falls is liquidatable at a price between two that evaluate.
func (x *openPrice) falls(t *totals, price *uint256.Int) bool {
	state, err := x.liquidatable(t, price)
	return state && err == nil
}

// isLiquidatable is falls without what it sums up.
func (x *openPrice) isLiquidatable(price *uint256.Int) bool {
	var t totals
	return x.falls(&t, price)
}

// highest is a price that no oracle will reach, or what the contract's
// arithmetic still bears.
func (x *openPrice) highest() *uint256.Int {
	p := new(uint256.Int).Lsh(uint256.NewInt(1), 127)
	for !p.IsZero() {
		var t totals
		if _, err := x.liquidatable(&t, p); err == nil {
			break
		}
		p.Rsh(p, 1)
	}
	return p
}

// jumps reports whether the rule can change more than once as the price moves:
// up to 3.4, for a collateral that isn't borrowed as well.
func (x *openPrice) jumps() bool {
	return !x.f.version.directedRounding() && x.owed == nil
}

// nearestJump sets z to the last liquidatable price before the change nearest
// to today's, for a collateral up to 3.4. While the truncated mean threshold
// stays the same the rule changes once at most: going away from today in such
// pieces, the first that holds a change holds the nearest.
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
	return uint64(average(&t.weighted, &t.collateral))
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
