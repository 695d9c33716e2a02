package fault

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"time"

	"github.com/ethereum/go-ethereum/common"
)

// Request is one JSON-RPC request.
type Request struct {
	ID     json.RawMessage   `json:"id"`
	Method string            `json:"method"`
	Params []json.RawMessage `json:"params"`

	closing <-chan struct{}
}

// Reply is what a request is answered with: Text, if given, stands for the
// whole element of JSON; else there is an Error or a Result.
type Reply struct {
	Text   string
	Error  *Error
	Result json.RawMessage
}

// Error is a JSON-RPC error.
type Error struct {
	Code    int             `json:"code"`
	Message string          `json:"message"`
	Data    json.RawMessage `json:"data,omitempty"`
}

// Rule answers a request, with the help of ask, which gives the answer of the
// rules after it and in the end the real node's. It may be called by several
// goroutines.
type Rule func(q *Request, ask func(*Request) Reply) Reply

// Wire writes the answer to an HTTP request, or something else.
type Wire func(w http.ResponseWriter, r *http.Request, answer []byte)

// Heads is called for each new head of the real node, and sends subscribers
// what they are to hear.
type Heads func(head json.RawMessage, send func(json.RawMessage))

// Node is a node that fails as it is told. Without rules it is the real node's
// mirror.
type Node struct {
	real   string // HTTP address
	server *http.Server
	port   string
	ctx    context.Context //nolint:containedctx // of all that is under way, ended by Close
	stop   context.CancelFunc
	work   sync.WaitGroup

	mu      sync.Mutex
	rules   []Rule
	wire    Wire
	heads   Heads
	branch  branch
	sockets map[*socket]struct{}
	asked   map[string]int
	trips   int
}

// Start puts a node on the loopback interface before a real one, given by the
// addresses of its HTTP and its WebSocket service.
func Start(ctx context.Context, real, realWS string) (*Node, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, fmt.Errorf("listening: %w", err)
	}
	_, port, err := net.SplitHostPort(listener.Addr().String())
	if err != nil {
		return nil, fmt.Errorf("listening: %w", err)
	}
	n := &Node{real: real, port: port, sockets: make(map[*socket]struct{}), asked: make(map[string]int)}
	n.ctx, n.stop = context.WithCancel(context.Background())
	heads, err := follow(ctx, realWS)
	if err != nil {
		_ = listener.Close()
		return nil, err
	}
	n.server = &http.Server{Handler: n, ReadHeaderTimeout: time.Minute}
	n.work.Go(func() { _ = n.server.Serve(listener) })
	n.work.Go(func() { n.relay(heads) })
	return n, nil
}

// Close ends everything that goes through the node.
func (n *Node) Close() {
	n.stop()
	n.Cut()
	_ = n.server.Close()
	n.work.Wait()
}

// HTTP is the address of the node's HTTP service.
func (n *Node) HTTP() string { return "http://127.0.0.1:" + n.port }

// WS is the address of the node's WebSocket service.
func (n *Node) WS() string { return "ws://127.0.0.1:" + n.port }

// Use replaces all rules; the first is asked first.
func (n *Node) Use(rules ...Rule) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.rules = rules
}

// Write replaces how HTTP requests are answered; nil is as they should be.
func (n *Node) Write(wire Wire) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.wire = wire
}

// Announce replaces what subscribers hear; nil is the truth.
func (n *Node) Announce(heads Heads) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.heads = heads
}

// Heal ends all faults but those of branches.
func (n *Node) Heal() {
	n.Use()
	n.Write(nil)
	n.Announce(nil)
}

// Asked is how often a method was asked for, all together for the empty one.
func (n *Node) Asked(method string) int {
	n.mu.Lock()
	defer n.mu.Unlock()
	if method != "" {
		return n.asked[method]
	}
	all := 0
	for _, times := range n.asked {
		all += times
	}
	return all
}

// Trips is how many messages came, batches counting once.
func (n *Node) Trips() int {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.trips
}

