package aavev3

import (
	"brink/fixed"
	"brink/position"
	"brink/prices"
	"brink/protocols"
	"brink/state"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

// Mode implements protocols.Modal.
func (p *Protocol) Mode(id position.ID) uint32 {
	h, _ := p.accounts.At(state.Row(id))
	return uint32(h.eMode)
}

// Describe implements protocols.Frame.
func (f *moment) Describe(id position.ID) protocols.Detail {
	var d protocols.Detail
	h, legs := f.holder(id)
	if h.unread {
		return d
	}
	e := f.category(h.eMode)
	for i := range legs {
		if l := &legs[i]; int(l.reserve) < len(f.reserves) && f.reserves[l.reserve].listed {
			f.describeLeg(&d, e, l)
		}
	}
	own, err := f.stableDebts(nil, h, state.Row(id))
	for _, s := range own {
		leg := f.leg(s.reserve)
		leg.Amount = s.balance
		f.worth(&leg, s.reserve, true)
		d.Debts = append(d.Debts, leg)
	}
	if err == nil {
		f.priceLiquidation(&d, h.eMode, legs, own)
		d.Barred = f.barred(id, legs, own)
	}
	return d
}

// Holding implements protocols.Holder.
func (f *moment) Holding(id position.ID, asset common.Address) (held, owed uint256.Int) {
	r, ok := f.p.reserves.Get(asset)
	h, legs := f.holder(id)
	if !ok || h.unread || int(r.id) >= len(f.reserves) || !f.reserves[r.id].listed {
		return held, owed
	}
	for i := range legs {
		l := &legs[i]
		switch {
		case l.reserve != r.id:
		case l.kind == borrowed:
			f.owed(&owed, &f.reserves[r.id], l, nil)
		default:
			f.held(&held, &f.reserves[r.id], l)
		}
	}
	// As far as they are known, as in Describe.
	own, _ := f.stableDebts(nil, h, state.Row(id))
	for _, s := range own {
		if s.reserve == r.id {
			owed.Add(&owed, &s.balance)
		}
	}
	return held, owed
}

// priceLiquidation sets the price of each asset at which the account becomes
// liquidatable, for accounts that owe something.
func (f *moment) priceLiquidation(d *protocols.Detail, category uint8, legs []leg, own []stableDebt) {
	if len(d.Debts) == 0 || !f.m.dollars {
		return
	}
	for _, side := range [][]protocols.Leg{d.Collaterals, d.Debts} {
		for i := range side {
			r, _ := f.p.reserves.Get(side[i].Asset)
			var price uint256.Int
			if _, found, err := f.liquidationPrice(&price, category, legs, own, r.id); err == nil && found {
				f.dollars(&side[i].LiquidationPrice, &price)
			}
		}
	}
}

func (f *moment) describeLeg(d *protocols.Detail, e *eMode, l *leg) {
	s := &f.reserves[l.reserve]
	out := f.leg(l.reserve)
	if l.kind == borrowed {
		f.owed(&out.Amount, s, l, nil)
		f.worth(&out, l.reserve, true)
		d.Debts = append(d.Debts, out)
		return
	}
	f.held(&out.Amount, s, l)
	f.worth(&out, l.reserve, false)
	out.LiquidationThreshold = s.threshold
	if e.members.Bit(uint(l.reserve)) {
		out.LiquidationThreshold = e.threshold
	}
	out.Enabled = l.kind == collateral && (s.threshold != 0 || f.version.countsZeroThreshold())
	if !out.Amount.IsZero() || out.Enabled {
		d.Collaterals = append(d.Collaterals, out)
	}
}

// leg is a reserve's part of a description.
func (f *moment) leg(reserve uint32) protocols.Leg {
	asset := f.assets[reserve]
	r, _ := f.p.reserves.Get(asset)
	return protocols.Leg{Asset: asset, Symbol: r.name(), Decimals: r.decimals}
}

// worth sets a leg's price and value, rounded as the account's sums are.
func (f *moment) worth(l *protocols.Leg, reserve uint32, debt bool) {
	s := &f.reserves[reserve]
	if !s.priced || !f.m.dollars {
		return
	}
	l.Priced = true
	f.dollars(&l.Price, &s.price)
	var value uint256.Int
	if debt {
		f.debtValue(&value, s, &l.Amount, &s.price)
	} else {
		fixed.MulDivFloor(&value, &l.Amount, &s.price, &s.unit)
	}
	f.dollars(&l.Value, &value)
}

// Markets implements protocols.Frame.
func (f *moment) Markets() []protocols.Market {
	var markets []protocols.Market
	for id, asset := range f.assets {
		s := &f.reserves[id]
		if !s.listed {
			continue
		}
		r, _ := f.p.reserves.Get(asset)
		m := protocols.Market{
			Asset: asset, Symbol: r.name(), Decimals: r.decimals, Priced: s.priced && f.m.dollars,
			Source: r.price, LTV: r.ltv, LiquidationThreshold: r.threshold, ProtocolFee: r.protocolFee,
			SupplyRate: r.indices.liquidityRate.Uint256(), BorrowRate: r.indices.variableRate.Uint256(), Rated: true,
			Active: r.active, Paused: r.paused, Frozen: r.frozen, Version: f.version.String(),
			CloseFactor: halfOfDebt, WholeBelow: uint16(closeFactorLine / (fixed.Wad / fixed.Percent)), BadDebt: protocols.Stays,
		}
		if f.version.wholePosition() {
			m.BadDebt = protocols.Deficit
		}
		if r.bonus > uint16(fixed.Percent) {
			m.LiquidationBonus = r.bonus - uint16(fixed.Percent)
		}
		if m.Priced {
			f.dollars(&m.Price, &s.price)
		}
		m.SupplyCap.Mul(uint256.NewInt(r.supplyCap), &s.unit)
		m.BorrowCap.Mul(uint256.NewInt(r.borrowCap), &s.unit)
		m.Sized = f.total(&m.Supplied, r.supplied, aToken, &s.income) &&
			f.total(&m.Borrowed, r.borrowed, debtToken, &s.debt)
		m.Available, m.Liquid = f.view.Price(r.available)
		markets = append(markets, m)
	}
	return markets
}

// total sets z to a token's total supply.
func (f *moment) total(z *uint256.Int, scaled prices.ID, of side, index *uint256.Int) bool {
	s, known := f.view.Price(scaled)
	return known && f.version.balance(z, of, &s, index)
}
