package rpc

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"sync"
	"sync/atomic"
	"time"
)

const (
	maxKept  = 16 << 20 // a larger buffer is not kept for the next answer
	maxError = 64 << 10 // more of an answer with an error status isn't read
)

// httpConn posts requests.
type httpConn struct {
	client  *http.Client
	url     string
	max     int64
	ids     atomic.Uint64
	buffers sync.Pool
	long    chan struct{} // the endpoint's: holds a token while a long answer is read
}

func newHTTP(url string, max int64, long chan struct{}) *httpConn {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost = 16
	return &httpConn{
		client: &http.Client{
			Transport: transport,
			// A redirect would carry the key elsewhere.
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
		url:  url,
		max:  max,
		long: long,
	}
}

func (c *httpConn) roundTrip(ctx context.Context, calls []*call) error {
	first := c.ids.Add(uint64(len(calls))) - uint64(len(calls)) + 1
	body, err := encode(calls, first)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, c.url, bytes.NewReader(body))
	if err != nil {
		return err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("Accept", "application/json")
	resp, err := c.client.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	buf, _ := c.buffers.Get().(*bytes.Buffer)
	if buf == nil {
		buf = new(bytes.Buffer)
	}
	defer func() {
		if buf.Cap() <= maxKept {
			buf.Reset()
			c.buffers.Put(buf)
		}
	}()
	max := c.max
	if resp.StatusCode != http.StatusOK {
		max = min(max, maxError)
	}
	if err := c.read(ctx, buf, resp, max); err != nil {
		return err
	}
	err = decode(buf.Bytes(), calls, first)
	status := statusError{resp.StatusCode, retryAfter(resp.Header.Get("Retry-After"), time.Now())}
	if resp.StatusCode != http.StatusOK && (err != nil || status.reason() != ReasonStatus) {
		return status
	}
	return err
}

// read fills the buffer with an answer. The limit is on what comes out of
// decompression.
func (c *httpConn) read(ctx context.Context, buf *bytes.Buffer, resp *http.Response, max int64) error {
	if n := resp.ContentLength; n > 0 && n <= max {
		buf.Grow(int(n) + 1 + bytes.MinRead)
	}
	body := io.LimitReader(resp.Body, max+1)
	room := int64(piece)
	if free := int64(buf.Available() - bytes.MinRead); free > room {
		room = free
	}
	n, err := buf.ReadFrom(io.LimitReader(body, room))
	if err == nil && n == room {
		err = c.gather(ctx, buf, body, max)
	}
	if err == nil && int64(buf.Len()) > max {
		err = errTooLarge
	}
	return err
}

// piece is how much of a long answer is read at a time, and freely how much before it must be the only one of its
// endpoint: others wait where they are.
const (
	piece  = 1 << 20
	freely = 2 << 20
)

var pieces = sync.Pool{New: func() any { return new([piece]byte) }}

// gather reads the rest of an answer of which it isn't known how long it is. A buffer that grows while it is filled
// would take three times what the answer may have.
func (c *httpConn) gather(ctx context.Context, buf *bytes.Buffer, body io.Reader, max int64) error {
	var read []*[piece]byte
	defer func() {
		for _, p := range read {
			pieces.Put(p)
		}
	}()
	size, alone := int64(buf.Len()), false
	for begun := size; ; {
		if size-begun >= freely && !alone {
			select {
			case c.long <- struct{}{}:
				alone = true
				defer func() { <-c.long }()
			case <-ctx.Done():
				return ctx.Err()
			}
		}
		p := pieces.Get().(*[piece]byte)
		read = append(read, p)
		n, err := io.ReadFull(body, p[:])
		size += int64(n)
		if err == io.EOF || errors.Is(err, io.ErrUnexpectedEOF) {
			return whole(buf, read, n, size, max)
		}
		if err != nil {
			return err
		}
	}
}

// whole adds pieces, of which the last is so long, to what was read before.
func whole(buf *bytes.Buffer, read []*[piece]byte, last int, size, max int64) error {
	if size > max {
		return errTooLarge
	}
	buf.Grow(int(size) - buf.Len())
	for i, p := range read {
		if i < len(read)-1 {
			buf.Write(p[:])
		} else {
			buf.Write(p[:last])
		}
	}
	return nil
}

func (c *httpConn) subscribe(context.Context, chan<- json.RawMessage) (subscription, error) {
	return nil, errNoHeads
}

func (c *httpConn) close() { c.client.CloseIdleConnections() }
