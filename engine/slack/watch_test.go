package slack_test

import (
	"maps"
	"math"
	"slices"
	"testing"

	"brink/engine/slack"
	"brink/position"
	"brink/protocols"

	"pgregory.net/rapid"
)

// bounded is a book in which some may back more than they do at least.
type bounded struct {
	*book
	ceilings []float64
}

func (b *bounded) Ceilings() []float64 { return b.ceilings }

// between reports whether all that can be of a position is between two lines.
func (b *bounded) between(terms []protocols.Term, l slack.Lines) bool {
	var backs, owes, most, least float64
	for _, t := range terms {
		if t.Owed {
			owes += t.Amount * b.scalars[t.Slot]
			least += max(0, t.Amount-2) * b.scalars[t.Slot]
		} else {
			backs += t.Amount * b.scalars[t.Slot]
			most += (t.Amount + 2) * b.ceilings[t.Slot]
		}
	}
	n := float64(2 * len(terms))
	return backs < 1e36 && owes < 1e36 && owes/4 > n && least > n &&
		(backs-n)/(owes+n) >= l.Low && (most+n)/(least-n) < l.High
}

// TestWhoHasNotStrayedIsBetween draws all that can happen to a watch.
func TestWhoHasNotStrayedIsBetween(t *testing.T) {
	kept := 0
	rapid.Check(t, func(t *rapid.T) {
		b := &bounded{book: &book{scalars: []float64{1, 1, 2, 1000, 0}}}
		b.ceilings = slices.Clone(b.scalars)
		var w slack.Watch
		watched := make(map[position.ID][]protocols.Term) // as they were weighed
		lines := make(map[position.ID]slack.Lines)
		draw := func() []protocols.Term {
			if rapid.Bool().Draw(t, "wild") {
				return b.draw(t)
			}
			factor := rapid.Float64Range(0.99, 1.12).Draw(t, "factor")
			return []protocols.Term{{Amount: 1e12 * factor}, {Slot: 1, Amount: 1e12, Owed: true}}
		}
		for n := range rapid.IntRange(0, 40).Draw(t, "crowd") {
			b.terms = append(b.terms, draw())
			w.Add(b, position.ID(n))
			watched[position.ID(n)] = b.terms[n]
		}
		for range rapid.IntRange(1, 40).Draw(t, "events") {
			switch rapid.IntRange(0, 5).Draw(t, "event") {
			case 0:
				w.Reset()
				clear(watched)
			case 1:
				n := rapid.IntRange(0, len(b.terms)).Draw(t, "cut")
				w.Cut(n)
				b.terms = b.terms[:n]
				maps.DeleteFunc(watched, func(id position.ID, _ []protocols.Term) bool { return int(id) >= n })
			case 2, 3:
				var in, out []position.ID
				b.terms = append(b.terms, nil)
				for id := range b.terms {
					switch rapid.IntRange(0, 3).Draw(t, "change") {
					case 0:
						b.terms[id] = draw()
						in = append(in, position.ID(id))
						watched[position.ID(id)] = b.terms[id]
					case 1:
						out = append(out, position.ID(id))
						delete(watched, position.ID(id))
					}
				}
				w.Change(b, in, out)
			default:
				slot := rapid.IntRange(0, len(b.scalars)-1).Draw(t, "slot")
				b.scalars[slot] *= rapid.SampledFrom([]float64{0.98, 0.999, 1.01, 1e-4, 1e4, 0, math.NaN()}).Draw(t, "by")
				if rapid.Bool().Draw(t, "set") {
					b.scalars[slot] = rapid.SampledFrom([]float64{1, 2, 1000}).Draw(t, "to")
				}
				b.ceilings[slot] = b.scalars[slot] * rapid.SampledFrom([]float64{1, 1, 1.0001}).Draw(t, "ceiling")
			}
			for id := range watched {
				lines[id] = rapid.SampledFrom([]slack.Lines{slack.Nowhere, {Low: 1, High: 1.05}, {Low: 1.05, High: 1.1}}).Draw(t, "lines")
			}
			if ids := slices.Sorted(maps.Keys(watched)); !slices.Equal(w.IDs(), ids) {
				t.Fatalf("%v are watched, not %v", w.IDs(), ids)
			}
			strayed := w.Strayed(b, func(id position.ID) slack.Lines { return lines[id] })
			if !slices.IsSorted(strayed) {
				t.Fatalf("%v have strayed", strayed)
			}
			for id, terms := range watched {
				if _, named := slices.BinarySearch(strayed, id); named {
					continue
				}
				kept++
				if !b.between(terms, lines[id]) {
					t.Fatalf("%v at %v to %v is said to be between %v", terms, b.scalars, b.ceilings, lines[id])
				}
			}
			if strangers := w.Strayed(b.book, nil); !slices.Equal(strangers, w.IDs()) {
				t.Fatalf("%v have strayed where nothing bounds them", strangers)
			}
		}
	})
	if kept == 0 {
		t.Error("all have always strayed")
	}
}
