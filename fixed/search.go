package fixed

import "github.com/holiman/uint256"

// LastWhere sets z to the last number for which a predicate holds on the way
// from one where it does to one where it doesn't; between the two it must
// change but once. It needs no more questions than the way has binary digits.
func LastWhere(z, inside, outside *uint256.Int, holds func(*uint256.Int) bool) {
	in, out := *inside, *outside
	for {
		var mid, gap uint256.Int
		if gap.Sub(&in, &out); gap.Sign() < 0 {
			gap.Neg(&gap)
		}
		if gap.LtUint64(2) {
			*z = in
			return
		}
		mid.Rsh(mid.Add(&in, &out), 1)
		if holds(&mid) {
			in = mid
		} else {
			out = mid
		}
	}
}

// LastFrom is LastWhere for who can guess the number. It asks the less the nearer that is; step is how far around the
// guess is looked first.
func LastFrom(z, inside, outside, guess, step *uint256.Int, holds func(*uint256.Int) bool) {
	in, out, at, by := *inside, *outside, *guess, *step
	if by.IsZero() {
		by.SetOne()
	}
	if between(&at, &in, &out) {
		outward := holds(&at)
		if outward {
			in = at
		} else {
			out = at
		}
		for by.BitLen() < 252 && toward(&at, &by, &in, &out, outward) {
			if holds(&at) {
				in = at
			} else {
				out = at
			}
			if (in == at) != outward {
				break
			}
			by.Lsh(&by, 4)
		}
	}
	LastWhere(z, &in, &out, holds)
}

// between reports whether a number lies between two others, and is neither.
func between(x, a, b *uint256.Int) bool { return x.Gt(a) && x.Lt(b) || x.Gt(b) && x.Lt(a) }

// toward moves a number by a step towards one of two ends; false if that is not so far away.
func toward(x, step, in, out *uint256.Int, outward bool) bool {
	end := in
	if outward {
		end = out
	}
	var gap uint256.Int
	if up := end.Gt(x); up {
		if gap.Sub(end, x); !gap.Gt(step) {
			return false
		}
		x.Add(x, step)
	} else {
		if gap.Sub(x, end); !gap.Gt(step) {
			return false
		}
		x.Sub(x, step)
	}
	return true
}

// Change is a predicate that may change more than once, but in pieces: while
// Piece answers the same, it changes once at most.
type Change struct {
	Holds func(*uint256.Int) bool
	// Piece numbers the pieces; the number only rises or only falls.
	Piece func(*uint256.Int) uint64
	// Settled holds from the start of a search to some number on the way and not
	// behind it, and where it does the predicate is what it is at the start.
	Settled func(*uint256.Int) bool
}

// Nearest sets z to the number beside the change nearest to from, on the way to
// limit, for which the predicate holds; false if it doesn't change on this way.
func (c Change) Nearest(z, from, limit *uint256.Int) bool {
	now, start := c.Holds(from), *from
	if c.Settled(&start) {
		if c.Settled(limit) {
			return false
		}
		LastWhere(&start, &start, limit, c.Settled)
	}
	for {
		end, piece := *limit, c.Piece(&start)
		if c.Piece(limit) != piece {
			LastWhere(&end, &start, limit, func(x *uint256.Int) bool { return c.Piece(x) == piece })
		}
		if c.Holds(&end) != now {
			c.between(z, &start, &end, now)
			return true
		}
		if end.Eq(limit) {
			return false
		}
		if start = end; limit.Gt(from) {
			start.AddUint64(&start, 1)
		} else {
			start.SubUint64(&start, 1)
		}
		if c.Holds(&start) != now { // the change lies between two pieces
			c.between(z, &end, &start, now)
			return true
		}
	}
}

// between sets z to the number for which the predicate holds beside its one
// change between two, at the nearer of which it is as now says.
func (c Change) between(z, near, far *uint256.Int, now bool) {
	if now {
		LastWhere(z, near, far, c.Holds)
	} else {
		LastWhere(z, far, near, c.Holds)
	}
}
