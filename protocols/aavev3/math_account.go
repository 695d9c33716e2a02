package aavev3

import (
	"brink/fixed"

	"github.com/holiman/uint256"
)

// account is how the pool sees an account, as far as its health goes.
type account struct {
	collateral, debt uint256.Int // in the market's base unit
	weighted         uint256.Int // collateral × liquidation threshold in basis points, summed
	healthFactor     uint256.Int // a wad; all bits set without debt
	liquidatable     bool        // the contract's rule: healthFactor is below one wad
}

// averageThreshold is the mean liquidation threshold in basis points,
// truncated as the contract returns it.
func (a *account) averageThreshold() uint16 { return average(&a.weighted, &a.collateral) }

// sides sets backing and owed to the two numbers between which the health
// factor decides. With debts below 2e18 base units the account is liquidatable
// exactly when backing is below owed; beyond, the rounding of their quotient
// can tip the scale, and liquidatable knows.
func (a *account) sides(v Version, backing, owed *uint256.Int) {
	if v.directedRounding() {
		*backing = a.weighted
		if _, over := owed.MulOverflow(&a.debt, uint256.NewInt(fixed.Percent)); over {
			owed.SetAllOne() // the contract has no use for this product
		}
		return
	}
	*owed = a.debt
	if !backed(backing, &a.collateral, &a.weighted) {
		backing.SetAllOne() // and can't have debt either: conclude refused it
	}
}

// backed is what the collateral backs by its truncated mean threshold, up to 3.4.
func backed(z, collateral, weighted *uint256.Int) bool {
	mean := uint256.NewInt(uint64(average(weighted, collateral)))
	return fixed.PercentMulHalfUp(z, collateral, mean)
}

// average is a mean in basis points; it never exceeds the largest of its terms,
// and is 0 without collateral.
func average(weighted, collateral *uint256.Int) uint16 {
	var q uint256.Int
	return uint16(q.Div(weighted, collateral).Uint64())
}

// evaluate computes an account at the frame's block: its eMode, its legs in any
// order and, up to 3.1, its stable debts. It only reads, and does not allocate.
//
// Source: aave-dao/aave-v3-origin:src/contracts/protocol/libraries/logic/GenericLogic.sol
// (calculateUserAccountData) at the tag of each version; up to 3.0.2
// aave/aave-v3-core:contracts/protocol/libraries/logic/GenericLogic.sol.
func (f *frame) evaluate(out *account, category uint8, legs []leg, stable []stableDebt) error {
	e := f.category(category)
	if len(stable) == 0 && !e.sourced && f.evaluateNarrow(out, e, legs) {
		return nil
	}
	var t totals
	if err := f.sum(&t, e, legs, stable); err != nil {
		return err
	}
	return f.conclude(out, &t)
}

// averageLTV is the mean LTV in basis points that the pool grants an account,
// truncated. It says how much may be borrowed, and is no part of its health.
func (f *frame) averageLTV(category uint8, legs []leg) (uint16, error) {
	var t totals
	if err := f.sum(&t, f.category(category), legs, nil); err != nil {
		return 0, err
	}
	return average(&t.ltv, &t.collateral), nil
}

// totals are the sums over an account's reserves.
type totals struct {
	collateral, debt uint256.Int // base units
	weighted, ltv    uint256.Int // collateral in base units × basis points
}

func (f *frame) sum(t *totals, e *eMode, legs []leg, stable []stableDebt) error {
	for i := range legs {
		if err := f.add(t, e, &legs[i], owedAtOwnRate(stable, &legs[i])); err != nil {
			return err
		}
	}
	for i := range stable {
		if hasDebtLeg(legs, stable[i].reserve) {
			continue
		}
		alone := leg{reserve: stable[i].reserve, kind: borrowed}
		if err := f.add(t, e, &alone, &stable[i].balance); err != nil {
			return err
		}
	}
	return nil
}

// owedAtOwnRate is the stable debt that the contract adds to a debt leg before
// it values both; nil where there is none.
func owedAtOwnRate(stable []stableDebt, l *leg) *uint256.Int {
	for i := range stable {
		if l.kind == borrowed && stable[i].reserve == l.reserve {
			return &stable[i].balance
		}
	}
	return nil
}

func hasDebtLeg(legs []leg, reserve uint32) bool {
	for i := range legs {
		if legs[i].kind == borrowed && legs[i].reserve == reserve {
			return true
		}
	}
	return false
}

