package compoundv3

import (
	"brink/fixed"
	"brink/position"
	"brink/protocols"
	"brink/state"

	"github.com/holiman/uint256"
)

// Describe implements protocols.Frame. What an account has supplied of base
// stands among its collaterals as one that doesn't count.
func (f *moment) Describe(id position.ID) protocols.Detail {
	var d protocols.Detail
	h, legs := f.holder(id)
	if h.unread&balances == 0 {
		for i := range legs {
			d.Collaterals = append(d.Collaterals, f.collateral(h, legs, &legs[i]))
		}
	}
	if h.unread != 0 || !f.known || h.principal.IsZero() {
		return d
	}
	base := f.leg(&f.base)
	base.Asset, base.Symbol = f.r.baseToken, readable(&f.r.symbol)
	index, principal := f.now.supply, h.principal.Uint256()
	if h.owes {
		index = f.now.borrow
	}
	presentValue(&base.Amount, index, &principal)
	f.appraise(&base, &f.base)
	if h.owes {
		d.Debts = append(d.Debts, base)
	} else {
		d.Collaterals = append(d.Collaterals, base)
	}
	return d
}

func (f *moment) collateral(h *head, legs []leg, of *leg) protocols.Leg {
	at := state.Row(of.asset)
	a, s := f.p.assets.At(at), &f.assets[at]
	out := f.leg(&s.priced)
	out.Asset, out.Symbol, out.Amount = f.p.assets.Key(at), readable(&a.symbol), of.amount.Uint256()
	out.LiquidationThreshold = basisPoints(a.liquidateFactor)
	out.Enabled = h.assetsIn&s.bit != 0 && a.liquidateFactor > 0
	f.appraise(&out, &s.priced)
	var price uint256.Int
	if out.Enabled && f.turnsAt(&price, h, legs, of) {
		f.exchange.dollars(&out.LiquidationPrice, &price)
	}
	return out
}

// turnsAt sets z to the highest price of an asset, as its feed tells it, at which
// the account is liquidatable.
func (f *moment) turnsAt(z *uint256.Int, h *head, legs []leg, of *leg) bool {
	var principal, debt uint256.Int
	h.principal.Into(&principal)
	if !h.owes || h.unread != 0 || !f.known || !f.base.debt(&debt, f.now.borrow, &principal) {
		return false
	}
	for i := range legs {
		if legs[i].asset == of.asset {
			continue
		}
		rest := f.backing(h, legs[i:i+1])
		if !rest.known || rest.power.Gt(&debt) {
			return false
		}
		debt.Sub(&debt, &rest.power)
	}
	s := &f.assets[of.asset]
	amount := of.amount.Uint256()
	return liquidationPrice(z, &debt, &amount, &s.scale, &s.liquidateFactor)
}

func (f *moment) leg(of *priced) protocols.Leg {
	return protocols.Leg{Decimals: decimals(of.scale.Uint64())}
}

// appraise sets a leg's price and value.
func (f *moment) appraise(l *protocols.Leg, of *priced) {
	var value uint256.Int
	if of.worth(&value, &l.Amount) {
		l.Priced = f.exchange.dollars(&l.Value, &value) && f.exchange.dollars(&l.Price, &of.price)
	}
}

// Markets implements protocols.Frame: base, then the kinds of collateral in the
// contract's order. Frozen is base that can't be supplied, Paused a market in
// which nobody is absorbed.
func (f *moment) Markets() []protocols.Market {
	if !f.r.known {
		return nil
	}
	paused := f.m.pauses&absorbPaused != 0
	base := protocols.Market{
		Asset: f.r.baseToken, Symbol: readable(&f.r.symbol), Decimals: decimals(f.r.baseScale), Source: f.r.price,
		ProtocolFee: basisPoints(fixed.Wad - min(f.r.storeFront, fixed.Wad)),
		Active:      true, Paused: paused, Frozen: f.m.pauses&supplyPaused != 0, Version: version,
		CloseFactor: uint16(fixed.Percent), BadDebt: protocols.Reserves,
	}
	f.price(&base, &f.base)
	base.Available, base.Liquid = f.view.Price(f.r.cash)
	if f.known {
		s := f.m.sums()
		base.Sized = presentValue(&base.Supplied, f.now.supply, &s.supplied) &&
			presentValue(&base.Borrowed, f.now.borrow, &s.borrowed)
		base.Rated = true
		base.SupplyRate, base.BorrowRate = yearly(f.rates.supply), yearly(f.rates.borrow)
	}
	markets := []protocols.Market{base}
	for _, at := range f.r.list[:f.r.listed] {
		markets = append(markets, f.pledged(state.Row(at), paused))
	}
	return markets
}

func (f *moment) pledged(at state.Row, paused bool) protocols.Market {
	a := f.p.assets.At(at)
	m := protocols.Market{
		Asset: f.p.assets.Key(at), Symbol: readable(&a.symbol), Decimals: decimals(a.scale), Source: a.price,
		LTV: basisPoints(a.borrowFactor), LiquidationThreshold: basisPoints(a.liquidateFactor),
		LiquidationBonus: f.bonus(&f.assets[at]),
		SupplyCap:        a.supplyCap.Uint256(), Supplied: a.total.Uint256(), Sized: a.sized, Pledged: true,
		Active: true, Paused: paused, Version: version,
		CloseFactor: uint16(fixed.Percent), BadDebt: protocols.Reserves,
	}
	f.price(&m, &f.assets[at].priced)
	return m
}

func (f *moment) price(m *protocols.Market, of *priced) {
	m.Priced = of.known && f.exchange.dollars(&m.Price, &of.price)
}

// bonus is what a buyer of collateral gets on top of what he pays for.
func (f *moment) bonus(s *scalars) uint16 {
	var spared, rest uint256.Int
	if !discount(&spared, &s.liquidationFactor, uint256.NewInt(f.r.storeFront)) || !spared.Lt(&factorScale) {
		return 0
	}
	rest.Sub(&factorScale, &spared)
	fixed.MulDivFloor(&rest, &spared, uint256.NewInt(fixed.Percent), &rest)
	return uint16(min(rest.Uint64(), mostBonus))
}

const mostBonus = 1<<16 - 1

// version is the same for all code there is: longer lists of assets change no rule.
const version = "Comet"

// yearly is a rate of a wad a second as a ray a year.
func yearly(rate uint64) (z uint256.Int) {
	z.Mul(uint256.NewInt(rate), uint256.NewInt(secondsPerYear*1e9))
	return z
}
