package main

import (
	"slices"
	"strconv"

	"brink/engine"
	"brink/feed"
	"brink/metrics"
	"brink/position"
	"brink/web"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

// chainRisk is what a chain's positions come to at one tip.
type chainRisk struct {
	tip common.Hash
	metrics.Risk
}

// Risk implements metrics.Source. It is computed once for each tip of a chain.
func (l *live) Risk() (risk metrics.Risk) {
	l.scrapes.Lock()
	defer l.scrapes.Unlock()
	if l.risks == nil {
		l.risks = make([]chainRisk, len(l.shards))
	}
	for i, s := range l.shards {
		c, last := &l.risks[i], l.risks[i]
		if look([]*shard{s}, func(looks []chainLook) {
			if *c = last; len(looks) > 0 && c.tip != looks[0].look.Tip.Hash {
				*c = l.assess(looks)
			}
		}) {
			risk.Markets = append(risk.Markets, c.Markets...)
			risk.Feeds = append(risk.Feeds, c.Feeds...)
			risk.Watched = append(risk.Watched, c.Watched...)
		}
	}
	return risk
}

// assess computes the risk of the one chain that is looked at.
func (l *live) assess(looks []chainLook) chainRisk {
	c := chainRisk{tip: looks[0].look.Tip.Hash}
	all := venues(looks, web.MarketQuery{})
	for i := range all {
		v := &all[i]
		markets := marketRisk(v)
		addShocks(markets, v)
		c.Markets = append(c.Markets, markets...)
		c.Feeds = append(c.Feeds, feedsOf(v.chain.Name, v.d)...)
		c.Watched = append(c.Watched, l.watchList(v.chain.Name, v.d)...)
	}
	return c
}

// marketRisk sums up a deployment by market and band.
func marketRisk(v *venue) (markets []metrics.Market) {
	index := map[string]int{}
	at := func(market string) *metrics.Market {
		i, ok := index[market]
		if !ok {
			i = len(markets)
			index[market] = i
			markets = append(markets, metrics.Market{
				Chain: v.chain.Name, Protocol: v.d.Family, Deployment: v.d.Name, Market: market,
				Bands: make([]metrics.Band, len(engine.Bands())), Priced: true,
			})
		}
		return &markets[i]
	}
	at("")
	for id := range v.All() {
		r := v.d.Row(id)
		m := at(r.Key.Market)
		switch {
		case r.Status == position.Unknown:
			m.Unknown++
		case r.HasDebt:
			collateral, debt := inDollars(&r.Worth.Collateral), inDollars(&r.Worth.Debt)
			band := &m.Bands[engine.Band(&r.Factor)]
			band.Positions++
			band.Debt += debt
			band.Collateral += collateral
			m.BadDebt += max(0, debt-collateral)
			m.Priced = m.Priced && r.Worth.Known
		}
	}
	return markets
}

// watchList are the named accounts' positions in a deployment.
func (l *live) watchList(chainName string, d *engine.DeploymentLook) []metrics.Watched {
	var list []metrics.Watched
	if len(l.accounts) == 0 {
		return nil
	}
	for _, market := range marketsOf(d) {
		for _, a := range l.accounts {
			id, ok := d.ID(position.Key{Market: market, Account: a.Address})
			if !ok {
				continue
			}
			if r := d.Row(id); r.HasDebt && r.Status != position.Unknown {
				factor, _ := strconv.ParseFloat(feed.Factor(&r.Factor), 64)
				list = append(list, metrics.Watched{
					Chain: chainName, Protocol: d.Family, Deployment: d.Name, Market: market, Name: a.Name, HealthFactor: factor,
					Drop: dropOf(d, id),
				})
			}
		}
	}
	return list
}

// marketsOf are the names of a deployment's markets in which accounts have
// positions of their own.
func marketsOf(d *engine.DeploymentLook) []string {
	names := []string{""} // where it has one in all
	for _, m := range d.Markets() {
		names = append(names, m.Market)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// inDollars is an amount of 1e-8 dollars for display.
func inDollars(z *uint256.Int) float64 { return z.Float64() / 1e8 }
