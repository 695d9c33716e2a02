package aavev3

import (
	"errors"
	"testing"

	"brink/fixed"

	"github.com/holiman/uint256"
)

// smallMarket draws an account around its liquidation line in a market whose
// prices are so small that every one of them can be tried: reserve 0 moves,
// reserve 1 is another collateral, reserve 2 is owed, at a price of 1 a unit.
func (d dice) smallMarket(v Version, holds, owes bool) (*frame, []leg) {
	one := fixed.Ray()
	f := &frame{version: v, time: 1, reserves: make([]scalars, 3)}
	for i := range f.reserves {
		s := &f.reserves[i]
		*s = scalars{income: one, debt: one, listed: true, threshold: 1 + uint16(d.IntN(9999))}
		s.setPrice(uint256.NewInt(1 + d.Uint64N(2000)))
		s.setDecimals(0)
	}
	f.reserves[2].setPrice(uint256.NewInt(1))
	f.seal()
	var legs []leg
	own := 1 + d.Uint64N(1<<d.IntN(24))
	if holds {
		legs = append(legs, leg{scaled: fixed.U128{Lo: own}, reserve: 0, kind: collateral})
	}
	if owes {
		legs = append(legs, leg{scaled: fixed.U128{Lo: 1 + d.Uint64N(own)}, reserve: 0, kind: borrowed})
	}
	if !holds || !d.chance(3) {
		legs = append(legs, leg{scaled: fixed.U128{Lo: 1 + d.Uint64N(1<<(8+d.IntN(24)))}, reserve: 1, kind: collateral})
	}
	return f, d.indebted(f, legs)
}

// indebted adds a debt close to what the collateral backs.
func (d dice) indebted(f *frame, legs []leg) []leg {
	var a account
	if f.evaluate(&a, 0, legs, nil) != nil {
		return legs
	}
	var backing, owed uint256.Int
	a.sides(f.version, &backing, &owed)
	if f.version.directedRounding() {
		backing.Div(&backing, uint256.NewInt(fixed.Percent))
	}
	backing.Sub(&backing, &a.debt)
	if backing.Sign() <= 0 {
		return legs
	}
	width := 1 + backing.Uint64()/([]uint64{3, 100, 5000, 20_000}[d.IntN(4)])
	owing := backing.Uint64() + d.Uint64N(2*width) - width
	if int64(owing) <= 0 {
		return legs
	}
	return append(legs, leg{scaled: fixed.U128{Lo: owing}, reserve: 2, kind: borrowed})
}

// TestLiquidationPriceIsTheNearest tries every price.
func TestLiquidationPriceIsTheNearest(t *testing.T) {
	const highest = 4000
	d := newDice(5)
	var found, below, above, none, cured, windows int
	for i := range 3000 {
		v := []Version{V302, V34, V35, V37}[i%4]
		holds, owes := i/4%3 != 1, i/4%3 == 1
		f, legs := d.smallMarket(v, holds, owes)
		state := make([]bool, highest+1)
		today := f.reserves[0].price.Uint64()
		for p := uint64(1); p <= highest; p++ {
			f.reserves[0].setPrice(uint256.NewInt(p))
			var a account
			if err := f.evaluate(&a, 0, legs, nil); err != nil {
				t.Fatal(err)
			}
			state[p] = a.liquidatable
		}
		f.reserves[0].setPrice(uint256.NewInt(today))
		f.seal()
		want, wantAbove := nearestChange(state, today, owes)

		var got uint256.Int
		gotAbove, ok, err := f.liquidationPrice(&got, 0, legs, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		if !ok || got.GtUint64(highest) {
			none++
			if want != 0 {
				t.Fatalf("%v at %d, legs %+v: found nothing, want %d", v, today, legs, want)
			}
			continue
		}
		if got.Uint64() != want || gotAbove != wantAbove {
			t.Fatalf("%v at %d, legs %+v: found %s (above %v), want %d (%v)", v, today, legs, &got, gotAbove, want, wantAbove)
		}
		found++
		if gotAbove {
			above++
		} else {
			below++
		}
		if state[today] {
			cured++
		}
		if changes(state) > 1 {
			windows++
		}
	}
	t.Logf("%d found (%d below, %d above, %d of accounts already liquidatable, %d where the rule jumps), %d without", found, below, above, cured, windows, none)
	if below == 0 || above == 0 || none == 0 || cured == 0 || windows == 0 {
		t.Error("the random accounts miss a case")
	}
}

// nearestChange is the last liquidatable price before the change of state that
// is nearest to today's, in the direction in which the asset can harm or cure.
func nearestChange(state []bool, today uint64, owes bool) (price uint64, above bool) {
	up := state[today] != owes // a collateral cures on the way up and harms on the way down
	for p := today; ; {
		next := p + 1
		if !up {
			next = p - 1
		}
		if next == 0 || next >= uint64(len(state)) {
			return 0, false
		}
		if state[next] != state[today] {
			if state[next] {
				return next, owes
			}
			return p, owes
		}
		p = next
	}
}

func changes(state []bool) (n int) {
	for p := 2; p < len(state); p++ {
		if state[p] != state[p-1] {
			n++
		}
	}
	return n
}

// TestLiquidationPriceOfBothSides: where an asset is supplied and borrowed, the
// price found is one where the rule changes.
func TestLiquidationPriceOfBothSides(t *testing.T) {
	d := newDice(6)
	found := 0
	for i := range 2000 {
		v := []Version{V302, V34, V35, V37}[i%4]
		f, legs := d.smallMarket(v, true, true)
		var z uint256.Int
		above, ok, err := f.liquidationPrice(&z, 0, legs, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		if !ok {
			continue
		}
		found++
		beside := z
		if above {
			beside.SubUint64(&beside, 1)
		} else {
			beside.AddUint64(&beside, 1)
		}
		for _, c := range []struct {
			price uint256.Int
			want  bool
		}{{z, true}, {beside, false}} {
			f.reserves[0].setPrice(&c.price)
			f.seal()
			var a account
			if err := f.evaluate(&a, 0, legs, nil); err != nil {
				t.Fatal(err)
			}
			if a.liquidatable != c.want {
				t.Fatalf("%v, legs %+v: liquidatable at %s is %v, want %v", v, legs, &c.price, a.liquidatable, c.want)
			}
		}
	}
	if found < 200 {
		t.Errorf("only %d accounts have a liquidation price", found)
	}
}

func TestLiquidationPriceDependsOnWhatIsHeld(t *testing.T) {
	d := newDice(7)
	f, legs := d.smallMarket(V37, true, false)
	var z uint256.Int
	if _, ok, err := f.liquidationPrice(&z, 0, legs[1:], nil, 0); ok || err != nil {
		t.Errorf("an asset that isn't held has the liquidation price %s (%v)", &z, err)
	}
	if _, _, err := f.liquidationPrice(&z, 0, legs, nil, 9); !errors.Is(err, errUnknownReserve) {
		t.Errorf("an unlisted reserve gives %v", err)
	}
	f.reserves[2].priced = false
	f.seal()
	if _, _, err := f.liquidationPrice(&z, 0, legs, nil, 0); !errors.Is(err, errUnknownPrice) {
		t.Errorf("an unknown price elsewhere gives %v", err)
	}
}
