package compoundv3

import (
	"brink/fixed"
	"brink/prices"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

const (
	dollar       = 1e8 // of everything that protocols call dollars
	mostDecimals = 36  // of a feed
)

// exchange turns values in the prices' unit, which has eight decimals in every
// market, into dollars.
type exchange struct {
	mul, div uint256.Int
	known    bool
}

// exchange is that of the unit at a moment: the feed prices the unit, an oracle
// the base, whose price in the unit is known.
func (p *Protocol) exchange(r *rules, base *priced, view prices.View) (x exchange) {
	if p.opt.Unit == dollars {
		return exchange{mul: *uint256.NewInt(1), div: *uint256.NewInt(1), known: true}
	}
	var told bool
	x.mul, told = view.Price(r.unit)
	told = told && x.mul.Sign() > 0
	if p.opt.USDOracle != (common.Address{}) {
		x.div, x.known = base.price, told && base.known
		return x
	}
	digits, known := view.Price(r.unitDecimals)
	if x.known = told && known && !digits.GtUint64(mostDecimals); x.known {
		x.div.Exp(uint256.NewInt(10), &digits)
	}
	return x
}

// dollars sets z to a value in 1e-8 dollars, rounded down, and reports whether
// that is known.
func (x *exchange) dollars(z, value *uint256.Int) bool {
	if !x.known || !fixed.MulDivFloor(z, value, &x.mul, &x.div) {
		z.Clear()
		return false
	}
	return true
}
