package main

import (
	"time"

	"brink/engine"
	"brink/feed"
	"brink/metrics"
	protocol "brink/protocols"
)

// feedsOf are the feeds behind a deployment's prices that say when they were updated.
func feedsOf(chainName string, d *engine.DeploymentLook) []metrics.Feed {
	var feeds []metrics.Feed
	if d.Broken != nil {
		return nil
	}
	for _, m := range d.Markets() {
		behind, _ := d.Feeds(&m)
		for _, f := range behind {
			feeds = append(feeds, metrics.Feed{
				Chain: chainName, Symbol: m.Symbol, Address: f.Address.Hex(), Updated: f.Updated, Heartbeat: f.Heartbeat,
			})
		}
	}
	return feeds
}

// priceFeeds are those behind a market's price, and whether there are no others.
func priceFeeds(d *engine.DeploymentLook, m *protocol.Market) ([]feed.PriceFeed, bool) {
	behind, all := d.Feeds(m)
	feeds := make([]feed.PriceFeed, len(behind))
	for i := range behind {
		f := behind[i]
		feeds[i] = feed.PriceFeed{Address: f.Address.Hex(), UpdatedAt: time.Unix(int64(f.Updated), 0).UTC(), Stale: f.Stale}
		if f.Heartbeat > 0 {
			feeds[i].HeartbeatSeconds = &f.Heartbeat
		}
	}
	return feeds, all
}
