package compoundv3

import (
	"math/rand/v2"
	"testing"

	"brink/protocols/protocoltest"

	"github.com/holiman/uint256"
)

// TestWeighingIsSound draws markets and accounts of any size.
func TestWeighingIsSound(t *testing.T) {
	rng := rand.New(rand.NewPCG(11, 12))
	wide := func(bits uint) (z uint256.Int) {
		z = uint256.Int{rng.Uint64(), rng.Uint64(), rng.Uint64(), rng.Uint64()}
		return *z.Rsh(&z, 256-rng.UintN(bits+1))
	}
	draw := func() (a priced) {
		a.price, a.known = wide(100), rng.IntN(60) > 0
		a.known = a.known && !a.price.IsZero()
		a.scale.Exp(uint256.NewInt(10), uint256.NewInt(rng.Uint64N(20)))
		return a
	}
	promised, all := 0, 200_000
	for range all {
		f := &moment{base: draw(), known: rng.IntN(60) > 0}
		f.m.borrow = 1e15 + rng.Uint64N(1e15)
		f.now.borrow = f.m.borrow + rng.Uint64N(1e14)
		if rng.IntN(50) == 0 {
			f.m.borrow, f.now.borrow = rng.Uint64(), rng.Uint64()
		}
		h := &holder{}
		principal := wide(104)
		h.head.principal.Set(&principal)
		h.head.owes, h.head.assetsIn = rng.IntN(4) > 0, rng.Uint32()
		if rng.IntN(50) == 0 {
			h.head.unread = basic
		}
		for i := range rng.IntN(5) {
			s := scalars{priced: draw(), bit: 1 << i}
			s.liquidateFactor.SetUint64(rng.Uint64N(1e18 + 1))
			if rng.IntN(60) == 0 {
				s.liquidateFactor = wide(70)
			}
			f.assets = append(f.assets, s)
			amount := wide(128)
			l := leg{asset: uint64(i)}
			l.amount.Set(&amount)
			h.legs = append(h.legs, l)
		}
		f.supposed = h
		ok, err := protocoltest.Weighed(f, 0)
		if err != nil {
			t.Fatalf("%+v %+v in %+v: %v", h.head, h.legs, f, err)
		}
		if ok {
			promised++
		}
	}
	if promised < all/2 || promised == all {
		t.Errorf("%d of %d were promised anything", promised, all)
	}
}
