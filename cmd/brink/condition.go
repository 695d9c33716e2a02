package main

import (
	"context"
	"slices"

	"brink/feed"
	"brink/position"
	"brink/risk"
	"brink/web"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

// leading is how many of those who owe most are told by name.
const leading = 10

// Condition implements web.Live.
func (l *live) Condition(_ context.Context, q web.MarketQuery) (out web.Condition, err error) {
	l.heavy.Lock()
	defer l.heavy.Unlock()
	l.look(func(looks []chainLook) {
		all := venues(looks, q)
		out.Chains = blocks(looks)
		out.Stablecoins = stableLiquidity(all)
		out.Deviations = deviations(all)
		out.Near, out.Knowledge = nearness(all)
		out.WrittenOff = writtenOff(all, out.Near)
	})
	return out, err
}

// stableLiquidity is what can be borrowed and withdrawn of stable assets, by chain.
func stableLiquidity(all []venue) []web.Liquidity {
	var sums []web.Liquidity
	for len(all) > 0 {
		c := all[0].chain
		n := slices.IndexFunc(all, func(v venue) bool { return v.chain.ID != c.ID })
		if n < 0 {
			n = len(all)
		}
		var sum risk.Liquidity
		steady := stable(c.Groups)
		for i := range all[:n] {
			markets := all[i].At(all[i].View).Markets()
			for j := range markets {
				if steady[markets[j].Asset] {
					markets[j].Sized = markets[j].Sized && all[i].d.Broken == nil
					sum.Count(&markets[j])
				}
			}
		}
		sums = append(sums, web.Liquidity{ChainID: c.ID, Markets: sum.Markets, SuppliedUSD: feed.Dollars(&sum.Supplied),
			BorrowedUSD: feed.Dollars(&sum.Borrowed), AvailableUSD: feed.Dollars(&sum.Available), Unknown: sum.Unknown})
		all = all[n:]
	}
	return sums
}

// nearby is who is near liquidation, in one deployment or in all.
type nearby struct {
	risk.Debtors
	badDebt                 uint256.Int
	told, unpriced, unknown int
}

// nearness tells it over all, and then by deployment.
func nearness(all []venue) ([]web.Concentration, web.Knowledge) {
	out := make([]web.Concentration, 1, 1+len(all))
	var sum nearby
	for i := range all {
		v := &all[i]
		var one nearby
		for id := range v.All() {
			r := v.d.Row(id)
			one.count(r.Key.Account, r.Status, r.HasDebt, &r.Worth)
			sum.count(r.Key.Account, r.Status, r.HasDebt, &r.Worth)
		}
		c := one.json()
		c.ChainID, c.Protocol, c.Deployment = v.chain.ID, v.d.Family, v.d.Name
		out = append(out, c)
	}
	out[0] = sum.json()
	debts := debtsOf(all, sum.unknown)
	return out, knowledge(sum.told, sum.unknown, &debts)
}

func (n *nearby) count(account common.Address, status position.Status, hasDebt bool, worth *position.Worth) {
	switch {
	case status == position.Unknown:
		n.unknown++
		return
	case !hasDebt:
		return
	}
	n.told++
	if worth.Known && worth.Collateral.Lt(&worth.Debt) {
		var short uint256.Int
		n.badDebt.Add(&n.badDebt, short.Sub(&worth.Debt, &worth.Collateral))
	}
	switch {
	case status == position.Healthy:
	case !worth.Known:
		n.unpriced++
	default:
		n.Owe(account, &worth.Debt)
	}
}

func (n *nearby) json() web.Concentration {
	out := web.Concentration{Accounts: n.Len(), DebtUSD: feed.Dollars(&n.Sum), BadDebtUSD: feed.Dollars(&n.badDebt),
		Unpriced: n.unpriced, Unknown: n.unknown}
	var top uint256.Int
	for _, d := range n.Top(leading) {
		out.Top = append(out.Top, web.Owing{Account: d.Account.Hex(), DebtUSD: feed.Dollars(&d.Debt)})
		top.Add(&top, &d.Debt)
	}
	out.TopUSD = feed.Dollars(&top)
	if !n.Sum.IsZero() {
		top.Mul(&top, uint256.NewInt(10_000))
		share := feed.Decimal(top.Div(&top, &n.Sum), 4)
		out.TopShare = &share
	}
	return out
}
