package morphoblue

import (
	"brink/fixed"
	"brink/position"
	"brink/prices"
	"brink/protocols"
	"brink/state"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

// Describe implements protocols.Frame. What an account lends stands among its
// collaterals as one that doesn't count.
func (f *moment) Describe(id position.ID) protocols.Detail {
	var d protocols.Detail
	h := f.holding(id)
	m, l := f.p.markets.At(h.market), &f.loans[h.market]
	if h.unread || m.dark {
		return d
	}
	if !h.collateral.IsZero() {
		d.Collaterals = append(d.Collaterals, f.collateral(m, l, h))
	}
	if !l.accrued {
		return d
	}
	if shares := h.borrowShares.Uint256(); !shares.IsZero() {
		leg := f.leg(m.loanToken)
		l.debt.toAssetsUp(&leg.Amount, &shares)
		f.appraise(&leg)
		d.Debts = append(d.Debts, leg)
	}
	if !h.supplyShares.IsZero() {
		leg := f.leg(m.loanToken)
		supplied := l.totals.supplied()
		supplied.toAssetsDown(&leg.Amount, &h.supplyShares)
		f.appraise(&leg)
		d.Collaterals = append(d.Collaterals, leg)
	}
	return d
}

// collateral is what stands for the debt, at the price of the market's oracle.
func (f *moment) collateral(m *market, l *marketMoment, h *holding) protocols.Leg {
	leg := f.leg(m.collateralToken)
	leg.Amount = h.collateral.Uint256()
	leg.Enabled, leg.LiquidationThreshold = true, basisPoints(m.lltv)
	if !l.priced {
		return leg
	}
	var quoted uint256.Int
	if l.quoted(&quoted, &leg.Amount) {
		leg.Value, leg.Priced = f.Value(m.loanToken, &quoted)
	}
	leg.Price, _ = f.whole(m, &l.price)
	var borrowed, price uint256.Int
	shares := h.borrowShares.Uint256()
	if l.accrued && l.debt.toAssetsUp(&borrowed, &shares) && l.liquidationPrice(&price, &leg.Amount, &borrowed) {
		leg.LiquidationPrice, _ = f.whole(m, &price)
	}
	return leg
}

// whole is what a whole token of collateral is worth in dollars at a price of
// the market's oracle.
func (f *moment) whole(m *market, price *uint256.Int) (z uint256.Int, ok bool) {
	t, _ := f.p.tokens.Get(m.collateralToken)
	unit := powerOfTen(t.decimals)
	if !t.known || !fixed.MulDivFloor(&z, &unit, price, &oraclePriceScale) {
		return z, false
	}
	return f.Value(m.loanToken, &z)
}

func (f *moment) leg(asset common.Address) protocols.Leg {
	t, _ := f.p.tokens.Get(asset)
	return protocols.Leg{Asset: asset, Symbol: t.name(), Decimals: t.decimals}
}

// appraise sets a leg's price and value by the asset's own feed.
func (f *moment) appraise(l *protocols.Leg) {
	unit := powerOfTen(l.Decimals)
	l.Price, l.Priced = f.Value(l.Asset, &unit)
	if l.Priced {
		l.Value, l.Priced = f.Value(l.Asset, &l.Amount)
	}
}

func basisPoints(part uint64) uint16 { return uint16(part / (fixed.Wad / fixed.Percent)) }

// Markets implements protocols.Frame: each market is told as its two assets,
// first what is lent, then what stands for it. Dead markets, which anybody makes
// for nothing, are left out unless they were asked for by name.
func (f *moment) Markets() []protocols.Market {
	all := make([]protocols.Market, 0, 2*len(f.loans))
	for i := range f.loans {
		if m := f.p.markets.At(state.Row(i)); m.made && (!m.dead() || len(f.p.opt.Markets) > 0) {
			all = append(all, f.lent(m, &f.loans[i]), f.pledged(m, &f.loans[i]))
		}
	}
	return all
}

// dead: nobody lends, and nobody has ever had a collateral or a debt.
func (m *market) dead() bool { return m.supplyShares.IsZero() && m.price == prices.None }

func (f *moment) lent(m *market, l *marketMoment) protocols.Market {
	t, _ := f.p.tokens.Get(m.loanToken)
	out := protocols.Market{
		Market: l.id.Hex(), Asset: m.loanToken, Symbol: t.name(), Decimals: t.decimals, Source: t.feed, Active: true,
		CloseFactor: uint16(fixed.Percent), BadDebt: protocols.Lenders,
	}
	unit := powerOfTen(t.decimals)
	out.Price, out.Priced = f.Value(m.loanToken, &unit)
	if !l.accrued {
		return out
	}
	out.Sized, out.Liquid, out.Rated = true, true, true
	out.Supplied, out.Borrowed = l.totals.supplyAssets, l.totals.borrowAssets
	zeroFloorSub(&out.Available, &out.Supplied, &out.Borrowed)
	yearly(&out.BorrowRate, &l.rate)
	out.SupplyRate = out.BorrowRate
	var kept uint256.Int
	kept.SetUint64(fixed.Wad - m.fee)
	if !wMulDown(&out.SupplyRate, &out.SupplyRate, &kept) || out.Supplied.IsZero() ||
		!fixed.MulDivFloor(&out.SupplyRate, &out.SupplyRate, &out.Borrowed, &out.Supplied) {
		out.SupplyRate.Clear()
	}
	out.ProtocolFee = basisPoints(m.fee)
	return out
}

func (f *moment) pledged(m *market, l *marketMoment) protocols.Market {
	t, _ := f.p.tokens.Get(m.collateralToken)
	out := protocols.Market{
		Market: l.id.Hex(), Asset: m.collateralToken, Symbol: t.name(), Decimals: t.decimals, Source: m.price, Active: true, Pledged: true,
		LTV: basisPoints(m.lltv), LiquidationThreshold: basisPoints(m.lltv),
		CloseFactor: uint16(fixed.Percent), BadDebt: protocols.Lenders,
	}
	var incentive uint256.Int
	incentiveFactor(&incentive, &l.lltv)
	out.LiquidationBonus = basisPoints(incentive.Uint64() - fixed.Wad)
	if l.priced {
		out.Price, out.Priced = f.whole(m, &l.price)
	}
	return out
}
