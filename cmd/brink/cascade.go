package main

import (
	"cmp"
	"fmt"
	"slices"

	"brink/feed"
	"brink/risk"
	"brink/web"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

// assumptions of a cascade, for the answer.
var assumptions = []string{
	"The cascade is an estimate: every position that the contracts would let be liquidated is closed whole, at the bonus of its most profitable call.",
	"What is taken is sold at once, of each asset in proportion to the position's collateral, and the price falls as the given depth says; nobody buys, adds or repays.",
	"Prices of groups without a depth don't give way.",
}

const defaultRounds = 20

func (s *simulation) cascade() error {
	c := s.in.Cascade
	if c == nil {
		return nil
	}
	trades, names, err := s.trades(c)
	if err != nil {
		return err
	}
	markets := make([]risk.Venue, len(s.venues))
	for i := range s.venues {
		v := &s.venues[i]
		markets[i] = risk.Venue{Market: &v.Market, Of: make(map[common.Address]int)}
		for _, alone := range []bool{false, true} {
			for trade, name := range names {
				if common.IsHexAddress(name) == alone {
					for _, asset := range groupOf(v.chain, name) {
						markets[i].Of[asset] = trade
					}
				}
			}
		}
	}
	for _, r := range risk.Cascade(markets, trades, cmp.Or(c.Rounds, defaultRounds)) {
		out := web.Round{Changes: make(map[string]string), SoldUSD: make(map[string]string),
			Liquidated: sumJSON(&r.Liquidated), BadDebtUSD: feed.Dollars(&r.BadDebt), Stuck: r.Stuck, Unknown: r.Unknown}
		for i, name := range names {
			out.Changes[name], out.SoldUSD[name] = changeOf(&r.Shares[i]), feed.Dollars(&r.Sold[i])
		}
		s.out.Cascade = append(s.out.Cascade, out)
	}
	s.out.Assumed, s.out.Estimate = append(s.out.Assumed, assumptions...), true
	return nil
}

// trades are what the shocks and the pools are about, with its names.
func (s *simulation) trades(c *web.Cascade) (trades []risk.Trade, names []string, err error) {
	for _, shock := range s.in.Shocks {
		names = append(names, shock.Asset)
		trades = append(trades, risk.Trade{Share: shock.Change.Share})
	}
	for i := range c.Pools {
		p, field := &c.Pools[i], fmt.Sprintf("body.cascade.pools[%d]", i)
		if err := recognised(s.venues, field+".asset", p.Asset); err != nil {
			return nil, nil, err
		}
		pool, err := poolOf(p, field)
		if err != nil {
			return nil, nil, err
		}
		at := slices.Index(names, p.Asset)
		if at < 0 {
			at = len(names)
			names = append(names, p.Asset)
			trades = append(trades, risk.Trade{Share: *uint256.NewInt(1e18)})
		}
		if trades[at].Pool != nil {
			return nil, nil, &web.Refused{Field: field + ".asset", Value: p.Asset, Message: "it has a pool already"}
		}
		trades[at].Pool = pool
	}
	return trades, names, nil
}

func poolOf(p *web.Depth, field string) (risk.Pool, error) {
	if (p.ConstantProduct.Int == nil) == (len(p.Levels) == 0) {
		return nil, &web.Refused{Field: field, Message: "give either constant_product_usd or levels"}
	}
	if p.ConstantProduct.Int != nil {
		return risk.ConstantProduct{Side: *p.ConstantProduct.Int}, nil
	}
	var table risk.Table
	last := risk.Level{Share: *uint256.NewInt(1e18)}
	for i, level := range p.Levels {
		if level.SoldUSD.Int == nil || level.Change.Change == nil {
			return nil, &web.Refused{Field: fmt.Sprintf("%s.levels[%d]", field, i), Message: "needs sold_usd and change"}
		}
		next := risk.Level{Sold: *level.SoldUSD.Int, Share: level.Change.Share}
		if !last.Sold.Lt(&next.Sold) || next.Share.Gt(&last.Share) {
			return nil, &web.Refused{Field: fmt.Sprintf("%s.levels[%d]", field, i), Message: "more must be sold than at the level before, at a price that isn't higher"}
		}
		table = append(table, next)
		last = next
	}
	return table, nil
}
