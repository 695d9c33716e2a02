package aavev2

import (
	"brink/fixed"
	"brink/position"
	"brink/prices"
	"brink/protocols"

	"github.com/holiman/uint256"
)

// Describe implements protocols.Frame.
func (f *moment) Describe(id position.ID) protocols.Detail {
	var d protocols.Detail
	h, legs := f.holder(id)
	if h.unread {
		return d
	}
	owes := false
	for i := range legs {
		switch l := &legs[i]; {
		case int(l.reserve) >= len(f.reserves):
		case l.owes() || l.kind == stable:
			owes = f.describeDebt(&d, l) || owes
		default:
			f.describeSupply(&d, l)
		}
	}
	if owes {
		f.priceLiquidation(&d, legs)
		d.Barred = f.barred(id, legs)
	}
	return d
}

// priceLiquidation sets the price of each asset at which the account becomes
// liquidatable.
func (f *moment) priceLiquidation(d *protocols.Detail, legs []leg) {
	for _, side := range [][]protocols.Leg{d.Collaterals, d.Debts} {
		for i := range side {
			r, _ := f.p.reserves.Get(side[i].Asset)
			var price uint256.Int
			if found, err := f.liquidationPrice(&price, legs, r.id); err == nil && found {
				f.rate.dollars(&side[i].LiquidationPrice, &price)
			}
		}
	}
}

func (f *moment) describeSupply(d *protocols.Detail, l *leg) {
	s, out := &f.reserves[l.reserve], f.leg(l.reserve)
	if f.held(&out.Amount, s, l) == nil {
		f.worth(&out, s)
	}
	out.LiquidationThreshold = s.threshold
	out.Enabled = l.kind == collateral && s.threshold != 0
	if !out.Amount.IsZero() || out.Enabled {
		d.Collaterals = append(d.Collaterals, out)
	}
}

// describeDebt adds a debt, and reports whether there is one: a borrowing bit
// may be on without.
func (f *moment) describeDebt(d *protocols.Detail, l *leg) bool {
	s, out := &f.reserves[l.reserve], f.leg(l.reserve)
	var err error
	if l.kind == stable {
		err = f.owedStable(&out.Amount, l)
	} else {
		err = f.owed(&out.Amount, s, l)
	}
	if err == nil && out.Amount.IsZero() {
		return false
	}
	f.worth(&out, s)
	d.Debts = append(d.Debts, out)
	return true
}

// leg is a reserve's part of a description.
func (f *moment) leg(reserve uint32) protocols.Leg {
	asset := f.assets[reserve]
	r, _ := f.p.reserves.Get(asset)
	return protocols.Leg{Asset: asset, Symbol: r.name(), Decimals: r.decimals}
}

// worth sets a leg's price and value, rounded as the account's sums are.
func (f *moment) worth(l *protocols.Leg, s *scalars) {
	var value uint256.Int
	if !s.priced || !fixed.MulDivFloor(&value, &s.price, &l.Amount, &s.unit) {
		return
	}
	l.Priced = f.rate.dollars(&l.Price, &s.price) && f.rate.dollars(&l.Value, &value)
}

// Markets implements protocols.Frame.
func (f *moment) Markets() []protocols.Market {
	var markets []protocols.Market
	for id, asset := range f.assets {
		s := &f.reserves[id]
		r, _ := f.p.reserves.Get(asset)
		m := protocols.Market{
			Asset: asset, Symbol: r.name(), Decimals: r.decimals, Source: r.price,
			LTV: r.ltv, LiquidationThreshold: r.threshold,
			SupplyRate: r.indices.liquidityRate.Uint256(), BorrowRate: r.indices.variableRate.Uint256(), Rated: true,
			Active: r.active, Paused: f.paused, Frozen: r.frozen, Version: "2",
			CloseFactor: f.closeFactor, BadDebt: protocols.Stays,
		}
		if r.bonus > uint16(fixed.Percent) {
			m.LiquidationBonus = r.bonus - uint16(fixed.Percent)
		}
		m.Priced = s.priced && f.rate.dollars(&m.Price, &s.price)
		m.Sized = !s.rebasing && f.size(&m, &r, s)
		m.Available, m.Liquid = f.view.Price(r.available)
		markets = append(markets, m)
	}
	return markets
}

// size sets what is supplied and borrowed, stable debt included.
func (f *moment) size(m *protocols.Market, r *reserve, s *scalars) bool {
	var own uint256.Int
	return !s.reverts && f.total(&m.Supplied, r.supplied, &s.income) && f.total(&m.Borrowed, r.borrowed, &s.debt) &&
		r.stable.total(&own, f.time) == nil && accumulate(&m.Borrowed, &own)
}

// total sets z to a scaled token's total supply.
func (f *moment) total(z *uint256.Int, scaled prices.ID, index *uint256.Int) bool {
	supply, known := f.view.Price(scaled)
	return known && fixed.RayMulHalfUp(z, &supply, index)
}
