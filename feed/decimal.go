package feed

import (
	"strings"

	"github.com/holiman/uint256"
)

// Decimal writes an integer of so many decimals exactly, without zeros at the
// end: 1500000 of 6 is "1.5".
func Decimal(z *uint256.Int, decimals uint8) string {
	digits := z.Dec()
	n := int(decimals)
	if n == 0 {
		return digits
	}
	if len(digits) <= n {
		digits = strings.Repeat("0", n+1-len(digits)) + digits
	}
	whole, fraction := digits[:len(digits)-n], strings.TrimRight(digits[len(digits)-n:], "0")
	if fraction == "" {
		return whole
	}
	return whole + "." + fraction
}

// Dollars writes an amount of 1e-8 dollars with at least two decimals.
func Dollars(z *uint256.Int) string {
	s := Decimal(z, 8)
	dot := strings.IndexByte(s, '.')
	switch {
	case dot < 0:
		return s + ".00"
	case len(s)-dot == 2:
		return s + "0"
	}
	return s
}

// ParseDollars reads what Dollars wrote; false for anything else.
func ParseDollars(s string) (z uint256.Int, ok bool) {
	whole, fraction, _ := strings.Cut(s, ".")
	if len(fraction) > 8 || z.SetFromDecimal(whole+fraction+strings.Repeat("0", 8-len(fraction))) != nil {
		return uint256.Int{}, false
	}
	return z, Dollars(&z) == s
}

// Factor writes an 18-digit fixed-point number with all its digits.
func Factor(z *uint256.Int) string {
	s := Decimal(z, 18)
	dot := strings.IndexByte(s, '.')
	if dot < 0 {
		s, dot = s+".", len(s)
	}
	return s + strings.Repeat("0", 18-(len(s)-dot-1))
}
