package main

import (
	"slices"
	"strconv"

	"brink/engine"
	"brink/feed"
	"brink/metrics"
	"brink/position"

	"github.com/holiman/uint256"
)

// Risk implements metrics.Source. It is computed once for each set of tips.
func (l *live) Risk() metrics.Risk {
	l.scrapes.Lock()
	defer l.scrapes.Unlock()
	var risk metrics.Risk
	l.look(func(looks []chainLook) {
		tips := tipsOf(looks)
		if tips == l.tips {
			risk = l.risk
			return
		}
		defer func() { l.tips, l.risk = tips, risk }()
		for _, c := range looks {
			for i := range c.look.Deployments {
				markets := marketRisk(c.shard.chain.Name, &c.look.Deployments[i])
				addShocks(markets, c.shard.chain, &c.look.Deployments[i])
				risk.Markets = append(risk.Markets, markets...)
				risk.Feeds = append(risk.Feeds, feedsOf(c.shard.chain.Name, &c.look.Deployments[i])...)
			}
			risk.Watched = append(risk.Watched, l.watchList(c)...)
		}
	})
	return risk
}

// marketRisk sums up a deployment by market and band.
func marketRisk(chainName string, d *engine.DeploymentLook) []metrics.Market {
	var markets []metrics.Market
	index := map[string]int{}
	at := func(market string) *metrics.Market {
		i, ok := index[market]
		if !ok {
			i = len(markets)
			index[market] = i
			markets = append(markets, metrics.Market{
				Chain: chainName, Protocol: d.Family, Deployment: d.Name, Market: market,
				Bands: make([]metrics.Band, len(engine.Bands())), Priced: true,
			})
		}
		return &markets[i]
	}
	at("")
	for id := range d.Positions {
		r := d.Row(position.ID(id))
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

// watchList are the named accounts' positions on a chain.
func (l *live) watchList(c chainLook) []metrics.Watched {
	var list []metrics.Watched
	if len(l.accounts) == 0 {
		return nil
	}
	for i := range c.look.Deployments {
		d := &c.look.Deployments[i]
		for _, market := range marketsOf(d) {
			for _, a := range l.accounts {
				id, ok := d.ID(position.Key{Market: market, Account: a.Address})
				if !ok {
					continue
				}
				if r := d.Row(id); r.HasDebt && r.Status != position.Unknown {
					factor, _ := strconv.ParseFloat(feed.Factor(&r.Factor), 64)
					list = append(list, metrics.Watched{
						Chain: c.shard.chain.Name, Protocol: d.Family, Deployment: d.Name, Market: market, Name: a.Name, HealthFactor: factor,
						Drop: dropOf(d, id),
					})
				}
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
