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
func (s *signed) add(x signed) {
	switch {
	case s.negative == x.negative:
		s.size.Add(&s.size, &x.size) // neither fills 255 bits
	case s.size.Lt(&x.size):
		s.size.Sub(&x.size, &s.size)
		s.negative = x.negative
	default:
		s.size.Sub(&s.size, &x.size)
	}
	s.negative = s.negative && !s.size.IsZero()
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
