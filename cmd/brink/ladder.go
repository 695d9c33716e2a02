package main

import (
	"context"
	"maps"
	"slices"
	"strconv"

	"brink/engine"
	"brink/feed"
	"brink/fixed"
	"brink/position"
	protocol "brink/protocols"
	"brink/risk"
	"brink/web"

	"github.com/holiman/uint256"
)

type quote = protocol.Quote

// Bands implements web.Live.
func (l *live) Bands(_ context.Context, q web.MarketQuery) (web.Bands, error) {
	sums := make([]risk.Sum, len(engine.Bands()))
	var told, unknown int
	var debts known
	out := web.Bands{}
	l.look(func(looks []chainLook) {
		out.Chains = blocks(looks)
		all := venues(looks, q)
		for _, v := range all {
			for id := range v.Positions {
				r := v.d.Row(position.ID(id))
				switch {
				case r.Status == position.Unknown:
					unknown++
				case r.HasDebt:
					told++
					sums[engine.Band(&r.Factor)].Count(&r.Worth)
				}
			}
		}
		debts = debtsOf(all, unknown)
	})
	for i, name := range engine.Bands() {
		out.Bands = append(out.Bands, web.Band{Band: name, Sum: sumJSON(&sums[i])})
	}
	out.Knowledge = knowledge(told, unknown, &debts)
	return out, nil
}

// Ladder implements web.Live.
func (l *live) Ladder(_ context.Context, q web.LadderQuery) (out web.Ladder, err error) {
	l.heavy.Lock()
	defer l.heavy.Unlock()
	l.look(func(looks []chainLook) {
		all := venues(looks, q.MarketQuery)
		if err = recognised(all, "query.asset", q.Asset); err != nil {
			return
		}
		out = ladderOf(all, &q)
		out.Chains = blocks(looks)
	})
	return out, err
}

func ladderOf(all []venue, q *web.LadderQuery) web.Ladder {
	out := web.Ladder{Asset: q.Asset}
	shares := risk.Shares(&q.From.Share, &q.To.Share, q.Rungs)
	var whole risk.Ladder
	var price *uint256.Int
	parts := make(map[string]*risk.Ladder)
	for i := range all {
		v := &all[i]
		group := groupOf(v.chain, q.Asset)
		for _, asset := range group {
			member := web.Member{ChainID: v.chain.ID, Asset: asset.Hex()}
			if !slices.Contains(out.Members, member) && v.holds(risk.Group{asset}) {
				out.Members = append(out.Members, member)
			}
		}
		if p, known := v.price(group); known && price == nil {
			price = &p
		}
		part := v.Ladder(group, shares)
		whole.Add(&part)
		key := map[string]string{"chain": strconv.FormatUint(v.chain.ID, 10), "protocol": v.d.Family}[q.By]
		if parts[key] == nil {
			parts[key] = new(risk.Ladder)
		}
		parts[key].Add(&part)
	}
	debts := debtsOf(all, whole.Unknown)
	out.Now, out.Rungs, out.Knowledge = sumJSON(&whole.Now), rungs(&whole, price), knowledge(whole.Told, whole.Unknown, &debts)
	if price != nil {
		text := feed.Dollars(price)
		out.PriceUSD = &text
	}
	for _, key := range slices.Sorted(maps.Keys(parts)) {
		if key != "" {
			out.Series = append(out.Series, web.Series{Key: key, Now: sumJSON(&parts[key].Now), Rungs: rungs(parts[key], price)})
		}
	}
	return out
}

func rungs(l *risk.Ladder, today *uint256.Int) []web.Rung {
	out := make([]web.Rung, len(l.Rungs))
	for i := range l.Rungs {
		r := &l.Rungs[i]
		out[i] = web.Rung{Change: changeOf(&r.Share), Liquidatable: sumJSON(&r.Liquidatable), Joined: sumJSON(&r.Joined), Unknown: r.Unknown}
		var price uint256.Int
		if today != nil && fixed.MulDivFloor(&price, today, &r.Share, uint256.NewInt(fixed.Wad)) {
			text := feed.Dollars(&price)
			out[i].PriceUSD = &text
		}
	}
	return out
}
