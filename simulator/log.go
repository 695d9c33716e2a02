package simulator

import (
	"cmp"
	"context"
	"maps"
	"slices"

	"brink/chain"
	"brink/feed"
	"brink/store"
)

// log is a record as the store.Log that an operator's tools see.
type log struct{ *record }

var _ store.Log = log{}

func (l log) Append(ctx context.Context, b feed.Batch) (feed.Cursor, error) { return l.append(ctx, b) }

func (l log) Tip(context.Context, string) (store.Tip, bool, error) {
	return store.Tip{Head: l.tip, Final: l.final}, l.begun, nil
}

func (l log) Recent(context.Context, string) (store.Recent, error) {
	var facts []feed.Entry
	for _, e := range l.facts {
		if e.Block.Number > l.final {
			facts = append(facts, e)
		}
	}
	inOrder(facts)
	return store.Recent{Blocks: l.blocks, Facts: facts}, nil
}

func (l log) Current(context.Context, string, []string) ([]feed.Entry, error) {
	last := slices.Collect(maps.Values(l.last))
	inOrder(last)
	return last, nil
}

func (l log) Past(ctx context.Context, shard string) ([]chain.Ref, error) {
	if l.below != nil {
		return l.below.Past(ctx, shard)
	}
	known := make(map[uint64]chain.Ref)
	for _, b := range l.blocks {
		known[b.Number] = b
	}
	bound := l.tip.Number
	for _, e := range slices.Backward(l.entries) {
		n := e.Block.Number
		if _, newer := known[n]; !newer && n <= bound && e.Status != feed.Reverted {
			known[n] = e.Block.Ref
		}
		switch { // what was said before something was taken back holds up to there only
		case e.Type == feed.Reorg:
			bound = min(bound, n)
		case e.Status == feed.Reverted:
			bound = min(bound, n-1)
		}
	}
	past := slices.Collect(maps.Values(known))
	slices.SortFunc(past, func(a, b chain.Ref) int { return cmp.Compare(b.Number, a.Number) })
	return past, nil
}

func (l log) Standing(ctx context.Context, shard string, after uint64) ([]feed.Entry, error) {
	if l.below != nil {
		return l.below.Standing(ctx, shard, after)
	}
	var facts []feed.Entry
	for _, e := range l.facts {
		if e.Block.Number > after {
			facts = append(facts, e)
		}
	}
	inOrder(facts)
	slices.Reverse(facts)
	return facts, nil
}
