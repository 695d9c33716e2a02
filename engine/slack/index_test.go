package slack_test

import (
	"math"
	"slices"
	"testing"

	"brink/engine/slack"
	"brink/position"
	"brink/protocols"

	"pgregory.net/rapid"
)

const line = 1.1

// book is positions of which nothing is known but what they weigh.
type book struct {
	protocols.Frame
	scalars []float64
	terms   [][]protocols.Term
}

func (b *book) Scalars() []float64 { return b.scalars }

func (b *book) Terms(id position.ID, some []protocols.Term) ([]protocols.Term, bool) {
	return append(some, b.terms[id]...), b.terms[id] != nil
}

// sure reports whether a position is on the safe side of the line, whatever the roundings.
func (b *book) sure(id int) bool {
	var backs, owes float64
	owing := false
	for _, t := range b.terms[id] {
		worth := t.Amount * b.scalars[t.Slot]
		if t.Owed {
			owes += worth
			owing = owing || t.Amount > 0
		} else {
			backs += worth
		}
	}
	n := float64(2 * len(b.terms[id]))
	if math.IsNaN(backs) || math.IsNaN(owes) || b.terms[id] == nil {
		return false
	}
	return !owing || owes/4-n > 0 && backs-n >= line*(owes+n)
}

// draw makes a position of up to four terms; nil can't be weighed.
func (b *book) draw(t *rapid.T) []protocols.Term {
	var terms []protocols.Term
	for range rapid.IntRange(0, 4).Draw(t, "terms") {
		terms = append(terms, protocols.Term{
			Slot:   rapid.Uint32Range(0, uint32(len(b.scalars)-1)).Draw(t, "slot"),
			Owed:   rapid.Bool().Draw(t, "owed"),
			Amount: rapid.SampledFrom([]float64{0, 1, 1e5, 1e7, 3e9, 4e9, 5e9, 5e9, 1e20, 1e45}).Draw(t, "amount"),
		})
	}
	return terms
}

// TestWhoIsNotNamedIsSure draws all that can happen to an index.
func TestWhoIsNotNamedIsSure(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := &book{scalars: []float64{1, 1, 2, 1000, 0}}
		index := slack.New(line)
		index.At(b)
		out := make(map[int]bool) // removed
		for i := range rapid.IntRange(0, 60).Draw(t, "crowd") {
			b.terms = append(b.terms, []protocols.Term{{Amount: 1e12 * (1.1 + float64(i%20)/200)}, {Slot: 1, Amount: 1e12, Owed: true}})
			index.Put(position.ID(i))
		}
		for range rapid.IntRange(1, 60).Draw(t, "events") {
			switch rapid.IntRange(0, 12).Draw(t, "event") {
			case 12:
				every := rapid.IntRange(1, 4).Draw(t, "every")
				for id := 0; id < len(b.terms); id += every {
					index.Remove(position.ID(id))
					out[id] = true
				}
			case 0, 1, 2, 3, 4:
				id := rapid.IntRange(0, len(b.terms)).Draw(t, "id")
				if id == len(b.terms) {
					b.terms = append(b.terms, nil)
				}
				b.terms[id] = b.draw(t)
				sure := index.Put(position.ID(id))
				if delete(out, id); sure != slack.Unsure && !b.sure(id) {
					t.Fatalf("%v at %v is said to be sure", b.terms[id], b.scalars)
				}
			case 5:
				id := rapid.IntRange(0, len(b.terms)).Draw(t, "id")
				index.Remove(position.ID(id))
				out[id] = true
			case 6:
				n := rapid.IntRange(0, len(b.terms)).Draw(t, "cut")
				index.Cut(n)
				b.terms = b.terms[:n]
			case 7:
				index.Reset()
				for id := range b.terms {
					index.Put(position.ID(id))
					delete(out, id)
				}
			default:
				b.scalars = slices.Clone(b.scalars)
				slot := rapid.IntRange(0, len(b.scalars)-1).Draw(t, "slot")
				b.scalars[slot] *= rapid.SampledFrom([]float64{0.98, 1.01, 0.5, 1.9, 1e-4, 1e4, 0, math.NaN()}).Draw(t, "by")
				if rapid.IntRange(0, 3).Draw(t, "set") == 0 {
					b.scalars[slot] = rapid.SampledFrom([]float64{1, 2, 1000}).Draw(t, "to")
				}
			}
			index.At(b)
			for range rapid.SampledFrom([]int{0, 0, 12}).Draw(t, "idle") { // until they are put in order
				index.Moved(nil)
			}
			named := make(map[position.ID]bool)
			moved := index.Moved([]position.ID{7})[1:]
			if !slices.IsSorted(moved) {
				t.Fatalf("%v are named", moved)
			}
			for _, id := range moved {
				if named[id] || int(id) >= len(b.terms) || out[int(id)] {
					t.Fatalf("%d is named", id)
				}
				named[id] = true
			}
			for id := range b.terms {
				if !named[position.ID(id)] && !out[id] && !b.sure(id) {
					t.Fatalf("%d, %v at %v, isn't named", id, b.terms[id], b.scalars)
				}
			}
		}
	})
}

