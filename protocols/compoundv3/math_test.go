package compoundv3

import (
	"math/big"
	"testing"

	"brink/chain"
	"brink/position"
	"brink/prices"
	"brink/state"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
	"pgregory.net/rapid"
)

// perSecond is a rate a year, in ten-thousandths, as the contract keeps it.
func perSecond(tenThousandths uint64) uint64 { return tenThousandths * 1e14 / secondsPerYear }

// TestAccrualVector is worked out by hand from the formulas of the contract.
func TestAccrualVector(t *testing.T) {
	supply := curve{kink: 8e17, slopeLow: perSecond(325), slopeHigh: perSecond(4000)}
	borrow := curve{kink: 8e17, slopeLow: perSecond(350), slopeHigh: perSecond(2500), base: perSecond(150)}
	s := sums{
		indices:  indices{supply: 1_050_000_000_000_000, borrow: 1_080_000_000_000_000},
		supplied: *uint256.NewInt(400_000_000e6), borrowed: *uint256.NewInt(350_000_000e6), accrued: 1_700_000_000,
	}
	var u uint256.Int
	if !s.utilization(&u) || u.Uint64() != 9e17 {
		t.Errorf("utilization is %s, want 0.9", u.Dec())
	}
	now, rates, ok := s.accruedIndices(&supply, &borrow, s.accrued+12)
	if want := (indices{2_092_846_270, 2_156_265_853}); !ok || rates != want {
		t.Errorf("rates are %v, want %v", rates, want)
	}
	if want := (indices{1_050_000_026_369_863, 1_080_000_027_945_205}); now != want {
		t.Errorf("indices are %v, want %v", now, want)
	}
	if now, _, ok := s.accruedIndices(&supply, &borrow, s.accrued); !ok || now != s.indices {
		t.Errorf("in no time indices become %v", now)
	}
	for _, impossible := range []uint64{s.accrued - 1, lastTime} {
		if _, _, ok := s.accruedIndices(&supply, &borrow, impossible); ok {
			t.Errorf("time %d is accepted", impossible)
		}
	}
	s.indices.borrow = ^uint64(0) - 1
	if _, _, ok := s.accruedIndices(&supply, &borrow, s.accrued+secondsPerYear); ok {
		t.Error("an index beyond 64 bits is accepted")
	}
}

// number draws numbers of every width up to so many bits.
func number(bits int) *rapid.Generator[uint256.Int] {
	return rapid.Custom(func(t *rapid.T) (z uint256.Int) {
		for i := range z {
			z[i] = rapid.Uint64().Draw(t, "word")
		}
		z.Rsh(&z, uint(256-rapid.IntRange(0, bits).Draw(t, "bits")))
		return z
	})
}

func floor(x, y, d *big.Int) *big.Int {
	z := new(big.Int).Mul(x, y)
	return z.Div(z, d)
}

// TestRatesAgainstUnboundedIntegers compares both sides of the kink.
func TestRatesAgainstUnboundedIntegers(t *testing.T) {
	wad := big.NewInt(1e18)
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string) uint64 { return rapid.Uint64Range(0, 2e18).Draw(t, name) }
		c := curve{kink: draw("kink"), slopeLow: draw("low"), slopeHigh: draw("high"), base: draw("base")}
		u := number(80).Draw(t, "utilization")
		below, above := u.ToBig(), new(big.Int)
		if kink := new(big.Int).SetUint64(c.kink); below.Cmp(kink) > 0 {
			above.Sub(below, kink)
			below = kink
		}
		want := floor(new(big.Int).SetUint64(c.slopeLow), below, wad)
		want.Add(want, floor(new(big.Int).SetUint64(c.slopeHigh), above, wad))
		want.Add(want, new(big.Int).SetUint64(c.base))
		got, ok := c.rate(&u)
		if ok != want.IsUint64() || ok && got != want.Uint64() {
			t.Fatalf("%+v at %s gives %d, %v, want %s", c, u.Dec(), got, ok, want)
		}
	})
}

