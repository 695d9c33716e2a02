package config

import (
	"encoding"
	"errors"
	"fmt"
	"reflect"
	"strconv"
	"strings"
	"time"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

// Decimal is an exact non-negative decimal number with up to 18 digits after the
// point.
type Decimal struct {
	wad  uint256.Int
	text string
}

// Wad is the number times 10^18, the form in which contracts compare it.
func (d Decimal) Wad() *uint256.Int { return d.wad.Clone() }

func (d Decimal) String() string { return d.text }

// MarshalText writes the number as it was written.
func (d Decimal) MarshalText() ([]byte, error) { return []byte(d.text), nil }

// UnmarshalText reads digits with at most one point, without sign or exponent.
func (d *Decimal) UnmarshalText(text []byte) error {
	whole, fraction, _ := strings.Cut(string(text), ".")
	digits := whole + fraction
	if whole == "" || len(fraction) > 18 || strings.Trim(digits, "0123456789") != "" || strings.HasSuffix(string(text), ".") {
		return fmt.Errorf("%q is not a decimal number: write it like 1.10, with at most 18 digits after the point", text)
	}
	scaled := strings.TrimLeft(digits+strings.Repeat("0", 18-len(fraction)), "0")
	if scaled == "" {
		scaled = "0"
	}
	var wad uint256.Int
	if err := wad.SetFromDecimal(scaled); err != nil {
		return fmt.Errorf("%q is too large a number", text)
	}
	*d = Decimal{wad: wad, text: string(text)}
	return nil
}

// MustDecimal is for numbers in the source; it panics on text that is no number.
func MustDecimal(text string) Decimal {
	var d Decimal
	if err := d.UnmarshalText([]byte(text)); err != nil {
		panic(err)
	}
	return d
}

// Finality is how a chain's finality is learned. The zero value asks the node
// for its safe and finalized blocks.
type Finality struct {
	// Depth, when not 0, is how far behind the head a block counts as final,
	// for a chain whose nodes have no such tags.
	Depth uint64
}

func (f Finality) String() string {
	if f.Depth == 0 {
		return "tags"
	}
	return strconv.FormatUint(f.Depth, 10)
}

// MarshalText writes "tags" or the depth.
func (f Finality) MarshalText() ([]byte, error) { return []byte(f.String()), nil }

// UnmarshalText reads "tags" or a depth of at least 1.
func (f *Finality) UnmarshalText(text []byte) error {
	if string(text) == "tags" {
		*f = Finality{}
		return nil
	}
	depth, err := strconv.ParseUint(string(text), 10, 64)
	if err != nil || depth == 0 {
		return fmt.Errorf("%q is neither tags nor a number of blocks from 1 up", text)
	}
	*f = Finality{Depth: depth}
	return nil
}

// ParseAddress reads 0x and 40 hexadecimal digits. Mixed case is a checksum
// (EIP-55) and must be right.
func ParseAddress(text string) (common.Address, error) {
	digits, prefixed := strings.CutPrefix(text, "0x")
	if !prefixed || len(digits) != 40 || strings.Trim(strings.ToLower(digits), "0123456789abcdef") != "" {
		return common.Address{}, fmt.Errorf("%q is not an address: write 0x and 40 hexadecimal digits", text)
	}
	address := common.HexToAddress(text)
	if digits != strings.ToLower(digits) && digits != strings.ToUpper(digits) && address.Hex() != text {
		return common.Address{}, fmt.Errorf("address %s has a wrong checksum: compare it with its source, a digit may be mistyped (all in lower case it is accepted unchecked)", text)
	}
	return address, nil
}

var (
	addressType  = reflect.TypeFor[common.Address]()
	durationType = reflect.TypeFor[time.Duration]()
	secretType   = reflect.TypeFor[Secret]()
)

// isScalar tells whether values of a type are written as one piece of text.
func isScalar(t reflect.Type) bool {
	if t == addressType || t == durationType || reflect.PointerTo(t).Implements(reflect.TypeFor[encoding.TextUnmarshaler]()) {
		return true
	}
	switch t.Kind() {
	case reflect.String, reflect.Bool, reflect.Uint64, reflect.Uint32, reflect.Uint, reflect.Int64, reflect.Int:
		return true
	}
	return false
}

// setScalar reads text into a value. The error quotes shown, the text as it was
// written: what an environment variable put into it stays out of messages.
func setScalar(v reflect.Value, text, shown string) error {
	err := parseScalar(v, text)
	if err != nil && text != shown {
		return fmt.Errorf("the value of %s is not valid here (it isn't shown, as it comes from the environment)", shown)
	}
	return err
}

func parseScalar(v reflect.Value, text string) error {
	switch t := v.Type(); {
	case t == addressType:
		if text == "none" {
			v.SetZero()
			return nil
		}
		address, err := ParseAddress(text)
		v.Set(reflect.ValueOf(address))
		return err
	case t == durationType:
		d, err := time.ParseDuration(text)
		if err != nil || d <= 0 {
			return fmt.Errorf("%q is not a time span: write it like 12s or 250ms", text)
		}
		v.SetInt(int64(d))
		return nil
	}
	if u, ok := v.Addr().Interface().(encoding.TextUnmarshaler); ok {
		return u.UnmarshalText([]byte(text))
	}
	return parseBasic(v, text)
}

func parseBasic(v reflect.Value, text string) error {
	switch v.Kind() {
	case reflect.String:
		v.SetString(text)
	case reflect.Bool:
		if text != "true" && text != "false" {
			return fmt.Errorf("%q is neither true nor false", text)
		}
		v.SetBool(text == "true")
	case reflect.Uint64, reflect.Uint32, reflect.Uint:
		n, err := strconv.ParseUint(text, 10, v.Type().Bits())
		if err != nil {
			return fmt.Errorf("%q is not a whole number from 0 up", text)
		}
		v.SetUint(n)
	case reflect.Int64, reflect.Int:
		n, err := strconv.ParseInt(text, 10, v.Type().Bits())
		if err != nil {
			return fmt.Errorf("%q is not a whole number", text)
		}
		v.SetInt(n)
	default:
		return errors.New("no value of this kind can be written")
	}
	return nil
}

// formatScalar is the text that setScalar reads back; secrets come out as "***".
func formatScalar(v reflect.Value) string {
	if v.Type() == addressType {
		address := v.Interface().(common.Address)
		if address == (common.Address{}) {
			return "none"
		}
		return address.Hex()
	}
	return fmt.Sprint(v.Interface())
}
