package protocoltest

import (
	"testing"

	"brink/prices"
	"brink/protocols"
)

// Play takes a protocol through its tape up to the last block whose prices are
// on it, or through so many steps if that is sooner and not zero.
func (s Suite) Play(t *testing.T, steps int) (protocols.Protocol, prices.View) {
	t.Helper()
	r := s.start(t)
	for n := 1; r.step(); n++ {
		if n >= steps && steps > 0 && r.frame != nil {
			break
		}
	}
	if r.frame == nil {
		t.Fatalf("the tape has no prices at %s", r.tip)
	}
	return r.p, r.book.View(r.tip.Time).In(r.tip.Number)
}
