package fixed

import (
	"math/bits"

	"github.com/holiman/uint256"
)

// 1e27 is 2^27·5^27, and 5^27 fits in a word: dividing by a ray is a shift and
// divisions by a word, a third of the cost of a general one. Every balance and
// every index goes through here.
const (
	rayTwos  = 27
	rayFives = 7_450_580_596_923_828_125
)

// RayMulHalfUp sets z to x·y/1e27, a half rounded up.
func RayMulHalfUp(z, x, y *uint256.Int) bool {
	var p uint256.Int
	if _, over := p.MulOverflow(x, y); over {
		return false
	}
	if _, over := p.AddOverflow(&p, &halfRay); over {
		return false
	}
	divRay(z, &p)
	return true
}

// RayMulFloor sets z to ⌊x·y/1e27⌋.
func RayMulFloor(z, x, y *uint256.Int) bool {
	var p uint256.Int
	if _, over := p.MulOverflow(x, y); over {
		return false
	}
	divRay(z, &p)
	return true
}

// RayMulCeil sets z to ⌈x·y/1e27⌉.
func RayMulCeil(z, x, y *uint256.Int) bool {
	var p uint256.Int
	if _, over := p.MulOverflow(x, y); over {
		return false
	}
	if !divRay(z, &p) {
		z.AddUint64(z, 1)
	}
	return true
}

// divRay sets z to ⌊p/1e27⌋ and reports whether nothing remained.
func divRay(z, p *uint256.Int) (exact bool) {
	n0 := p[0]>>rayTwos | p[1]<<(64-rayTwos)
	n1 := p[1]>>rayTwos | p[2]<<(64-rayTwos)
	n2 := p[2]>>rayTwos | p[3]<<(64-rayTwos)
	rest := p[3] >> rayTwos // 37 bits: less than 5^27, so the top word is 0
	cut := p[0] & (1<<rayTwos - 1)
	z[3] = 0
	z[2], rest = bits.Div64(rest, n2, rayFives)
	z[1], rest = bits.Div64(rest, n1, rayFives)
	z[0], rest = bits.Div64(rest, n0, rayFives)
	return rest|cut == 0
}
