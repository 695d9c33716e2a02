package aavev3

import (
	"errors"
	"math/big"
	"math/rand/v2"
	"testing"
	"unsafe"

	"brink/fixed"

	"github.com/holiman/uint256"
)

// dice makes random markets and accounts from a fixed seed.
type dice struct{ *rand.Rand }

func newDice(seed uint64) dice { return dice{rand.New(rand.NewPCG(seed, 0x6272696e6b))} }

// wide draws a number of up to n bits, every width alike.
func (d dice) wide(n int) uint256.Int {
	z := uint256.Int{d.Uint64(), d.Uint64(), d.Uint64(), d.Uint64()}
	return *z.Rsh(&z, uint(256-d.IntN(n+1)))
}

func (d dice) u128(n int) fixed.U128 {
	z := d.wide(n)
	return fixed.U128{Lo: z[0], Hi: z[1]}
}

func (d dice) chance(n int) bool { return d.IntN(n) == 0 }

func (d dice) index() uint256.Int {
	one := fixed.Ray()
	z := d.wide(89)
	return *z.Add(&z, &one)
}

// market draws a frame; a wild one has numbers of any size and gaps, a tame
// one what markets have.
func (d dice) market(v Version, wild bool) *frame {
	f := &frame{version: v, time: 1_750_000_000, reserves: make([]scalars, 8), eModes: make([]eMode, 4)}
	decimals := []uint8{6, 8, 18, 18}
	for i := range f.reserves {
		s := &f.reserves[i]
		*s = scalars{
			income: d.index(), debt: d.index(), listed: true, priced: true, active: true,
			ltv: uint16(d.IntN(9000)), threshold: uint16(d.IntN(10000)), bonus: 10_000 + uint16(d.IntN(1500)),
			protocolFee: uint16(d.IntN(5000)), category: uint8(d.IntN(4)),
		}
		s.setDecimals(decimals[d.IntN(4)])
		s.price = uint256.Int{1 + d.Uint64()>>(20+d.IntN(40))}
		for _, p := range []*uint16{&s.ltv, &s.threshold, &s.protocolFee} {
			if d.chance(6) {
				*p = 0
			}
		}
		if !wild {
			continue
		}
		switch d.IntN(12) {
		case 0:
			s.income = d.wide(256)
		case 1:
			s.debt = d.wide(256)
		case 2:
			s.price = d.wide(256)
		case 3:
			s.setDecimals(uint8(d.Uint32()))
		case 4:
			s.listed = false
		case 5:
			s.priced = false
		case 6:
			s.reverts = true
		case 7:
			s.threshold, s.ltv = uint16(d.Uint32()), uint16(d.Uint32())
		}
	}
	for i := range f.eModes {
		e := &f.eModes[i]
		*e = eMode{ltv: uint16(d.IntN(9500)), threshold: uint16(d.IntN(10000)), bonus: 10_000 + uint16(d.IntN(800)),
			isolated: d.chance(3), members: fixed.U128{Lo: d.Uint64()}, ltvZero: fixed.U128{Lo: d.Uint64() & d.Uint64()}}
		if wild && v.eModePrice() && i != 0 && d.chance(3) {
			e.sourced, e.priced, e.price = true, !d.chance(6), d.wide(64)
		}
	}
	f.seal()
	return f
}

// position draws up to five legs.
func (d dice) position(f *frame, wild bool) (category uint8, legs []leg) {
	for range 1 + d.IntN(5) {
		id := d.IntN(len(f.reserves))
		if wild && d.chance(500) {
			id += len(f.reserves)
		}
		width := 80
		if wild && d.chance(8) {
			width = 128
		} else if !wild && f.reserves[id].unit.LtUint64(1e9) {
			width = 45
		}
		legs = append(legs, leg{scaled: d.u128(width), reserve: uint32(id), kind: kind(d.IntN(3))})
	}
	return uint8(d.IntN(5)), legs
}

