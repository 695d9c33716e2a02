package main

import (
	"math"
	"slices"
	"strconv"

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

// dropOf is the share by which all collaterals of a position must fall together
// for it to become liquidatable; NaN where no fall does that.
func dropOf(d *engine.DeploymentLook, id position.ID) float64 {
	m := risk.Market{Positions: d.Positions, View: d.View(), At: d.At}
	var group risk.Group
	for _, leg := range m.At(m.View).Describe(id).Collaterals {
		group = append(group, leg.Asset)
	}
	limit, ok := m.Limit(id, group)
	switch share, _ := strconv.ParseFloat(feed.Factor(&limit.At), 64); {
	case d.Row(id).Status == position.Liquidatable || d.Row(id).Status == position.BadDebt:
		return 0
	case !ok || limit.Above || share > 1:
		return math.NaN()
	default:
		return 1 - share
	}
}
