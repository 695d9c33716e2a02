package fixed

import (
	"testing"

	"github.com/holiman/uint256"
	"pgregory.net/rapid"
)

func TestLastWhere(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		edge, in, out := rapid.Uint64Range(0, 1000).Draw(t, "edge"), rapid.Uint64().Draw(t, "in"), rapid.Uint64().Draw(t, "out")
		up := rapid.Bool().Draw(t, "up")
		holds := func(x *uint256.Int) bool { return x.GtUint64(edge) == up }
		if !holds(uint256.NewInt(in)) || holds(uint256.NewInt(out)) {
			return
		}
		want := edge
		if up {
			want++
		}
		var z uint256.Int
		if LastWhere(&z, uint256.NewInt(in), uint256.NewInt(out), holds); z.Uint64() != want {
			t.Fatalf("from %d to %d it last holds at %s, want %d", in, out, &z, want)
		}
		guess, step := rapid.Uint64().Draw(t, "guess"), rapid.Uint64().Draw(t, "step")
		if LastFrom(&z, uint256.NewInt(in), uint256.NewInt(out), uint256.NewInt(guess), uint256.NewInt(step), holds); z.Uint64() != want {
			t.Fatalf("from %d to %d, about %d by %d, it last holds at %s, want %d", in, out, guess, step, &z, want)
		}
	})
}

// A good guess spares questions.
func TestLastFromAsksLess(t *testing.T) {
	for _, guess := range []uint64{199_999_999_000, 200_000_000_000, 200_000_000_007} {
		asked := 0
		var z uint256.Int
		LastFrom(&z, uint256.NewInt(1), uint256.NewInt(1e12), uint256.NewInt(guess), uint256.NewInt(3), func(x *uint256.Int) bool {
			asked++
			return !x.GtUint64(200_000_000_000)
		})
		if z.Uint64() != 200_000_000_000 || asked > 20 {
			t.Errorf("guessed %d: %s after %d questions", guess, &z, asked)
		}
	}
}

// TestNearestChange looks for the change step by step as well. The predicate
// compares x with a saw: pieces of ten numbers, within each of which it rises.
func TestNearestChange(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		height := rapid.Uint64Range(0, 40).Draw(t, "height")
		low, high := rapid.Uint64Range(0, 200).Draw(t, "low"), rapid.Uint64Range(0, 200).Draw(t, "high")
		settled := rapid.Bool().Draw(t, "settled")
		holds := func(x uint64) bool { return x/2+2*(x%10) >= height }
		steps := []uint64{}
		for x := low; ; {
			steps = append(steps, x)
			if x == high {
				break
			}
			if low < high {
				x++
			} else {
				x--
			}
		}
		want, found := uint64(0), false
		first := 0
		for i := 1; i < len(steps) && !found; i++ {
			if found = holds(steps[i]) != holds(steps[0]); found {
				first = i
				if want = steps[i]; holds(steps[0]) {
					want = steps[i-1]
				}
			}
		}
		sure := 0 // so many steps are settled
		if settled && first > 0 {
			sure = rapid.IntRange(0, first).Draw(t, "sure")
		} else if settled {
			sure = len(steps)
		}
		c := Change{
			Holds: func(x *uint256.Int) bool { return holds(x.Uint64()) },
			Piece: func(x *uint256.Int) uint64 { return x.Uint64() / 10 },
			Settled: func(x *uint256.Int) bool {
				gone := x.Uint64() - low
				if low > high {
					gone = low - x.Uint64()
				}
				return gone < uint64(sure)
			},
		}
		var z uint256.Int
		if ok := c.Nearest(&z, uint256.NewInt(low), uint256.NewInt(high)); ok != found || ok && z.Uint64() != want {
			t.Fatalf("from %d to %d the change is at %s (%v), want %d (%v)", low, high, &z, ok, want, found)
		}
	})
}
