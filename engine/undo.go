package engine

import (
	"slices"

	"brink/chain"
	"brink/feed"
)

// undo takes the tip back.
func (e *Engine) undo(s chain.Step) error {
	if len(e.trail) == 0 {
		return e.errorf("undoing", e.tip.Ref, ErrUndo)
	}
	e.hold()
	defer e.mu.Unlock()
	e.chosen = nil // some of them may be gone
	gone := e.tip
	m := e.trail[len(e.trail)-1]
	lost := e.lostWith(m)
	if err := e.db.Undo(); err != nil {
		return e.errorf("undoing", gone.Ref, err)
	}
	e.trail = e.trail[:len(e.trail)-1]
	e.forgetSince(&m)
	e.tip, e.priced = m.Before, m.Priced
	safe := min(e.heads.Safe.Number, e.tip.Number)
	e.setHeads(s.Heads)
	e.depth++
	for i, d := range e.deployments {
		if d.broken != nil && d.brokenAt == gone.Number {
			d.broken, d.scan = nil, nil
		}
		d.named.cut(d.Len())
		if e.recalled != nil {
			e.recalled[i] = min(e.recalled[i], d.Len())
		}
	}
	if m := e.muted; m != nil {
		e.remember(lost)
		delete(e.facts, gone.Hash)
		if e.tip.Ref == m.tip.Ref && e.priced {
			e.muted, e.facts = nil, m.facts
			e.rejoin()
		}
		return nil
	}
	// Whether the blocks before are part of the chain isn't known: that something
	// became final says nothing about them yet.
	b := feed.Batch{Shard: e.Shard(), From: e.stored, To: e.tip.Ref, Time: e.tip.Time, Undo: true, Safe: safe}
	say := &speech{e: e, at: e.tip}
	say.reorg(gone)
	for _, fact := range slices.Backward(e.facts[gone.Hash]) {
		say.entries = append(say.entries, fact.Withdrawn())
	}
	delete(e.facts, gone.Hash)
	say.lost(lost)
	if e.priced {
		e.sayOracles(say)
		e.evaluate(say, m)
		say.describe()
	} else {
		e.overlook() // how positions stood isn't known any more
	}
	b.Entries = say.entries
	e.batch = &b
	return nil
}
