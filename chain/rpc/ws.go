package rpc

import (
	"bytes"
	"cmp"
	"context"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/gorilla/websocket"
)

const (
	// maxHandshake is the most that a node may send before it has agreed to speak WebSocket, certificates included.
	maxHandshake = 1 << 20
	// maxOpen is how many requests may wait on one connection. Those that nobody waits for any more count until
	// they are answered.
	maxOpen = 1024
	// maxNews is the most that the news of a head may be.
	maxNews = 1 << 20
	// maxPassed is how many times the largest answer is passed over before the connection is given up.
	maxPassed = 16
	// writeTime is how long a node may take to take a request.
	writeTime = 10 * time.Second
)

// wsConn is one WebSocket connection. It is never dialled again: what comes behind the same name may be another node.
type wsConn struct {
	socket  *websocket.Conn
	max     int64
	long    chan struct{} // the endpoint's: holds a token while a long answer is read
	buffers buffers
	broken  chan struct{} // closed when the connection can't be used any more
	lost    chan error    // then holds why, for the subscription
	writing chan struct{} // holds a token while a request is written

	next atomic.Uint64 // id of the newest request

	mu    sync.Mutex
	open  []*exchange
	heads chan json.RawMessage // nil while nobody listens
	why   error                // it broke
}

// exchange is one message of requests and the one that answers it.
type exchange struct {
	first, end uint64 // the ids are from first to before end
	answer     chan *bytes.Buffer
}

func dialWS(ctx context.Context, address string, max int64, long chan struct{}) (*wsConn, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, err
	}
	header := http.Header{}
	if u.User != nil {
		password, _ := u.User.Password()
		header.Set("Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte(u.User.Username()+":"+password)))
		u.User = nil
	}
	var shaking *handshake
	dialer := websocket.Dialer{
		Proxy: http.ProxyFromEnvironment,
		NetDialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			conn, err := new(net.Dialer).DialContext(ctx, network, address)
			shaking = &handshake{Conn: conn}
			shaking.left.Store(maxHandshake)
			return shaking, err
		},
		ReadBufferSize:  64 << 10,
		WriteBufferSize: 16 << 10,
	}
	socket, resp, err := dialer.DialContext(ctx, u.String(), header)
	if resp != nil {
		defer resp.Body.Close()
	}
	if err != nil {
		if resp != nil && resp.StatusCode != http.StatusSwitchingProtocols {
			return nil, statusError{resp.StatusCode, retryAfter(resp.Header.Get("Retry-After"), time.Now())}
		}
		return nil, err
	}
	shaking.done.Store(true)
	c := &wsConn{socket: socket, max: max, long: long,
		broken: make(chan struct{}), lost: make(chan error, 1), writing: make(chan struct{}, 1)}
	go c.read()
	return c, nil
}

// handshake bounds what is read until the handshake is done.
type handshake struct {
	net.Conn
	left atomic.Int64
	done atomic.Bool
}

func (h *handshake) Read(b []byte) (int, error) {
	n, err := h.Conn.Read(b)
	if !h.done.Load() && h.left.Add(-int64(n)) < 0 {
		return 0, errTooLarge
	}
	return n, err
}

// read hands on what comes until the connection breaks.
func (c *wsConn) read() {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	for {
		_, message, err := c.socket.NextReader()
		var buf *bytes.Buffer
		if err == nil {
			buf = c.buffers.take()
			err = fill(ctx, buf, message, c.max, c.long)
		}
		switch {
		case errors.Is(err, errTooLarge):
			err = c.pass(buf, message)
		case err == nil:
			err = c.hand(buf)
		}
		if err != nil {
			c.end(err)
			return
		}
	}
}

// hand gives a message to who waits for it.
func (c *wsConn) hand(buf *bytes.Buffer) error {
	id, news, err := whose(buf.Bytes())
	if err != nil {
		return err
	}
	if news != nil {
		c.tell(bytes.Clone(news))
		c.buffers.keep(buf)
		return nil
	}
	return c.settle(id, buf)
}

// pass leaves out the rest of an answer that is too large, so that the connection needn't be. It must name its request
// before its result, as nodes do.
func (c *wsConn) pass(start *bytes.Buffer, rest io.Reader) error {
	id, news, err := whose(start.Bytes())
	if err != nil || news != nil {
		return errTooLarge
	}
	c.buffers.keep(start)
	if n, err := io.CopyN(io.Discard, rest, maxPassed*c.max); n == maxPassed*c.max || !errors.Is(err, io.EOF) {
		return cmp.Or(err, errTooLarge)
	}
	return c.settle(id, nil)
}

// settle gives the answer to a request to who waits for it; nil says that it is too large.
func (c *wsConn) settle(id uint64, answer *bytes.Buffer) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	i := slices.IndexFunc(c.open, func(x *exchange) bool { return x.first <= id && id < x.end })
	if id == 0 && len(c.open) == 1 { // the node could not make out what it was asked
		i = 0
	}
	if i < 0 {
		return errUnasked
	}
	c.open[i].answer <- answer
	c.open = slices.Delete(c.open, i, i+1)
	return nil
}

