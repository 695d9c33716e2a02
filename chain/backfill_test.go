package chain

import (
	"errors"
	"testing"
)

// Where a node refuses to read single blocks of long ago, that is tried less and less, for each try takes as long as
// one has patience with a node; and where one could be read, as often as ever.
func TestRefusedSpotsAreTriedLessAndLess(t *testing.T) {
	b := backfill{opt: FollowerOptions{}.withDefaults()}
	tried := func(refused bool, from, to uint64) (tries int) {
		for ; from < to; from += 1000 {
			c := &chunk{from: from, to: from + 999}
			if b.tries(c) {
				tries++
				if c.spots = []spot{{}}; refused {
					c.unread = errors.New("no such receipts")
				}
			}
			b.fit(c)
		}
		return tries
	}
	if n := tried(true, 0, 20_000_000); n != 11 {
		t.Errorf("%d tries in 20 million blocks", n)
	}
	if n := tried(false, 50_000_000, 51_000_000); n != 1000 {
		t.Errorf("%d tries in 1000 ranges of blocks that are there", n)
	}
	if n := tried(true, 51_000_000, 51_012_000); n != 2 {
		t.Errorf("%d tries in 12 ranges of blocks that are refused after others were not", n)
	}
}
