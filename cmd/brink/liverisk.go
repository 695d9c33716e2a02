package main

import (
	"slices"
	"strconv"

	"brink/config"
	"brink/engine"
	"brink/feed"
	"brink/metrics"
	"brink/position"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

// yields is how often a block may interrupt what is computed of a chain's risk for metrics, before it has to wait.
const yields = 3

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
		c := &l.risks[i]
		for n := yields; ; n-- {
			done := false
			if !s.Look(func(look *engine.Look) {
				done = c.tip == look.Tip.Hash || l.assess(c, s.chain, look, n > 0)
			}) {
				break
			}
			if done {
				risk.Markets = append(risk.Markets, c.Markets...)
				risk.Feeds = append(risk.Feeds, c.Feeds...)
				risk.Watched = append(risk.Watched, c.Watched...)
				break
			}
		}
	}
	return risk
}

// assess computes a chain's risk, unless a block is waiting and is to come first.
func (l *live) assess(c *chainRisk, chain config.Chain, look *engine.Look, blockFirst bool) bool {
	stop := func() bool { return blockFirst && look.Wanted() }
	var risk metrics.Risk
	for i := range look.Deployments {
		d := &look.Deployments[i]
		markets, ok := marketRisk(chain.Name, d, stop)
		if !ok || !addShocks(markets, chain, d, stop) {
			return false
		}
		risk.Markets = append(risk.Markets, markets...)
		risk.Feeds = append(risk.Feeds, feedsOf(chain.Name, d)...)
		risk.Watched = append(risk.Watched, l.watchList(chain.Name, d)...)
	}
	c.tip, c.Risk = look.Tip.Hash, risk
	return true
}

// marketRisk sums up a deployment by market and band. It isn't ok if it was stopped.
func marketRisk(chainName string, d *engine.DeploymentLook, stop func() bool) (_ []metrics.Market, ok bool) {
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
		if stop() {
			return nil, false
		}
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
	return markets, true
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
