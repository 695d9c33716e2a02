package alerts

import (
	"strings"

	"brink/feed"
	"brink/position"

	"github.com/holiman/uint256"
)

// wad is one, as 18-digit fixed point.
var wad = uint256.NewInt(1e18)

// value is what a rule measures. The zero value isn't known.
type value struct {
	known bool
	// calm: there is nothing to measure, and so nothing to fear.
	calm bool
	z    uint256.Int
}

func known(z *uint256.Int) value { return value{known: true, z: *z} }

func truth(is bool) value {
	if is {
		return known(wad)
	}
	return value{known: true, calm: true}
}

// text writes a value; nil where there is none.
func (v value) text() *string {
	if !v.known || v.calm {
		return nil
	}
	s := feed.Decimal(&v.z, 18)
	return &s
}

// parse reads a decimal number of at most 18 decimals as a wad.
func parse(s string) (z uint256.Int, ok bool) {
	whole, fraction, _ := strings.Cut(s, ".")
	digits := whole + fraction
	if whole == "" || len(fraction) > 18 || strings.Trim(digits, "0123456789") != "" {
		return z, false
	}
	digits = strings.TrimLeft(digits+strings.Repeat("0", 18-len(fraction)), "0")
	if digits == "" {
		return z, true
	}
	return z, z.SetFromDecimal(digits) == nil
}

// number is the wad of a decimal in JSON; false where it isn't known.
func number(s *string) (z uint256.Int, ok bool) {
	if s == nil {
		return z, false
	}
	return parse(*s)
}

// measure is what a position is worth under one of the measures of positions.
func measure(m Measure, p *feed.Position) value {
	unknown := p.Status == position.Unknown
	if m == Unknown {
		return truth(unknown)
	}
	if unknown {
		return value{}
	}
	z, ok := number(p.HealthFactor)
	if !ok {
		return value{known: true, calm: true}
	}
	if m == HealthFactor {
		return known(&z)
	}
	return drop(p)
}

// drop is the least share by which a price must move for the position to become
// liquidatable: down for what is collateral, up for what is owed.
func drop(p *feed.Position) value {
	if p.Status == position.Liquidatable || p.Status == position.BadDebt {
		return known(new(uint256.Int))
	}
	var best value
	consider := func(l *feed.Leg, owed bool) {
		price, priced := number(l.PriceUSD)
		line, lined := number(l.LiquidationPriceUSD)
		if !priced || !lined || price.IsZero() {
			return
		}
		high, low := &price, &line
		if owed {
			high, low = low, high
		}
		var gap uint256.Int
		if high.Gt(low) {
			gap.Sub(high, low)
		}
		if _, over := gap.MulDivOverflow(&gap, wad, &price); !over && (!best.known || gap.Lt(&best.z)) {
			best = known(&gap)
		}
	}
	for i := range p.Collaterals {
		consider(&p.Collaterals[i], false)
	}
	for i := range p.Debts {
		consider(&p.Debts[i], true)
	}
	return best
}

// debt is what a position owes in dollars, as a wad; false where it isn't known.
func debt(p *feed.Position) (uint256.Int, bool) { return number(p.DebtUSD) }
