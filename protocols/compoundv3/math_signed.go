package compoundv3

import (
	"brink/fixed"

	"github.com/holiman/uint256"
)

// signed is a number with a sign; zero isn't negative.
type signed struct {
	size     uint256.Int
	negative bool
}

// add adds another.
func (z *signed) add(x signed) {
	switch {
	case z.negative == x.negative:
		z.size.Add(&z.size, &x.size) // neither fills 255 bits
	case z.size.Lt(&x.size):
		z.size.Sub(&x.size, &z.size)
		z.negative = x.negative
	default:
		z.size.Sub(&z.size, &x.size)
	}
	z.negative = z.negative && !z.size.IsZero()
}

// present sets z to the base that a principal stands for.
//
// Source: compound-finance/comet:contracts/CometCore.sol (presentValue).
func (s *signed) present(z *signed, i indices) bool {
	index := i.supply
	if s.negative {
		index = i.borrow
	}
	if !presentValue(&z.size, index, &s.size) {
		return false
	}
	z.negative = s.negative && !z.size.IsZero()
	return true
}

// principal sets z to the principal of so much base: a supply is rounded down, a
// debt up.
//
// Source: compound-finance/comet:contracts/CometCore.sol (principalValue).
func (s *signed) principal(z *signed, i indices) bool {
	if !s.negative {
		*z = signed{}
		return principalValueSupply(&z.size, i.supply, &s.size) && z.size.BitLen() <= 103
	}
	z.negative = true
	index := uint256.NewInt(i.borrow)
	return fixed.MulDivCeil(&z.size, &s.size, &baseIndexScale, index) && z.size.BitLen() <= 103
}
