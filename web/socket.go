package web

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/netip"
	"sync"
	"time"

	"brink/feed"

	"github.com/coder/websocket"
)

const (
	// subscriptionsMost bounds the subscriptions of one socket.
	subscriptionsMost = 16
	// questionBytes bounds what a client may send in one message.
	questionBytes = 16 << 10
)

var (
	// errSlow: the client takes nothing, or doesn't answer a ping.
	errSlow = errors.New("the client is too slow")
	// errGone: the client is no longer there.
	errGone = errors.New("the client has gone")
)

// socket is one WebSocket connection and its subscriptions.
type socket struct {
	*Server
	conn  *websocket.Conn
	asker netip.Addr
	// ctx ends with the connection, and end gives the reason. Writes have it
	// alone: one that is given up half way takes the connection with it.
	ctx context.Context
	end context.CancelCauseFunc
	// subscriptions and named belong to the goroutine that reads.
	subscriptions map[string]*subscription
	named         int
	running       sync.WaitGroup
}

// subscription is one stream over a socket.
type subscription struct {
	*socket
	id   string
	stop context.CancelFunc
	done chan struct{}
}

// socket answers GET /v1/ws.
func (s *Server) socket(w http.ResponseWriter, r *http.Request) {
	leave, ok := s.enter(&s.meters.ws)
	if !ok {
		w.Header().Set("Retry-After", "10")
		problem(w, http.StatusServiceUnavailable, crowded)
		return
	}
	defer leave()
	s.sockets.Add(1)
	defer s.sockets.Done()
	conn, err := websocket.Accept(w, r, &websocket.AcceptOptions{OriginPatterns: s.options.Origins})
	if err != nil {
		return // Accept has answered.
	}
	conn.SetReadLimit(questionBytes)
	s.meters.ws.clients.Inc()
	defer s.meters.ws.clients.Dec()
	c := &socket{Server: s, conn: conn, asker: asker(r), subscriptions: map[string]*subscription{}}
	c.ctx, c.end = context.WithCancelCause(context.WithoutCancel(r.Context()))
	c.running.Go(c.keep)
	if err := bound(r, s.options.Patience); err != nil {
		c.end(err)
	}
	c.end(c.listen())
	c.running.Wait()
	conn.CloseNow() //nolint:errcheck // nothing is left to be said to who is gone
	c.count(context.Cause(c.ctx))
}

// count tells why the server ended the connection, if it was the server.
func (c *socket) count(why error) {
	switch {
	case c.closing.Err() != nil:
		c.meters.ws.dropped("closing")
	case errors.Is(why, errSlow):
		c.meters.ws.dropped("slow")
	case !errors.Is(why, errGone):
		c.meters.ws.dropped("failed")
		c.options.Log.Warn("Socket ended", "error", why)
	}
}

// keep notices when the client is no longer there, and says goodbye when it is
// the server that goes.
func (c *socket) keep() {
	beat := time.NewTicker(c.options.Heartbeat)
	defer beat.Stop()
	for {
		select {
		case <-c.ctx.Done():
			return
		case <-c.closing.Done():
			c.conn.Close(websocket.StatusGoingAway, "the server stops") //nolint:errcheck // it ends either way
			return
		case <-beat.C:
			if err := c.within(func() error { return c.conn.Ping(c.ctx) }); err != nil {
				c.end(err)
				return
			}
		}
	}
}

// within ends the connection when what is done over it takes too long.
func (c *socket) within(do func() error) error {
	late := time.AfterFunc(c.options.Patience, func() { c.end(errSlow) })
	defer late.Stop()
	if do() != nil {
		return errGone
	}
	return nil
}

// listen answers what the client sends, one message after another.
func (c *socket) listen() error {
	for {
		_, text, err := c.conn.Read(c.ctx)
		if err != nil {
			return errGone
		}
		answer, then := c.answer(text)
		if answer != nil {
			if err := c.write(answer); err != nil {
				return err
			}
		}
		if then != nil {
			then()
		}
	}
}

func (c *socket) write(text []byte) error {
	return c.within(func() error { return c.conn.Write(c.ctx, websocket.MessageText, text) })
}

// subscribe makes a subscription; start begins it, which is not before the
// client has been told its name.
func (c *socket) subscribe(at feed.Cursor, want feed.Selection) (id string, start func()) {
	c.named++
	ctx, stop := context.WithCancel(c.ctx)
	sub := &subscription{c, fmt.Sprintf("0x%x", c.named), stop, make(chan struct{})}
	c.subscriptions[sub.id] = sub
	return sub.id, func() {
		c.running.Go(func() {
			defer close(sub.done)
			if err := c.follow(ctx, at, want, sub); err != nil && ctx.Err() == nil {
				c.end(err)
			}
		})
	}
}

// unsubscribe ends a subscription: nothing more is told of it.
func (c *socket) unsubscribe(id string) bool {
	sub, is := c.subscriptions[id]
	if is {
		sub.stop()
		<-sub.done
		delete(c.subscriptions, id)
	}
	return is
}

// mark is what a subscription is told beside events: how far it has come.
type mark struct {
	Type   string `json:"type"`
	Cursor string `json:"cursor"`
	Oldest string `json:"oldest,omitempty"`
}

func (s *subscription) begin(at feed.Cursor) error { return s.alive(at) }

func (s *subscription) alive(at feed.Cursor) error {
	return s.tell(encoded(mark{Type: "progress", Cursor: at.String()}))
}

func (s *subscription) reset(at, oldest feed.Cursor) error {
	return s.tell(encoded(mark{"reset", at.String(), oldest.String()}))
}

func (s *subscription) send(frames []frame) error {
	for i := range frames {
		if err := s.tell(frames[i].data); err != nil {
			return err
		}
		s.meters.ws.sent.Inc()
	}
	return nil
}

func (s *subscription) tell(result []byte) error {
	return s.write(fmt.Appendf(nil, `{"jsonrpc":"2.0","method":"brink_subscription","params":{"subscription":%q,"result":%s}}`, s.id, result))
}
