package engine

import (
	"slices"

	"brink/engine/slack"
	"brink/position"
	"brink/protocols"

	"github.com/holiman/uint256"
)

// survey weighs all positions, and evaluates those of which that doesn't tell
// that they stand as was said.
func (e *Engine) survey(say *speech, d *deployment, frame protocols.Linear) int {
	first := !d.scanned
	if d.slack == nil {
		d.slack = slack.New(ratio(&e.watchLine))
	}
	d.slack.At(frame)
	d.slack.Reset()
	d.watch = d.watch[:0]
	for n := range d.Len() {
		id := position.ID(n)
		if e.stands(d.slack.Put(id), d.saidOf(id)) {
			continue
		}
		h, err := e.health(d, frame, id)
		if e.watchful(&h, err) {
			d.slack.Remove(id)
			d.watch = append(d.watch, id)
		}
		e.compare(say, d, frame, id, &h, err, first)
	}
	d.scan, d.scanned = frame, true
	return d.Len()
}

// follow evaluates the touched and the watched positions, those that are new and
// those of which the index isn't sure, in the order in which a scan would.
func (e *Engine) follow(say *speech, d *deployment, frame protocols.Linear, touched []position.ID) int {
	d.slack.At(frame)
	d.slack.Cut(d.Len())
	var fresh []position.ID
	for n := d.slack.Len(); n < d.Len(); n++ {
		fresh = append(fresh, position.ID(n))
	}
	moved := d.slack.Moved(nil)
	n := 0
	watch := d.watch[:0:0]
	for _, id := range union(union(touched, fresh), union(moved, d.watch)) {
		if int(id) >= d.Len() {
			continue
		}
		n++
		h, err := e.health(d, frame, id)
		_, listed := slices.BinarySearch(moved, id)
		_, changed := slices.BinarySearch(touched, id)
		switch {
		case e.watchful(&h, err):
			d.slack.Remove(id)
			watch = append(watch, id)
		case changed || !listed: // who is only listed weighs what it did
			d.slack.Put(id)
		}
		e.compare(say, d, frame, id, &h, err, false)
	}
	d.watch = watch
	return n
}

// stands reports whether a position for which that is sure stands as was said of
// it, or differs in nothing that would be said.
func (e *Engine) stands(sure slack.Sure, was said) bool {
	switch sure {
	case slack.Safe:
		return was != silent && !e.notable(was)
	case slack.Free:
		return was == silent
	default:
		return false
	}
}

// ratio is a wad in floating point.
func ratio(wad *uint256.Int) float64 { return wad.Float64() / 1e18 }

// distrustWatch is for a new branch: where only those are looked at that are
// watched, the list is of a later time and of the other branch.
func (e *Engine) distrustWatch() {
	for _, d := range e.deployments {
		if d.slack == nil {
			d.scan = nil
		}
	}
}
