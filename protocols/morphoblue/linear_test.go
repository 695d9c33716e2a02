package morphoblue

import (
	"math/rand/v2"
	"testing"

	"brink/protocols/protocoltest"

	"github.com/holiman/uint256"
)

// TestWeighingIsSound draws markets and positions of any size.
func TestWeighingIsSound(t *testing.T) {
	rng := rand.New(rand.NewPCG(9, 10))
	wide := func(bits uint) (z uint256.Int) {
		z = uint256.Int{rng.Uint64(), rng.Uint64(), rng.Uint64(), rng.Uint64()}
		return *z.Rsh(&z, 256-rng.UintN(bits+1))
	}
	promised, all := 0, 300_000
	for range all {
		l := marketMoment{accrued: rng.IntN(50) > 0, priced: rng.IntN(50) > 0}
		l.price = wide(200)
		if rng.IntN(20) == 0 {
			l.price = wide(256)
		}
		l.lltv.SetUint64(rng.Uint64N(1e18 + 1))
		if rng.IntN(50) == 0 {
			l.lltv = wide(70)
		}
		l.totals.borrowAssets, l.totals.borrowShares = wide(128), wide(128)
		l.debt = l.totals.borrowed()
		h := &holder{}
		h.unread = rng.IntN(50) == 0
		if collateral := wide(128); rng.IntN(4) > 0 {
			h.collateral.Set(&collateral)
		}
		shares := wide(128)
		if rng.IntN(3) > 0 {
			shares.Mod(&shares, &l.debt.shares)
		}
		if rng.IntN(4) > 0 {
			h.borrowShares.Set(&shares)
		}
		f := &moment{loans: []marketMoment{l}, supposed: h}
		ok, err := protocoltest.Weighed(f, 0)
		if err != nil {
			t.Fatalf("%+v in %+v: %v", h, l, err)
		}
		if ok {
			promised++
		}
	}
	if promised < all/2 || promised == all {
		t.Errorf("%d of %d were promised anything", promised, all)
	}
}
