package aavev2

import (
	"brink/fixed"

	"github.com/holiman/uint256"
)

// account is how the pool sees an account, as far as its health goes.
type account struct {
	totals
	healthFactor uint256.Int // a wad; all bits set without debt
	liquidatable bool        // the contract's rule: healthFactor is below one wad
}

// totals are the sums over an account's reserves.
type totals struct {
	collateral, debt uint256.Int // base units
	weighted         uint256.Int // collateral × liquidation threshold in basis points
}

// evaluate computes an account at the frame's block. Its legs are in the order
// of their reserves, the stable debt behind the variable one. It only reads, and
// does not allocate.
//
// Source: aave/protocol-v2:contracts/protocol/libraries/logic/GenericLogic.sol
// (calculateUserAccountData).
func (f *frame) evaluate(out *account, legs []leg) error {
	var t totals
	for i := range legs {
		if err := f.add(&t, legs[i:]); err != nil {
			return err
		}
	}
	return conclude(out, &t)
}

// add adds the first of some legs to the totals, a debt with what is owed in
// the same reserve at a stable rate.
func (f *frame) add(t *totals, legs []leg) error {
	if legs[0].kind == supplied || legs[0].kind == stable {
		return nil
	}
	s, err := f.reserve(legs[0].reserve)
	if err != nil {
		return err
	}
	if !s.priced { // asked for every reserve whose bit is set, also where it counts for nothing
		return errUnknownPrice
	}
	return f.addAt(t, s, legs, &s.price)
}

// addAt is add with the reserve at a given price.
func (f *frame) addAt(t *totals, s *scalars, legs []leg, price *uint256.Int) error {
	var value uint256.Int
	if legs[0].owes() {
		if err := f.owedAll(&value, s, legs); err != nil {
			return err
		}
		if !fixed.MulDivFloor(&value, price, &value, &s.unit) || !accumulate(&t.debt, &value) {
			return errRevert
		}
		return nil
	}
	if s.threshold == 0 {
		return nil
	}
	if err := f.held(&value, s, &legs[0]); err != nil {
		return err
	}
	if !fixed.MulDivFloor(&value, price, &value, &s.unit) || !accumulate(&t.collateral, &value) {
		return errRevert
	}
	if _, over := value.MulOverflow(&value, uint256.NewInt(uint64(s.threshold))); over || !accumulate(&t.weighted, &value) {
		return errRevert
	}
	return nil
}

// averageThreshold is the mean liquidation threshold in basis points, truncated;
// 0 without collateral.
func (t *totals) averageThreshold() uint64 {
	var q uint256.Int
	return q.Div(&t.weighted, &t.collateral).Uint64()
}

// backed sets z to what the collateral backs by its truncated mean threshold.
func (t *totals) backed(z *uint256.Int) bool {
	return fixed.PercentMulHalfUp(z, &t.collateral, uint256.NewInt(t.averageThreshold()))
}

// conclude turns the sums into the account. Source: as evaluate
// (calculateHealthFactorFromBalances).
func conclude(out *account, t *totals) error {
	*out = account{totals: *t}
	z := &out.healthFactor
	if t.debt.IsZero() {
		z.SetAllOne()
		return nil
	}
	if !t.backed(z) || !fixed.WadDivHalfUp(z, z, &t.debt) {
		return errRevert
	}
	out.liquidatable = z.LtUint64(fixed.Wad)
	return nil
}
