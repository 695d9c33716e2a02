package main

import (
	"slices"

	"brink/feed"
	"brink/web"

	"github.com/holiman/uint256"
)

// mend finds the amounts that bring a named account's position to the target of
// an alert, at the newest block and as its contract counts. The others have to
// do with what the alert says: in a crash there are too many of them.
func (l *live) mend(a *feed.Alert) (out []feed.Remedy, ok bool) {
	if a.Name == "" || a.Position == nil {
		return nil, false
	}
	target, is := inUnits(*a.Target, 18)
	if !is {
		return nil, false
	}
	l.look(func(looks []chainLook) { out, ok = mended(looks, a.Position.ID, &target) })
	return out, ok
}

func mended(looks []chainLook, position string, target *uint256.Int) ([]feed.Remedy, bool) {
	s := simulation{in: &web.Simulation{Position: position}, venues: venues(looks, web.MarketQuery{})}
	v, id, is := s.find()
	if !is {
		return nil, false
	}
	found := ways(v.At(v.View), id, target)
	found = slices.DeleteFunc(found, func(w web.Way) bool { return w.Raw == "0" })
	out := make([]feed.Remedy, len(found))
	for i, w := range found {
		out[i] = feed.Remedy{Action: w.Do, Asset: w.Asset, Symbol: w.Symbol, Amount: w.Amount, Raw: w.Raw}
		if w.Do == "supply" {
			out[i].Action = "add"
		}
	}
	return out, len(out) > 0
}
