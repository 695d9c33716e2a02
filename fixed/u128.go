package fixed

import "github.com/holiman/uint256"

// U128 is a 128-bit unsigned integer as plain data: two words, no pointer and
// no padding, so that a table may store and digest its memory. It is a place
// to keep a number that a contract keeps in a uint128, not one to compute in.
type U128 struct{ Lo, Hi uint64 }

// Set stores x and reports whether it fits; when it does not, u is unchanged.
func (u *U128) Set(x *uint256.Int) bool {
	if x[2]|x[3] != 0 {
		return false
	}
	u.Lo, u.Hi = x[0], x[1]
	return true
}

// Into sets z to u and returns z.
func (u U128) Into(z *uint256.Int) *uint256.Int {
	*z = uint256.Int{u.Lo, u.Hi}
	return z
}

// Uint256 returns u widened.
func (u U128) Uint256() uint256.Int { return uint256.Int{u.Lo, u.Hi} }

// Float64 is u but for what a float64 can't hold: one part in 2^53.
func (u U128) Float64() float64 { return float64(u.Hi)*(1<<64) + float64(u.Lo) }

// IsZero reports whether u is 0.
func (u U128) IsZero() bool { return u.Lo|u.Hi == 0 }

// Bit reports whether bit i of u, counted from the lowest, is set.
func (u U128) Bit(i uint) bool {
	if i < 64 {
		return u.Lo>>i&1 != 0
	}
	return u.Hi>>(i-64)&1 != 0 // beyond bit 127 the shift leaves nothing
}

// SetBit sets bit i of u, counted from the lowest; i must be below 128.
func (u *U128) SetBit(i uint) {
	if i < 64 {
		u.Lo |= 1 << i
	} else {
		u.Hi |= 1 << (i - 64)
	}
}

// String returns u in decimal.
func (u U128) String() string {
	z := u.Uint256()
	return z.Dec()
}
