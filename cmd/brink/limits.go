package main

import (
	"slices"

	"brink/config"
	"brink/engine"
	"brink/feed"
	"brink/position"
	protocol "brink/protocols"
	"brink/risk"
)

// addLimits says of one position where groups of assets decide over it, and when
// interest does.
func addLimits(p *feed.Position, c config.Chain, d *engine.DeploymentLook, id position.ID) {
	if p.HealthFactor == nil {
		return
	}
	m := risk.Market{Positions: d.Positions, View: d.View(), At: d.At}
	detail := m.At(m.View).Describe(id)
	for _, g := range c.Groups {
		if !slices.ContainsFunc(slices.Concat(detail.Collaterals, detail.Debts), func(leg protocol.Leg) bool {
			return slices.Contains(g.Assets, leg.Asset)
		}) && !slices.Contains(g.Assets, protocol.Ether) {
			continue
		}
		if limit, ok := m.Limit(id, g.Assets); ok {
			p.Limits = append(p.Limits, feed.Limit{Group: g.Name, Change: changeOf(&limit.At), Above: limit.Above})
		}
	}
	if seconds, ok := m.Until(id, c.BlockTime); ok {
		p.LiquidatableIn = &seconds
	}
}
