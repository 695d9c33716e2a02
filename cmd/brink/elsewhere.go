package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"time"

	"brink/chain"
	"brink/config"
	"brink/engine"
	"brink/feed"
	"brink/store"
)

// errElsewhere is the answer to a question that only who watches a chain can answer.
var errElsewhere = errors.New("another process watches a chain that may have it")

// shardOf is the name of a chain's shard.
func shardOf(c config.Chain) string { return strconv.FormatUint(c.ID, 10) }

// stands reports whether the shard stands by: another process may watch it.
func (s *shard) stands() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.elsewhere != nil
}

// Look shows the engine, if it is this process's.
func (s *shard) Look(fn func(*engine.Look)) bool { return !s.stands() && s.Engine.Look(fn) }

// Heads are the newest ones that this process's node told.
func (s *shard) Heads() (heads chain.Heads) {
	if s.stands() {
		return heads
	}
	return s.Engine.Heads()
}

// Cursor is up to where the engine said something.
func (s *shard) Cursor() feed.Cursor {
	if s.stands() {
		return 0
	}
	return s.Engine.Cursor()
}

// unknownChain is a chain of which nothing is known yet.
func unknownChain(c config.Chain) *feed.Chain {
	return &feed.Chain{ChainID: c.ID, Name: c.Name, State: feed.Syncing, Reason: "no process has watched it yet", Complete: "0",
		Endpoints: []feed.Endpoint{}, Deployments: []feed.Deployment{}}
}

// spectator looks at a chain that another process watches, by the store.
type spectator struct {
	*shard
	tip   chain.Ref
	moved time.Time // when the tip was first seen
}

// lookElsewhere learns from the store how chains stand that other processes
// watch, until ctx ends.
func lookElsewhere(ctx context.Context, st store.Store, shards []*shard) error {
	var all []*spectator
	for _, s := range shards {
		all = append(all, &spectator{shard: s})
	}
	for ctx.Err() == nil {
		for _, s := range all {
			if s.stands() {
				s.look(ctx, st, time.Now())
			}
		}
		wait(ctx, heraldEvery)
	}
	return ctx.Err()
}

// look notes how the chain stands now.
func (s *spectator) look(ctx context.Context, st store.Log, now time.Time) {
	c, err := s.recorded(ctx, st, now)
	if err != nil {
		c = unknownChain(s.chain)
		c.State, c.Reason = feed.Stale, "the store can't be read"
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.elsewhere != nil {
		s.elsewhere = c
	}
}

// recorded is how the chain stands by what its owner stored: where its tip is,
// and what was said last of its state. An owner that is gone says nothing.
func (s *spectator) recorded(ctx context.Context, st store.Log, now time.Time) (*feed.Chain, error) {
	c := unknownChain(s.chain)
	tip, known, err := st.Tip(ctx, shardOf(s.chain))
	if err != nil || !known {
		return c, err
	}
	said, err := st.Current(ctx, heraldName(shardOf(s.chain)), []string{feed.ChainStatus})
	if err != nil {
		return c, err
	}
	if len(said) > 0 {
		c.Reason = ""
		if err := json.Unmarshal(said[len(said)-1].Data, c); err != nil {
			return c, fmt.Errorf("reading what was said of chain %s: %w", s.chain.Name, err)
		}
	}
	if tip.Ref != s.tip {
		s.tip, s.moved = tip.Ref, now
	}
	c.Processed, c.Head, c.Safe, c.Finalized, c.LagBlocks = blockRef(tip.Head), nil, nil, nil, 0
	c.LagSeconds = uint64(max(0, now.Unix()-int64(tip.Time)))
	c.Endpoints = []feed.Endpoint{}
	if c.State == feed.Live && now.Sub(s.moved) > staleLimit(s.chain) {
		c.State, c.Reason = feed.Stale, "no new block in the store since "+s.moved.UTC().Format(time.RFC3339)
	}
	return c, nil
}
