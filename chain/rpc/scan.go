package rpc

import (
	"bytes"
	"errors"
	"fmt"
	"math/bits"
)

// errMalformed is wrapped by every error about bytes that are not what the
// protocol says. Messages give the place, never the content.
var errMalformed = errors.New("malformed answer")

// maxDepth is how deep values that nobody reads may be nested.
const maxDepth = 64

// scanner reads JSON in place. It accepts what RFC 8259 does, except that it
// doesn't look inside strings that nobody reads.
type scanner struct {
	b []byte
	i int
}

func (s *scanner) fail(what string) error {
	return fmt.Errorf("%w: want %s at byte %d of %d", errMalformed, what, s.i, len(s.b))
}

// peek skips white space and returns the next byte, 0 at the end.
func (s *scanner) peek() byte {
	for s.i < len(s.b) {
		switch c := s.b[s.i]; c {
		case ' ', '\t', '\n', '\r':
			s.i++
		default:
			return c
		}
	}
	return 0
}

// take skips white space and one byte, if it is c.
func (s *scanner) take(c byte) bool {
	if s.peek() != c || s.i >= len(s.b) {
		return false
	}
	s.i++
	return true
}

// end fails unless nothing but white space is left.
func (s *scanner) end() error {
	if s.peek(); s.i < len(s.b) {
		return s.fail("the end")
	}
	return nil
}

// text returns a string without its quotes. Escapes are left as they are, so a
// text with any never equals a name and is never hex.
func (s *scanner) text() ([]byte, error) {
	if !s.take('"') {
		return nil, s.fail("a string")
	}
	start := s.i
	for {
		n := bytes.IndexByte(s.b[s.i:], '"')
		if n < 0 {
			s.i = len(s.b)
			return nil, s.fail("a closing quote")
		}
		s.i += n + 1
		escapes := 0
		for k := s.i - 2; k >= start && s.b[k] == '\\'; k-- {
			escapes++
		}
		if escapes%2 == 0 {
			return s.b[start : s.i-1], nil
		}
	}
}

// object calls member for each name; member must consume the value.
func (s *scanner) object(member func(name []byte) error) error {
	if !s.take('{') {
		return s.fail("an object")
	}
	if s.take('}') {
		return nil
	}
	for {
		name, err := s.text()
		if err != nil {
			return err
		}
		if !s.take(':') {
			return s.fail("a colon")
		}
		if err := member(name); err != nil {
			return err
		}
		if s.take('}') {
			return nil
		}
		if !s.take(',') {
			return s.fail("a comma or the end of the object")
		}
	}
}

// array calls element for each element; element must consume it.
func (s *scanner) array(element func() error) error {
	if !s.take('[') {
		return s.fail("an array")
	}
	if s.take(']') {
		return nil
	}
	for {
		if err := element(); err != nil {
			return err
		}
		if s.take(']') {
			return nil
		}
		if !s.take(',') {
			return s.fail("a comma or the end of the array")
		}
	}
}

// word consumes exactly this literal.
func (s *scanner) word(literal string) error {
	s.peek()
	if !bytes.HasPrefix(s.b[s.i:], []byte(literal)) {
		return s.fail(literal)
	}
	s.i += len(literal)
	return nil
}

func (s *scanner) boolean() (bool, error) {
	if s.peek() == 't' {
		return true, s.word("true")
	}
	return false, s.word("false")
}

// raw consumes any value and returns its bytes.
func (s *scanner) raw() ([]byte, error) {
	s.peek()
	start := s.i
	err := s.skip(maxDepth)
	return s.b[start:s.i], err
}

// skip consumes any value.
func (s *scanner) skip(depth int) error {
	if depth == 0 {
		return s.fail("less nesting")
	}
	switch c := s.peek(); {
	case c == '"':
		_, err := s.text()
		return err
	case c == '{':
		return s.object(func([]byte) error { return s.skip(depth - 1) })
	case c == '[':
		return s.array(func() error { return s.skip(depth - 1) })
	case c == 't':
		return s.word("true")
	case c == 'f':
		return s.word("false")
	case c == 'n':
		return s.word("null")
	default:
		return s.number()
	}
}

func (s *scanner) number() error {
	start := s.i
	if s.i < len(s.b) && s.b[s.i] == '-' {
		s.i++
	}
	if !s.digits() {
		s.i = start
		return s.fail("a value")
	}
	if s.i < len(s.b) && s.b[s.i] == '.' {
		s.i++
		if !s.digits() {
			return s.fail("a digit")
		}
	}
	if s.i < len(s.b) && s.b[s.i]|0x20 == 'e' {
		s.i++
		if s.i < len(s.b) && (s.b[s.i] == '+' || s.b[s.i] == '-') {
			s.i++
		}
		if !s.digits() {
			return s.fail("a digit")
		}
	}
	return nil
}

func (s *scanner) digits() bool {
	start := s.i
	for s.i < len(s.b) && s.b[s.i]-'0' <= 9 {
		s.i++
	}
	return s.i > start
}

// hex returns the digits of a 0x string.
func (s *scanner) hex() ([]byte, error) {
	text, err := s.text()
	if err != nil {
		return nil, err
	}
	if len(text) < 2 || text[0] != '0' || text[1] != 'x' {
		return nil, s.fail("a 0x string before")
	}
	return text[2:], nil
}

// fixed fills dst with a 0x string of exactly its length.
func (s *scanner) fixed(dst []byte) error {
	digits, err := s.hex()
	if err != nil {
		return err
	}
	if len(digits) != 2*len(dst) || !unhex(dst, digits) {
		return s.fail(fmt.Sprintf("%d bytes of hex before", len(dst)))
	}
	return nil
}

// quantity reads a number as JSON-RPC writes it: 0x, no leading zeros.
func (s *scanner) quantity() (uint64, error) {
	digits, err := s.hex()
	if err != nil {
		return 0, err
	}
	if len(digits) == 0 || len(digits) > 16 || digits[0] == '0' && len(digits) > 1 {
		return 0, s.fail("a quantity of 64 bits before")
	}
	var v uint64
	for _, c := range digits {
		d := nibble[c]
		if d > 15 {
			return 0, s.fail("hex digits before")
		}
		v = v<<4 | uint64(d)
	}
	return v, nil
}

// nibble is the value of a hex digit, 0xff for anything else.
var nibble = func() (t [256]uint8) {
	for i := range t {
		t[i] = 0xff
	}
	for i, c := range []byte("0123456789abcdef") {
		t[c] = uint8(i)
	}
	for i, c := range []byte("ABCDEF") {
		t[c] = uint8(10 + i)
	}
	return t
}()

// unhex decodes digits, two a byte of dst, and reports whether all were digits.
func unhex(dst, digits []byte) bool {
	var bad uint8
	digits = digits[:2*len(dst)]
	for i := range dst {
		hi, lo := nibble[digits[2*i]], nibble[digits[2*i+1]]
		bad |= hi | lo
		dst[i] = hi<<4 | lo
	}
	return bits.Len8(bad) <= 4
}