// TestPrincipal demands that debts come back from base as they were, and that
// nobody gains by a round trip.
func TestPrincipal(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string) uint64 { return rapid.Uint64Range(1e15, 1e18).Draw(t, name) }
		i := indices{draw("supply"), draw("borrow")}
		p := signed{size: number(90).Draw(t, "principal")}
		p.negative = rapid.Bool().Draw(t, "owes") && !p.size.IsZero()
		var base, back signed
		if !p.present(&base, i) || !base.principal(&back, i) {
			t.Fatalf("%v has no present value or no way back", p)
		}
		var lost uint256.Int
		lost.Sub(&p.size, &back.size)
		if back.negative != p.negative || p.negative && !lost.IsZero() || lost.GtUint64(1) {
			t.Fatalf("%+v is %+v, and that %+v", p, base, back)
		}
	})
}

// TestSigned compares addition with integers that have signs of their own.
func TestSigned(t *testing.T) {
	integer := func(s signed) *big.Int {
		z := s.size.ToBig()
		if s.negative {
			z.Neg(z)
		}
		return z
	}
	rapid.Check(t, func(t *rapid.T) {
		draw := func(name string) signed {
			s := signed{size: number(70).Draw(t, name)}
			s.negative = rapid.Bool().Draw(t, "negative") && !s.size.IsZero()
			return s
		}
		x, y := draw("x"), draw("y")
		if rapid.Bool().Draw(t, "opposite") {
			y = signed{x.size, !x.negative && !x.size.IsZero()}
		}
		want := new(big.Int).Add(integer(x), integer(y))
		x.add(y)
		if got := integer(x); got.Cmp(want) != 0 || x.negative && x.size.IsZero() {
			t.Fatalf("the sum is %s, want %s", got, want)
		}
	})
}

func quoted(t *rapid.T, name string) priced {
	decimals := rapid.IntRange(0, 18).Draw(t, name+" decimals")
	p := priced{known: true, price: number(60).Draw(t, name+" price")}
	p.price.AddUint64(&p.price, 1)
	p.scale.Exp(uint256.NewInt(10), uint256.NewInt(uint64(decimals)))
	return p
}

// TestLiquidationPrice demands that the price turns the verdict, and that one
// unit more doesn't.
func TestLiquidationPrice(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := quoted(t, "asset")
		debt, balance := number(80).Draw(t, "debt"), number(100).Draw(t, "balance")
		factor := uint256.NewInt(rapid.Uint64Range(0, 10_000).Draw(t, "factor") * 1e14)
		liquidatable := func() bool {
			b := backing{known: true}
			var value uint256.Int
			if !a.worth(&value, &balance) {
				t.Fatalf("%s at %s is beyond what the contract can multiply", balance.Dec(), a.price.Dec())
			}
			b.add(&value, factor)
			var s position.Sums
			return weigh(&s, &b.power, &debt) && b.power.Lt(&debt)
		}
		if !liquidationPrice(&a.price, &debt, &balance, &a.scale, factor) {
			a.price.SetOne()
			if !debt.IsZero() && !factor.IsZero() && liquidatable() && !balance.IsZero() {
				t.Fatal("there is no price, but at one unit it is liquidatable")
			}
			return
		}
		if a.price.BitLen() > 150 {
			return // no feed has so much, nor could the contract multiply it
		}
		if !liquidatable() {
			t.Fatalf("at %s it is not liquidatable", a.price.Dec())
		}
		a.price.AddUint64(&a.price, 1)
		if liquidatable() {
			t.Fatalf("one above, at %s, it is liquidatable", a.price.Dec())
		}
	})
}

