package slack

import (
	"slices"

	"brink/position"
	"brink/protocols"
)

// Watch is the positions near the line. It remembers their terms, side by side, and so tells who can't have crossed
// one of two lines at a fraction of what it takes to evaluate them.
type Watch struct {
	ids   []position.ID // ascending
	spans []span        // as many as ids
	terms []protocols.Term
	old   []protocols.Term // memory for the terms when those of nobody are left out
}

// span is where a position's terms are. Who can't be weighed has none.
type span struct {
	from uint32
	n    uint32
}

// Lines are the health factors between which a position stands as it did: from Low on, and below High.
type Lines struct{ Low, High float64 }

// Nowhere are the lines between which nobody stands.
var Nowhere = Lines{Low: 1}

// IDs are the positions, ascending. They are not the caller's.
func (w *Watch) IDs() []position.ID { return w.ids }

// Reset removes all positions.
func (w *Watch) Reset() { w.ids, w.spans, w.terms = w.ids[:0], w.spans[:0], w.terms[:0] }

// Cut removes the positions from n on.
func (w *Watch) Cut(n int) {
	end, _ := slices.BinarySearch(w.ids, position.ID(n))
	w.ids, w.spans = w.ids[:end], w.spans[:end]
}

// Add takes in one that comes after all others, as it is now.
func (w *Watch) Add(f protocols.Frame, id position.ID) {
	w.ids, w.spans = append(w.ids, id), append(w.spans, w.weigh(f, id))
}

func (w *Watch) weigh(f protocols.Frame, id position.ID) span {
	from := len(w.terms)
	if bounded, ok := f.(protocols.Bounded); ok {
		if w.terms, ok = bounded.Terms(id, w.terms); !ok {
			w.terms = w.terms[:from]
		}
	}
	return span{uint32(from), uint32(len(w.terms) - from)}
}

// Change weighs positions anew, takes in those that weren't there, and removes others. Both lists ascend, and nobody is
// in both.
func (w *Watch) Change(f protocols.Frame, in, out []position.ID) {
	if len(in)+len(out) == 0 {
		return
	}
	ids, spans := w.ids, w.spans
	w.ids, w.spans = make([]position.ID, 0, len(ids)+len(in)), make([]span, 0, len(ids)+len(in))
	for len(ids) > 0 || len(in) > 0 {
		if len(in) > 0 && (len(ids) == 0 || in[0] <= ids[0]) {
			if len(ids) > 0 && in[0] == ids[0] {
				ids, spans = ids[1:], spans[1:]
			}
			w.Add(f, in[0])
			in = in[1:]
			continue
		}
		for len(out) > 0 && out[0] < ids[0] {
			out = out[1:]
		}
		if len(out) == 0 || out[0] != ids[0] {
			w.ids, w.spans = append(w.ids, ids[0]), append(w.spans, spans[0])
		}
		ids, spans = ids[1:], spans[1:]
	}
	w.tidy()
}

// tidy leaves out the terms of nobody when they are more than those of the positions.
func (w *Watch) tidy() {
	used := 0
	for _, s := range w.spans {
		used += int(s.n)
	}
	if len(w.terms) <= 2*used+many {
		return
	}
	w.old = w.old[:0]
	for i, s := range w.spans {
		w.spans[i].from = uint32(len(w.old))
		w.old = append(w.old, w.terms[s.from:s.from+s.n]...)
	}
	w.terms, w.old = w.old, w.terms
}

// Strayed are those of which it isn't sure that they stand between their lines now.
func (w *Watch) Strayed(f protocols.Frame, lines func(position.ID) Lines) []position.ID {
	bounded, ok := f.(protocols.Bounded)
	if !ok {
		return slices.Clone(w.ids)
	}
	floors, ceilings := bounded.Scalars(), bounded.Ceilings()
	var strayed []position.ID
	for i, id := range w.ids {
		s := w.spans[i]
		if !between(w.terms[s.from:s.from+s.n], floors, ceilings, lines(id)) {
			strayed = append(strayed, id)
		}
	}
	return strayed
}

// between reports whether it is sure that who has these terms stands between two lines, the lower of which is above
// zero.
func between(terms []protocols.Term, floors, ceilings []float64, l Lines) bool {
	slack := 2 * float64(len(terms))
	least, backs := -slack, -slack // of what is owed, and of what backs it
	owes, mostBacks := slack, slack
	for i := range terms {
		t := &terms[i]
		worth := value(floors, t.Slot)
		if t.Owed {
			owes += t.Amount * worth
			least += max(0, t.Amount-2) * worth
		} else {
			backs += t.Amount * worth
			mostBacks += (t.Amount + 2) * value(ceilings, t.Slot)
		}
	}
	return owes+mostBacks < most && least > dust && // also where one isn't known
		backs >= l.Low*(1+inexact)*owes && mostBacks <= l.High*(1-inexact)*least
}
