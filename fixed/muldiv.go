package fixed

import "github.com/holiman/uint256"

// MulDivFloor sets z to ⌊x·y/d⌋.
func MulDivFloor(z, x, y, d *uint256.Int) bool {
	var p uint256.Int
	if _, over := p.MulOverflow(x, y); over || d.IsZero() {
		return false
	}
	z.Div(&p, d)
	return true
}

// MulDivCeil sets z to ⌈x·y/d⌉.
func MulDivCeil(z, x, y, d *uint256.Int) bool {
	var p, m uint256.Int
	if _, over := p.MulOverflow(x, y); over || d.IsZero() {
		return false
	}
	z.DivMod(&p, d, &m)
	if !m.IsZero() {
		z.AddUint64(z, 1) // a remainder needs d ≥ 2, so the quotient has room
	}
	return true
}

// MulDivHalfUp sets z to ⌊(x·y + ⌊d/2⌋)/d⌋: the nearest integer, a half goes up.
func MulDivHalfUp(z, x, y, d *uint256.Int) bool {
	var p, half uint256.Int
	if _, over := p.MulOverflow(x, y); over || d.IsZero() {
		return false
	}
	half.Rsh(d, 1)
	if _, over := p.AddOverflow(&p, &half); over {
		return false
	}
	z.Div(&p, d)
	return true
}
