package feed

import (
	"math/big"
	"strings"
	"testing"

	"github.com/holiman/uint256"
	"pgregory.net/rapid"
)

func TestDecimal(t *testing.T) {
	for _, c := range []struct {
		z        string
		decimals uint8
		want     string
	}{
		{"0", 0, "0"}, {"0", 18, "0"}, {"1", 18, "0.000000000000000001"}, {"1500000", 6, "1.5"},
		{"1000000", 6, "1"}, {"123456789", 6, "123.456789"}, {"42", 0, "42"},
		{"115792089237316195423570985008687907853269984665640564039457584007913129639935", 255,
			"0.000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000000115792089237316195423570985008687907853269984665640564039457584007913129639935"},
	} {
		if got := Decimal(uint256.MustFromDecimal(c.z), c.decimals); got != c.want {
			t.Errorf("%s of %d decimals: got %s, want %s", c.z, c.decimals, got, c.want)
		}
	}
	for z, want := range map[uint64]string{0: "0.00", 1: "0.00000001", 150000000: "1.50", 12345670000: "123.4567"} {
		if got := Dollars(uint256.NewInt(z)); got != want {
			t.Errorf("%d in dollars: got %s, want %s", z, got, want)
		}
		if back, ok := ParseDollars(want); !ok || !back.Eq(uint256.NewInt(z)) {
			t.Errorf("%s read as %s, %t", want, &back, ok)
		}
	}
	for _, text := range []string{"", ".", "1", "1.5", "1.000000001", "-1.00", "01.00", "1.00 ", "1e2.00"} {
		if z, ok := ParseDollars(text); ok {
			t.Errorf("%q read as %s", text, &z)
		}
	}
	for z, want := range map[uint64]string{0: "0.000000000000000000", 1e18: "1.000000000000000000", 1021345678901234567: "1.021345678901234567"} {
		if got := Factor(uint256.NewInt(z)); got != want {
			t.Errorf("factor %d: got %s, want %s", z, got, want)
		}
	}
}

// TestDecimalIsTheQuotient compares with what math/big writes of a fraction.
func TestDecimalIsTheQuotient(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		z := new(uint256.Int).SetBytes(rapid.SliceOfN(rapid.Byte(), 0, 32).Draw(t, "z"))
		z.Mul(z, new(uint256.Int).Exp(uint256.NewInt(10), uint256.NewInt(rapid.Uint64Range(0, 40).Draw(t, "zeros"))))
		for name, c := range map[string]struct {
			got             string
			decimals, least int
		}{
			"decimal": {Decimal(z, 27), 27, 0},
			"dollars": {Dollars(z), 8, 2},
			"factor":  {Factor(z), 18, 18},
			"whole":   {Decimal(z, 0), 0, 0},
		} {
			scale := new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(c.decimals)), nil)
			want := new(big.Rat).SetFrac(z.ToBig(), scale).FloatString(c.decimals)
			whole, fraction, _ := strings.Cut(want, ".")
			for len(fraction) > c.least && fraction[len(fraction)-1] == '0' {
				fraction = fraction[:len(fraction)-1]
			}
			if want = whole; fraction != "" {
				want += "." + fraction
			}
			if c.got != want {
				t.Fatalf("%s as %s: got %s, want %s", z.Dec(), name, c.got, want)
			}
		}
	})
}

// BenchmarkDecimal writes the numbers of a position.
func BenchmarkDecimal(b *testing.B) {
	amount, price, factor := uint256.NewInt(1_234_567_890_123_456_789), uint256.NewInt(250_012_345_678), uint256.NewInt(1_021_345_678_901_234_567)
	for name, write := range map[string]func() string{
		"decimal": func() string { return Decimal(amount, 18) },
		"dollars": func() string { return Dollars(price) },
		"factor":  func() string { return Factor(factor) },
	} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				write()
			}
		})
	}
}