// TestNarrowEqualsWide compares the two paths on 10^7 accounts.
func TestNarrowEqualsWide(t *testing.T) {
	d := newDice(1)
	const markets, accounts = 20_000, 500
	var narrow, reverted, unpriced, unlisted, tame, tameNarrow int
	for i := range markets {
		wild := i%2 == 1
		f := d.market(V300+Version(i/2%int(V37)), wild)
		for range accounts {
			category, legs := d.position(f, wild)
			var got, want account
			fast := f.evaluateNarrow(&got, f.category(category), legs) && !f.category(category).sourced
			err := f.evaluateWide(&want, category, legs)
			if !wild {
				tame++
			}
			if fast {
				narrow++
				if !wild {
					tameNarrow++
				}
				if err != nil || got != want {
					t.Fatalf("%v: eMode %d, legs %+v: the narrow path finds %+v, the wide one %+v, %v", f.version, category, legs, got, want, err)
				}
			}
			switch {
			case errors.Is(err, errRevert):
				reverted++
			case errors.Is(err, errUnknownPrice):
				unpriced++
			case errors.Is(err, errUnknownReserve):
				unlisted++
			case err != nil:
				t.Fatal(err)
			}
		}
	}
	t.Logf("of %d: narrow %d (of tame ones %d of %d), reverted %d, unpriced %d, unlisted %d",
		markets*accounts, narrow, tameNarrow, tame, reverted, unpriced, unlisted)
	if tameNarrow < tame*99/100 || narrow == markets*accounts || reverted == 0 || unpriced == 0 || unlisted == 0 {
		t.Error("the random accounts miss a case")
	}
}

// TestEvaluateEqualsUnboundedIntegers compares with an implementation of the
// rules on math/big that shares nothing with the one under test.
func TestEvaluateEqualsUnboundedIntegers(t *testing.T) {
	d := newDice(2)
	for i := range 10_000 {
		wild := i%2 == 1
		f := d.market(V300+Version(i/2%int(V37)), wild)
		for range 100 {
			category, legs := d.position(f, wild)
			var got account
			err := f.evaluate(&got, category, legs, nil)
			want, reverts := bigAccount(f, category, legs)
			if reverts != (err != nil) {
				t.Fatalf("%v: eMode %d, legs %+v: error %v, want one: %v", f.version, category, legs, err, reverts)
			}
			if err == nil && !want.equals(&got) {
				t.Fatalf("%v: eMode %d, legs %+v: %+v, want %+v", f.version, category, legs, got, want)
			}
			if ltv, ltvErr := f.averageLTV(category, legs); err == nil && (ltvErr != nil || want.avgLTV.Cmp(big.NewInt(int64(ltv))) != 0) {
				t.Fatalf("%v: eMode %d, legs %+v: LTV %d (%v), want %s", f.version, category, legs, ltv, ltvErr, want.avgLTV)
			}
		}
	}
}

type bigResult struct{ collateral, debt, avgLTV, avgThreshold, healthFactor *big.Int }

func (r *bigResult) equals(a *account) bool {
	return a.collateral.ToBig().Cmp(r.collateral) == 0 && a.debt.ToBig().Cmp(r.debt) == 0 &&
		r.avgThreshold.Cmp(big.NewInt(int64(a.averageThreshold()))) == 0 &&
		a.healthFactor.ToBig().Cmp(r.healthFactor) == 0 &&
		a.liquidatable == (r.healthFactor.Cmp(big.NewInt(1e18)) < 0)
}

var (
	bigRay   = new(big.Int).Exp(big.NewInt(10), big.NewInt(27), nil)
	bigLimit = new(big.Int).Lsh(big.NewInt(1), 256)
)

