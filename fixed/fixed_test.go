package fixed

import (
	"math/big"
	"testing"
	"unsafe"

	"github.com/holiman/uint256"
	"pgregory.net/rapid"
)

type rounding int

const (
	floor rounding = iota
	halfUp
	ceil
)

// reference computes x·y/d on integers without bounds and applies the
// contract's rule afterwards: nil means that it reverts.
func reference(x, y, d *big.Int, r rounding) *big.Int {
	limit := new(big.Int).Lsh(big.NewInt(1), 256)
	p := new(big.Int).Mul(x, y)
	if d.Sign() == 0 || p.Cmp(limit) >= 0 {
		return nil
	}
	switch r {
	case halfUp:
		p.Add(p, new(big.Int).Rsh(d, 1))
		if p.Cmp(limit) >= 0 {
			return nil
		}
	case ceil:
		p.Add(p, d)
		p.Sub(p, big.NewInt(1))
	}
	return p.Div(p, d)
}

type function struct {
	name string
	call func(z, x, y *uint256.Int) bool
	// the exact fraction is x·mul/div; nil stands for y
	mul, div *big.Int
	round    rounding
}

func functions() []function {
	r, w, p := big.NewInt(0).Exp(big.NewInt(10), big.NewInt(27), nil), big.NewInt(1e18), big.NewInt(1e4)
	return []function{
		{"RayMulHalfUp", RayMulHalfUp, nil, r, halfUp},
		{"RayMulFloor", RayMulFloor, nil, r, floor},
		{"RayMulCeil", RayMulCeil, nil, r, ceil},
		{"RayDivHalfUp", RayDivHalfUp, r, nil, halfUp},
		{"RayDivFloor", RayDivFloor, r, nil, floor},
		{"RayDivCeil", RayDivCeil, r, nil, ceil},
		{"WadMulHalfUp", WadMulHalfUp, nil, w, halfUp},
		{"WadMulFloor", WadMulFloor, nil, w, floor},
		{"WadMulCeil", WadMulCeil, nil, w, ceil},
		{"WadDivHalfUp", WadDivHalfUp, w, nil, halfUp},
		{"WadDivFloor", WadDivFloor, w, nil, floor},
		{"WadDivCeil", WadDivCeil, w, nil, ceil},
		{"PercentMulHalfUp", PercentMulHalfUp, nil, p, halfUp},
		{"PercentMulFloor", PercentMulFloor, nil, p, floor},
		{"PercentMulCeil", PercentMulCeil, nil, p, ceil},
		{"PercentDivHalfUp", PercentDivHalfUp, p, nil, halfUp},
		{"PercentDivFloor", PercentDivFloor, p, nil, floor},
		{"PercentDivCeil", PercentDivCeil, p, nil, ceil},
	}
}

// word draws numbers of every width, and often the ones next to a power of two
// or to zero, where carries and overflows live.
func word() *rapid.Generator[uint256.Int] {
	return rapid.Custom(func(t *rapid.T) uint256.Int {
		var z uint256.Int
		for i := range z {
			z[i] = rapid.Uint64().Draw(t, "word")
		}
		z.Rsh(&z, rapid.UintRange(0, 256).Draw(t, "shift"))
		switch rapid.IntRange(0, 5).Draw(t, "edge") {
		case 0:
			z = uint256.Int{}
		case 1:
			z.SetAllOne().Rsh(&z, rapid.UintRange(0, 255).Draw(t, "ones"))
		case 2:
			z = ray
		}
		return z
	})
}

func check(t interface{ Fatalf(string, ...any) }, name string, x, y *uint256.Int, z *uint256.Int, ok bool, want *big.Int) {
	if ok != (want != nil) {
		t.Fatalf("%s(%s, %s) returned %v, want %v", name, x, y, ok, want != nil)
	}
	if ok && z.ToBig().Cmp(want) != 0 {
		t.Fatalf("%s(%s, %s) = %s, want %s", name, x, y, z, want)
	}
}

