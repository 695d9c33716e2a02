package rpc

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/netip"
	"net/url"
	"sync/atomic"
	"time"
)

// maxError: more of an answer with an error status isn't read.
const maxError = 64 << 10

// httpConn posts requests.
type httpConn struct {
	client  *http.Client
	url     string
	max     int64
	ids     atomic.Uint64
	buffers buffers
	long    chan struct{} // the endpoint's: holds a token while a long answer is read
}

func newHTTP(address string, max int64, long chan struct{}) *httpConn {
	transport := http.DefaultTransport.(*http.Transport).Clone()
	transport.MaxIdleConnsPerHost = 16
	transport.DisableCompression = near(address)
	return &httpConn{
		client: &http.Client{
			Transport: transport,
			// A redirect would carry the key elsewhere.
			CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		},
		url:  address,
		max:  max,
		long: long,
	}
}

// near reports whether a node is so near that to compress its answers would take longer than to send them.
func near(address string) bool {
	u, err := url.Parse(address)
	if err != nil {
		return false
	}
	ip, _ := netip.ParseAddr(u.Hostname())
	return ip.IsLoopback() || ip.IsPrivate() || u.Hostname() == "localhost"
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
	buf := c.buffers.take()
	defer c.buffers.keep(buf)
	max := c.max
	if resp.StatusCode != http.StatusOK {
		max = min(max, maxError)
	}
	if n := resp.ContentLength; n > 0 && n <= max {
		buf.Grow(int(n) + 1 + bytes.MinRead)
	}
	// The limit is on what comes out of decompression.
	if err := fill(ctx, buf, resp.Body, max, c.long); err != nil {
		return err
	}
	err = decode(buf.Bytes(), calls, first)
	status := statusError{resp.StatusCode, retryAfter(resp.Header.Get("Retry-After"), time.Now())}
	if resp.StatusCode != http.StatusOK && (err != nil || status.reason() != ReasonStatus) {
		return status
	}
	return err
}

func (c *httpConn) subscribe(context.Context, chan json.RawMessage) (subscription, error) {
	return nil, errNoHeads
}

func (c *httpConn) close() { c.client.CloseIdleConnections() }
