package rpc

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"brink/chain"

	"github.com/ethereum/go-ethereum/common"
	"github.com/ethereum/go-ethereum/core/types"
	"github.com/gorilla/websocket"
)

// request is a JSON-RPC request as a fake node sees it.
type request struct {
	ID     json.RawMessage   `json:"id"`
	Method string            `json:"method"`
	Params []json.RawMessage `json:"params"`
}

// fakeNode answers JSON-RPC over HTTP and WebSocket from a script.
type fakeNode struct {
	*httptest.Server
	mu     sync.Mutex
	answer map[string]func(request) string // by method: what follows the id in the answer
	whole  func(http.ResponseWriter, []request) bool
	trips  [][]string // methods of each HTTP request
}

const (
	goodHash  = "0x1111111111111111111111111111111111111111111111111111111111111111"
	blankHash = "0x0000000000000000000000000000000000000000000000000000000000000000"
)

// newFakeNode serves chain 1337 whose newest block is number 7.
func newFakeNode(t *testing.T) *fakeNode {
	t.Helper()
	f := &fakeNode{answer: map[string]func(request) string{
		"eth_chainId":          func(request) string { return `"result":"0x539"` },
		"eth_getCode":          func(request) string { return `"result":"0x"` },
		"eth_getBlockByNumber": func(request) string { return `"result":` + headerText(7) },
		"eth_getLogs":          func(request) string { return `"result":[]` },
	}}
	f.Server = httptest.NewServer(f)
	t.Cleanup(f.Close)
	return f
}

func (f *fakeNode) set(method string, answer func(request) string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.answer[method] = answer
}

// instead answers whole HTTP requests, where it returns true.
func (f *fakeNode) instead(whole func(http.ResponseWriter, []request) bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.whole = whole
}

// seen returns the methods of the HTTP requests since it was last called.
func (f *fakeNode) seen() [][]string {
	f.mu.Lock()
	defer f.mu.Unlock()
	trips := f.trips
	f.trips = nil
	return trips
}

func (f *fakeNode) ws() string { return "ws" + strings.TrimPrefix(f.URL, "http") }

func (f *fakeNode) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if websocket.IsWebSocketUpgrade(r) {
		f.converse(w, r)
		return
	}
	body, _ := io.ReadAll(r.Body)
	f.reply(w, body)
}

// converse answers over a WebSocket until it breaks.
func (f *fakeNode) converse(w http.ResponseWriter, r *http.Request) {
	socket, err := (&websocket.Upgrader{}).Upgrade(w, r, nil)
	if err != nil {
		return
	}
	defer socket.Close()
	for {
		_, body, err := socket.ReadMessage()
		if err != nil {
			return
		}
		answer := httptest.NewRecorder()
		f.reply(answer, body)
		if socket.WriteMessage(websocket.TextMessage, answer.Body.Bytes()) != nil {
			return
		}
	}
}

func (f *fakeNode) reply(w http.ResponseWriter, body []byte) {
	var requests []request
	batch := bytes.HasPrefix(body, []byte("["))
	if batch {
		_ = json.Unmarshal(body, &requests)
	} else {
		requests = make([]request, 1)
		_ = json.Unmarshal(body, &requests[0])
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	var methods []string
	for _, q := range requests {
		methods = append(methods, q.Method)
	}
	f.trips = append(f.trips, methods)
	if f.whole != nil && f.whole(w, requests) {
		return
	}
	var answers []string
	for _, q := range requests {
		rest := `"error":{"code":-32601,"message":"no such method"}`
		if answer := f.answer[q.Method]; answer != nil {
			rest = answer(q)
		}
		answers = append(answers, fmt.Sprintf(`{"jsonrpc":"2.0","id":%s,%s}`, q.ID, rest))
	}
	if batch {
		fmt.Fprintf(w, "[%s]", strings.Join(answers, ","))
	} else {
		fmt.Fprint(w, answers[0])
	}
}

// headerText is a header as a node writes it, with members that nobody reads.
func headerText(number uint64) string {
	h := header(number)
	return fmt.Sprintf(`{"number":"0x%x","hash":"%s","parentHash":"%s","timestamp":"0x%x","logsBloom":"0x%x",`+
		`"extraData":"0x","uncles":[],"transactions":["%s"],"nested":{"a":[1,-2.5e3,null,true,"\"}"]}}`,
		h.Number, h.Hash, h.Parent, h.Time, h.Bloom[:], goodHash)
}

func header(number uint64) *chain.Header {
	h := &chain.Header{Time: 1000 + number}
	h.Number, h.Hash, h.Parent = number, common.Hash{byte(number), 1}, common.Hash{byte(number - 1), 1}
	if number == 0 {
		h.Parent = common.Hash{}
	}
	for i := range h.Bloom {
		h.Bloom[i] = 0xff
	}
	return h
}

// logText is a log as a node writes it.
func logText(l *types.Log) string {
	text, err := json.Marshal(l)
	if err != nil {
		panic(err)
	}
	return string(text)
}

// sample is a log of a block that the filter wants.
func sample(number uint64, index uint) types.Log {
	h := header(number)
	return types.Log{Address: emitter, Topics: []common.Hash{topic, {1}, {2}}, Data: bytes.Repeat([]byte{7}, 64),
		BlockNumber: number, BlockHash: h.Hash, TxHash: common.Hash{3}, TxIndex: index, Index: index}
}