func compare(t interface{ Fatalf(string, ...any) }, x, y, d uint256.Int) {
	for _, f := range functions() {
		mul, div := f.mul, f.div
		if mul == nil {
			mul = y.ToBig()
		}
		if div == nil {
			div = y.ToBig()
		}
		want := reference(x.ToBig(), mul, div, f.round)
		var z uint256.Int
		check(t, f.name, &x, &y, &z, f.call(&z, &x, &y), want)

		left, right := x, y
		check(t, f.name+" into its first operand", &x, &y, &left, f.call(&left, &left, &y), want)
		check(t, f.name+" into its second operand", &x, &y, &right, f.call(&right, &x, &right), want)
	}
	for i, call := range []func(z, x, y, d *uint256.Int) bool{MulDivFloor, MulDivHalfUp, MulDivCeil} {
		want := reference(x.ToBig(), y.ToBig(), d.ToBig(), rounding(i))
		var z uint256.Int
		check(t, "MulDiv", &x, &y, &z, call(&z, &x, &y, &d), want)
		z = d
		check(t, "MulDiv into its divisor", &x, &y, &z, call(&z, &x, &y, &z), want)
	}
}

func TestAgainstUnboundedIntegers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		compare(t, word().Draw(t, "x"), word().Draw(t, "y"), word().Draw(t, "d"))
	})
}

func FuzzAgainstUnboundedIntegers(f *testing.F) {
	f.Add([]byte{1}, []byte{2}, []byte{3})
	f.Add(ray.Bytes(), ray.Bytes(), []byte{})
	f.Fuzz(func(t *testing.T, x, y, d []byte) {
		var a, b, c uint256.Int
		compare(t, *a.SetBytes(x), *b.SetBytes(y), *c.SetBytes(d))
	})
}

func TestRevertLeavesTheResultAlone(t *testing.T) {
	var most, zero uint256.Int
	most.SetAllOne()
	for _, f := range functions() {
		for _, y := range []uint256.Int{most, zero} {
			z := uint256.Int{7}
			if !f.call(&z, &most, &y) && z != (uint256.Int{7}) {
				t.Errorf("%s wrote %s and reported a revert", f.name, &z)
			}
		}
	}
}

func TestNothingAllocates(t *testing.T) {
	x, y := uint256.Int{1, 2, 3}, uint256.Int{5, 6}
	var z uint256.Int
	fs := functions()
	if n := testing.AllocsPerRun(100, func() {
		for i := range fs {
			fs[i].call(&z, &x, &y)
		}
	}); n != 0 {
		t.Errorf("%v allocations, want none", n)
	}
}

func TestU128(t *testing.T) {
	if size := unsafe.Sizeof(U128{}); size != 16 {
		t.Fatalf("U128 takes %d bytes, want 16", size)
	}
	rapid.Check(t, func(t *rapid.T) {
		x := word().Draw(t, "x")
		before := U128{Lo: 1, Hi: 2}
		u := before
		fits := x.BitLen() <= 128
		if ok := u.Set(&x); ok != fits {
			t.Fatalf("Set(%s) reports %v, want %v", &x, ok, fits)
		}
		if !fits {
			if u != before {
				t.Fatalf("Set(%s) changed the value to %s", &x, u)
			}
			return
		}
		var z uint256.Int
		if got := u.Uint256(); got != x || *u.Into(&z) != x {
			t.Fatalf("%s came back as %s and %s", &x, &got, &z)
		}
		if u.String() != x.Dec() || u.IsZero() != x.IsZero() {
			t.Fatalf("%s prints as %s, zero %v", &x, u, u.IsZero())
		}
		var copied U128
		for i := range uint(130) {
			want := x.ToBig().Bit(int(i)) == 1
			if u.Bit(i) != want {
				t.Fatalf("bit %d of %s is %v", i, u, !want)
			}
			if want {
				copied.SetBit(i)
			}
		}
		if copied != u {
			t.Fatalf("setting the bits of %s gives %s", u, copied)
		}
	})
}

func BenchmarkRayMulHalfUp(b *testing.B) {
	x, y := uint256.Int{0x6c6b935b8bbd4000, 0x21}, ray
	y.AddUint64(&y, 12345)
	var z uint256.Int
	for b.Loop() {
		RayMulHalfUp(&z, &x, &y)
	}
}
