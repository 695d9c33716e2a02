package aavev2

import (
	"errors"

	"brink/fixed"

	"github.com/holiman/uint256"
)

// errRevert: the contract's own arithmetic would revert.
var errRevert = errors.New("the contract would revert")

const secondsPerYear = 31_536_000 // leap years are ignored, as in the contract

// indices are a reserve's stored indices and rates in rays. Between two
// updates they determine every scaled balance of the reserve.
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
// Source: aave/protocol-v2:contracts/protocol/libraries/logic/ReserveLogic.sol (getNormalizedIncome).
func (x *indices) income(z *uint256.Int, now uint64) error {
	x.liquidityIndex.Into(z)
	if now == x.updated {
		return nil
	}
	var factor, rate uint256.Int
	if now < x.updated || !linearInterest(&factor, x.liquidityRate.Into(&rate), now-x.updated) ||
		!fixed.RayMulHalfUp(z, &factor, z) {
		return errRevert
	}
	return nil
}

// debt sets z to the normalized variable debt at a block timestamp, in rays:
// what one unit of scaled debt owes then. Source: as income (getNormalizedDebt).
func (x *indices) debt(z *uint256.Int, now uint64) error {
	return compound(z, x.variableIndex, x.variableRate, x.updated, now)
}

// supply is a stable debt token's total, which grows at the mean of its
// holders' rates.
type supply struct {
	principal, rate fixed.U128
	updated         uint64
}

// total sets z to the supply with interest.
//
// Source: aave/protocol-v2:contracts/protocol/tokenization/StableDebtToken.sol (_calcTotalSupply).
func (s *supply) total(z *uint256.Int, now uint64) error {
	return owedAtOwnRate(z, s.principal, s.rate, s.updated, now)
}

// owedAtOwnRate sets z to a stable debt with its interest.
//
// Source: aave/protocol-v2:contracts/protocol/tokenization/StableDebtToken.sol (balanceOf).
func owedAtOwnRate(z *uint256.Int, principal, rate fixed.U128, updated, now uint64) error {
	if principal.IsZero() {
		z.Clear()
		return nil
	}
	return compound(z, principal, rate, updated, now)
}

// compound sets z to an amount with compounded interest, rounded half up.
func compound(z *uint256.Int, amount, rate fixed.U128, since, now uint64) error {
	amount.Into(z)
	if now == since {
		return nil
	}
	var factor, yearly uint256.Int
	if now < since || !compoundedInterest(&factor, rate.Into(&yearly), now-since) || !fixed.RayMulHalfUp(z, &factor, z) {
		return errRevert
	}
	return nil
}

// linearInterest sets z to the factor in rays by which a yearly rate in rays
// grows a balance in dt seconds without compounding.
//
// Source: aave/protocol-v2:contracts/protocol/libraries/math/MathUtils.sol.
func linearInterest(z, rate *uint256.Int, dt uint64) bool {
	one := fixed.Ray()
	if !fixed.MulDivFloor(z, rate, uint256.NewInt(dt), uint256.NewInt(secondsPerYear)) {
		return false
	}
	_, over := z.AddOverflow(z, &one)
	return !over
}

// compoundedInterest sets z to the factor in rays by which a yearly rate in
// rays grows a debt in dt seconds: the first four terms of
// (1 + rate per second)^dt. The rate a second is truncated first, unlike in the
// versions after this one. Source: as linearInterest.
func compoundedInterest(z, rate *uint256.Int, dt uint64) bool {
	var perSecond, square, cube, pairs, term uint256.Int
	sum := fixed.Ray()
	if dt == 0 {
		*z = sum
		return true
	}
	perSecond.Div(rate, uint256.NewInt(secondsPerYear))
	if !fixed.RayMulHalfUp(&square, &perSecond, &perSecond) || !fixed.RayMulHalfUp(&cube, &square, &perSecond) {
		return false
	}
	if _, over := term.MulOverflow(&perSecond, uint256.NewInt(dt)); over || !accumulate(&sum, &term) {
		return false
	}
	pairs.Mul(uint256.NewInt(dt), uint256.NewInt(dt-1))
	if !fixed.MulDivFloor(&term, &pairs, &square, uint256.NewInt(2)) || !accumulate(&sum, &term) {
		return false
	}
	if dt > 2 { // three factors of a timestamp's width: their product can't overflow
		pairs.Mul(&pairs, uint256.NewInt(dt-2))
		if !fixed.MulDivFloor(&term, &pairs, &cube, uint256.NewInt(6)) || !accumulate(&sum, &term) {
			return false
		}
	}
	*z = sum
	return true
}

func accumulate(sum, x *uint256.Int) bool {
	_, over := sum.AddOverflow(sum, x)
	return !over
}
