package feed

import (
	"testing"

	"github.com/holiman/uint256"
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
