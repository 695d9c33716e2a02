package alerts

import (
	"brink/feed"

	"github.com/holiman/uint256"
)

// remedies are the amounts that would bring a position's health factor to a
// target, each by itself, rounded up: repaying a debt, or adding to a
// collateral. They follow from the factor and the values as of the position's
// block; where one of them isn't known there is none.
func remedies(p *feed.Position, target *uint256.Int) []feed.Remedy {
	factor, ok1 := number(p.HealthFactor)
	owed, ok2 := debt(p)
	if !ok1 || !ok2 || target.IsZero() || !factor.Lt(target) {
		return nil
	}
	var out []feed.Remedy
	var lack uint256.Int
	lack.Sub(target, &factor)
	// The debt falls from D to D·factor/target.
	repay := up(&owed, &lack, target)
	for i := range p.Debts {
		if r, ok := remedy("repay", &p.Debts[i], &repay); ok && !tooMuch(&p.Debts[i], r) {
			out = append(out, r)
		}
	}
	// What counts of the collateral rises by D·(target−factor).
	add := up(&owed, &lack, wad)
	for i := range p.Collaterals {
		l := &p.Collaterals[i]
		weight, ok := number(l.LiquidationThreshold)
		if !ok || weight.IsZero() || l.Enabled == nil || !*l.Enabled {
			continue
		}
		value := up(&add, wad, &weight)
		if r, ok := remedy("add", l, &value); ok {
			out = append(out, r)
		}
	}
	return out
}

// remedy is an amount of a leg's asset that is worth so much.
func remedy(action string, l *feed.Leg, dollars *uint256.Int) (feed.Remedy, bool) {
	held, ok := number(l.ValueUSD)
	var raw uint256.Int
	if !ok || held.IsZero() || raw.SetFromDecimal(l.Raw) != nil {
		return feed.Remedy{}, false
	}
	amount := up(&raw, dollars, &held)
	return feed.Remedy{Action: action, Asset: l.Asset, Symbol: l.Symbol, Amount: feed.Decimal(&amount, l.Decimals), Raw: amount.Dec()}, true
}

// tooMuch reports whether there is less of a debt than is to be repaid.
func tooMuch(l *feed.Leg, r feed.Remedy) bool {
	var has, wants uint256.Int
	return has.SetFromDecimal(l.Raw) != nil || wants.SetFromDecimal(r.Raw) != nil || wants.Gt(&has)
}

// up is a·b/c, rounded up; the largest number when it is larger than that.
func up(a, b, c *uint256.Int) (z uint256.Int) {
	if _, over := z.MulDivOverflow(a, b, c); over {
		return *z.SetAllOne()
	}
	var rest uint256.Int
	if !rest.MulMod(a, b, c).IsZero() {
		z.AddUint64(&z, 1)
	}
	return z
}
