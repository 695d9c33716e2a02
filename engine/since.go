package engine

import (
	"cmp"
	"slices"
	"time"

	"brink/chain"
	"brink/feed"
	"brink/position"
	"brink/protocols"
)

// sinceKey is a position: its deployment's place among the engine's, and its ID.
type sinceKey struct {
	Deployment int
	ID         position.ID
}

// since is the block in which a position became liquidatable. The zero since
// says that it isn't.
type since struct{ Number, Time uint64 }

// longAgo is liquidatable since a block that isn't known: when the watch began,
// or after a gap in it, it was so already.
var longAgo = since{Number: ^uint64(0)}

// sinceWas is a position's since at one time.
type sinceWas struct {
	sinceKey
	since
}

// underwater are a deployment's positions that an evaluation finds liquidatable.
type underwater struct {
	deployment int
	began      since // when those were that weren't before
	found      map[position.ID]bool
}

// underwater begins an evaluation at the tip. It may follow the block before, as
// it should; or a block that was undone; or blocks that nobody evaluated.
func (e *Engine) underwater(deployment int, before chain.Ref) *underwater {
	u := &underwater{deployment: deployment, began: longAgo, found: make(map[position.ID]bool)}
	switch before {
	case e.looked:
		u.began = since{e.tip.Number, e.tip.Time}
	case e.tip.Ref:
	default:
		// In the gap they may have been on dry land, also as seen from a block in it. What was said of it doesn't hold.
		for key, was := range e.since {
			if key.Deployment != deployment || was == longAgo {
				continue
			}
			e.since[key] = longAgo
			if d := e.deployments[deployment]; int(key.ID) < d.Len() {
				d.setSaid(key.ID, retold)
			}
		}
	}
	return u
}

// find notes a position that is liquidatable. One that couldn't be told before
// may have been so for long.
func (e *Engine) find(u *underwater, id position.ID, h *position.Health, err error, was said) {
	if err != nil || !h.Liquidatable {
		return
	}
	u.found[id] = true
	key := sinceKey{u.deployment, id}
	switch old := e.since[key]; {
	case old != since{}:
	case was == unknown:
		e.setSince(key, longAgo)
	default:
		e.setSince(key, u.began)
	}
}

// surface notes which positions aren't liquidatable any more: all that were are
// watched, and so were evaluated now.
func (e *Engine) surface(u *underwater) {
	for _, s := range e.sinceNow() {
		if s.Deployment == u.deployment && !u.found[s.ID] {
			e.setSince(s.sinceKey, since{})
		}
	}
}

// setSince changes what is known of a position, so that it can be undone with
// the tip.
func (e *Engine) setSince(key sinceKey, now since) {
	was := e.since[key]
	if was == now {
		return
	}
	if n := len(e.trail); n > 0 {
		e.trail[n-1].Since = append(e.trail[n-1].Since, sinceWas{key, was})
	}
	e.putSince(key, now)
}

func (e *Engine) putSince(key sinceKey, now since) {
	if now == (since{}) {
		delete(e.since, key)
		return
	}
	e.since[key] = now
}

// forgetSince goes back over a block. Marks made while nothing was said don't
// tell what began in their blocks; those that were on dry land again in them are
// found to be liquidatable for longer than is known.
func (e *Engine) forgetSince(m *mark) {
	for _, s := range slices.Backward(m.Since) {
		e.putSince(s.sinceKey, s.since)
	}
	for key, s := range e.since {
		if s != longAgo && s.Number > m.Before.Number {
			delete(e.since, key)
		}
	}
}

// tell is describe, with what is known of a position beside how it stands.
func (e *Engine) tell(d *deployment, frame protocols.Frame, id position.ID, h *position.Health, err error) feed.Position {
	p := e.describe(d, frame, id, h, err)
	if err != nil || !h.Liquidatable || d.under == nil {
		return p
	}
	p.LiquidatableSince = e.since[sinceKey{d.under.deployment, id}].told()
	return p
}

// told is since in JSON; nil where there is nothing to tell.
func (s since) told() *feed.Since {
	if s == longAgo || s == (since{}) {
		return nil
	}
	return &feed.Since{Number: s.Number, Timestamp: time.Unix(int64(s.Time), 0).UTC()}
}

// sinceNow are all that are liquidatable, in order.
func (e *Engine) sinceNow() []sinceWas {
	all := make([]sinceWas, 0, len(e.since))
	for key, s := range e.since {
		all = append(all, sinceWas{key, s})
	}
	slices.SortFunc(all, func(a, b sinceWas) int {
		return cmp.Or(cmp.Compare(a.Deployment, b.Deployment), cmp.Compare(a.ID, b.ID))
	})
	return all
}

// liquidatableSince is the block at the tip since which a position is
// liquidatable; nil where it isn't, or where that isn't known.
func (e *Engine) liquidatableSince(key sinceKey) *feed.Since {
	if e.looked != e.tip.Ref {
		return nil
	}
	return e.since[key].told()
}

// liquidatableFor is for how many blocks, and seconds, a position had been
// liquidatable before the block in hand; nil where that isn't known. One that
// wasn't at the end of the block before became so in this one.
func (e *Engine) liquidatableFor(tip chain.Head, deployment int, id position.ID) (blocks, seconds *uint64) {
	if len(e.trail) == 0 || e.looked != e.trail[len(e.trail)-1].Before.Ref {
		return nil, nil
	}
	was := e.since[sinceKey{deployment, id}]
	switch was {
	case longAgo:
		return nil, nil
	case since{}:
		return new(uint64), new(uint64)
	}
	n, s := tip.Number-was.Number, tip.Time-was.Time
	return &n, &s
}