// bigAccount is the account data as the rules say it, on integers without
// bounds; reverts also stands for unknown prices and reserves.
func bigAccount(f *frame, category uint8, legs []leg) (r bigResult, reverts bool) {
	over := func(x *big.Int) *big.Int {
		reverts = reverts || x.Cmp(bigLimit) >= 0
		return x
	}
	div := func(n, d *big.Int, up bool) *big.Int {
		if d.Sign() == 0 {
			reverts = true
			return new(big.Int)
		}
		q, m := new(big.Int).QuoRem(n, d, new(big.Int))
		if up && m.Sign() != 0 {
			q.Add(q, big.NewInt(1))
		}
		return q
	}
	half := func(x, y, d *big.Int) *big.Int {
		n := new(big.Int).Mul(x, y)
		return div(over(n.Add(n, new(big.Int).Rsh(d, 1))), d, false)
	}
	v := f.version
	var e eMode
	if category != 0 && int(category) < len(f.eModes) {
		e = f.eModes[category]
	}
	C, D, ST, SL := new(big.Int), new(big.Int), new(big.Int), new(big.Int)
	for _, l := range legs {
		if l.kind == supplied {
			continue
		}
		if int(l.reserve) >= len(f.reserves) {
			return r, true
		}
		s := f.reserves[l.reserve]
		if !s.listed {
			continue
		}
		scaled := l.scaled.Uint256()
		member := isMember(f, category, l.reserve)
		price, known := s.price, s.priced
		if v <= V31 && e.sourced {
			if !e.priced {
				return r, true
			}
			if member && !e.price.IsZero() {
				price, known = e.price, true
			}
		}
		if !known {
			return r, true
		}
		if l.kind == borrowed {
			if s.reverts {
				return r, true
			}
			var bal *big.Int
			if v >= V35 {
				bal = div(over(new(big.Int).Mul(scaled.ToBig(), s.debt.ToBig())), bigRay, true)
			} else {
				bal = half(scaled.ToBig(), s.debt.ToBig(), bigRay)
			}
			over(D.Add(D, div(over(bal.Mul(bal, price.ToBig())), s.unit.ToBig(), v >= V35)))
			continue
		}
		if s.threshold == 0 && v <= V35 {
			continue
		}
		if s.reverts {
			return r, true
		}
		var bal *big.Int
		if v >= V35 {
			bal = div(over(new(big.Int).Mul(scaled.ToBig(), s.income.ToBig())), bigRay, false)
		} else {
			bal = half(scaled.ToBig(), s.income.ToBig(), bigRay)
		}
		c := div(over(bal.Mul(bal, price.ToBig())), s.unit.ToBig(), false)
		over(C.Add(C, c))
		ltv, lt := s.ltv, s.threshold
		if member {
			lt = e.threshold
			if v <= V35 && ltv != 0 || v >= V36 {
				ltv = e.ltv
			}
			if v >= V36 && e.ltvZero.Bit(uint(l.reserve)) {
				ltv = 0
			}
		} else if v == V37 && e.isolated && category != 0 {
			ltv = 0
		}
		over(ST.Add(ST, over(new(big.Int).Mul(c, big.NewInt(int64(lt))))))
		over(SL.Add(SL, over(new(big.Int).Mul(c, big.NewInt(int64(ltv))))))
	}
	r = bigResult{C, D, new(big.Int), new(big.Int), new(big.Int)}
	if C.Sign() != 0 {
		r.avgLTV, r.avgThreshold = div(SL, C, false), div(ST, C, false)
	}
	wad, percent := big.NewInt(1e18), big.NewInt(1e4)
	switch {
	case D.Sign() == 0:
		r.healthFactor.Sub(bigLimit, big.NewInt(1))
	case v >= V35:
		r.healthFactor.Div(half(ST, wad, D), percent)
	default:
		r.healthFactor = half(half(C, r.avgThreshold, percent), wad, D)
	}
	return r, reverts
}

func isMember(f *frame, category uint8, id uint32) bool {
	if category == 0 || int(category) >= len(f.eModes) {
		return false
	}
	if f.version <= V31 {
		return f.reserves[id].category == category
	}
	members := f.eModes[category].members.Uint256()
	return members.ToBig().Bit(int(id)) == 1
}

func TestLegIsPlain(t *testing.T) {
	var l leg
	if got, want := unsafe.Sizeof(l), unsafe.Sizeof(l.scaled)+unsafe.Sizeof(l.reserve)+unsafe.Sizeof(l.kind); got != want || got != 24 {
		t.Errorf("a leg takes %d bytes, its fields %d, want 24", got, want)
	}
}
