package config

import (
	"errors"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/ethereum/go-ethereum/common"
	"pgregory.net/rapid"
)

// Whatever the file says, loading it gives a configuration or a list of
// one-line problems, and the configuration can be shown.
func FuzzLoad(f *testing.F) {
	seeds, err := filepath.Glob("testdata/bad/*.yaml")
	if err != nil {
		f.Fatal(err)
	}
	for _, seed := range append(seeds, "testdata/good.yaml") {
		data, err := os.ReadFile(seed)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	f.Add([]byte("chains: [ { deployments: [ { addresses: { \"a\\nb\": 1 } } ] } ]"))
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := parse("brink.yaml", data, Options{Protocols: testProtocols()})
		if err != nil {
			var problems Problems
			if !errors.As(err, &problems) || len(problems) == 0 {
				t.Fatalf("error is %T: %v", err, err)
			}
			for _, problem := range problems {
				if problem.Where == "" || problem.Message == "" || strings.ContainsAny(problem.Error(), "\n\x1b") {
					t.Errorf("not one printable line: %q", problem.Error())
				}
			}
			return
		}
		if _, err := c.YAML(true); err != nil {
			t.Errorf("showing a loaded configuration: %v", err)
		}
	})
}

func TestDecimalIsExact(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[0-9]{1,30}(\.[0-9]{1,18})?`).Draw(t, "text")
		var d Decimal
		if err := d.UnmarshalText([]byte(text)); err != nil {
			t.Fatal(err)
		}
		want, _ := new(big.Rat).SetString(text)
		want.Mul(want, new(big.Rat).SetInt(big.NewInt(1e18)))
		if got := new(big.Rat).SetInt(d.Wad().ToBig()); got.Cmp(want) != 0 {
			t.Errorf("%s became %s", text, d.Wad().Dec())
		}
	})
}

func TestDecimalRefuses(t *testing.T) {
	for _, text := range []string{"", ".", "1.", ".5", "-1", "+1", "1e3", "1_000", "0x1", "1.1.1", " 1", "1.0000000000000000000", strings.Repeat("9", 80), "NaN"} {
		var d Decimal
		if err := d.UnmarshalText([]byte(text)); err == nil {
			t.Errorf("%q was read as %s", text, d)
		}
	}
}

func TestChecksumCatchesOneFlippedLetter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var address common.Address
		copy(address[:], rapid.SliceOfN(rapid.Byte(), 20, 20).Draw(t, "address"))
		text := address.Hex()
		for _, same := range []string{text, strings.ToLower(text), "0x" + strings.ToUpper(text[2:])} {
			if got, err := ParseAddress(same); err != nil || got != address {
				t.Fatalf("%s was read as %s, %v", same, got, err)
			}
		}
		i := rapid.IntRange(2, 41).Draw(t, "letter")
		flipped := text[:i] + flip(text[i:i+1]) + text[i+1:]
		digits := flipped[2:]
		mixed := digits != strings.ToLower(digits) && digits != strings.ToUpper(digits)
		if _, err := ParseAddress(flipped); mixed && flipped != text && err == nil {
			t.Errorf("%s was accepted, %s is right", flipped, text)
		}
	})
}

func flip(letter string) string {
	if upper := strings.ToUpper(letter); upper != letter {
		return upper
	}
	return strings.ToLower(letter)
}
