package aavev3

import (
	"brink/fixed"

	"github.com/holiman/uint256"
)

// side is which of a reserve's two tokens is meant.
type side uint8

const (
	aToken side = iota
	debtToken
)

// balance sets z to what a scaled balance is worth at an index.
//
// Source: aave-dao/aave-v3-origin:src/contracts/protocol/libraries/helpers/TokenMath.sol;
// before 3.5 rayMul in protocol/tokenization/AToken.sol and VariableDebtToken.sol.
func (v Version) balance(z *uint256.Int, of side, scaled, index *uint256.Int) bool {
	switch {
	case !v.directedRounding():
		return fixed.RayMulHalfUp(z, scaled, index)
	case of == aToken:
		return fixed.RayMulFloor(z, scaled, index)
	default:
		return fixed.RayMulCeil(z, scaled, index)
	}
}

// burnt sets z to the scaled amount that burning an amount takes away. Source:
// as balance.
func (v Version) burnt(z *uint256.Int, of side, amount, index *uint256.Int) bool {
	switch {
	case !v.directedRounding():
		return fixed.RayDivHalfUp(z, amount, index)
	case of == aToken:
		return fixed.RayDivCeil(z, amount, index)
	default:
		return fixed.RayDivFloor(z, amount, index)
	}
}

// minted returns the scaled balance that a token's Mint event leaves behind.
// The event tells amounts only, the interest since the holder's last action
// included; a burn smaller than that interest is announced as a Mint too.
//
// Source: aave-dao/aave-v3-origin:src/contracts/protocol/tokenization/base/ScaledBalanceTokenBase.sol.
func (v Version) minted(of side, scaled fixed.U128, value, increase, index *uint256.Int) (fixed.U128, error) {
	if v.directedRounding() {
		return v.rebalanced(of, scaled, value, increase, index)
	}
	if value.Lt(increase) {
		var amount uint256.Int
		return v.moved(scaled, amount.Sub(increase, value), index, true)
	}
	var amount uint256.Int
	return v.moved(scaled, amount.Sub(value, increase), index, false)
}

// burned returns the scaled balance that a token's Burn event leaves behind.
// Source: as minted.
func (v Version) burned(of side, scaled fixed.U128, value, increase, index *uint256.Int) (fixed.U128, error) {
	var amount uint256.Int
	if _, over := amount.AddOverflow(value, increase); over {
		return scaled, errContradiction
	}
	if v.directedRounding() {
		return v.rebalanced(of, scaled, &uint256.Int{}, &amount, index)
	}
	return v.moved(scaled, &amount, index, true)
}

// moved adds or takes away an unscaled amount as the token did up to 3.4.
func (v Version) moved(scaled fixed.U128, amount, index *uint256.Int, away bool) (fixed.U128, error) {
	var delta uint256.Int
	if !fixed.RayDivHalfUp(&delta, amount, index) {
		return scaled, errContradiction
	}
	s := scaled.Uint256()
	if away {
		if delta.Gt(&s) {
			return scaled, errContradiction
		}
		s.Sub(&s, &delta)
	} else {
		s.Add(&s, &delta)
	}
	return narrowed(scaled, &s)
}

// rebalanced finds the scaled balance whose rounded worth is the old one's
// plus more minus less. From 3.5 on an event carries the difference of rounded
// balances; since an index is at least one ray, no two scaled balances share a
// rounded one, and the inverse rounding finds it.
func (v Version) rebalanced(of side, scaled fixed.U128, more, less, index *uint256.Int) (fixed.U128, error) {
	s := scaled.Uint256()
	var next uint256.Int
	if !v.balance(&next, of, &s, index) {
		return scaled, errContradiction
	}
	if _, over := next.AddOverflow(&next, more); over {
		return scaled, errContradiction
	}
	if _, under := next.SubOverflow(&next, less); under {
		return scaled, errContradiction
	}
	if !v.burnt(&next, of, &next, index) {
		return scaled, errContradiction
	}
	return narrowed(scaled, &next)
}

func narrowed(old fixed.U128, z *uint256.Int) (fixed.U128, error) {
	next := old
	if !next.Set(z) {
		return old, errContradiction
	}
	return next, nil
}

// transferred returns the scaled amount that a BalanceTransfer event moved;
// amount is that of the ERC-20 Transfer before it, nil if there was none. In
// 3.0.0 the first carries the amount itself and the second the scaled one, in
// 3.0.1 it is the other way round, and both call themselves revision 1: the
// scaled one is the smaller. Should both carry the amount, it is scaled here;
// where they are equal by chance, scaling changes nothing.
//
// Source: aave/aave-v3-core:contracts/protocol/tokenization/AToken.sol (_transfer) and
// base/IncentivizedERC20.sol (_transfer), tags v1.16.2 and v1.17.2.
func (v Version) transferred(value, amount, index *uint256.Int) (fixed.U128, error) {
	moved := *value
	if v <= V301 {
		if amount == nil {
			return fixed.U128{}, errContradiction
		}
		switch value.Cmp(amount) {
		case 1:
			moved = *amount
		case 0:
			if !fixed.RayDivHalfUp(&moved, value, index) {
				return fixed.U128{}, errContradiction
			}
		}
	}
	return narrowed(fixed.U128{}, &moved)
}
