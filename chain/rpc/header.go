package rpc

import "brink/chain"

// header decodes a header or a block, nil for null.
func (s *scanner) header() (*chain.Header, error) {
	if s.peek() == 'n' {
		return nil, s.word("null")
	}
	const number, hash, parent, time, bloom, all = 1, 2, 4, 8, 16, 31
	h := &chain.Header{}
	seen := 0
	err := s.object(func(name []byte) (err error) {
		has := 0
		switch string(name) {
		case "number":
			has = number
			h.Number, err = s.quantity()
		case "hash":
			has, err = hash, s.fixed(h.Hash[:])
		case "parentHash":
			has, err = parent, s.fixed(h.Parent[:])
		case "timestamp":
			has = time
			h.Time, err = s.quantity()
		case "logsBloom":
			has, err = bloom, s.fixed(h.Bloom[:])
		default:
			return s.skip(maxDepth)
		}
		if seen&has != 0 {
			return s.fail("each member of a header once before")
		}
		seen |= has
		return err
	})
	if err == nil && seen != all {
		err = s.fail("all members of a header before")
	}
	if err != nil {
		return nil, err
	}
	return h, nil
}

// bytes decodes a string of bytes.
func (s *scanner) bytes() ([]byte, error) {
	digits, err := s.hex()
	if err != nil {
		return nil, err
	}
	data := make([]byte, len(digits)/2)
	if len(digits)%2 != 0 || !unhex(data, digits) {
		return nil, s.fail("whole bytes of hex before")
	}
	return data, nil
}
