package slack

import (
	"math"

	"brink/position"
)

// group are positions with the same slots. What they weigh lies side by side, so that to weigh all anew is
// one walk through memory.
type group struct {
	shape   string   // the slots as a key; none is empty but of groups that aren't told apart by it
	slots   []uint32 // those owed first
	owed    int      // how many are
	ref     []float64
	moment  int           // at which these were the scalars
	ids     []position.ID // those that bear less than the horizon first
	amounts []float32     // of each as many as there are slots
	bears   []float32     // what those that come first bear since ref
	least   float32       // none of these bears less
	// spent is how many positions were looked at for a drift that they could not bear since they were
	// weighed. Weighing all anew pays when it is as many.
	spent int
}

func (g *group) row(i int) []float32 {
	n := len(g.slots)
	return g.amounts[i*n : (i+1)*n : (i+1)*n]
}

func (g *group) empty() {
	g.ids, g.amounts, g.bears, g.least, g.spent = g.ids[:0], g.amounts[:0], g.bears[:0], 0, 0
}

// refer takes the scalars as they are to be what positions are weighed by.
func (g *group) refer(now []float64, moment int) {
	g.ref, g.moment = g.values(now, g.ref[:0]), moment
}

// values appends the scalars of the group's slots.
func (g *group) values(now []float64, some []float64) []float64 {
	for _, slot := range g.slots {
		some = append(some, value(now, slot))
	}
	return some
}

func value(now []float64, slot uint32) float64 {
	if int(slot) >= len(now) {
		return math.NaN()
	}
	return now[slot]
}

// hold is the drift that one who has these amounts can bear since the scalars were ref: infinite if it owes
// nothing, zero if nothing is sure.
func (g *group) hold(row []float32, ref []float64, line float64) float64 {
	var backs, owes float64
	owing := false
	for i, amount := range row[:g.owed] {
		owes += float64(amount) * ref[i]
		owing = owing || amount > 0
	}
	for i, amount := range row[g.owed:] {
		backs += float64(amount) * ref[g.owed+i]
	}
	switch {
	case !(backs+owes < most): // also where it isn't known
		return 0
	case !owing:
		return math.Inf(1)
	case owes < dust:
		return 0
	}
	return backs / (line * (owes + rounding*float64(len(row))))
}

// add lists a position that bears so much.
func (g *group) add(id position.ID, row []float32, bears float64, places []place) {
	last := len(g.ids)
	g.ids, g.amounts = append(g.ids, id), append(g.amounts, row...)
	places[id].at = uint32(last)
	if bears < horizon {
		g.swap(last, len(g.bears), places)
		g.approach(bears)
	}
}

// approach notes what the first of those that were beyond the horizon bears.
func (g *group) approach(bears float64) {
	b := down(bears)
	if len(g.bears) == 0 || b < g.least {
		g.least = b
	}
	g.bears = append(g.bears, b)
}

func (g *group) swap(i, k int, places []place) {
	if i == k {
		return
	}
	a, b := g.row(i), g.row(k)
	for n := range a {
		a[n], b[n] = b[n], a[n]
	}
	g.ids[i], g.ids[k] = g.ids[k], g.ids[i]
	places[g.ids[i]].at, places[g.ids[k]].at = uint32(i), uint32(k)
}

// remove takes out who is listed at a place.
func (g *group) remove(at int, places []place) {
	if last := len(g.bears) - 1; at <= last {
		g.bears[at] = g.bears[last]
		g.bears = g.bears[:last]
		g.swap(at, last, places)
		at = last
	}
	last := len(g.ids) - 1
	g.swap(at, last, places)
	g.ids, g.amounts = g.ids[:last], g.amounts[:last*len(g.slots)]
}

// renew weighs all anew.
func (g *group) renew(now []float64, moment int, line float64, places []place) {
	g.refer(now, moment)
	g.bears, g.least, g.spent = g.bears[:0], 0, 0
	for i := range g.ids {
		if bears := g.hold(g.row(i), g.ref, line); bears < horizon {
			g.swap(i, len(g.bears), places)
			g.approach(bears)
		}
	}
}

// drift is the factor by which no position of the group has lost more since ref. It reports false
// where that can't be said, or where all are to be weighed anew.
func (g *group) drift(now []float64) (drift float64, ok bool) {
	owed, backing := 1.0, math.Inf(1) // the most that one has grown, the least that the other has
	least, most := 1.0, 1.0
	for i, slot := range g.slots {
		is, was := value(now, slot), g.ref[i]
		ratio := 1.0
		if is != was {
			ratio = is / was // not a number where one isn't known
		}
		switch {
		case i == 0 && g.owed > 0:
			owed, least = ratio, ratio
		case i < g.owed:
			owed, least = max(owed, ratio), min(least, ratio)
		case was != 0: // what backed nothing can only back more
			backing = min(backing, ratio)
		}
		most = max(most, ratio)
	}
	if math.IsInf(backing, 1) {
		backing = 1
	}
	drift = owed / backing
	if g.owed == 0 {
		drift = 1
	}
	return drift, drift < horizon && owed >= 0.5 && least > 1/wild && most < wild
}

// shaken appends those that can't bear a drift.
func (g *group) shaken(some []position.ID, drift float64) []position.ID {
	if len(g.bears) == 0 || float64(g.least) >= drift {
		return some
	}
	for i, bears := range g.bears {
		if float64(bears) >= drift {
			continue
		}
		some = append(some, g.ids[i])
		if bears >= 1 {
			g.spent++
		}
	}
	return some
}

// down and up are a number, not below zero, in half the memory. What is too large for that is infinite.
func down(x float64) float32 {
	y := float32(x)
	if float64(y) > x && !math.IsInf(float64(y), 1) {
		y = math.Nextafter32(y, 0)
	}
	return y
}

func up(x float64) float32 {
	y := float32(x)
	if float64(y) < x {
		y = math.Nextafter32(y, float32(math.Inf(1)))
	}
	return y
}
