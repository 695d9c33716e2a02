package aavev2

import (
	"brink/prices"

	"brink/fixed"

	"github.com/holiman/uint256"
)

const (
	dollarUnit   = 1e8 // of everything that protocols call dollars
	mostDecimals = 36  // of a feed
)

// exchange turns base units into 1e-8 dollars.
type exchange struct {
	mul, div uint256.Int
	known    bool
}

// exchangeOf is that of a market: its base currency is the dollar, or what the
// configured feed prices.
func exchangeOf(m market, view prices.View) exchange {
	x := exchange{mul: *uint256.NewInt(dollarUnit), div: *uint256.NewInt(m.baseUnit), known: m.baseUnit != 0}
	if m.dollars || !x.known {
		return x
	}
	answer, told := view.Price(m.feed)
	decimals, known := view.Price(m.feedDecimals)
	x.known = told && known && answer.Sign() > 0 && !decimals.GtUint64(mostDecimals)
	if !x.known {
		return x
	}
	var scale uint256.Int
	scale.Exp(uint256.NewInt(10), &decimals)
	_, over := x.mul.MulOverflow(&x.mul, &answer)
	_, over2 := x.div.MulOverflow(&x.div, &scale)
	x.known = !over && !over2
	return x
}

// dollars sets z to base units in 1e-8 dollars, rounded down, and reports
// whether they are known.
func (x *exchange) dollars(z, base *uint256.Int) bool {
	if !x.known || !fixed.MulDivFloor(z, base, &x.mul, &x.div) {
		z.Clear()
		return false
	}
	return true
}
