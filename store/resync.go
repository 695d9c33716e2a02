package store

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"

	"brink/chain"
	"brink/feed"
)

// Stuck is a shard whose chain took back what it had called final.
type Stuck struct {
	Shard   string
	ChainID uint64
	// Before is the block before the first that may concern the shard.
	Before uint64
}

// Resync takes a shard back to the newest block that both its log and the node
// know, and withdraws the facts of the blocks after it, final or not. Without
// such a block it goes back to before the first. It returns where the shard is
// then, and how many facts were withdrawn.
func (s Stuck) Resync(ctx context.Context, log Log, node chain.Node) (to chain.Head, withdrawn int, err error) {
	tip, known, err := log.Tip(ctx, s.Shard)
	if err != nil || !known {
		return to, 0, err
	}
	if to, err = s.agreed(ctx, log, node); err != nil || to.Ref == tip.Ref {
		return to, 0, err
	}
	facts, err := log.Standing(ctx, s.Shard, to.Number)
	if err != nil {
		return to, 0, err
	}
	undone, err := json.Marshal(feed.Undone{Undone: feed.NewBlockRef(tip.Head), Tip: feed.NewBlockRef(to)})
	if err != nil {
		return to, 0, fmt.Errorf("writing what is undone: %w", err)
	}
	entries := []feed.Entry{{
		ChainID: s.ChainID, ID: fmt.Sprintf("%s:%s:%s", s.Shard, tip.Hash, feed.Reorg), Type: feed.Reorg, Subject: s.Shard,
		Block: to, Status: feed.Latest, Data: undone,
	}}
	for _, f := range facts {
		entries = append(entries, f.Withdrawn())
	}
	_, err = log.Append(ctx, feed.Batch{
		Shard: s.Shard, From: tip.Ref, To: to.Ref, Time: to.Time, Resync: true, Final: min(tip.Final, to.Number),
		Path: []chain.Ref{to.Ref}, Entries: entries,
	})
	return to, len(facts), err
}

// agreed is the newest block that both the log and the node know.
func (s Stuck) agreed(ctx context.Context, log Log, node chain.Node) (chain.Head, error) {
	past, err := log.Past(ctx, s.Shard)
	if err != nil {
		return chain.Head{}, err
	}
	for some := range slices.Chunk(past, 100) {
		ask := &chain.Ask{}
		for _, b := range some {
			ask.Headers = append(ask.Headers, b.Number)
		}
		answer, err := node.Fetch(ctx, ask)
		if err != nil {
			return chain.Head{}, fmt.Errorf("asking for blocks %d to %d: %w", some[len(some)-1].Number, some[0].Number, err)
		}
		for i, h := range answer.Headers {
			if h != nil && h.Hash == some[i].Hash {
				return h.Head(), nil
			}
		}
	}
	return chain.Head{Ref: chain.Ref{Number: s.Before}}, nil
}
