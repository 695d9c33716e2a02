package aavev2

import (
	"math/rand/v2"
	"testing"

	"brink/fixed"
	"brink/protocols/protocoltest"

	"github.com/holiman/uint256"
)

// TestWeighingIsSound draws markets and accounts of any size.
func TestWeighingIsSound(t *testing.T) {
	rng := rand.New(rand.NewPCG(7, 8))
	wide := func(bits uint) (z uint256.Int) {
		z = uint256.Int{rng.Uint64(), rng.Uint64(), rng.Uint64(), rng.Uint64()}
		return *z.Rsh(&z, 256-rng.UintN(bits+1))
	}
	one := fixed.Ray()
	promised, all := 0, 200_000
	for range all {
		f := &moment{}
		for range 1 + rng.IntN(4) {
			s := scalars{listed: rng.IntN(50) > 0, threshold: uint16(rng.IntN(9600)), rebasing: rng.IntN(50) == 0, reverts: rng.IntN(50) == 0}
			if rng.IntN(8) == 0 {
				s.threshold = uint16(rng.Uint32()) >> rng.IntN(17)
			}
			s.setDecimals(uint8(rng.IntN(22)))
			if price := wide(70); rng.IntN(50) > 0 {
				s.setPrice(&price)
			}
			for _, index := range []*uint256.Int{&s.income, &s.debt} {
				*index = wide(100)
				if rng.IntN(50) > 0 {
					index.Add(index, &one)
				}
			}
			f.reserves = append(f.reserves, s)
		}
		h := &holder{}
		for i := range f.reserves {
			for _, k := range []kind{kind(rng.IntN(2)), borrowed, stable} {
				if rng.IntN(3) > 0 || k == stable && rng.IntN(10) > 0 {
					continue
				}
				amount := wide(100)
				l := leg{reserve: uint32(i), kind: k}
				l.stored.Set(&amount)
				h.legs = append(h.legs, l)
			}
		}
		f.supposed = h
		ok, err := protocoltest.Weighed(f, 0)
		if err != nil {
			t.Fatalf("%+v in %+v: %v", h.legs, f.reserves, err)
		}
		if ok {
			promised++
		}
	}
	if promised < all/2 || promised == all {
		t.Errorf("%d of %d were promised anything", promised, all)
	}
}
