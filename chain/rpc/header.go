package rpc

import "brink/chain"

// scanHeader decodes a header or a block, nil for null.
func scanHeader(raw []byte) (*chain.Header, error) {
	s := &scanner{b: raw}
	if s.peek() == 'n' {
		if err := s.word("null"); err != nil {
			return nil, err
		}
		return nil, s.end()
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
	if err != nil {
		return nil, err
	}
	if seen != all {
		return nil, s.fail("all members of a header before")
	}
	return h, s.end()
}

// scanQuantity decodes a result that is one number.
func scanQuantity(raw []byte) (uint64, error) {
	s := &scanner{b: raw}
	v, err := s.quantity()
	if err != nil {
		return 0, err
	}
	return v, s.end()
}

// scanBytes decodes a result that is a string of bytes.
func scanBytes(raw []byte) ([]byte, error) {
	s := &scanner{b: raw}
	digits, err := s.hex()
	if err != nil {
		return nil, err
	}
	data := make([]byte, len(digits)/2)
	if len(digits)%2 != 0 || !unhex(data, digits) {
		return nil, s.fail("whole bytes of hex before")
	}
	return data, s.end()
}
