package main

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"
	"time"

	"brink/chain"
	"brink/engine"
	"brink/feed"
	"brink/store"
)

// heraldEvery is how often the state of a chain is looked at.
const heraldEvery = time.Second

// What a herald keeps in the store.
const (
	keptState  = "state"
	keptHalted = "halted" // why the chain is halted until an operator says otherwise
)

// herald says on the feed when a chain's state changes. What it said is kept
// beside, and that a chain is halted outlives the process.
type herald struct {
	shard *shard

	mu   sync.Mutex
	kept store.Kept
}

// newHerald recalls what was said last. A chain that was halted stays so.
func newHerald(ctx context.Context, s *shard) (*herald, error) {
	h := &herald{shard: s}
	var err error
	if h.kept, err = s.store.Kept(ctx, h.name()); err != nil {
		return nil, fmt.Errorf("reading the state of chain %s: %w", s.chain.Name, err)
	}
	if why := h.kept.Values[keptHalted]; why != nil {
		s.bar(string(why))
	}
	return h, nil
}

func (h *herald) name() string { return heraldName(shardOf(h.shard.chain)) }

func heraldName(shard string) string { return "status/" + shard }

// run says every change until ctx ends. What can't be stored now is said later.
func (h *herald) run(ctx context.Context) error {
	for ctx.Err() == nil {
		if err := h.look(ctx); err != nil && ctx.Err() == nil {
			h.shard.log.Warn("Cannot say how the chain stands, trying again", "error", err)
		}
		wait(ctx, heraldEvery)
	}
	return ctx.Err()
}

// look says how the chain stands, if that is news.
func (h *herald) look(ctx context.Context) error {
	h.mu.Lock()
	defer h.mu.Unlock()
	status := h.shard.status(time.Now())
	barred := h.shard.barred()
	if string(h.kept.Values[keptState]) == string(status.State) && (!barred || h.kept.Values[keptHalted] != nil) {
		return nil
	}
	put := map[string][]byte{keptState: []byte(status.State)}
	if barred {
		put[keptHalted] = []byte(status.Reason)
	}
	return h.say(ctx, &status, put)
}

// say puts the chain's state on the feed, and keeps values beside.
func (h *herald) say(ctx context.Context, status *feed.Chain, put map[string][]byte) error {
	entry, err := statusEntry(h.shard.Shard(), h.kept.Version+1, h.tip(), status)
	if err != nil {
		return err
	}
	cursor, err := h.shard.store.Commit(ctx, store.Commit{
		Consumer: h.name(), Version: h.kept.Version, Cursor: h.kept.Cursor, Put: put, Entries: []feed.Entry{entry},
	})
	if err != nil {
		// It may have been stored although the answer was an error.
		kept, again := h.shard.store.Kept(ctx, h.name())
		if again == nil {
			h.kept = kept
		}
		return err
	}
	h.shard.hub.Wake(cursor)
	h.kept, err = h.shard.store.Kept(ctx, h.name())
	return err
}

func (h *herald) tip() (at chain.Head) {
	h.shard.Look(func(l *engine.Look) { at = l.Tip })
	return at
}

// statusEntry is the n-th entry about how a chain stands.
func statusEntry(shard string, n uint64, at chain.Head, status *feed.Chain) (feed.Entry, error) {
	data, err := json.Marshal(status)
	if err != nil {
		return feed.Entry{}, fmt.Errorf("writing the state of chain %s: %w", status.Name, err)
	}
	return feed.Entry{
		ChainID: status.ChainID, ID: fmt.Sprintf("%s:%d:%s", shard, n, feed.ChainStatus),
		Type: feed.ChainStatus, Subject: shard, Block: at, Status: feed.Latest, Data: data,
	}, nil
}
