package main

import (
	"context"
	"encoding/json"
	"fmt"
	"io"

	"brink/chain"
	"brink/chain/rpc"
	"brink/config"
	"brink/feed"
	"brink/metrics"
	"brink/store"
	"brink/web"
)

// nowhere is the log of a shard that tells nobody.
type nowhere struct{ store.Store }

// Append implements store.Log.
func (nowhere) Append(context.Context, feed.Batch) (feed.Cursor, error) { return 0, nil }

// printer is the log of a shard that prints what it says.
type printer struct {
	store.Store
	out    io.Writer
	newest feed.Cursor
}

// Append implements store.Log.
func (p *printer) Append(_ context.Context, b feed.Batch) (feed.Cursor, error) {
	encoder := json.NewEncoder(p.out)
	for i := range b.Entries {
		p.newest++
		b.Entries[i].Cursor = p.newest
		if err := encoder.Encode(b.Entries[i].Envelope()); err != nil {
			return 0, fmt.Errorf("printing entry %s: %w", p.newest, err)
		}
	}
	return p.newest, nil
}

// printPositions prints all positions with debt, nearest to liquidation first.
func (a *app) printPositions(ctx context.Context, s *shard, format outputFormat) error {
	now := &live{shards: []*shard{s}}
	page, err := now.Positions(ctx, web.PositionQuery{Sort: web.ByHealth})
	if err != nil {
		return err
	}
	return writeList(a.stdout, format, positionColumns(format), page.Positions)
}

// newNodeMetrics begins the metrics of a chain's endpoints.
func newNodeMetrics(meters *metrics.Metrics, c config.Chain) *metrics.Node[rpc.Method, rpc.Reason, chain.Check, rpc.Skip] {
	var names []string
	for _, e := range c.Endpoints {
		names = append(names, e.Name)
	}
	return metrics.NewNode[rpc.Method, rpc.Reason](meters, c.Name, names, rpc.Methods(), chain.Checks(), rpc.Skips())
}
