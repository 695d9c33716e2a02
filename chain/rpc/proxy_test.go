package rpc

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/gorilla/websocket"
)

// proxy stands before a node's WebSocket and can make it misbehave.
type proxy struct {
	*httptest.Server
	node string

	mu     sync.Mutex
	mute   bool // notifications are swallowed
	closed bool // new connections are refused
	noSubs bool // eth_subscribe is refused
	conns  []*websocket.Conn
	sent   []string // messages to the node, those that follow the head apart
	dials  int
	work   sync.WaitGroup
}

func newProxy(t *testing.T, node string) *proxy {
	t.Helper()
	p := &proxy{node: node}
	p.Server = httptest.NewServer(p)
	t.Cleanup(func() {
		p.cut()
		p.Close()
		p.work.Wait()
	})
	return p
}

func (p *proxy) url() string { return "ws" + strings.TrimPrefix(p.URL, "http") }

func (p *proxy) set(change func(*proxy)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	change(p)
}

// taken returns the messages since it was last called.
func (p *proxy) taken() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	sent := p.sent
	p.sent = nil
	return sent
}

// cut ends all connections without a word.
func (p *proxy) cut() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, c := range p.conns {
		c.NetConn().Close()
	}
	p.conns = nil
}

func (p *proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.mu.Lock()
	refuse := p.closed
	p.dials++
	p.mu.Unlock()
	if refuse {
		http.Error(w, "closed", http.StatusBadGateway)
		return
	}
	client, err := (&websocket.Upgrader{}).Upgrade(w, r, nil)
	if err != nil {
		return
	}
	server, _, err := websocket.DefaultDialer.Dial(p.node, nil)
	if err != nil {
		client.Close()
		return
	}
	p.mu.Lock()
	p.conns = append(p.conns, client, server)
	p.mu.Unlock()
	p.work.Go(func() { p.pump(client, server, p.toNode) })
	p.work.Go(func() { p.pump(server, client, p.toClient) })
}

func (p *proxy) pump(from, to *websocket.Conn, pass func([]byte) bool) {
	defer from.NetConn().Close()
	defer to.NetConn().Close()
	for {
		kind, message, err := from.ReadMessage()
		if err != nil {
			return
		}
		if p.refuses(message) {
			message = bytes.Replace(message, []byte("eth_subscribe"), []byte("eth_noSuchMethod"), 1)
		}
		if pass(message) && to.WriteMessage(kind, message) != nil {
			return
		}
	}
}

func (p *proxy) refuses(message []byte) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.noSubs && bytes.Contains(message, []byte(`"eth_subscribe"`))
}

func (p *proxy) toNode(message []byte) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	head := bytes.Contains(message, []byte(`["latest",false]`)) || bytes.Contains(message, []byte("ubscribe"))
	if message[0] == '[' || !head {
		p.sent = append(p.sent, string(message))
	}
	return true
}

func (p *proxy) toClient(message []byte) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return !p.mute || !bytes.Contains(message, []byte(`"eth_subscription"`))
}
