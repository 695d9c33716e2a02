package web

import (
	"errors"
	"fmt"
	"strconv"
	"strings"

	"brink/feed"

	"github.com/danielgtaylor/huma/v2"
	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
)

// address is a parameter: 40 hex digits, and when their case is mixed, the
// checksum of EIP-55.
type address struct {
	common.Address
	wrong error // of a body
}

func (a *address) UnmarshalText(text []byte) error {
	s := string(text)
	if len(s) != 42 || s[:2] != "0x" || !common.IsHexAddress(s) {
		return errors.New("want 0x and 40 hex digits")
	}
	a.Address = common.HexToAddress(s)
	digits := s[2:]
	if mixed := strings.ToLower(digits) != digits && strings.ToUpper(digits) != digits; mixed && s != a.Hex() {
		return errors.New("the checksum is wrong: a digit or its case was mistyped")
	}
	return nil
}

// UnmarshalJSON is that of a change.
func (a *address) UnmarshalJSON(text []byte) error {
	a.wrong = fromJSON(text, a)
	return nil
}

// Resolve implements huma.ResolverWithPath.
func (a *address) Resolve(_ huma.Context, at *huma.PathBuffer) []error {
	if a.wrong == nil {
		return nil
	}
	return []error{&huma.ErrorDetail{Location: at.String(), Message: a.wrong.Error()}}
}

func (address) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Pattern: "^0x[0-9a-fA-F]{40}$",
		Description: "an address; when its case is mixed, with the checksum of EIP-55"}
}

// factor is a parameter with up to 18 decimals, dollars one with up to 8.
type (
	factor  struct{ *uint256.Int }
	dollars struct{ *uint256.Int }
)

func (f *factor) UnmarshalText(text []byte) (err error) {
	f.Int, err = parseFixed(string(text), 18)
	return err
}

func (d *dollars) UnmarshalText(text []byte) (err error) {
	d.Int, err = parseFixed(string(text), 8)
	return err
}

// The schema has refused what isn't written so.

func (f *factor) UnmarshalJSON(text []byte) error  { return fromJSON(text, f) }
func (d *dollars) UnmarshalJSON(text []byte) error { return fromJSON(text, d) }

func (factor) Schema(huma.Registry) *huma.Schema  { return decimalSchema(18) }
func (dollars) Schema(huma.Registry) *huma.Schema { return decimalSchema(8) }

func decimalSchema(decimals int) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Pattern: fmt.Sprintf(`^[0-9]{1,30}(\.[0-9]{1,%d})?$`, decimals),
		Description: fmt.Sprintf("a decimal number with up to %d digits after the point", decimals)}
}

// parseFixed reads a decimal number exactly.
func parseFixed(s string, decimals int) (*uint256.Int, error) {
	whole, fraction, point := strings.Cut(s, ".")
	if point && fraction == "" || len(fraction) > decimals || len(whole) > 30 || whole == "" {
		return nil, fmt.Errorf("want a decimal number with up to %d digits after the point", decimals)
	}
	for _, r := range whole + fraction {
		if r < '0' || r > '9' {
			return nil, fmt.Errorf("want a decimal number, digits and one point, not %q", r)
		}
	}
	digits := strings.TrimLeft(whole+fraction+strings.Repeat("0", decimals-len(fraction)), "0")
	if digits == "" {
		return new(uint256.Int), nil
	}
	return uint256.FromDecimal(digits)
}

// cursor is a parameter as the feed gave it. Its absence is not the zero
// Cursor, from which a log that was trimmed can't be read.
type cursor struct {
	feed.Cursor
	given bool
}

func (c *cursor) UnmarshalText(text []byte) (err error) {
	c.Cursor, err = feed.ParseCursor(string(text))
	c.given = true
	return err
}

func (cursor) Schema(huma.Registry) *huma.Schema {
	return &huma.Schema{Type: huma.TypeString, Pattern: `^v1\.[0-9]{1,20}$`, Description: "a cursor of the feed"}
}

// wrong is a problem with one parameter, which it names.
func wrong(location string, value any, format string, args ...any) error {
	detail := &huma.ErrorDetail{Location: location, Value: value, Message: fmt.Sprintf(format, args...)}
	return huma.Error422UnprocessableEntity("validation failed", detail)
}

// chainID resolves a chain parameter: an ID, or the name of a watched chain.
func (s *Server) chainID(text string) (uint64, error) {
	if text == "" {
		return 0, nil
	}
	if id, err := strconv.ParseUint(text, 10, 63); err == nil && id > 0 {
		return id, nil
	}
	var names []string
	for _, c := range s.live.Chains() {
		if c.Name == text {
			return c.ChainID, nil
		}
		names = append(names, c.Name)
	}
	return 0, wrong("query.chain", text, "no such chain is watched, only %s", strings.Join(names, ", "))
}

// watched makes sure that the chain, protocol and deployment are some that are
// watched, so that a typing error doesn't look like an empty market.
func (s *Server) watched(chainID uint64, protocol, deployment string) error {
	chains, protocols, deployments := 0, 0, 0
	for _, c := range s.live.Chains() {
		if chainID != 0 && c.ChainID != chainID {
			continue
		}
		chains++
		for _, d := range c.Deployments {
			if d.Protocol == protocol {
				protocols++
			}
			if d.Name == deployment {
				deployments++
			}
		}
	}
	switch {
	case chainID != 0 && chains == 0:
		return wrong("query.chain", chainID, "no such chain is watched")
	case protocol != "" && protocols == 0:
		return wrong("query.protocol", protocol, "no deployment of this protocol is watched there")
	case deployment != "" && deployments == 0:
		return wrong("query.deployment", deployment, "no such deployment is watched there")
	}
	return nil
}