// add adds a leg, and the stable debt beside it, to the totals.
func (f *frame) add(t *totals, e *eMode, l *leg, stable *uint256.Int) error {
	if l.kind == supplied {
		return nil
	}
	s, err := f.reserve(l.reserve)
	if err != nil || !s.listed {
		return err
	}
	price, err := f.price(s, e, l.reserve)
	if err != nil {
		return err
	}
	var amount uint256.Int
	switch {
	case l.kind == borrowed:
		if !f.owed(&amount, s, l, stable) || !f.addOwed(t, s, &amount, price) {
			return errRevert
		}
	case f.counts(s):
		if !f.held(&amount, s, l) || !f.addHeld(t, e, s, l.reserve, &amount, price) {
			return errRevert
		}
	}
	return nil
}

// counts reports whether a reserve counts as collateral.
func (f *frame) counts(s *scalars) bool { return s.threshold != 0 || f.version.countsZeroThreshold() }

// addOwed adds a debt at a given price.
func (f *frame) addOwed(t *totals, s *scalars, amount, price *uint256.Int) bool {
	var value uint256.Int
	return f.debtValue(&value, s, amount, price) && accumulate(&t.debt, &value)
}

// addHeld adds a balance that counts as collateral at a given price.
func (f *frame) addHeld(t *totals, e *eMode, s *scalars, reserve uint32, amount, price *uint256.Int) bool {
	var value uint256.Int
	if !fixed.MulDivFloor(&value, amount, price, &s.unit) || !accumulate(&t.collateral, &value) {
		return false
	}
	threshold := s.threshold
	if e.members.Bit(uint(reserve)) {
		threshold = e.threshold
	}
	return accumulateTimes(&t.weighted, &value, threshold) && accumulateTimes(&t.ltv, &value, f.ltvOf(s, e, reserve))
}

// held sets z to the balance of a collateral leg.
func (f *frame) held(z *uint256.Int, s *scalars, l *leg) bool {
	scaled := l.scaled.Uint256()
	return !s.reverts && f.version.balance(z, aToken, &scaled, &s.income)
}

// owed sets z to the debt of a borrowed leg with the stable debt beside it.
func (f *frame) owed(z *uint256.Int, s *scalars, l *leg, stable *uint256.Int) bool {
	scaled := l.scaled.Uint256()
	if s.reverts || !f.version.balance(z, debtToken, &scaled, &s.debt) {
		return false
	}
	return stable == nil || accumulate(z, stable)
}

// debtValue sets z to a debt in base units.
func (f *frame) debtValue(z *uint256.Int, s *scalars, amount, price *uint256.Int) bool {
	if f.version.directedRounding() {
		return fixed.MulDivCeil(z, amount, price, &s.unit)
	}
	return fixed.MulDivFloor(z, amount, price, &s.unit)
}

func (f *frame) reserve(id uint32) (*scalars, error) {
	if int64(id) >= int64(len(f.reserves)) {
		return nil, errUnknownReserve
	}
	return &f.reserves[id], nil
}

// price is what the pool asks the oracle for on behalf of an account in an
// eMode. It asks for every reserve whose bit is set, also where the answer
// then counts for nothing.
func (f *frame) price(s *scalars, e *eMode, id uint32) (*uint256.Int, error) {
	if e.sourced {
		if !e.priced {
			return nil, errUnknownPrice
		}
		if !e.price.IsZero() && e.members.Bit(uint(id)) {
			return &e.price, nil
		}
	}
	if !s.priced {
		return nil, errUnknownPrice
	}
	return &s.price, nil
}

// conclude turns the sums into the account.
func (f *frame) conclude(out *account, t *totals) error {
	*out = account{collateral: t.collateral, debt: t.debt, weighted: t.weighted}
	if t.debt.IsZero() {
		out.healthFactor.SetAllOne()
		return nil
	}
	z := &out.healthFactor
	if f.version.directedRounding() {
		if !fixed.WadDivHalfUp(z, &t.weighted, &t.debt) {
			return errRevert
		}
		z.Div(z, uint256.NewInt(fixed.Percent))
	} else if !backed(z, &t.collateral, &t.weighted) || !fixed.WadDivHalfUp(z, z, &t.debt) {
		return errRevert
	}
	out.liquidatable = z.LtUint64(fixed.Wad)
	return nil
}

func accumulate(sum, x *uint256.Int) bool {
	_, over := sum.AddOverflow(sum, x)
	return !over
}

func accumulateTimes(sum, x *uint256.Int, bps uint16) bool {
	var product uint256.Int
	if _, over := product.MulOverflow(x, uint256.NewInt(uint64(bps))); over {
		return false
	}
	return accumulate(sum, &product)
}