// TestMost demands that a purchase takes as much as there is to be had, and pays
// no more for it than it must.
func TestMost(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		collateral, base := quoted(t, "asset"), quoted(t, "base")
		front, penalty := rapid.Uint64Range(0, 1e18).Draw(t, "front"), rapid.Uint64Range(0, 1e18).Draw(t, "factor")
		amount := number(90).Draw(t, "amount")
		var s sale
		if !s.discounted(&collateral, &base, uint256.NewInt(penalty), uint256.NewInt(front)) {
			return
		}
		var pay, got, buys uint256.Int
		if !s.most(&pay, &got, &amount) {
			return
		}
		if !s.quote(&buys, &pay) || !buys.Eq(&got) || got.Gt(&amount) {
			t.Fatalf("%s buys %s, said %s of %s", pay.Dec(), buys.Dec(), got.Dec(), amount.Dec())
		}
		less := new(uint256.Int).SubUint64(&pay, 1)
		if s.quote(&buys, less); !buys.Lt(&got) {
			t.Fatalf("%s buys %s as well", less.Dec(), buys.Dec())
		}
		// the least that buys more buys too much
		next := new(big.Int).Mul(new(big.Int).Add(got.ToBig(), big.NewInt(1)), s.asset.ToBig())
		next.Mul(next, s.baseScale.ToBig())
		unit := new(big.Int).Mul(s.base.ToBig(), s.scale.ToBig())
		next.Add(next, unit).Sub(next, big.NewInt(1)).Div(next, unit)
		if b, over := uint256.FromBig(next); !over && s.quote(&buys, b) && !buys.Gt(&amount) {
			t.Fatalf("%s buys %s, which is there", b.Dec(), buys.Dec())
		}
	})
}

// TestDebtHasOneBitLess: the contract multiplies a debt as a signed number.
func TestDebtHasOneBitLess(t *testing.T) {
	base := priced{known: true, scale: *uint256.NewInt(1)}
	base.price.Lsh(uint256.NewInt(1), 155)
	var z, principal uint256.Int
	principal.Lsh(uint256.NewInt(1), 100)
	if !base.debt(&z, 1e15, &principal) || z.BitLen() != 256 {
		t.Errorf("the least int256 is refused, or is %s", z.Hex())
	}
	base.price.AddUint64(&base.price, 1)
	if base.debt(&z, 1e15, &principal) {
		t.Error("less than the least int256 is accepted")
	}
}

// TestDollars: a market in another unit has dollars by a feed of the unit, or by
// an oracle of base, and none by what doesn't answer.
func TestDollars(t *testing.T) {
	db := new(state.DB)
	book := prices.NewBook(db)
	watch := func(data byte) prices.ID {
		id, err := book.Watch(chain.Call{Data: []byte{data}}, prices.Price)
		if err != nil {
			t.Fatal(err)
		}
		return id
	}
	r := rules{unit: watch(1), unitDecimals: watch(2)}
	answer := func(feed, decimals uint64) prices.View {
		words := make([]chain.Result, 2)
		for i, n := range []uint64{feed, decimals} {
			w := uint256.NewInt(n).Bytes32()
			words[i] = chain.Result{Data: w[:], Reverted: n == 0}
		}
		if err := book.Query(0, 1, func(prices.ID) {}).Answer(words); err != nil {
			t.Fatal(err)
		}
		return book.View(1)
	}
	base := priced{known: true, price: *uint256.NewInt(2e8), scale: *uint256.NewInt(1e18)}
	some := common.Address{1}
	for name, c := range map[string]struct {
		opt  Options
		view prices.View
		base priced
		want uint64 // of three and a half units; none for zero
	}{
		"dollars":                    {Options{Unit: dollars}, answer(0, 0), base, 350_000_000},
		"a feed":                     {Options{Unit: ether, UnitUSDFeed: some}, answer(1800_55, 2), base, 630_192_500_000},
		"a feed without an answer":   {Options{Unit: ether, UnitUSDFeed: some}, answer(0, 2), base, 0},
		"a feed of unknown decimals": {Options{Unit: ether, UnitUSDFeed: some}, answer(1800_55, 0), base, 0},
		"a feed with absurd ones":    {Options{Unit: ether, UnitUSDFeed: some}, answer(1800_55, 37), base, 0},
		"an oracle of base":          {Options{Unit: otherUnit, USDOracle: some}, answer(3000_00000000, 0), base, 525_000_000_000},
		"an oracle, base unpriced":   {Options{Unit: otherUnit, USDOracle: some}, answer(3000_00000000, 0), priced{}, 0},
		"neither":                    {Options{Unit: otherUnit}, answer(0, 0), base, 0},
	} {
		p := &Protocol{opt: c.opt}
		x := p.exchange(&r, &c.base, c.view)
		z := *uint256.NewInt(350_000_000)
		if known := x.dollars(&z, &z); known != (c.want != 0) || z.Uint64() != c.want {
			t.Errorf("%s: %s, %v, want %d", name, z.Dec(), known, c.want)
		}
	}
}
