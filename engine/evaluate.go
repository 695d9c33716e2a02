package engine

import (
	"slices"

	"brink/position"
	"brink/protocols"

	"github.com/holiman/uint256"
)

// said is what was published last of a position: nothing, or how it stood.
type said uint8

// The bands of the health factor, by their lower edges in hundredths. A said
// of n+1 is band n; what follows them are states of their own.
var bandEdges = [...]uint64{0, 100, 105, 110, 125, 150, 200, 300}

const (
	silent    said = 0
	firstBand said = 1
	unknown   said = said(len(bandEdges)) + iota
	badDebt
	// retold is what is to be said again, whatever it is.
	retold
)

// Bands names the bands of the health factor, from the worst to the best.
func Bands() []string {
	return []string{"0-1", "1-1.05", "1.05-1.1", "1.1-1.25", "1.25-1.5", "1.5-2", "2-3", "3-inf"}
}

// Edges are the health factors, wads, at which one band ends and the next begins.
func Edges() []uint256.Int {
	edges := make([]uint256.Int, len(bandEdges)-1)
	for i := range edges {
		edges[i].SetUint64(bandEdges[i+1] * hundredth)
	}
	return edges
}

const hundredth = 1e16 // of a wad

// Band is the band of a health factor, an index of Bands.
func Band(factor *uint256.Int) int {
	for i := len(bandEdges) - 1; i > 0; i-- {
		if !factor.LtUint64(bandEdges[i] * hundredth) {
			return i
		}
	}
	return 0
}

// stand is how a position stands, to be compared with what was said of it.
func stand(h *position.Health, err error) said {
	switch {
	case err != nil:
		return unknown
	case !h.HasDebt():
		return silent
	case h.Insolvent:
		return badDebt
	case h.Liquidatable:
		return firstBand
	default:
		return firstBand + said(Band(&h.Factor))
	}
}

// Status is a position's state in words.
func (e *Engine) status(h *position.Health, err error) position.Status {
	switch {
	case err != nil:
		return position.Unknown
	case !h.HasDebt():
		return position.Healthy
	case h.Insolvent:
		return position.BadDebt
	case h.Liquidatable:
		return position.Liquidatable
	case h.Factor.Lt(&e.opt.Near):
		return position.Near
	default:
		return position.Healthy
	}
}

// evaluate computes every position whose standing the block may have changed,
// and says what is new. Configuration concerns all of them. Where positions can
// be weighed, the index says whom prices and interest may have brought below the
// line, and the watch who below it may stand otherwise. Elsewhere prices concern all, and where only time passed it suffices to
// look at those that were touched or watched: interest can't bring any other
// below the line before the next full scan, for the watch list reaches beyond it.
func (e *Engine) evaluate(say *speech, m mark) {
	e.recall(say)
	for i, d := range e.deployments {
		frame := e.frame(d)
		d.named.find(d, e.opt.Named)
		full := d.scan == nil || m.whole(i)
		n := 0
		d.under = e.underwater(i, m.Before.Ref)
		switch linear, ok := frame.(protocols.Linear); {
		case ok && d.broken == nil && full:
			n = e.survey(say, d, linear)
		case ok && d.broken == nil:
			n = e.follow(say, d, linear, m.Touched[i])
		case full || m.Moved || frame.Growth(d.scan) > growth:
			n, full = e.scan(say, d, frame), true
		default:
			n = e.look(say, d, frame, m.Touched[i])
		}
		e.surface(d.under)
		e.sayNamed(say, d, frame)
		e.opt.Observer.Evaluated(n, full)
	}
	e.looked = e.tip.Ref
}

// overlook leaves a step unevaluated: the next one that is evaluated looks at
// everything.
func (e *Engine) overlook() {
	for _, d := range e.deployments {
		d.scan = nil
	}
}

// scan evaluates all positions and makes the watch list anew.
func (e *Engine) scan(say *speech, d *deployment, frame protocols.Frame) int {
	first := !d.scanned
	d.slack = nil
	d.watch.Reset()
	n := 0
	for n < d.Len() {
		id := position.ID(n)
		n++
		h, err := e.health(d, frame, id)
		if e.clings(&h, err) {
			d.watch.Add(nil, id)
		}
		e.compare(say, d, frame, id, &h, err, first)
	}
	d.scan, d.scanned = frame, true
	return n
}

