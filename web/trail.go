package web

import (
	"slices"
	"sync"
	"time"

	"brink/feed"
	"brink/position"
)

// What is remembered of health factors, which is bounded whatever is watched.
const (
	trailEvery  = 10 * time.Second
	trailPoints = 360
	trailsNear  = 500
	trailsNamed = 50
	trailsAsked = 32
	trailsAll   = trailsNear + 500
	// askedFor is how long a position is looked at after somebody asked for it.
	askedFor = 10 * time.Minute
)

var atRisk = []position.Status{position.Near, position.Liquidatable, position.BadDebt}

// trails are the health factors of some positions at blocks of the past.
type trails struct {
	mu sync.Mutex
	of map[string]*trail
}

// trail is that of one position.
type trail struct {
	points []HealthPoint
	seen   time.Time // when a point came last
	asked  time.Time
}

func newTrails() *trails { return &trails{of: make(map[string]*trail)} }

// ask returns a copy of what is remembered of a position; false if nothing is.
func (t *trails) ask(id string, now time.Time) ([]HealthPoint, bool) {
	t.mu.Lock()
	defer t.mu.Unlock()
	of, ok := t.of[id]
	if !ok {
		return nil, false
	}
	of.asked = now
	return slices.Clone(of.points), true
}

// asked are the positions that were asked for lately and that nobody looked at
// since the last round, the latest first.
func (t *trails) asked(now time.Time) []string {
	t.mu.Lock()
	defer t.mu.Unlock()
	var ids []string
	for id, of := range t.of {
		if now.Sub(of.asked) < askedFor && of.seen.Before(now) {
			ids = append(ids, id)
		}
	}
	slices.SortFunc(ids, func(a, b string) int { return t.of[b].asked.Compare(t.of[a].asked) })
	return ids[:min(len(ids), trailsAsked)]
}

func (t *trails) addAll(positions []feed.Position, now time.Time) {
	for i := range positions {
		t.add(&positions[i], now)
	}
}

// add remembers how a position stands, unless that of its block is known.
func (t *trails) add(p *feed.Position, now time.Time) {
	t.mu.Lock()
	defer t.mu.Unlock()
	of, ok := t.of[p.ID]
	if !ok {
		t.forget()
		of = new(trail)
		t.of[p.ID] = of
	}
	of.seen = now
	of.add(HealthPoint{BlockTime{p.Block.Number, p.Block.Timestamp}, p.HealthFactor, string(p.Status)})
}

// forget makes room for one more: what wasn't seen for longest goes.
func (t *trails) forget() {
	if len(t.of) < trailsAll {
		return
	}
	var oldest string
	for id, of := range t.of {
		if oldest == "" || of.seen.Before(t.of[oldest].seen) {
			oldest = id
		}
	}
	delete(t.of, oldest)
}

// add takes the place of points of blocks that the chain has taken back. When
// there are too many points, every second one of the older half goes.
func (of *trail) add(p HealthPoint) {
	for n := len(of.points); n > 0 && of.points[n-1].Block.Number >= p.Block.Number; n-- {
		of.points = of.points[:n-1]
	}
	of.points = append(of.points, p)
	if len(of.points) <= trailPoints {
		return
	}
	kept := of.points[:0]
	for i, point := range of.points {
		if i >= len(of.points)/2 || i%2 == 0 {
			kept = append(kept, point)
		}
	}
	of.points = kept
}
