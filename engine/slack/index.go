package slack

import (
	"encoding/binary"
	"math"
	"math/bits"
	"slices"

	"brink/position"
	"brink/protocols"
)

const (
	// horizon is the drift up to which positions are told apart. Those that bear more lie beyond it, and a
	// group that drifts so far is weighed anew.
	horizon = 1.05
	// dust is a debt, in the protocol's unit, beside which roundings are not small. Such positions are
	// never sure of anything.
	dust = 1e6
	// most is up to where Linear promises anything, with room for what can become of it until positions
	// are weighed anew.
	most = 1e36 / wild
	// wild is a growth, and its inverse a loss, at which they are.
	wild = 100.0
	// rounding is how much of the unit a term's roundings can take off, and half of it once more for debts
	// that may have lost half of their value since.
	rounding = 8
	// inexact is more than what floating point and the promise of Linear take off.
	inexact = 1e-8
)

// mostGroups is how many groups there are at most. Who would need one more is looked at in every block, which costs
// no more than a group of one does.
const mostGroups = 1 << 16

// Index is the slack of one deployment's positions. The zero value is not ready for use.
type Index struct {
	line   float64
	frame  protocols.Linear
	now    []float64
	moment int // how often At was called
	groups []group
	shapes map[string]uint32 // groups by their slots
	free   []uint32          // groups that nobody is in
	places []place           // of positions

	terms  []protocols.Term
	shape  []byte
	row    []float32
	values []float64
	marks  []uint64
}

// place is where a position is listed: in which group, and where there.
type place struct{ group, at uint32 }

// The first groups: of positions that are in none, and of those that can't be weighed.
const (
	nowhere = iota
	shapeless
	firstGroup
)

// New makes an index without positions. Sure is who has a health factor of at least line.
func New(line float64) *Index {
	return &Index{line: line * (1 + inexact), groups: make([]group, firstGroup), shapes: make(map[string]uint32)}
}

// At sets the moment of which the methods below speak.
func (x *Index) At(f protocols.Linear) {
	x.frame, x.now = f, f.Scalars()
	x.moment++
}

// Len is how many positions there are to which the index had an occasion to be told, removed or not.
func (x *Index) Len() int { return len(x.places) }

// Groups is how many groups of positions there are.
func (x *Index) Groups() int { return len(x.shapes) }

// Reset removes all positions.
func (x *Index) Reset() {
	for i := range x.groups {
		g := &x.groups[i]
		if g.len() == 0 && g.shape != "" {
			x.vacate(uint32(i))
		}
		g.empty()
	}
	x.places = x.places[:0]
}

// Cut removes the positions from n on.
func (x *Index) Cut(n int) {
	for id := n; id < len(x.places); id++ {
		x.Remove(position.ID(id))
	}
	x.places = x.places[:min(n, len(x.places))]
}

// Remove takes a position out: the caller looks after it.
func (x *Index) Remove(id position.ID) {
	if int(id) >= len(x.places) {
		return
	}
	p := x.places[id]
	if p.group == nowhere {
		return
	}
	g := &x.groups[p.group]
	g.remove(p.at, x.places)
	x.places[id] = place{}
	if g.len() == 0 && g.shape != "" {
		x.vacate(p.group)
	}
}

// Put takes a position in as it is now, also one that is there, and tells how it stands.
func (x *Index) Put(id position.ID) Sure {
	x.Remove(id)
	for int(id) >= len(x.places) {
		x.places = append(x.places, place{})
	}
	var ok bool
	x.terms, ok = x.frame.Terms(id, x.terms[:0])
	if !ok {
		x.list(shapeless, id, 0)
		return Unsure
	}
	sortTerms(x.terms)
	x.weigh(x.terms)
	at := x.group(x.terms)
	if at == shapeless {
		x.list(at, id, 0)
		return Unsure
	}
	g := &x.groups[at]
	since := g.hold(x.row, g.ref, x.line)
	now := since
	if g.moment != x.moment {
		x.values = g.values(x.now, x.values[:0])
		now = g.hold(x.row, x.values, x.line)
	}
	x.list(at, id, since)
	return sure(now)
}

// Sure says what is certain of a position.
type Sure uint8

