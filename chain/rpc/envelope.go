package rpc

import (
	"encoding/json"
	"slices"
	"strconv"
)

// maxRefusal is the most of a node's own error that is looked at.
const maxRefusal = 64 << 10

// refusal is a node's error about one request.
type refusal struct {
	Code    int             `json:"code"`
	Message string          `json:"message"`
	Data    json.RawMessage `json:"data"`
}

// encode writes requests with the ids first, first+1, …: one alone as an
// object, because not every node takes batches.
func encode(calls []*call, first uint64) ([]byte, error) {
	var body []byte
	for i, c := range calls {
		params, err := json.Marshal(c.params)
		if err != nil {
			return nil, err
		}
		if i > 0 {
			body = append(body, ',')
		}
		body = append(body, `{"jsonrpc":"2.0","id":`...)
		body = strconv.AppendUint(body, first+uint64(i), 10)
		body = append(body, `,"method":"`...)
		body = append(body, c.method...)
		body = append(body, `","params":`...)
		body = append(append(body, params...), '}')
	}
	if len(calls) > 1 {
		body = append(append([]byte{'['}, body...), ']')
	}
	return body, nil
}

// decode hands the answers in a body to the calls that they belong to: each
// exactly one.
func decode(body []byte, calls []*call, first uint64) error {
	s := &answers{scanner: &scanner{b: body}, calls: calls, first: first, answered: make([]bool, len(calls))}
	var err error
	if len(calls) > 1 && s.peek() == '[' {
		err = s.array(s.one)
	} else if err = s.one(); err == nil && len(calls) > 1 {
		err = s.fail("a batch of answers before")
	}
	if err == nil {
		err = s.end()
	}
	if err == nil && slices.Contains(s.answered, false) {
		err = s.fail("an answer to every request before")
	}
	return err
}

// answers is a body being decoded.
type answers struct {
	*scanner
	calls    []*call
	first    uint64 // id of the first call
	answered []bool
}

// one decodes one answer: an id, and either a result or an error.
func (s *answers) one() error {
	const hasID, hasResult, hasError = 1, 2, 4
	var (
		seen    int
		of      *call  // to which the answer belongs
		result  []byte // of a call that isn't known yet
		late    int    // where that result begins
		refused *refusal
	)
	if len(s.calls) == 1 {
		of = s.calls[0]
	}
	err := s.object(func(name []byte) (err error) {
		has := 0
		switch string(name) {
		case "id":
			has = hasID
			of, err = s.id()
		case "result":
			has = hasResult
			if of != nil {
				err = of.decode(s.scanner)
				break
			}
			s.peek()
			late = s.i
			result, err = s.raw()
		case "error":
			has = hasError
			refused, err = s.refusal()
		default:
			return s.skip(maxDepth)
		}
		if err == nil && seen&has != 0 {
			return s.fail("each member of an answer once before")
		}
		seen |= has
		return err
	})
	switch {
	case err != nil:
		return err
	case refused != nil && seen&hasResult == 0 && (seen&hasID == 0 || of == nil):
		// The node could not make out what it was asked.
		return refused
	case seen == hasID|hasError && of != nil:
		of.refused = refused
	case seen != hasID|hasResult || of == nil:
		return s.fail("an id and either a result or an error before")
	}
	if result != nil {
		return of.decodeAt(s.b[:late+len(result)], late)
	}
	return nil
}

// decodeAt decodes a result from where it begins to the end of the bytes.
func (c *call) decodeAt(b []byte, start int) error {
	s := &scanner{b: b, i: start}
	if err := c.decode(s); err != nil {
		return err
	}
	return s.end()
}

// id reads the id of an answer and returns the call that it belongs to, nil
// for null.
func (s *answers) id() (*call, error) {
	if s.peek() == 'n' {
		return nil, s.word("null")
	}
	start := s.i
	s.digits()
	id, err := strconv.ParseUint(string(s.b[start:s.i]), 10, 64)
	i := id - s.first
	if err != nil || id < s.first || i >= uint64(len(s.calls)) || s.answered[i] {
		return nil, s.fail("the id of an open request before")
	}
	s.answered[i] = true
	return s.calls[i], nil
}

func (s *scanner) refusal() (*refusal, error) {
	raw, err := s.raw()
	if err != nil {
		return nil, err
	}
	if len(raw) > maxRefusal || len(raw) == 0 || raw[0] != '{' {
		return nil, s.fail("an error object before")
	}
	r := &refusal{}
	if err := json.Unmarshal(raw, r); err != nil {
		return nil, s.fail("an error object before")
	}
	return r, nil
}

func (r *refusal) Error() string { return strconv.Itoa(r.Code) + " " + r.Message }
