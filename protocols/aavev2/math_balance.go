package aavev2

import (
	"errors"

	"brink/fixed"

	"github.com/holiman/uint256"
)

// errContradiction: an event can't have come from the balance it names.
var errContradiction = errors.New("event contradicts the balance")

// moved is a scaled balance after an unscaled amount came or went, rounded half
// up both ways.
//
// Source: aave/protocol-v2:contracts/protocol/tokenization/AToken.sol and
// VariableDebtToken.sol (mint, burn, _transfer).
func moved(scaled fixed.U128, amount, index *uint256.Int, away bool) (fixed.U128, error) {
	var delta uint256.Int
	if !fixed.RayDivHalfUp(&delta, amount, index) {
		return scaled, errContradiction
	}
	s := scaled.Uint256()
	if away {
		if _, under := s.SubOverflow(&s, &delta); under {
			return scaled, errContradiction
		}
	} else if !accumulate(&s, &delta) {
		return scaled, errContradiction
	}
	next := scaled
	if !next.Set(&s) {
		return scaled, errContradiction
	}
	return next, nil
}

// isWhole reports whether an amount is all that a scaled debt owed at an index.
func isWhole(amount *uint256.Int, scaled fixed.U128, index *uint256.Int) bool {
	s := scaled.Uint256()
	return fixed.RayMulHalfUp(&s, &s, index) && s.Eq(amount)
}

// principalAfter is a stable debt's principal after an event. A repayment
// smaller than the interest is announced as a Mint of the rest of the interest,
// whose amount is part of it; that of a borrowing comes on top.
//
// Source: aave/protocol-v2:contracts/protocol/tokenization/StableDebtToken.sol (mint, burn).
func principalAfter(e *stableChange, borrowed bool) (fixed.U128, error) {
	next := e.current
	var principal fixed.U128
	if borrowed {
		if !accumulate(&next, &e.amount) || !principal.Set(&next) {
			return principal, errContradiction
		}
		return principal, nil
	}
	if _, under := next.SubOverflow(&next, &e.increase); under {
		return principal, errContradiction
	}
	if e.minted {
		if !accumulate(&next, &e.amount) {
			return principal, errContradiction
		}
	} else if _, under := next.SubOverflow(&next, &e.amount); under {
		return principal, errContradiction
	}
	if !principal.Set(&next) {
		return principal, errContradiction
	}
	return principal, nil
}
