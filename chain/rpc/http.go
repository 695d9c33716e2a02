package rpc

import (
	"bytes"
	"context"
	"encoding/json"
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
}

func newHTTP(url string, max int64) *httpConn {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost = 16
	return &httpConn{
		client: &http.Client{
			Transport: transport,
			// A redirect would carry the key elsewhere.
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
		url: url,
		max: max,
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
	if err := c.read(buf, resp, max); err != nil {
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
func (c *httpConn) read(buf *bytes.Buffer, resp *http.Response, max int64) error {
	if n := resp.ContentLength; n > 0 && n <= max {
		buf.Grow(int(n) + bytes.MinRead)
	}
	n, err := buf.ReadFrom(io.LimitReader(resp.Body, max+1))
	if err != nil {
		return err
	}
	if n > max {
		return errTooLarge
	}
	return nil
}

func (c *httpConn) subscribe(context.Context, chan<- json.RawMessage) (subscription, error) {
	return nil, errNoHeads
}

func (c *httpConn) close() { c.client.CloseIdleConnections() }
