package main

import (
	"brink/position"
	protocol "brink/protocols"
	"brink/risk"
	"brink/web"
)

// supposedVenue is a deployment after a price has moved, and as it would be at
// the change that is asked to be left out.
type supposedVenue struct{ then, unless protocol.Frame }

// suppose are all deployments under what a query supposes, in the order of
// refsOf; nil where it supposes nothing.
func suppose(looks []chainLook, q *web.PositionQuery) ([]supposedVenue, error) {
	if q.If == nil {
		return nil, nil
	}
	all := venues(looks, web.MarketQuery{})
	if err := recognised(all, "query.moved", q.If.Asset); err != nil {
		return nil, err
	}
	supposed := make([]supposedVenue, len(all))
	for i := range all {
		v := &all[i]
		group, quotes := groupOf(v.chain, q.If.Asset), v.At(v.View).Quotes()
		at := func(c *web.Change) protocol.Frame { return v.At(risk.Together(group, &c.Share).View(quotes, v.View)) }
		supposed[i].then = at(&q.If.Change)
		if q.If.Unless != nil {
			supposed[i].unless = at(q.If.Unless)
		}
	}
	return supposed, nil
}

// due reports whether a position is one that is asked for.
func (v *supposedVenue) due(id position.ID) bool {
	return liquidatableIn(v.then, id) && (v.unless == nil || !liquidatableIn(v.unless, id))
}

func liquidatableIn(frame protocol.Frame, id position.ID) bool {
	h, err := frame.Health(id)
	return err == nil && h.Liquidatable
}
