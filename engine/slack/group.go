package slack

import (
	"math"
	"slices"

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
	ids     []position.ID // nobody where one was taken out
	amounts []float32     // of each as many as there are slots
	near    []near        // those that bear less than the horizon, and some of nobody
	ranked  int           // so many of near come first and in order
	least   float32       // none of the others bears less
	passed  int           // how many of the others were passed over since
	holes   int           // places where nobody is
	// spent is how many positions were looked at for a drift that they could not bear since they were
	// weighed. Weighing all anew pays when it is as many.
	spent int
}

// near is who bears less than the horizon: what it bears since ref, and its place. Who bears less is less.
type near uint64

func nearOf(at uint32, bears float32) near { return near(math.Float32bits(bears))<<32 | near(at) }

func (n near) at() uint32 { return uint32(n) }

func (n near) bears() float32 { return math.Float32frombits(uint32(n >> 32)) }

// passes is how often near may be passed over for those who matter until to put it in order is no dearer.
const passes = 8

// nobody is no position. To take one out moves no other, until half of the group is holes: in a crash those who fell
// are scattered all over memory.
const nobody = ^position.ID(0)

// fewHoles is how many are no reason to close them.
const fewHoles = 16

func (g *group) row(i int) []float32 {
	n := len(g.slots)
	return g.amounts[i*n : (i+1)*n : (i+1)*n]
}

func (g *group) empty() {
	g.cut(0)
	g.forget()
	g.holes = 0
}

// forget forgets how much positions bear.
func (g *group) forget() {
	g.near, g.ranked, g.least, g.passed, g.spent = g.near[:0], 0, 0, 0, 0
}

func (g *group) cut(n int) {
	g.ids, g.amounts = g.ids[:n], g.amounts[:n*len(g.slots)]
}

// len is how many are in the group.
func (g *group) len() int { return len(g.ids) - g.holes }

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

// sums are what one who has these amounts owes, and what backs it.
func (g *group) sums(row []float32, ref []float64) (owes, backs float64) {
	ref = ref[:len(row)]
	for i, amount := range row[:g.owed] {
		owes += float64(amount) * ref[i]
	}
	for i := g.owed; i < len(row); i++ {
		backs += float64(row[i]) * ref[i]
	}
	return owes, backs
}

// hold is the drift that one who has these amounts can bear since the scalars were ref: infinite if it owes
// nothing, zero if nothing is sure.
func (g *group) hold(row []float32, ref []float64, line float64) float64 {
	owes, backs := g.sums(row, ref)
	switch {
	case !(backs+owes < most): // also where it isn't known
		return 0
	case !slices.ContainsFunc(row[:g.owed], func(amount float32) bool { return amount > 0 }):
		return math.Inf(1)
	case owes < dust:
		return 0
	}
	return backs / (line * (owes + rounding*float64(len(row))))
}

// add lists a position that bears so much.
func (g *group) add(id position.ID, row []float32, bears float64, places []place) {
	at := uint32(len(g.ids))
	g.ids, g.amounts = append(g.ids, id), append(g.amounts, row...)
	places[id].at = at
	if bears < horizon {
		g.approach(at, bears)
	}
}

// approach notes who bears less than the horizon.
func (g *group) approach(at uint32, bears float64) {
	b := down(bears)
	if len(g.near) == g.ranked || b < g.least {
		g.least = b
	}
	g.near = append(g.near, nearOf(at, b))
}

// remove takes out who is listed at a place.
func (g *group) remove(at uint32, places []place) {
	g.ids[at] = nobody
	if g.holes++; g.holes > fewHoles && g.holes > len(g.ids)/2 {
		g.close(places)
	}
}

// close leaves no holes.
func (g *group) close(places []place) {
	kept, ranked := g.near[:0], 0
	for i, n := range g.near {
		id := g.ids[n.at()]
		if id == nobody {
			continue
		}
		if i < g.ranked {
			ranked++
		}
		kept = append(kept, nearOf(uint32(id), n.bears())) // by name until all have their places
	}
	n := 0
	for i, id := range g.ids {
		if id == nobody {
			continue
		}
		g.ids[n] = id
		copy(g.row(n), g.row(i))
		places[id].at = uint32(n)
		n++
	}
	for i, n := range kept {
		kept[i] = nearOf(places[n.at()].at, n.bears())
	}
	g.cut(n)
	g.near, g.ranked, g.holes = kept, ranked, 0
}

// renew weighs all anew.
func (g *group) renew(now []float64, moment int, line float64) {
	g.refer(now, moment)
	g.forget()
	far, dull := horizon*line, rounding*float64(len(g.slots))
	for i := range g.ids {
		row := g.row(i)
		if owes, backs := g.sums(row, g.ref); owes >= dust && backs >= far*(owes+dull) && backs+owes < most {
			continue
		}
		if bears := g.hold(row, g.ref, line); bears < horizon && g.ids[i] != nobody {
			g.approach(uint32(i), bears)
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
	if len(g.near) > g.ranked && float64(g.least) < drift {
		some = g.sift(some, drift)
	}
	n := 0
	for n < g.ranked && float64(g.near[n].bears()) < drift {
		n++
	}
	kept := n // who is gone is passed over once
	for i := n - 1; i >= 0; i-- {
		if id := g.ids[g.near[i].at()]; id != nobody {
			kept--
			g.near[kept] = g.near[i]
			some = g.name(some, id, g.near[i])
		}
	}
	g.near, g.ranked = g.near[kept:], g.ranked-kept
	return some
}

// sift is shaken for those who aren't in order, unless it is time to put them in order.
func (g *group) sift(some []position.ID, drift float64) []position.ID {
	if g.passed += len(g.near) - g.ranked; g.passed > passes*len(g.near) {
		slices.Sort(g.near)
		g.ranked, g.passed = len(g.near), 0
		return some
	}
	g.least = horizon // those who bore less may be gone
	for _, n := range g.near[g.ranked:] {
		if float64(n.bears()) >= drift {
			g.least = min(g.least, n.bears())
		} else if id := g.ids[n.at()]; id != nobody {
			g.least = min(g.least, n.bears())
			some = g.name(some, id, n)
		}
	}
	return some
}

// name appends one that can't bear a drift.
func (g *group) name(some []position.ID, id position.ID, n near) []position.ID {
	if n.bears() >= 1 {
		g.spent++
	}
	return append(some, id)
}

// down and up are a number, not below zero, in half the memory. What is too large for that is infinite.
func down(x float64) float32 {
	y := float32(x)
	if float64(y) > x && !math.IsInf(float64(y), 1) {
		y = math.Float32frombits(math.Float32bits(y) - 1)
	}
	return y
}

func up(x float64) float32 {
	y := float32(x)
	if float64(y) < x {
		y = math.Float32frombits(math.Float32bits(y) + 1)
	}
	return y
}
