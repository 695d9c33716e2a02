package feed

import (
	"strconv"
	"strings"

	"github.com/holiman/uint256"
)

// Decimal writes an integer of so many decimals exactly, without zeros at the
// end: 1500000 of 6 is "1.5".
func Decimal(z *uint256.Int, decimals uint8) string { return decimal(z, int(decimals), 0) }

// Dollars writes an amount of 1e-8 dollars with at least two decimals.
func Dollars(z *uint256.Int) string { return decimal(z, 8, 2) }

// Factor writes an 18-digit fixed-point number with all its digits.
func Factor(z *uint256.Int) string { return decimal(z, 18, 18) }

// decimal writes an integer of so many decimals with at least some of them. A block may bring thousands of numbers:
// nothing is allocated but the text.
func decimal(z *uint256.Int, decimals, least int) string {
	const room = 80 // for 78 digits, and a dot
	var digits, text [room]byte
	d := appendDigits(digits[:0], z)
	to := text[:0]
	if len(d) <= decimals {
		to = append(to, '0')
	} else {
		to, d = append(to, d[:len(d)-decimals]...), d[len(d)-decimals:]
	}
	zeros := decimals - len(d) // between the dot and the first digit
	kept := len(d)
	for kept > 0 && zeros+kept > least && d[kept-1] == '0' {
		kept--
	}
	if kept == 0 {
		zeros = least
	}
	if zeros+kept == 0 {
		return string(to)
	}
	to = append(to, '.')
	for range zeros {
		to = append(to, '0')
	}
	return string(append(to, d[:kept]...))
}

// appendDigits appends an integer's digits.
func appendDigits(to []byte, z *uint256.Int) []byte {
	if z.IsUint64() {
		return strconv.AppendUint(to, z.Uint64(), 10)
	}
	return append(to, z.Dec()...)
}

// ParseDollars reads what Dollars wrote; false for anything else.
func ParseDollars(s string) (z uint256.Int, ok bool) {
	whole, fraction, _ := strings.Cut(s, ".")
	if len(fraction) > 8 || z.SetFromDecimal(whole+fraction+strings.Repeat("0", 8-len(fraction))) != nil {
		return uint256.Int{}, false
	}
	return z, Dollars(&z) == s
}
