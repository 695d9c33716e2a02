package rpc

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"brink/chain"

	"github.com/ethereum/go-ethereum/common"
)

// The parts of a secret URL. None may ever be seen.
var canaries = []string{"canaryuser", "canarypass", "canarypath", "canary%2Fpart", "canary/part", "canaryquery", "canaryname"}

// poison puts the canaries into an address.
func poison(base string) string {
	u, err := url.Parse(base)
	if err != nil {
		panic(err)
	}
	u.User = url.UserPassword("canaryuser", "canarypass")
	u.Path, u.RawPath = "/v2/canarypath/canary/part", "/v2/canarypath/canary%2Fpart"
	u.RawQuery = "apikey=canaryquery&canaryname=1"
	return u.String()
}

// shown is every way in which an error, or what it wraps, can be printed.
func shown(err error) string {
	var all strings.Builder
	var walk func(error)
	walk = func(err error) {
		if err == nil {
			return
		}
		fmt.Fprintf(&all, "%v|%+v|%#v|%s|%q\n", err, err, err, err, err)
		switch e := err.(type) {
		case interface{ Unwrap() error }:
			walk(e.Unwrap())
		case interface{ Unwrap() []error }:
			for _, one := range e.Unwrap() {
				walk(one)
			}
		}
	}
	walk(err)
	return all.String()
}

// labels is an Observer that keeps what it is told as text.
type labels struct{ counter }

func (l *labels) text() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return fmt.Sprint(l.requests, l.up, l.down, l.active)
}

// No path to an error shows more of an endpoint than its name.
func TestFault37SecretsAreNeverShown(t *testing.T) {
	echo := func(status int) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			w.WriteHeader(status)
			fmt.Fprintf(w, "no access for %s at http://%s%s with %v", r.URL.User, r.Host, r.URL, r.Header)
		}
	}
	rpcEcho := func(code int) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) {
			fmt.Fprintf(w, `{"jsonrpc":"2.0","id":1,"error":{"code":%d,"message":"key %s of %s is not good, ask http://%s%s"}}`,
				code, r.URL.Query().Get("apikey"), strings.ReplaceAll(r.URL.Path, "/", " "), r.Host, r.URL)
		}
	}
	handlers := map[string]http.HandlerFunc{
		"401": echo(401), "429": echo(429), "500": echo(500), "not json": echo(200), "refusal": rpcEcho(-32000), "limit": rpcEcho(-32005),
		"redirect": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "http://127.0.0.1:1"+r.URL.String(), 307)
		},
		"hang up": func(w http.ResponseWriter, _ *http.Request) { c, _, _ := w.(http.Hijacker).Hijack(); c.Close() },
		"hang": func(_ http.ResponseWriter, r *http.Request) {
			_, _ = io.Copy(io.Discard, r.Body)
			<-r.Context().Done()
		},
		"wrong chain": func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, `{"jsonrpc":"2.0","id":1,"result":"0x1"}`) },
	}
	addresses := map[string]string{
		"refused":      "http://127.0.0.1:1",
		"refused ws":   "ws://127.0.0.1:1",
		"no such host": "https://canaryname.invalid",
		"no such ws":   "wss://canaryname.invalid:1234",
		"bad port":     "http://127.0.0.1:99999",
		"other scheme": "ftp://127.0.0.1",
		"no host":      "http://",
	}
	for name, handler := range handlers {
		server := httptest.NewServer(handler)
		t.Cleanup(server.Close)
		addresses[name] = server.URL
		addresses[name+" ws"] = "ws" + strings.TrimPrefix(server.URL, "http")
	}
	for name, address := range addresses {
		var out bytes.Buffer
		watch := &labels{*newCounter()}
		opt := Options{ChainID: 1337, Endpoints: []Endpoint{{Name: "node", URL: poison(address)}}, Timeout: 300 * time.Millisecond,
			Observer: watch, Logger: slog.New(slog.NewTextHandler(&out, nil))}
		_, err := Dial(testContext(t), opt)
		if err == nil || !strings.Contains(err.Error(), "node") && !errors.Is(err, ErrOptions) {
			t.Errorf("%s: the error is %v", name, err)
		}
		probes, probe := Probe(testContext(t), opt, Questions{})
		fmt.Fprintf(&out, "%v %+v %#v", opt, opt, opt)
		for _, r := range probes {
			fmt.Fprintf(&out, "%+v %#v %s", r, r, shown(r.Err))
		}
		all := shown(err) + shown(probe) + out.String() + watch.text()
		_, host, _ := strings.Cut(address, "://")
		for _, canary := range append(canaries, host) {
			if canary != "" && strings.Contains(all, canary) {
				t.Errorf("%s: %q is in %s", name, canary, all)
			}
		}
	}
}

// Nor do they when a node in use fails.
func TestFault37SecretsAreNotShownLater(t *testing.T) {
	fake := newFakeNode(t)
	var out bytes.Buffer
	client := dial(t, Options{Endpoints: []Endpoint{{Name: "node", URL: poison(fake.URL)}}, Patience: time.Millisecond, Poll: 5 * time.Millisecond,
		Logger: slog.New(slog.NewTextHandler(&out, nil))})
	fake.instead(func(w http.ResponseWriter, q []request) bool {
		var answers []string
		for _, q := range q {
			answers = append(answers, fmt.Sprintf(`{"id":%s,"error":{"code":-32000,"message":"%s"}}`, q.ID, strings.Join(canaries, " ")))
		}
		fmt.Fprint(w, "[", strings.Join(answers, ","), "]")
		return true
	})
	_, first := client.Fetch(testContext(t), &chain.Ask{Tags: true, Headers: []uint64{1}})
	_, second := client.Call(testContext(t), chain.Ref{Hash: common.Hash{1}}, []chain.Call{{}, {}})
	if first == nil || second == nil {
		t.Fatal("no errors")
	}
	all := shown(first) + shown(second) + fmt.Sprintf("%+v %#v", client.Status(), client.Status())
	client.Close()
	all += out.String()
	for _, canary := range canaries {
		if strings.Contains(all, canary) {
			t.Errorf("%q is in %s", canary, all)
		}
	}
}
