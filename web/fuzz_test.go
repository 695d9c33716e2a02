package web_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"brink/web"

	"github.com/coder/websocket"
)

// asked are the pages that take parameters.
var asked = []string{
	"/v1/positions", "/v1/positions/31337:aave-local:0x0100000000000000000000000000000000000000", "/v1/accounts/0x0100000000000000000000000000000000000000",
	"/v1/markets", "/v1/liquidations", "/v1/events", "/v1/stats", "/v1/stats/series", "/v1/risk/ladder", "/v1/risk/bands", "/v1/alerts", "/v1/notifications",
	"/v1/positions/31337:aave-local:0x0100000000000000000000000000000000000000/health", "/v1/positions/",
}

// FuzzQuery asks every page with any query, and any path below it. Whatever is asked is no failure of ours, and the
// answer is JSON that no browser reads as a page.
func FuzzQuery(f *testing.F) {
	s := newSite(f, web.Options{})
	for i, query := range []string{
		"status=liquidatable&sort=debt&limit=1", "min_debt_usd=1.5&min_health=0.000000000000000001&asset=0x0100000000000000000000000000000000000000",
		"account=0x01", "chain=local&protocol=aave-v3", "chain=-1", "since=2025-10-10T00:00:00Z&until=1", "after=v1.18446744073709551616&limit=0",
		"window=24h", "step=1ns&window=9999999h", "asset=ETH&from=-1&to=1e400&steps=-5", "from=-0.5&to=0&steps=3", "after=v1.0&type=x&type=",
		"window=\x00&%zz", "cursor=v1.eyJzIjoiaGVhbHRoIn0",
	} {
		f.Add(uint8(i), "", query)
	}
	f.Add(uint8(12), "%3Cscript%3E/../..%00", "")
	f.Add(uint8(13), ".", "0")
	f.Fuzz(func(t *testing.T, page uint8, below, query string) {
		at := asked[int(page)%len(asked)] + url.PathEscape(below)
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.url+at, nil)
		if err != nil {
			return
		}
		// What a client can't send: the rest goes as it is.
		r.URL.RawQuery = strings.Map(func(c rune) rune {
			if c <= ' ' || c == 0x7f || c == '#' {
				return '+'
			}
			return c
		}, query)
		answered(t, r)
	})
}

// FuzzSimulation asks what if anything.
func FuzzSimulation(f *testing.F) {
	s := newSite(f, web.Options{})
	for _, body := range []string{
		`{"shocks":[{"asset":"ETH","change":"-0.2"}]}`, `{"path":"2025-10-10"}`,
		`{"shocks":[{"asset":"0x0100000000000000000000000000000000000000","change":"1e9"}],"cascade":{"pools":[{"asset":"ETH","constant_product_usd":"1000000"}]}}`,
		`{"cascade":{"rounds":100,"pools":[{"asset":"ETH","levels":[{"sold_usd":"1","change":"-1"},{"sold_usd":"0","change":"0"}]}]}}`,
		`{"position":"31337:aave-local:0x0100000000000000000000000000000000000000","changes":[{"do":"repay","asset":"0x00","amount":"1.0000000000000000000000000000000000001"}],"goal":{"health_factor":"1.1"}}`,
		`{"changes":[{"do":"mode","mode":4294967296},{"do":"threshold","threshold":-1}]}`, `null`, `[]`, `{"shocks":null}`, `{"chain":1}`, "{\"path\":\"\x00<script>\"}",
	} {
		f.Add([]byte(body))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, s.url+"/v1/risk/simulate", bytes.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Content-Type", "application/json")
		answered(t, r)
	})
}

// answered demands an answer that blames the one who asks, or none, and that is what it says that it is.
func answered(t *testing.T, r *http.Request) {
	t.Helper()
	response, err := http.DefaultTransport.RoundTrip(r)
	if err != nil {
		t.Fatal(err)
	}
	text, err := io.ReadAll(io.LimitReader(response.Body, 1<<20))
	if _ = response.Body.Close(); err != nil {
		t.Fatal(err)
	}
	kind := response.Header.Get("Content-Type")
	switch {
	case response.StatusCode >= http.StatusInternalServerError:
		t.Fatalf("%s %s is answered with %d: %s", r.Method, r.URL, response.StatusCode, text)
	case response.StatusCode < http.StatusMultipleChoices && len(text) > 0 && !strings.Contains(kind, "json"),
		strings.Contains(kind, "html"), response.Header.Get("X-Content-Type-Options") != "nosniff":
		t.Fatalf("%s %s is answered as %q", r.Method, r.URL, kind)
	case strings.Contains(kind, "json") && !json.Valid(text):
		t.Fatalf("%s %s: %s is no JSON", r.Method, r.URL, text)
	}
}

// FuzzSocket sends any message over a WebSocket. It goes on: the next question is answered.
func FuzzSocket(f *testing.F) {
	s := newSite(f, web.Options{})
	for _, message := range []string{
		`{"jsonrpc":"2.0","id":1,"method":"brink_subscribe","params":["events",{"type":["liquidation.v1"],"after":"v1.0"}]}`,
		`{"jsonrpc":"2.0","id":"x","method":"brink_unsubscribe","params":["0x1"]}`, `{"jsonrpc":"2.0","method":"brink_subscribe"}`,
		`{"jsonrpc":"2.0","id":{},"method":"brink_subscribe","params":["events",{"account":"0x","chain":"none"}]}`, `[]`, `null`, `{`, ``, "\x00",
		`{"jsonrpc":"2.0","id":1,"method":"brink_subscribe","params":["events",{"after":"v1.99999999999999999999"}]}`,
		`[{"jsonrpc":"2.0","id":1,"method":"eth_subscribe","params":[]}]`,
	} {
		f.Add(message)
	}
	asked := 0
	f.Fuzz(func(t *testing.T, message string) {
		conn, _, err := websocket.Dial(t.Context(), s.url+"/v1/ws", nil)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = conn.CloseNow() }()
		asked++
		mine := fmt.Sprintf("mine-%d", asked)
		if err := conn.Write(t.Context(), websocket.MessageText, []byte(strings.ToValidUTF8(message, "?"))); err != nil {
			t.Fatal(err)
		}
		if err := conn.Write(t.Context(), websocket.MessageText, fmt.Appendf(nil, `{"jsonrpc":"2.0","id":%q,"method":"brink_unsubscribe","params":["none"]}`, mine)); err != nil {
			t.Fatal(err)
		}
		for {
			_, text, err := conn.Read(t.Context())
			if err != nil {
				t.Fatalf("after %q: %v", message, err)
			}
			var answer struct{ ID any }
			if err := json.Unmarshal(text, &answer); err != nil {
				t.Fatalf("%q is answered with %s", message, text)
			}
			if answer.ID == mine {
				return
			}
		}
	})
}
