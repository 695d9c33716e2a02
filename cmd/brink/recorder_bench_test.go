package main

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"sync"
	"testing"

	"github.com/coder/websocket"
)

// recorder is a node's HTTP service that gives what was asked before again from memory: a node that takes next to no
// time, for whoever asks it the same a second time.
type recorder struct {
	*httptest.Server
	node string

	mu       sync.Mutex
	answers  map[string]json.RawMessage // by method and parameters
	sockets  map[string]*websocket.Conn // by path
	lockstep bool                       // heads are announced by hand: between two of them no answer changes
}

func newRecorder(b *testing.B, node string) *recorder {
	r := &recorder{node: node, answers: map[string]json.RawMessage{}, sockets: map[string]*websocket.Conn{}}
	r.Server = httptest.NewServer(r)
	b.Cleanup(r.Close)
	return r
}

// asking is one request, and what it is answered with.
type asking struct {
	Version string          `json:"jsonrpc"`
	ID      json.RawMessage `json:"id"`
	Method  string          `json:"method,omitempty"`
	Params  json.RawMessage `json:"params,omitempty"`
	Result  json.RawMessage `json:"result,omitempty"`
	Error   json.RawMessage `json:"error,omitempty"`
}

// moving are questions whose answers change.
var moving = regexp.MustCompile(`"(latest|safe|finalized|pending)"|eth_blockNumber`)

func (q *asking) name() string { return q.Method + string(q.Params) }

func (r *recorder) ServeHTTP(w http.ResponseWriter, request *http.Request) {
	if request.Header.Get("Upgrade") != "" {
		r.serveSocket(w, request)
		return
	}
	body, err := io.ReadAll(request.Body)
	if err != nil {
		return
	}
	answer, err := r.reply(body)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(answer)
}

// reply answers one message.
func (r *recorder) reply(body []byte) ([]byte, error) {
	var err error
	all, several := make([]asking, 1), len(body) > 0 && body[0] == '['
	if several {
		err = json.Unmarshal(body, &all)
	} else {
		err = json.Unmarshal(body, &all[0])
	}
	if err != nil {
		return nil, err
	}
	out := bytes.NewBuffer(make([]byte, 0, 1<<16))
	for i := range all {
		result, err := r.answer(&all[i])
		if err != nil {
			return nil, err
		}
		out.WriteString(map[bool]string{true: "[", false: ","}[i == 0])
		out.WriteString(`{"jsonrpc":"2.0","id":`)
		out.Write(all[i].ID)
		out.Write(result)
		out.WriteByte('}')
	}
	if several {
		out.WriteByte(']')
		return out.Bytes(), nil
	}
	return out.Bytes()[1:], nil
}

// answer is what follows the id.
func (r *recorder) answer(q *asking) (json.RawMessage, error) {
	switch q.Method {
	case "eth_subscribe":
		return json.RawMessage(`,"result":"0x1"`), nil
	case "eth_unsubscribe":
		return json.RawMessage(`,"result":true`), nil
	}
	r.mu.Lock()
	known, is := r.answers[q.name()]
	r.mu.Unlock()
	if is {
		return known, nil
	}
	text, err := json.Marshal(q)
	if err != nil {
		return nil, err
	}
	response, err := http.Post(r.node, "application/json", bytes.NewReader(text))
	if err != nil {
		return nil, err
	}
	defer func() { _ = response.Body.Close() }()
	var got asking
	if err := json.NewDecoder(response.Body).Decode(&got); err != nil {
		return nil, err
	}
	if got.Error != nil {
		return append(json.RawMessage(`,"error":`), got.Error...), nil
	}
	result := append(json.RawMessage(`,"result":`), got.Result...)
	if still := !moving.MatchString(q.name()); still || r.lockstep {
		r.mu.Lock()
		r.answers[q.name()] = result
		r.mu.Unlock()
	}
	return result, nil
}
