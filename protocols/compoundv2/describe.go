package compoundv2

import (
	"brink/fixed"
	"brink/position"
	"brink/protocols"
	"brink/state"

	"github.com/holiman/uint256"
)

// Describe implements protocols.Frame.
func (f *moment) Describe(id position.ID) protocols.Detail {
	var d protocols.Detail
	h, legs := f.holder(id)
	if h.unread {
		return d
	}
	var a account
	priced := f.p.dollars && f.account(&a, id) && !a.sums[accrued].debt.IsZero()
	vai, minted := f.minter(h, id)
	owner := &vai
	if !minted {
		owner = nil
	}
	for i := range legs {
		g := &legs[i]
		s := &f.markets[g.market]
		var limit uint256.Int
		if priced {
			f.liquidationPrice(&limit, h.mode, legs, owner, g.market)
		}
		if !g.shares.IsZero() {
			d.Collaterals = append(d.Collaterals, f.collateral(g, h.mode, &limit))
		}
		if out := f.leg(g.market); s.owed(&out.Amount, g, accrued) && !out.Amount.IsZero() {
			f.value(&out, g.market, &limit)
			d.Debts = append(d.Debts, out)
		}
	}
	if minted {
		f.describeVAI(&d, owner)
	}
	d.Barred = f.barred(id)
	return d
}

func (f *moment) collateral(g *leg, mode uint64, limit *uint256.Int) protocols.Leg {
	out, s := f.leg(g.market), &f.markets[g.market]
	shares := g.shares.Uint256()
	if s.sized && !s.reverts {
		mulTruncate(&out.Amount, &s.exchange[accrued], &shares)
	}
	f.value(&out, g.market, limit)
	var threshold, incentive uint256.Int
	f.terms(&threshold, &incentive, mode, g.market)
	out.LiquidationThreshold = basisPoints(threshold.Uint64())
	out.Enabled = g.entered && s.listed && !threshold.IsZero()
	return out
}

func (f *moment) describeVAI(d *protocols.Detail, vai *minter) {
	out := protocols.Leg{Asset: f.s.vai, Symbol: "VAI", Decimals: 18, Priced: f.p.dollars}
	if !f.vai.known || !f.vai.owed(&out.Amount, vai) || out.Amount.IsZero() {
		return
	}
	out.Price.SetUint64(1e8)
	out.Value = dollars(&out.Amount)
	d.Debts = append(d.Debts, out)
}

// leg is a market's part of a description.
func (f *moment) leg(market uint32) protocols.Leg {
	m := f.p.markets.At(state.Row(market))
	return protocols.Leg{Asset: m.underlying, Symbol: m.name(), Decimals: m.decimals}
}

// value sets a leg's price, value and liquidation price in dollars.
func (f *moment) value(l *protocols.Leg, market uint32, limit *uint256.Int) {
	s := &f.markets[market]
	if !f.p.dollars || !s.priced {
		return
	}
	l.Priced = true
	l.Price = perToken(&s.price, l.Decimals)
	l.LiquidationPrice = perToken(limit, l.Decimals)
	if mulTruncate(&l.Value, &s.price, &l.Amount) {
		l.Value = dollars(&l.Value)
	}
}

// perToken is what a whole token costs in 1e-8 dollars at an oracle's price,
// which is for the smallest unit, with 36 digits.
func perToken(price *uint256.Int, decimals uint8) (z uint256.Int) {
	var unit uint256.Int
	unit.Exp(uint256.NewInt(10), uint256.NewInt(uint64(decimals)))
	fixed.MulDivFloor(&z, price, &unit, uint256.NewInt(fixed.Wad))
	return dollars(&z)
}

// basisPoints is a mantissa in basis points, rounded down.
func basisPoints(mantissa uint64) uint16 { return uint16(min(mantissa/1e14, 1<<16-1)) }

// Markets implements protocols.Frame.
func (f *moment) Markets() []protocols.Market {
	var markets []protocols.Market
	for i := range f.markets {
		m, s := f.p.markets.At(state.Row(i)), &f.markets[i]
		if !m.listed || m.unread {
			continue
		}
		out := protocols.Market{
			Market: f.p.markets.Key(state.Row(i)).Hex(), Asset: m.underlying, Symbol: m.name(), Decimals: m.decimals,
			Source: m.price, LTV: basisPoints(m.factor), LiquidationThreshold: basisPoints(s.threshold.Uint64()),
			ProtocolFee: basisPoints(m.seizeShare), SupplyCap: m.supplyCap.Uint256(), BorrowCap: m.borrowCap.Uint256(),
			Active: true, Paused: f.paused || s.closed || s.untakeable, Frozen: m.borrowPaused,
			Version: f.name, Priced: s.priced && f.p.dollars, CloseFactor: basisPoints(f.s.closeFactor), BadDebt: protocols.Stays,
		}
		if s.forced {
			out.CloseFactor = uint16(fixed.Percent)
		}
		if f.isolated {
			out.BadDebt = protocols.Deficit
		}
		var threshold, incentive uint256.Int
		f.terms(&threshold, &incentive, 0, uint32(i))
		if bonus := incentive.Uint64(); bonus > fixed.Wad {
			out.LiquidationBonus = basisPoints(bonus - fixed.Wad)
		}
		if out.Priced {
			out.Price = perToken(&s.price, m.decimals)
		}
		f.size(&out, s)
		f.rates(&out, s, m)
		markets = append(markets, out)
	}
	return markets
}

func (f *moment) size(out *protocols.Market, s *scalars) {
	if !s.sized || s.reverts {
		return
	}
	state := &s.state[accrued]
	out.Available, out.Liquid = state.cash, true
	out.Borrowed = state.borrows
	out.Sized = mulTruncate(&out.Supplied, &s.exchange[accrued], &state.supply)
}

// rates sets the yearly rates, where it is known how many slots a year has.
//
// Source: compound-finance/compound-protocol:contracts/BaseJumpRateModelV2.sol (getSupplyRate).
func (f *moment) rates(out *protocols.Market, s *scalars, m *market) {
	slots := f.p.blocksPerYear
	if m.seconds {
		slots = 365 * 24 * 3600
	}
	rate, known := f.view.Price(m.rate)
	if !known || !s.sized || slots == 0 {
		return
	}
	out.Rated = true
	var scale, assets, used, kept uint256.Int
	scale.Mul(uint256.NewInt(slots), uint256.NewInt(1e9)) // from 18 digits to 27
	out.BorrowRate.Mul(&rate, &scale)
	state := &s.state[stored]
	assets.Add(&state.cash, &state.borrows)
	if _, under := assets.SubOverflow(&assets, &state.reserves); under || m.reserveFactor > fixed.Wad {
		return
	}
	if !divExp(&used, &state.borrows, &assets) {
		return
	}
	kept.Sub(mantissaOne, uint256.NewInt(m.reserveFactor))
	if mulTruncate(&kept, &rate, &kept) && mulTruncate(&used, &used, &kept) {
		out.SupplyRate.Mul(&used, &scale)
	}
}
