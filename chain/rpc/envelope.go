package rpc

import (
	"encoding/json"
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

// response is one JSON-RPC answer. Exactly one of result and refused is set.
type response struct {
	id      uint64
	anyID   bool // the id is null: the node could not make out whose answer it is
	result  []byte
	refused *refusal
}

// decode hands the responses in a body to the calls that they answer: each
// exactly one.
func decode(body []byte, calls []*call, first uint64) error {
	s := &scanner{b: body}
	answered := make([]bool, len(calls))
	one := func() error {
		r, err := s.response()
		if err != nil {
			return err
		}
		if r.anyID && r.refused != nil {
			return r.refused
		}
		i := r.id - first
		if r.anyID || r.id < first || i >= uint64(len(calls)) || answered[i] {
			return s.fail("the id of an open request before")
		}
		answered[i] = true
		if r.refused != nil {
			calls[i].refused = r.refused
			return nil
		}
		return calls[i].decode(r.result)
	}
	var err error
	if s.peek() == '[' && len(calls) > 1 {
		err = s.array(one)
	} else if err = one(); err == nil && len(calls) > 1 {
		err = s.fail("a batch of answers")
	}
	if err == nil {
		err = s.end()
	}
	if err != nil {
		return err
	}
	for _, ok := range answered {
		if !ok {
			return s.fail("an answer to every request before")
		}
	}
	return nil
}

func (s *scanner) response() (r response, err error) {
	const hasID, hasResult, hasError = 1, 2, 4
	seen := 0
	err = s.object(func(name []byte) (err error) {
		has := 0
		switch string(name) {
		case "id":
			has = hasID
			r.id, r.anyID, err = s.id()
		case "result":
			has = hasResult
			r.result, err = s.raw()
		case "error":
			has = hasError
			r.refused, err = s.refusal()
		default:
			return s.skip(maxDepth)
		}
		if seen&has != 0 {
			return s.fail("each member of an answer once before")
		}
		seen |= has
		return err
	})
	r.anyID = r.anyID || seen == hasError
	if err == nil && seen != hasID|hasResult && seen&^hasID != hasError {
		err = s.fail("an id and either a result or an error before")
	}
	return r, err
}

func (s *scanner) id() (id uint64, null bool, err error) {
	if s.peek() == 'n' {
		return 0, true, s.word("null")
	}
	start := s.i
	s.digits()
	id, err = strconv.ParseUint(string(s.b[start:s.i]), 10, 64)
	if err != nil {
		return 0, false, s.fail("a number as id before")
	}
	return id, false, nil
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
