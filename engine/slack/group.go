package slack

import (
	"math"

	"brink/position"
)

// group are positions with the same slots.
type group struct {
	slots  []uint32 // those owed first
	owed   int      // how many are
	ref    []float64
	moment int      // at which these were the scalars
	near   []nearby // those that bear less than the horizon
	far    []position.ID
	least  float64 // none that is near bears less
	// spent is how many positions were looked at for a drift that they could not bear since they were
	// weighed. Weighing all anew pays when it is as many.
	spent int
}

// nearby is a position and the drift since ref that it can bear.
type nearby struct {
	bears float64
	id    position.ID
}

func (g *group) len() int { return len(g.near) + len(g.far) }

func (g *group) empty() {
	g.near, g.far, g.least, g.spent = g.near[:0], g.far[:0], math.Inf(1), 0
}

// clear empties the group and returns who was in it.
func (g *group) clear() []position.ID {
	ids := make([]position.ID, 0, g.len())
	ids = append(ids, g.far...)
	for i := range g.near {
		ids = append(ids, g.near[i].id)
	}
	g.empty()
	return ids
}

// refer takes the scalars as they are to be what positions are weighed by.
func (g *group) refer(now []float64, moment int) {
	g.ref, g.moment = g.ref[:0], moment
	for _, slot := range g.slots {
		g.ref = append(g.ref, value(now, slot))
	}
}

func value(now []float64, slot uint32) float64 {
	if int(slot) >= len(now) {
		return math.NaN()
	}
	return now[slot]
}

// add lists a position and returns where, as a place has it.
func (g *group) add(id position.ID, bears float64) uint32 {
	if bears >= horizon {
		g.far = append(g.far, id)
		return uint32(len(g.far)-1) << 1
	}
	if len(g.near) == 0 || bears < g.least {
		g.least = bears
	}
	g.near = append(g.near, nearby{bears, id})
	return uint32(len(g.near)-1)<<1 | 1
}

// remove takes out who is listed at a place and returns who is there instead, if anybody.
func (g *group) remove(at uint32) (moved position.ID, ok bool) {
	i := int(at >> 1)
	if at&1 == 0 {
		last := len(g.far) - 1
		g.far[i] = g.far[last]
		g.far = g.far[:last]
		if i == last {
			return 0, false
		}
		return g.far[i], true
	}
	last := len(g.near) - 1
	g.near[i] = g.near[last]
	g.near = g.near[:last]
	if i == last {
		return 0, false
	}
	return g.near[i].id, true
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
	if len(g.near) == 0 || g.least >= drift {
		return some
	}
	for i := range g.near {
		n := &g.near[i]
		if n.bears >= drift {
			continue
		}
		some = append(some, n.id)
		if n.bears >= 1 {
			g.spent++
		}
	}
	return some
}