// look evaluates the touched and the watched positions, in the order in which a
// scan would.
func (e *Engine) look(say *speech, d *deployment, frame protocols.Frame, touched []position.ID) int {
	n := 0
	watched := slices.Clone(d.watch.IDs())
	ids := union(touched, watched)
	d.watch.Reset()
	for _, id := range ids {
		if int(id) >= d.Len() {
			continue
		}
		n++
		h, err := e.health(d, frame, id)
		if _, was := slices.BinarySearch(watched, id); was || e.clings(&h, err) {
			d.watch.Add(nil, id)
		}
		e.compare(say, d, frame, id, &h, err, false)
	}
	return n
}

// union merges two ascending lists.
func union(a, b []position.ID) []position.ID {
	all := make([]position.ID, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		if a[0] < b[0] {
			all, a = append(all, a[0]), a[1:]
			continue
		}
		if a[0] == b[0] {
			a = a[1:]
		}
		all, b = append(all, b[0]), b[1:]
	}
	return append(append(all, a...), b...)
}

// The watch list reaches this much beyond the line, and a full scan is due when
// any debt has grown by half of that since the last; the other half is more than
// what roundings can make of debts above the dust, which are always watched.
const (
	reach  = 200 // basis points
	growth = reach / 2
	dust   = 1e10 // in the protocol's unit
)

// watchful reports whether a position is to be looked at in every block.
func (e *Engine) watchful(h *position.Health, err error) bool {
	if err != nil {
		return true
	}
	return h.HasDebt() && h.Factor.Lt(&e.watchLine)
}

// clings is watchful where nothing tells what interest does to roundings.
func (e *Engine) clings(h *position.Health, err error) bool {
	return e.watchful(h, err) || h.HasDebt() && h.Debt.LtUint64(dust)
}

// health is a position's health as it may be told: not of a broken deployment,
// nor of one that the contract contradicted.
func (e *Engine) health(d *deployment, frame protocols.Frame, id position.ID) (position.Health, error) {
	if d.broken != nil {
		return position.Health{}, protocols.ErrUnknown
	}
	if len(d.suspects) > 0 && d.suspects[d.Key(id)] {
		return position.Health{}, protocols.ErrUnknown
	}
	return frame.Health(id)
}

// compare says a position's standing if it isn't what was said before.
func (e *Engine) compare(say *speech, d *deployment, frame protocols.Frame, id position.ID, h *position.Health, err error, first bool) {
	was, is := d.saidOf(id), stand(h, err)
	e.find(d.under, id, h, err, was)
	if was == is || e.hovers(was, is, h) {
		return
	}
	d.setSaid(id, is)
	quiet := !e.notable(is)
	if quiet && was == silent && first {
		return // known of old: nothing happened to it now
	}
	if quiet && was != silent && is != silent && !e.notable(was) {
		return
	}
	say.position(d, frame, id, was, is, h, err)
}

// saidOf is what was said last of a position.
func (d *deployment) saidOf(id position.ID) said {
	if int(id) >= len(d.said) {
		return silent
	}
	return d.said[id]
}

func (d *deployment) setSaid(id position.ID, is said) {
	for int(id) >= len(d.said) {
		d.said = append(d.said, silent)
	}
	d.said[id] = is
}

// notable reports whether a standing is worth publishing on its own account.
func (e *Engine) notable(s said) bool {
	if s >= unknown {
		return true
	}
	if s == silent {
		return false
	}
	edge := uint256.NewInt(bandEdges[s-firstBand] * hundredth)
	return edge.Lt(&e.opt.Near)
}

// grace: a position must rise above the edge that it fell below by this part of it to count as having left.
const grace = 400

// hovers reports whether a position only trembles above an edge that it fell below. At one, where the contract's rule
// lies, there is no such grace.
func (e *Engine) hovers(was, is said, h *position.Health) bool {
	if was < firstBand+1 || was >= unknown || is != was+1 || is >= unknown {
		return false
	}
	edge := bandEdges[is-firstBand] * hundredth
	return h.Factor.LtUint64(edge + edge/grace)
}
