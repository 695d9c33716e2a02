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
	d.watch.Reset()
	for n := range d.Len() {
		id := position.ID(n)
		if e.stands(d.slack.Put(id), d.saidOf(id)) {
			continue
		}
		h, err := e.health(d, frame, id)
		if e.watchful(&h, err) {
			d.slack.Remove(id)
			d.watch.Add(frame, id)
		}
		e.compare(say, d, frame, id, &h, err, first)
	}
	d.scan, d.scanned = frame, true
	return d.Len()
}

// follow evaluates the touched positions, those that are new, and those of which neither the index nor the watch is
// sure, in the order in which a scan would.
func (e *Engine) follow(say *speech, d *deployment, frame protocols.Linear, touched []position.ID) int {
	d.slack.At(frame)
	d.slack.Cut(d.Len())
	d.watch.Cut(d.Len())
	var fresh []position.ID
	for n := d.slack.Len(); n < d.Len(); n++ {
		fresh = append(fresh, position.ID(n))
	}
	moved := d.slack.Moved(nil)
	end, _ := slices.BinarySearch(touched, position.ID(d.Len()))
	touched = touched[:end]
	news := union(union(touched, fresh), moved)
	ids := union(news, d.watch.Strayed(frame, func(id position.ID) slack.Lines { return e.lines[d.saidOf(id)] }))
	var in, out []position.ID // of the watch
	for _, f := range e.examine(d, frame, ids, news) {
		_, listed := slices.BinarySearch(moved, f.id)
		_, changed := slices.BinarySearch(touched, f.id)
		switch {
		case f.watchful && f.news:
			d.slack.Remove(f.id)
			in = append(in, f.id)
		case !f.watchful:
			out = append(out, f.id)
			if changed || !listed { // who is only listed weighs what it did
				d.slack.Put(f.id)
			}
		}
		e.compare(say, d, frame, f.id, &f.h, f.err, false)
	}
	d.watch.Change(frame, in, out)
	return len(ids)
}

// newLines are the lines between which a position stands as was said, by what was said. Below the lowest of them, and
// where nothing can be told, positions are evaluated in every block.
func (e *Engine) newLines() (lines [retold + 1]slack.Lines) {
	for s := range lines {
		lines[s] = slack.Nowhere
		band := s - int(firstBand)
		if band < 1 || band >= len(bandEdges) {
			continue
		}
		lines[s] = slack.Lines{Low: float64(bandEdges[band]) / 100, High: ratio(&e.watchLine)}
		if band+1 < len(bandEdges) {
			lines[s].High = min(lines[s].High, float64(bandEdges[band+1])/100*(1+1.0/grace))
		}
	}
	return lines
}

// finding is a position of which there may be something to say or to note.
type finding struct {
	id       position.ID
	h        position.Health
	err      error
	news     bool
	watchful bool
}

// stretch is how many positions are evaluated at a stretch.
const stretch = 256

// examine evaluates positions, on all cores, and returns in their order those that are news, or stand otherwise than was
// said, or aren't to be watched, or are liquidatable. Most of those that are watched are none of that in most blocks.
func (e *Engine) examine(d *deployment, frame protocols.Frame, ids, news []position.ID) []finding {
	found := make([][]finding, (len(ids)+stretch-1)/stretch)
	fetcher, far := frame.(protocols.Fetcher)
	share(len(ids), stretch, func(from, to int) {
		if far {
			fetcher.Fetch(ids[from:to])
		}
		var some []finding
		for _, id := range ids[from:to] {
			h, err := e.health(d, frame, id)
			watchful := e.watchful(&h, err)
			_, isNews := slices.BinarySearch(news, id)
			if isNews || !watchful || h.Liquidatable || stand(&h, err) != d.saidOf(id) {
				some = append(some, finding{id, h, err, isNews, watchful})
			}
		}
		found[from/stretch] = some
	})
	return slices.Concat(found...)
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
