package rpc

import (
	"context"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"sync"
	"sync/atomic"

	"github.com/ethereum/go-ethereum/rpc"
	"github.com/gorilla/websocket"
)

// wsConn is one WebSocket connection. go-ethereum's client would dial again
// behind our back; a second node may be another one, so it may not.
type wsConn struct {
	client *rpc.Client
	broken <-chan struct{} // closed when the socket can't be read any more
}

// socket tells when it can't be read any more. go-ethereum's client may leave
// a request waiting that was sent at that moment.
type socket struct {
	net.Conn
	once   sync.Once
	broken chan struct{}
}

func (s *socket) Read(b []byte) (int, error) {
	n, err := s.Conn.Read(b)
	if err != nil {
		s.once.Do(func() { close(s.broken) })
	}
	return n, err
}

func dialWS(ctx context.Context, url string, max int64) (*wsConn, error) {
	var used atomic.Bool
	broken := make(chan struct{})
	dialer := websocket.Dialer{
		Proxy: http.ProxyFromEnvironment,
		NetDialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			if used.Swap(true) {
				return nil, errBroken
			}
			conn, err := new(net.Dialer).DialContext(ctx, network, address)
			return &socket{Conn: conn, broken: broken}, err
		},
		ReadBufferSize:  64 << 10,
		WriteBufferSize: 16 << 10,
	}
	client, err := rpc.DialOptions(ctx, url, rpc.WithWebsocketDialer(dialer), rpc.WithWebsocketMessageSizeLimit(max))
	if err != nil {
		return nil, err
	}
	return &wsConn{client, broken}, nil
}

// guard runs a request that ends when the socket breaks.
func (c *wsConn) guard(ctx context.Context, request func(context.Context) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	go func() {
		select {
		case <-c.broken:
			cancel(errBroken)
		case <-ctx.Done():
		}
	}()
	err := request(ctx)
	if err != nil && errors.Is(context.Cause(ctx), errBroken) {
		return errBroken
	}
	return err
}

func (c *wsConn) roundTrip(ctx context.Context, calls []*call) error {
	return c.guard(ctx, func(ctx context.Context) error { return c.send(ctx, calls) })
}

func (c *wsConn) send(ctx context.Context, calls []*call) error {
	results := make([]json.RawMessage, len(calls))
	if len(calls) == 1 {
		err := c.client.CallContext(ctx, &results[0], string(calls[0].method), calls[0].params...)
		if errors.Is(err, websocket.ErrReadLimit) {
			return errTooLarge
		}
		return calls[0].settleWS(results[0], err)
	}
	batch := make([]rpc.BatchElem, len(calls))
	for i, q := range calls {
		batch[i] = rpc.BatchElem{Method: string(q.method), Args: q.params, Result: &results[i]}
	}
	if err := c.client.BatchCallContext(ctx, batch); err != nil {
		return err
	}
	for i, q := range calls {
		if err := q.settleWS(results[i], batch[i].Error); err != nil {
			return err
		}
	}
	return nil
}

// settleWS sets the outcome of a call that went through go-ethereum's client.
func (c *call) settleWS(result []byte, err error) error {
	var code rpc.Error
	switch {
	case err == nil:
		return c.decodeAt(result, 0)
	case errors.As(err, &code):
		c.refused = &refusal{Code: code.ErrorCode(), Message: code.Error()}
		var data rpc.DataError
		if errors.As(err, &data) {
			c.refused.Data, _ = json.Marshal(data.ErrorData())
		}
		return nil
	default:
		return err
	}
}

func (c *wsConn) subscribe(ctx context.Context, heads chan<- json.RawMessage) (subscription, error) {
	var sub *rpc.ClientSubscription
	err := c.guard(ctx, func(ctx context.Context) (err error) {
		sub, err = c.client.EthSubscribe(ctx, heads, "newHeads")
		return err
	})
	var code rpc.Error
	if errors.Is(err, rpc.ErrNotificationsUnsupported) || errors.As(err, &code) {
		return nil, errNoHeads
	}
	if err != nil {
		return nil, err
	}
	return sub, nil
}

func (c *wsConn) close() { c.client.Close() }
