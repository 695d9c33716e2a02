package rpc

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
)

// errMalformed is wrapped by every error about bytes that are not what the
// protocol says. Messages give the place, never the content.
var errMalformed = errors.New("malformed answer")

// shortText is up to where it pays to look for a string's end byte by byte.
const shortText = 18

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
		c := s.b[s.i]
		if c > ' ' || c != ' ' && c != '\n' && c != '\r' && c != '\t' {
			return c
		}
		s.i++
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
	for i, c := range s.b[start:min(len(s.b), start+shortText)] {
		if c == '\\' {
			break
		}
		if c == '"' {
			s.i += i + 1
			return s.b[start : s.i-1], nil
		}
	}
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
	zero := s.i < len(s.b) && s.b[s.i] == '0'
	if from := s.i; !s.digits() || zero && s.i > from+1 {
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
	s.peek()
	b := s.b[s.i:]
	end := 3 + 2*len(dst)
	if len(b) <= end || b[0] != '"' || b[1] != '0' || b[2] != 'x' || b[end] != '"' || !unhex(dst, b[3:end]) {
		return s.fail(fmt.Sprintf("%d bytes of hex", len(dst)))
	}
	s.i += end + 1
	return nil
}

// quantity reads a number as JSON-RPC writes it: 0x, no leading zeros.
func (s *scanner) quantity() (uint64, error) {
	s.peek()
	b := s.b[s.i:]
	const start, longest = 3, 3 + 16
	if len(b) < 5 || b[0] != '"' || b[1] != '0' || b[2] != 'x' || b[3] == '0' && b[4] != '"' {
		return 0, s.fail("a quantity")
	}
	var v uint64
	for i := start; i < len(b); i++ {
		d := nibble(b[i])
		switch {
		case d < 16 && i < longest:
			v = v<<4 | uint64(d)
			continue
		case b[i] == '"' && i > start:
			s.i += i + 1
			return v, nil
		}
		break
	}
	return 0, s.fail("a quantity of 64 bits")
}

// nibble is the value of a hex digit, 0xff for anything else.
func nibble(c byte) byte {
	switch {
	case c-'0' <= 9:
		return c - '0'
	case c|0x20 >= 'a' && c|0x20 <= 'f':
		return c | 0x20 - 'a' + 10
	default:
		return 0xff
	}
}

// unhex decodes digits, two a byte of dst, and reports whether all were digits.
func unhex(dst, digits []byte) bool {
	const ones = 0x0101010101010101
	var bad uint64
	for len(dst) >= 4 && len(digits) >= 8 {
		// Eight digits at once, one a byte of a word.
		x := binary.LittleEndian.Uint64(digits)
		v := x&(0x0f*ones) + 9*(x>>6&ones) // right for digits, letters and nothing else
		letter := (v + 6*ones) >> 4 & ones
		// What is not a digit is written back as something else, small letters apart.
		bad |= v&(0xf0*ones) | (v+0x30*ones+0x27*letter^x)&^(letter<<5)
		v = (v<<4 | v>>8) & 0x00ff00ff00ff00ff
		v = (v | v>>8) & 0x0000ffff0000ffff
		binary.LittleEndian.PutUint32(dst, uint32(v|v>>16))
		dst, digits = dst[4:], digits[8:]
	}
	for i := range dst {
		hi, lo := nibble(digits[2*i]), nibble(digits[2*i+1])
		bad |= uint64(hi|lo) & 0xf0
		dst[i] = hi<<4 | lo
	}
	return bad == 0
}
