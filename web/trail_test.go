package web

import (
	"fmt"
	"testing"
	"time"

	"brink/chain"
	"brink/feed"
)

var begin = time.Unix(1_700_000_000, 0)

func at(id string, n uint64) *feed.Position {
	factor := fmt.Sprint(n)
	return &feed.Position{ID: id, HealthFactor: &factor, Block: feed.NewBlockRef(chain.Head{Ref: chain.Ref{Number: n}, Time: 100 + n})}
}

func numbers(points []HealthPoint) (all []uint64) {
	for _, p := range points {
		all = append(all, p.Block.Number)
	}
	return all
}

// Blocks that the chain takes back are forgotten with what stood in them.
func TestTrailGoesBackWithTheChain(t *testing.T) {
	trails := newTrails()
	for _, n := range []uint64{5, 6, 6, 9, 7} {
		trails.add(at("a", n), begin)
	}
	points, known := trails.ask("a", begin)
	if got := fmt.Sprint(numbers(points)); got != "[5 6 7]" || !known {
		t.Errorf("remembered %s", got)
	}
	if _, known := trails.ask("b", begin); known {
		t.Error("a position that nobody looked at is remembered")
	}
}

// However long it runs, what is remembered is bounded, begins where it began
// and ends with the newest.
func TestTrailIsBounded(t *testing.T) {
	trails := newTrails()
	for n := range uint64(100 * trailPoints) {
		trails.add(at("a", n), begin)
		if points := trails.of["a"].points; len(points) > trailPoints || points[0].Block.Number != 0 || points[len(points)-1].Block.Number != n {
			t.Fatalf("after %d: %d points from %d", n, len(points), points[0].Block.Number)
		}
	}
	for i := range 2 * trailsAll {
		trails.add(at(fmt.Sprint(i), 1), begin.Add(time.Duration(i)*time.Second))
	}
	if _, known := trails.ask("a", begin); len(trails.of) != trailsAll || known {
		t.Errorf("%d trails, the oldest among them: %v", len(trails.of), known)
	}
}

// Who was asked for is looked at for a while.
func TestTrailsAskedFor(t *testing.T) {
	trails := newTrails()
	for i := range 2 * trailsAsked {
		id := fmt.Sprint(i)
		trails.add(at(id, 1), begin)
		trails.ask(id, begin.Add(time.Duration(i)*time.Second))
	}
	soon := begin.Add(2 * trailsAsked * time.Second)
	ids := trails.asked(soon)
	if len(ids) != trailsAsked || ids[0] != fmt.Sprint(2*trailsAsked-1) {
		t.Errorf("asked are %v", ids)
	}
	trails.add(at(ids[0], 2), soon)
	if got := trails.asked(soon); got[0] == ids[0] {
		t.Error("a position that was looked at is looked at again")
	}
	if got := trails.asked(soon.Add(askedFor)); len(got) != 0 {
		t.Errorf("long after, asked are %v", got)
	}
}