func (n *Node) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if n.ctx.Err() != nil {
		return
	}
	n.work.Add(1)
	defer n.work.Done()
	if r.Header.Get("Upgrade") != "" {
		n.serveSocket(w, r)
		return
	}
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	answer := n.answer(body, nil)
	n.mu.Lock()
	wire := n.wire
	n.mu.Unlock()
	if wire != nil {
		wire(w, r, answer)
		return
	}
	w.Header().Set("Content-Type", "application/json")
	_, _ = w.Write(answer)
}

// answer answers a message, of an HTTP request or of a socket.
func (n *Node) answer(body []byte, s *socket) []byte {
	var requests []*Request
	batch := bytes.HasPrefix(bytes.TrimSpace(body), []byte("["))
	if !batch {
		body = append(append([]byte{'['}, body...), ']')
	}
	if err := json.Unmarshal(body, &requests); err != nil {
		return []byte(`{"jsonrpc":"2.0","id":null,"error":{"code":-32700,"message":"parse error"}}`)
	}
	n.mu.Lock()
	n.trips++
	rules := n.rules
	n.mu.Unlock()
	var answers [][]byte
	for _, q := range requests {
		n.mu.Lock()
		n.asked[q.Method]++
		n.mu.Unlock()
		q.closing = n.ctx.Done()
		if text := n.reply(q, rules, s).text(q); text != nil {
			answers = append(answers, text)
		}
	}
	all := bytes.Join(answers, []byte(","))
	if batch {
		return append(append([]byte{'['}, all...), ']')
	}
	return all
}

func (n *Node) reply(q *Request, rules []Rule, s *socket) Reply {
	if len(rules) > 0 {
		return rules[0](q, func(q *Request) Reply { return n.reply(q, rules[1:], s) })
	}
	if s != nil && (q.Method == "eth_subscribe" || q.Method == "eth_unsubscribe") {
		return s.subscribe(q)
	}
	return n.onBranch(q)
}

// text is the reply as JSON; nil for a request that stays unanswered.
func (r Reply) text(q *Request) []byte {
	switch {
	case r.Text != "":
		return []byte(r.Text)
	case r.Error != nil:
		text, _ := json.Marshal(r.Error)
		return fmt.Appendf(nil, `{"jsonrpc":"2.0","id":%s,"error":%s}`, q.ID, text)
	case r.Result != nil:
		return fmt.Appendf(nil, `{"jsonrpc":"2.0","id":%s,"result":%s}`, q.ID, r.Result)
	default:
		return nil
	}
}

// forward asks the real node.
func (n *Node) forward(q *Request) Reply {
	params, err := json.Marshal(q.Params)
	if err == nil && q.Params == nil {
		params = []byte("[]")
	}
	var answer struct {
		Result json.RawMessage `json:"result"`
		Error  *Error          `json:"error"`
	}
	if err == nil {
		body := fmt.Appendf(nil, `{"jsonrpc":"2.0","id":1,"method":%q,"params":%s}`, q.Method, params)
		err = n.post(body, &answer)
	}
	if err != nil {
		return Reply{Error: &Error{Code: -32603, Message: "the real node doesn't answer"}}
	}
	if answer.Error == nil && answer.Result == nil {
		answer.Result = json.RawMessage("null")
	}
	return Reply{Error: answer.Error, Result: answer.Result}
}

func (n *Node) post(body []byte, answer any) error {
	request, err := http.NewRequestWithContext(n.ctx, http.MethodPost, n.real, bytes.NewReader(body))
	if err != nil {
		return fmt.Errorf("asking the real node: %w", err)
	}
	request.Header.Set("Content-Type", "application/json")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return fmt.Errorf("asking the real node: %w", err)
	}
	defer func() { _ = response.Body.Close() }()
	if err := json.NewDecoder(response.Body).Decode(answer); err != nil {
		return fmt.Errorf("reading the real node's answer: %w", err)
	}
	return nil
}

// errNoBlock: a block of a branch is not known to the real node.
var errNoBlock = errors.New("no such block")

// header asks the real node for what links a block.
func (n *Node) header(hash common.Hash) (header, error) {
	param, _ := json.Marshal(hash)
	r := n.forward(&Request{Method: "eth_getBlockByHash", Params: []json.RawMessage{param, []byte("false")}})
	var h *header
	if r.Error != nil || json.Unmarshal(r.Result, &h) != nil || h == nil {
		return header{}, errNoBlock
	}
	return *h, nil
}
