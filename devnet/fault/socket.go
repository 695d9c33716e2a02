package fault

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"sync"

	"github.com/ethereum/go-ethereum/rpc"
	"github.com/gorilla/websocket"
)

// socket is a WebSocket connection to the node.
type socket struct {
	node *Node
	conn *websocket.Conn

	mu         sync.Mutex
	next       int
	subscribed map[string]struct{}
}

func (n *Node) serveSocket(w http.ResponseWriter, r *http.Request) {
	conn, err := (&websocket.Upgrader{}).Upgrade(w, r, nil)
	if err != nil {
		return
	}
	s := &socket{node: n, conn: conn, subscribed: make(map[string]struct{})}
	n.mu.Lock()
	n.sockets[s] = struct{}{}
	n.mu.Unlock()
	defer func() {
		n.mu.Lock()
		delete(n.sockets, s)
		n.mu.Unlock()
		conn.NetConn().Close()
	}()
	var work sync.WaitGroup
	defer work.Wait()
	for {
		_, message, err := conn.ReadMessage()
		if err != nil {
			return
		}
		work.Go(func() {
			if answer := n.answer(message, s); len(answer) > 0 {
				s.send(answer)
			}
		})
	}
}

func (s *socket) send(message []byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	_ = s.conn.WriteMessage(websocket.TextMessage, message) // a broken socket is found by who reads
}

func (s *socket) subscribe(q *Request) Reply {
	s.mu.Lock()
	defer s.mu.Unlock()
	if q.Method == "eth_unsubscribe" {
		var id string
		if len(q.Params) == 1 && json.Unmarshal(q.Params[0], &id) == nil {
			delete(s.subscribed, id)
		}
		return Reply{Result: json.RawMessage("true")}
	}
	if len(q.Params) != 1 || string(q.Params[0]) != `"newHeads"` {
		return Reply{Error: &Error{Code: -32602, Message: "only newHeads can be subscribed to"}}
	}
	s.next++
	id := fmt.Sprintf("0x%x", s.next)
	s.subscribed[id] = struct{}{}
	return Reply{Result: quoted(id)}
}

// notify tells the socket's subscriptions of a head.
func (s *socket) notify(head json.RawMessage) {
	s.mu.Lock()
	var ids []string
	for id := range s.subscribed {
		ids = append(ids, id)
	}
	s.mu.Unlock()
	for _, id := range ids {
		s.send(fmt.Appendf(nil, `{"jsonrpc":"2.0","method":"eth_subscription","params":{"subscription":%q,"result":%s}}`, id, head))
	}
}

// Cut ends all WebSocket connections without a word.
func (n *Node) Cut() {
	n.mu.Lock()
	defer n.mu.Unlock()
	for s := range n.sockets {
		s.conn.NetConn().Close()
	}
}

// Send tells all subscribers of a head.
func (n *Node) Send(head json.RawMessage) {
	n.mu.Lock()
	var all []*socket
	for s := range n.sockets {
		all = append(all, s)
	}
	n.mu.Unlock()
	for _, s := range all {
		s.notify(head)
	}
}

// heads are the new heads of a real node.
type heads struct {
	client *rpc.Client
	sub    *rpc.ClientSubscription
	news   chan json.RawMessage
}

func follow(ctx context.Context, real string) (*heads, error) {
	client, err := rpc.DialContext(ctx, real)
	if err != nil {
		return nil, fmt.Errorf("connecting to the real node: %w", err)
	}
	h := &heads{client: client, news: make(chan json.RawMessage, 16)}
	if h.sub, err = client.EthSubscribe(ctx, h.news, "newHeads"); err != nil {
		client.Close()
		return nil, fmt.Errorf("following the real node: %w", err)
	}
	return h, nil
}

// relay tells subscribers what the real node tells.
func (n *Node) relay(h *heads) {
	defer h.client.Close()
	defer h.sub.Unsubscribe()
	lost := h.sub.Err()
	for {
		select {
		case head := <-h.news:
			n.mu.Lock()
			tell := n.heads
			n.mu.Unlock()
			if tell == nil {
				n.Send(head)
			} else {
				tell(head, n.Send)
			}
		case <-lost: //nolint:errcheck // why it ended, its Close tells
			return
		case <-n.ctx.Done():
			return
		}
	}
}