// tell passes on the news of a head. If they aren't listened to in time, the oldest give way.
func (c *wsConn) tell(news json.RawMessage) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for c.heads != nil {
		select {
		case c.heads <- news:
			return
		default:
		}
		select {
		case <-c.heads:
		default:
		}
	}
}

var (
	// errFound ends the look at a message.
	errFound   = errors.New("found")
	errUnasked = fmt.Errorf("%w: an answer to no open request", errMalformed)
)

// whose finds what a message is: the news of a head, or an answer to the request with that id, 0 where it names none.
// Whether an answer is well-formed is for its reader to find out; news are looked at here.
func whose(b []byte) (id uint64, news []byte, err error) {
	s := &scanner{b: b}
	s.take('[') // a batch is known by its first answer
	named, subscribed := false, false
	var result []byte
	err = s.object(func(name []byte) error {
		switch string(name) {
		case "id":
			if named = true; s.peek() == 'n' {
				return s.word("null")
			}
			start := s.i
			s.digits()
			if id, err = strconv.ParseUint(string(s.b[start:s.i]), 10, 64); err != nil {
				return s.fail("an id")
			}
			return errFound
		case "method":
			subscribed = true
			return s.word(`"eth_subscription"`)
		case "params":
			return s.object(func(name []byte) (err error) {
				if string(name) != "result" {
					return s.skip(maxDepth)
				}
				result, err = s.raw()
				return err
			})
		default:
			return s.skip(maxDepth)
		}
	})
	switch {
	case errors.Is(err, errFound):
		return id, nil, nil
	case err != nil || named:
		return 0, nil, err
	case !subscribed || result == nil || len(result) > maxNews:
		return 0, nil, s.fail("an answer or the news of a head before")
	}
	return 0, result, s.end()
}

// end gives the connection up, for the first reason that is given.
func (c *wsConn) end(why error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.why == nil {
		c.why = why
		c.lost <- why
		close(c.broken)
		_ = c.socket.Close()
	}
}

// post sends requests and returns who will have their answer. Who doesn't get to write in time leaves the connection
// as it is.
func (c *wsConn) post(ctx context.Context, calls []*call) (*exchange, error) {
	select {
	case c.writing <- struct{}{}:
		defer func() { <-c.writing }()
	case <-c.broken:
		return nil, errBroken
	case <-ctx.Done():
	}
	if ctx.Err() != nil {
		return nil, ctx.Err()
	}
	end := c.next.Add(uint64(len(calls))) + 1
	x := &exchange{end - uint64(len(calls)), end, make(chan *bytes.Buffer, 1)}
	body, err := encode(calls, x.first)
	if err == nil {
		err = c.expect(x)
	}
	if err != nil {
		return nil, err
	}
	by := time.Now().Add(writeTime)
	if end, ok := ctx.Deadline(); ok && end.Before(by) {
		by = end
	}
	if err = c.socket.SetWriteDeadline(by); err == nil {
		err = c.socket.WriteMessage(websocket.TextMessage, body)
	}
	if err != nil {
		c.end(err)
	}
	return x, err
}

// expect notes that a message is to be answered.
func (c *wsConn) expect(x *exchange) error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if len(c.open) >= maxOpen {
		return errDeaf
	}
	c.open = append(c.open, x)
	return nil
}

func (c *wsConn) roundTrip(ctx context.Context, calls []*call) error {
	x, err := c.post(ctx, calls)
	if err != nil {
		return err
	}
	select {
	case buf := <-x.answer:
		return c.decode(buf, calls, x)
	case <-ctx.Done():
		return ctx.Err()
	case <-c.broken:
	}
	select {
	case buf := <-x.answer: // came right before
		return c.decode(buf, calls, x)
	default:
		return c.why
	}
}

func (c *wsConn) decode(buf *bytes.Buffer, calls []*call, x *exchange) error {
	if buf == nil {
		return errTooLarge
	}
	defer c.buffers.keep(buf)
	return decode(buf.Bytes(), calls, x.first)
}

func (c *wsConn) subscribe(ctx context.Context, heads chan json.RawMessage) (subscription, error) {
	var id string
	q := &call{method: MethodSubscribe, params: []any{"newHeads"}, decode: func(s *scanner) error {
		text, err := s.text()
		id = string(text)
		return err
	}}
	c.listen(heads) // news may come before the answer is read
	err := c.roundTrip(ctx, []*call{q})
	if err == nil && q.refused != nil {
		err = errNoHeads
	}
	if err != nil {
		c.listen(nil)
		return nil, err
	}
	return &wsSubscription{c, id}, nil
}

func (c *wsConn) listen(heads chan json.RawMessage) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.heads = heads
}

func (c *wsConn) close() { c.end(errBroken) }

// wsSubscription is the one subscription of a connection. News of an earlier one are as good.
type wsSubscription struct {
	*wsConn
	id string
}

func (s *wsSubscription) Err() <-chan error { return s.lost }

// Unsubscribe doesn't wait for an answer.
func (s *wsSubscription) Unsubscribe() {
	s.listen(nil)
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	_, _ = s.post(ctx, []*call{{method: "eth_unsubscribe", params: []any{s.id}}})
}
