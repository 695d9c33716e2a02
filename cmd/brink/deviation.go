package main

import (
	"cmp"
	"slices"

	"brink/config"
	"brink/feed"
	protocol "brink/protocols"
	"brink/risk"
	"brink/web"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

// alike is what is compared: an asset of one chain by its address, or one of
// several chains by its group and symbol.
type alike struct {
	chain         uint64
	asset         common.Address
	group, symbol string
}

// offered is a price with the market that goes by it.
type offered struct {
	v     *venue
	m     *protocol.Market
	price uint256.Int
}

// gap is between the lowest and the highest price of what is alike.
type gap struct {
	alike
	n         int
	low, high offered
}

func (g *gap) see(o offered) {
	if g.n++; g.n == 1 {
		g.low, g.high = o, o
	}
	if o.price.Lt(&g.low.price) {
		g.low = o
	}
	if o.price.Gt(&g.high.price) {
		g.high = o
	}
}

// deviations compares the prices of all markets, the widest gap first. A gap over
// chains whose ends are on one chain is told of that chain alone.
func deviations(all []venue) []web.Deviation {
	gaps := gapsOf(all)
	gaps = slices.DeleteFunc(gaps, func(g *gap) bool {
		return g.n < 2 || g.chain == 0 && g.low.v.chain.ID == g.high.v.chain.ID
	})
	slices.SortStableFunc(gaps, func(a, b *gap) int {
		x, y := a.share(), b.share()
		return cmp.Or(y.Cmp(&x), cmp.Compare(a.low.m.Symbol, b.low.m.Symbol))
	})
	out := make([]web.Deviation, len(gaps))
	for i, g := range gaps {
		out[i] = g.json()
	}
	return out
}

func gapsOf(all []venue) (gaps []*gap) {
	places := make(map[alike]*gap)
	see := func(k alike, o offered) {
		if places[k] == nil {
			places[k] = &gap{alike: k}
			gaps = append(gaps, places[k])
		}
		places[k].see(o)
	}
	for i := range all {
		v := &all[i]
		if v.d.Broken != nil {
			continue
		}
		markets := v.At(v.View).Markets()
		for j := range markets {
			m := &markets[j]
			if !m.Priced || m.Price.IsZero() {
				continue
			}
			o := offered{v, m, m.Price}
			see(alike{chain: v.chain.ID, asset: m.Asset}, o)
			for _, group := range groupsWith(v.chain, m.Asset) {
				see(alike{group: group, symbol: m.Symbol}, o)
			}
		}
	}
	return gaps
}

func (g *gap) share() uint256.Int { return risk.Deviation(&g.low.price, &g.high.price) }

func (g *gap) json() web.Deviation {
	share := g.share()
	d := web.Deviation{ChainID: g.chain, Group: g.group, Symbol: g.low.m.Symbol, Share: feed.Decimal(&share, 18),
		Low: g.low.json(), High: g.high.json()}
	if g.chain != 0 {
		d.Asset = g.asset.Hex()
	}
	return d
}

func (o *offered) json() web.MarketName {
	return web.MarketName{ChainID: o.v.chain.ID, Deployment: o.v.d.Name, Market: o.m.Market, PriceUSD: feed.Dollars(&o.price)}
}

// groupsWith are the names of a chain's groups that have an asset.
func groupsWith(c config.Chain, asset common.Address) []string {
	var names []string
	for _, g := range c.Groups {
		if slices.Contains(g.Assets, asset) {
			names = append(names, g.Name)
		}
	}
	return names
}
