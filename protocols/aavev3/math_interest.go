package aavev3

import (
	"brink/fixed"

	"github.com/holiman/uint256"
)

const secondsPerYear = 31_536_000 // leap years are ignored, as in the contract

// indices are a reserve's stored indices and rates in rays. Between two
// updates they determine every balance of the reserve.
type indices struct {
	liquidityIndex, variableIndex fixed.U128
	liquidityRate, variableRate   fixed.U128
	updated                       uint64 // block timestamp of the last update
}

// newIndices are those of a reserve that was just listed.
func newIndices() indices {
	var x indices
	one := fixed.Ray()
	x.liquidityIndex.Set(&one)
	x.variableIndex.Set(&one)
	return x
}

// income sets z to the normalized income at a block timestamp, in rays: what
// one unit of scaled aToken balance is worth then.
//
// Source: aave-dao/aave-v3-origin:src/contracts/protocol/libraries/logic/ReserveLogic.sol
// (getNormalizedIncome).
func (x *indices) income(z *uint256.Int, now uint64) error {
	x.liquidityIndex.Into(z)
	if now == x.updated {
		return nil
	}
	if now < x.updated {
		return errRevert
	}
	var factor uint256.Int
	rate := x.liquidityRate.Uint256()
	if !linearInterest(&factor, &rate, now-x.updated) || !fixed.RayMulHalfUp(z, &factor, z) {
		return errRevert
	}
	return nil
}

// debt sets z to the normalized variable debt at a block timestamp, in rays:
// what one unit of scaled debt owes then. Source: as income (getNormalizedDebt).
func (x *indices) debt(v Version, z *uint256.Int, now uint64) error {
	x.variableIndex.Into(z)
	if now == x.updated {
		return nil
	}
	if now < x.updated {
		return errRevert
	}
	var factor uint256.Int
	rate := x.variableRate.Uint256()
	if !compoundedInterest(v, &factor, &rate, now-x.updated) || !fixed.RayMulHalfUp(z, &factor, z) {
		return errRevert
	}
	return nil
}

// accrue stores the indices of a block timestamp as the contract does whenever
// it touches the reserve; borrowed says whether any scaled debt exists. Two
// steps of accrual give another index than one, so it may only be called where
// the contract did it.
//
// Source: aave-dao/aave-v3-origin:src/contracts/protocol/libraries/logic/ReserveLogic.sol
// (updateState, _updateIndexes).
func (x *indices) accrue(v Version, borrowed bool, now uint64) error {
	if now == x.updated {
		return nil
	}
	next := *x
	next.updated = now
	var z uint256.Int
	earning := !x.liquidityRate.IsZero()
	if earning {
		if err := x.income(&z, now); err != nil {
			return err
		}
		if !next.liquidityIndex.Set(&z) {
			return errRevert
		}
	}
	if borrowed && (earning || !v.debtIndexNeedsIncome()) {
		if err := x.debt(v, &z, now); err != nil {
			return err
		}
		if !next.variableIndex.Set(&z) {
			return errRevert
		}
	}
	*x = next
	return nil
}

// linearInterest sets z to the factor in rays by which a yearly rate in rays
// grows a balance in dt seconds without compounding.
//
// Source: aave-dao/aave-v3-origin:src/contracts/protocol/libraries/math/MathUtils.sol.
func linearInterest(z, rate *uint256.Int, dt uint64) bool {
	one := fixed.Ray()
	if !perYear(z, rate, dt) {
		return false
	}
	_, over := z.AddOverflow(z, &one)
	return !over
}

// compoundedInterest sets z to the factor in rays by which a yearly rate in
// rays grows a debt in dt seconds, in the approximation that the version uses.
//
// Source: as linearInterest; the binomial one at tag v3.3.0, the exponential
// one from v3.4.0.
func compoundedInterest(v Version, z, rate *uint256.Int, dt uint64) bool {
	if dt == 0 {
		*z = fixed.Ray()
		return true
	}
	if v.exponential() {
		return exponentialInterest(z, rate, dt)
	}
	return binomialInterest(z, rate, dt)
}

// exponentialInterest: 1 + x + x·(x/2 + x·(x/6)), the head of eˣ.
func exponentialInterest(z, rate *uint256.Int, dt uint64) bool {
	var x, y uint256.Int
	if !perYear(&x, rate, dt) {
		return false
	}
	y.Div(&x, uint256.NewInt(6))
	if !fixed.RayMulHalfUp(&y, &x, &y) {
		return false
	}
	var half uint256.Int
	y.Add(&y, half.Rsh(&x, 1))
	if !fixed.RayMulHalfUp(&y, &x, &y) {
		return false
	}
	one := fixed.Ray()
	z.Add(&x, &y)
	z.Add(z, &one)
	return true
}

// binomialInterest: the first four terms of (1 + rate per second)^dt.
func binomialInterest(z, rate *uint256.Int, dt uint64) bool {
	var square, cube, pairs, term uint256.Int
	if !fixed.RayMulHalfUp(&square, rate, rate) {
		return false
	}
	square.Div(&square, uint256.NewInt(secondsPerYear*secondsPerYear))
	if !fixed.RayMulHalfUp(&cube, &square, rate) {
		return false
	}
	cube.Div(&cube, uint256.NewInt(secondsPerYear))

	sum := fixed.Ray()
	if !perYear(&term, rate, dt) {
		return false
	}
	if _, over := sum.AddOverflow(&sum, &term); over {
		return false
	}
	pairs.Mul(uint256.NewInt(dt), uint256.NewInt(dt-1))
	if !fixed.MulDivFloor(&term, &pairs, &square, uint256.NewInt(2)) {
		return false
	}
	if _, over := sum.AddOverflow(&sum, &term); over {
		return false
	}
	if dt > 2 { // both factors fit a word, so the contract's product of three can't overflow
		pairs.Mul(&pairs, uint256.NewInt(dt-2))
		if !fixed.MulDivFloor(&term, &pairs, &cube, uint256.NewInt(6)) {
			return false
		}
		if _, over := sum.AddOverflow(&sum, &term); over {
			return false
		}
	}
	*z = sum
	return true
}

// perYear sets z to ⌊rate·dt/year⌋.
func perYear(z, rate *uint256.Int, dt uint64) bool {
	return fixed.MulDivFloor(z, rate, uint256.NewInt(dt), uint256.NewInt(secondsPerYear))
}