const (
	Unsure Sure = iota
	// Safe: it is known, has debt, and a health factor that is not below the line.
	Safe
	// Free: it is known and has no debt.
	Free
)

func sure(bears float64) Sure {
	switch {
	case math.IsInf(bears, 1):
		return Free
	case bears >= 1:
		return Safe
	default:
		return Unsure
	}
}

// weigh makes the amounts of terms the row in hand: rounded so that the position seems worse.
func (x *Index) weigh(terms []protocols.Term) {
	x.row = x.row[:0]
	for i := range terms {
		if terms[i].Owed {
			x.row = append(x.row, up(terms[i].Amount))
		} else {
			x.row = append(x.row, down(terms[i].Amount))
		}
	}
}

// list adds a position with the row in hand to a group.
func (x *Index) list(group uint32, id position.ID, bears float64) {
	x.places[id].group = group
	x.groups[group].add(id, x.row[:len(x.groups[group].slots)], bears, x.places)
}

// group finds the group of positions with such terms, which are sorted, or makes it.
func (x *Index) group(terms []protocols.Term) uint32 {
	x.shape = x.shape[:0]
	owed := 0
	for i := range terms {
		x.shape = binary.LittleEndian.AppendUint32(x.shape, terms[i].Slot)
		if terms[i].Owed {
			owed++
		}
	}
	x.shape = append(x.shape, byte(owed), byte(owed>>8))
	at, ok := x.shapes[string(x.shape)]
	if !ok {
		if at = x.vacant(); at == shapeless {
			return at
		}
		g := group{shape: string(x.shape), owed: owed}
		for i := range terms {
			g.slots = append(g.slots, terms[i].Slot)
		}
		x.groups[at] = g
		x.shapes[g.shape] = at
	}
	if g := &x.groups[at]; g.len() == 0 {
		g.refer(x.now, x.moment)
	}
	return at
}

// vacate gives a group up that nobody is in.
func (x *Index) vacate(at uint32) {
	delete(x.shapes, x.groups[at].shape)
	x.groups[at] = group{}
	x.free = append(x.free, at)
}

// vacant is the place of one more group, shapeless if there are too many.
func (x *Index) vacant() uint32 {
	if n := len(x.free); n > 0 {
		at := x.free[n-1]
		x.free = x.free[:n-1]
		return at
	}
	if len(x.groups) >= mostGroups {
		return shapeless
	}
	x.groups = append(x.groups, group{})
	return uint32(len(x.groups) - 1)
}

// sortTerms puts debts first, each by slot. They are a handful.
func sortTerms(terms []protocols.Term) {
	for i := 1; i < len(terms); i++ {
		for k := i; k > 0 && before(&terms[k], &terms[k-1]); k-- {
			terms[k], terms[k-1] = terms[k-1], terms[k]
		}
	}
}

func before(a, b *protocols.Term) bool {
	if a.Owed != b.Owed {
		return a.Owed
	}
	return a.Slot < b.Slot
}

// Moved appends to some the positions of which nothing is sure now, in ascending order. It costs little where
// scalars moved little.
func (x *Index) Moved(some []position.ID) []position.ID {
	before := len(some)
	for i := shapeless; i < len(x.groups); i++ {
		g := &x.groups[i]
		if g.len() == 0 {
			continue
		}
		drift, ok := g.drift(x.now)
		if !ok || g.spent > g.len() {
			g.renew(x.now, x.moment, x.line)
			drift = 1
		}
		some = g.shaken(some, drift)
	}
	x.order(some[before:])
	return some
}

// many is one position in so many; to put more of them in order is quicker by marks in a list of all.
const many = 64

// order sorts positions of which none stands twice.
func (x *Index) order(ids []position.ID) {
	if len(ids) < len(x.places)/many {
		slices.Sort(ids)
		return
	}
	x.marks = slices.Grow(x.marks[:0], len(x.places)/64+1)[:len(x.places)/64+1]
	clear(x.marks)
	for _, id := range ids {
		x.marks[id/64] |= 1 << (id % 64)
	}
	ids = ids[:0]
	for word, marks := range x.marks {
		for ; marks != 0; marks &= marks - 1 {
			ids = append(ids, position.ID(64*word+bits.TrailingZeros64(marks)))
		}
	}
}
