package rpc

import (
	"context"
	"encoding/json"
	"errors"
	"net"
	"net/http"
	"sync/atomic"

	"github.com/ethereum/go-ethereum/rpc"
	"github.com/gorilla/websocket"
)

// wsConn is one WebSocket connection. go-ethereum's client would dial again
// behind our back; a second node may be another one, so it may not.
type wsConn struct{ client *rpc.Client }

func dialWS(ctx context.Context, url string, max int64) (*wsConn, error) {
	var used atomic.Bool
	dialer := websocket.Dialer{
		Proxy: http.ProxyFromEnvironment,
		NetDialContext: func(ctx context.Context, network, address string) (net.Conn, error) {
			if used.Swap(true) {
				return nil, errUsed
			}
			return new(net.Dialer).DialContext(ctx, network, address)
		},
		ReadBufferSize:  64 << 10,
		WriteBufferSize: 16 << 10,
	}
	client, err := rpc.DialOptions(ctx, url, rpc.WithWebsocketDialer(dialer), rpc.WithWebsocketMessageSizeLimit(max))
	if err != nil {
		return nil, err
	}
	return &wsConn{client}, nil
}

func (c *wsConn) roundTrip(ctx context.Context, calls []*call) error {
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
	sub, err := c.client.EthSubscribe(ctx, heads, "newHeads")
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
