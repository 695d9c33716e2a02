package simulator

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"brink/chain"
	"brink/engine"
	"brink/feed"
	"brink/position"
	"brink/store"
)

// errStore is a store that fails.
var errStore = errors.New("store fails")

// record is a store in memory, stricter than a store must be; with a store
// below it, what that one keeps is what a restarted engine gets.
type record struct {
	below store.Store

	entries []feed.Entry // after base
	base    feed.Cursor
	tip     chain.Head
	blocks  []chain.Ref // not final, up to the tip
	final   uint64
	begun   bool

	last  map[string]feed.Entry // of engine.SaidTypes, by subject
	words map[string]word
	facts map[string]feed.Entry // not withdrawn, by ID, as far as they weren't compared yet

	said, withdrawn int
}

// word is the last word on a position.
type word struct {
	status position.Status
	closed bool
}

func newRecord(below store.Store) *record {
	return &record{
		below: below, last: make(map[string]feed.Entry),
		words: make(map[string]word), facts: make(map[string]feed.Entry),
	}
}

func (r *record) newest() feed.Cursor { return r.base + feed.Cursor(len(r.entries)) }

// append is store.Log's, and looks at what is said.
func (r *record) append(ctx context.Context, b feed.Batch) (feed.Cursor, error) {
	if r.begun && b.From != r.tip.Ref {
		return 0, fmt.Errorf("%w: batch to %s comes from %s, the store is at %s", store.ErrConflict, b.To, b.From, r.tip)
	}
	if r.below != nil {
		if _, err := r.below.Append(ctx, b); err != nil {
			return 0, err
		}
	}
	r.begun, r.tip, r.final = true, chain.Head{Ref: b.To, Time: b.Time}, max(r.final, b.Final)
	if b.Resync {
		r.final = b.Final
	}
	if len(b.Path) > 0 {
		r.blocks = slices.Clone(b.Path)
	}
	r.blocks = slices.DeleteFunc(r.blocks, func(x chain.Ref) bool { return x.Number >= b.To.Number })
	r.blocks = append(r.blocks, b.To)
	for len(r.blocks) > 1 && r.blocks[1].Number <= r.final {
		r.blocks = r.blocks[1:]
	}
	for _, e := range b.Entries {
		e.Cursor = r.newest() + 1
		r.entries = append(r.entries, e)
		if err := r.hear(e); err != nil {
			return 0, err
		}
	}
	return r.newest(), nil
}

func (r *record) hear(e feed.Entry) error {
	if slices.Contains(engine.SaidTypes(), e.Type) {
		r.last[e.Subject] = e
	}
	switch {
	case feed.Fact(e.Type):
		return r.fact(e)
	case slices.Contains(engine.PositionTypes(), e.Type):
		var p feed.Position
		if err := json.Unmarshal(e.Data, &p); err != nil {
			return fmt.Errorf("reading what was said of %s: %w", e.Subject, err)
		}
		r.words[e.Subject] = word{p.Status, e.Type == feed.PositionClosed}
	}
	return nil
}

// fact keeps account of facts: each is said once, and withdrawn once at most.
func (r *record) fact(e feed.Entry) error {
	id, reverted := strings.CutSuffix(e.ID, "/reverted")
	_, stands := r.facts[id]
	switch {
	case reverted != (e.Status == feed.Reverted):
		return fmt.Errorf("%s has status %s", e.ID, e.Status)
	case reverted && !stands:
		return fmt.Errorf("%s is withdrawn although it doesn't stand", id)
	case reverted:
		r.withdrawn++
		delete(r.facts, id)
	case stands:
		return fmt.Errorf("%s is said twice", id)
	default:
		r.said++
		r.facts[id] = e
	}
	return nil
}

// stored is what an engine is resumed with, having been saved at a cursor; zero is never.
func (r *record) stored(ctx context.Context, shard string, since feed.Cursor) (engine.Stored, error) {
	if r.below != nil {
		return fromStore(ctx, r.below, shard, since)
	}
	s := engine.Stored{Tip: r.tip, Final: r.final, Blocks: r.blocks}
	for _, e := range r.facts {
		if e.Block.Number > r.final {
			s.Facts = append(s.Facts, e)
		}
	}
	inOrder(s.Facts)
	if since == 0 {
		s.Said = slices.Collect(maps.Values(r.last))
		inOrder(s.Said)
		return s, nil
	}
	for _, e := range r.entries[since-r.base:] {
		if slices.Contains(engine.SaidTypes(), e.Type) {
			s.Said = append(s.Said, e)
		}
	}
	return s, nil
}

func inOrder(entries []feed.Entry) {
	slices.SortFunc(entries, func(a, b feed.Entry) int { return int(a.Cursor) - int(b.Cursor) })
}

// fromStore is what the program asks its store when it starts.
func fromStore(ctx context.Context, below store.Store, shard string, since feed.Cursor) (engine.Stored, error) {
	tip, _, err := below.Tip(ctx, shard)
	if err != nil {
		return engine.Stored{}, err
	}
	recent, err := below.Recent(ctx, shard)
	if err != nil {
		return engine.Stored{}, err
	}
	s := engine.Stored{Tip: tip.Head, Final: tip.Final, Blocks: recent.Blocks, Facts: recent.Facts}
	if since == 0 {
		s.Said, err = below.Current(ctx, shard, engine.SaidTypes())
		return s, err
	}
	for {
		page, err := feed.Next(ctx, below, since, 1000, feed.Filter{Types: engine.SaidTypes()})
		if err != nil || page.Through == since {
			return s, err
		}
		s.Said = append(s.Said, page.Entries...)
		since = page.Through
	}
}

// forget drops what no restart needs any more: entries up to a cursor.
func (r *record) forget(upTo feed.Cursor) {
	if upTo > r.base {
		r.entries = append([]feed.Entry(nil), r.entries[upTo-r.base:]...)
		r.base = upTo
	}
}
