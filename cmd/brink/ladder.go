package main

import (
	"context"
	"fmt"
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

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

type quote = protocol.Quote

// Bands implements web.Live.
func (l *live) Bands(_ context.Context, q web.MarketQuery) (out web.Bands, err error) {
	out = bandsOf(nil)
	l.look(func(looks []chainLook) {
		out = bandsOf(venues(looks, q))
		out.Chains = blocks(looks)
	})
	return out, nil
}

func bandsOf(all []venue) (out web.Bands) {
	sums := make([]risk.Sum, len(engine.Bands()))
	var told, unknown int
	for i := range all {
		v := &all[i]
		for id := range v.All() {
			r := v.d.Row(id)
			switch {
			case r.Status == position.Unknown:
				unknown++
			case r.HasDebt:
				told++
				sums[engine.Band(&r.Factor)].Count(&r.Worth)
			}
		}
	}
	for i, name := range engine.Bands() {
		out.Bands = append(out.Bands, web.Band{Band: name, Sum: sumJSON(&sums[i])})
	}
	debts := debtsOf(all, unknown)
	out.Knowledge = knowledge(told, unknown, &debts)
	return out
}

// Ladder implements web.Live.
func (l *live) Ladder(_ context.Context, q web.LadderQuery) (out web.Ladder, err error) {
	l.heavy.Lock()
	defer l.heavy.Unlock()
	l.look(func(looks []chainLook) {
		out = web.Ladder{}
		all := venues(looks, q.MarketQuery)
		if err = recognised(all, "query.asset", q.Asset); err != nil {
			return
		}
		var tokens tokens
		if tokens, err = tokensOf(all, &q); err != nil {
			return
		}
		out = ladderOf(all, &q, &tokens)
		out.Chains = blocks(looks)
	})
	return out, err
}

// tokens is an asset of which a ladder sums up amounts; none where it doesn't.
type tokens struct {
	asset    common.Address
	decimals uint8
}

// tokensOf refuses an asset whose amounts have no common unit.
func tokensOf(all []venue, q *web.LadderQuery) (t tokens, err error) {
	if !q.Amounts {
		return t, nil
	}
	for i := range all {
		for _, m := range all[i].At(all[i].View).Markets() {
			if m.Asset != common.HexToAddress(q.Asset) {
				continue
			}
			if t.asset == m.Asset && t.decimals != m.Decimals {
				return t, &web.Refused{Field: "query.amounts", Value: true, Message: "it has other decimals on another chain: ask for one chain"}
			}
			t = tokens{m.Asset, m.Decimals}
		}
	}
	return t, nil
}

// sumJSON is a sum with the amounts, where they are asked for.
func (t *tokens) sumJSON(s *risk.Sum) web.Sum {
	out := sumJSON(s)
	if t.asset != (common.Address{}) {
		held, owed := feed.Decimal(&s.Held, t.decimals), feed.Decimal(&s.Owed, t.decimals)
		out.Held, out.Owed = &held, &owed
	}
	return out
}

func ladderOf(all []venue, q *web.LadderQuery, t *tokens) web.Ladder {
	out := web.Ladder{Asset: q.Asset}
	shares := risk.Shares(&q.From.Share, &q.To.Share, q.Rungs)
	var whole risk.Ladder
	var price *uint256.Int
	parts := make(map[string]*risk.Ladder)
	for i := range all {
		v := &all[i]
		v.Tokens = t.asset
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
		for key, only := range v.split(q.By) {
			v.Only = only
			part := v.Ladder(group, shares)
			whole.Add(&part)
			if parts[key] == nil {
				parts[key] = new(risk.Ladder)
			}
			parts[key].Add(&part)
		}
	}
	debts := debtsOf(all, whole.Unknown)
	out.Now, out.Rungs, out.Knowledge = t.sumJSON(&whole.Now), rungs(&whole, price, t), knowledge(whole.Told, whole.Unknown, &debts)
	if price != nil {
		text := feed.Dollars(price)
		out.PriceUSD = &text
	}
	for _, key := range slices.Sorted(maps.Keys(parts)) {
		if key != "" {
			out.Series = append(out.Series, web.Series{Key: key, Now: t.sumJSON(&parts[key].Now), Rungs: rungs(parts[key], price, t)})
		}
	}
	return out
}

// split are the parts of a venue that a ladder tells separately, by their keys, and
// which positions belong to each; nil is all of them.
func (v *venue) split(by string) map[string]func(position.ID) bool {
	switch by {
	case "chain":
		return map[string]func(position.ID) bool{strconv.FormatUint(v.chain.ID, 10): nil}
	case "protocol":
		return map[string]func(position.ID) bool{v.d.Family: nil}
	case "mode":
		if v.Positions == 0 {
			return map[string]func(position.ID) bool{"none": nil}
		}
		parts := make(map[string]func(position.ID) bool)
		for id := range v.All() {
			mode := v.d.Mode(id)
			key := "none"
			if mode != 0 {
				key = fmt.Sprintf("%d:%s:%d", v.chain.ID, v.d.Name, mode)
			}
			if parts[key] == nil {
				parts[key] = func(id position.ID) bool { return v.d.Mode(id) == mode }
			}
		}
		return parts
	default:
		return map[string]func(position.ID) bool{"": nil}
	}
}

func rungs(l *risk.Ladder, today *uint256.Int, t *tokens) []web.Rung {
	out := make([]web.Rung, len(l.Rungs))
	for i := range l.Rungs {
		r := &l.Rungs[i]
		out[i] = web.Rung{Change: changeOf(&r.Share), Liquidatable: t.sumJSON(&r.Liquidatable), Joined: t.sumJSON(&r.Joined), Unknown: r.Unknown}
		var price uint256.Int
		if today != nil && fixed.MulDivFloor(&price, today, &r.Share, uint256.NewInt(fixed.Wad)) {
			text := feed.Dollars(&price)
			out[i].PriceUSD = &text
		}
	}
	return out
}