// TestWhatMovesBothSidesMovesNobody lets a dollar fall against everything, by half a per cent a block.
func TestWhatMovesBothSidesMovesNobody(t *testing.T) {
	b := &book{scalars: []float64{1, 1}}
	for i := range 1000 {
		b.terms = append(b.terms, []protocols.Term{
			{Slot: 0, Amount: 1e12 * (1.1001 + float64(i)/1e5)}, {Slot: 1, Amount: 1e12, Owed: true},
		})
	}
	index := slack.New(line)
	index.At(b)
	for id := range b.terms {
		if sure := index.Put(position.ID(id)); sure != slack.Safe {
			t.Fatalf("%d is %d", id, sure)
		}
	}
	if n := index.Groups(); n != 1 {
		t.Errorf("%d groups", n)
	}
	for range 200 {
		b.scalars = []float64{b.scalars[0] * 1.005, b.scalars[1] * 1.005}
		index.At(b)
		if ids := index.Moved(nil); len(ids) > 0 {
			t.Fatalf("at %v %d are named", b.scalars, len(ids))
		}
	}
	b.scalars[0] *= 0.999 // a tenth of a per cent of collateral alone
	index.At(b)
	if n := len(index.Moved(nil)); n < 90 || n > 120 {
		t.Errorf("%d are named, about a hundred can't bear it", n)
	}
}

// TestGroupsEndWithTheirLast demands that shapes which nobody has any more cost nothing.
func TestGroupsEndWithTheirLast(t *testing.T) {
	b := &book{}
	for i := range 100 {
		b.scalars = append(b.scalars, 1)
		b.terms = append(b.terms, []protocols.Term{{Slot: uint32(i), Amount: 2e12}, {Slot: uint32(i), Amount: 1e12, Owed: true}})
	}
	index := slack.New(line)
	index.At(b)
	put := func(from int) {
		for id := range b.terms[from:] {
			index.Put(position.ID(from + id))
		}
	}
	put(0)
	if n := index.Groups(); n != 100 {
		t.Errorf("%d groups of a hundred shapes", n)
	}
	index.Cut(40)
	if n := index.Groups(); n != 40 {
		t.Errorf("%d groups of 40 shapes", n)
	}
	put(40)
	for id := range b.terms { // all of one shape, as of now
		b.terms[id] = b.terms[0]
	}
	index.Reset()
	put(0)
	index.Reset()
	put(0)
	if n := index.Groups(); n != 1 {
		t.Errorf("%d groups of one shape", n)
	}
	b.scalars[0] = math.NaN()
	index.At(b)
	if n := len(index.Moved(nil)); n != 100 {
		t.Errorf("%d of a hundred are named", n)
	}
}

// TestWhoseDebtVanishesIsNamed although another debt, of nothing, stays what it was.
func TestWhoseDebtVanishesIsNamed(t *testing.T) {
	b := &book{scalars: []float64{1, 1, 1000}, terms: [][]protocols.Term{{
		{Slot: 0, Owed: true}, {Slot: 1, Amount: 1e7, Owed: true}, {Slot: 2, Amount: 1e5},
	}}}
	index := slack.New(line)
	index.At(b)
	if sure := index.Put(0); sure != slack.Safe {
		t.Errorf("it is %d", sure)
	}
	b.scalars = []float64{1, 1e-8, 1000}
	index.At(b)
	if ids := index.Moved(nil); len(ids) != 1 {
		t.Errorf("%v are named", ids)
	}
}
