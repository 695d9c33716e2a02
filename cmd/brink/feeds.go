package main

import (
	"brink/engine"
	"brink/metrics"
)

// feedsOf are the feeds behind a deployment's prices that say when they were updated.
func feedsOf(chainName string, d *engine.DeploymentLook) []metrics.Feed {
	var feeds []metrics.Feed
	if d.Broken != nil {
		return nil
	}
	for _, m := range d.Markets() {
		if f := d.Feed(&m); f.Known {
			feeds = append(feeds, metrics.Feed{
				Chain: chainName, Symbol: m.Symbol, Address: f.Address.Hex(), Updated: f.Updated, Heartbeat: f.Heartbeat,
			})
		}
	}
	return feeds
}
