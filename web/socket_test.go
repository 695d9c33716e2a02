package web_test

import (
	"context"
	"fmt"
	"net"
	"net/http"
	"strings"
	"sync"
	"testing"
	"time"

	"brink/feed"
	"brink/web"

	"github.com/coder/websocket"
	"github.com/ethereum/go-ethereum/rpc"
	"github.com/prometheus/client_golang/prometheus"
)

// talk is a WebSocket that a test holds.
type talk struct {
	t    testing.TB
	ctx  context.Context
	conn *websocket.Conn
	// beneath is the connection that carries it.
	beneath net.Conn
}

// said is any message of the server.
type said struct {
	ID     any `json:"id"`
	Result any `json:"result"`
	Error  *struct {
		Code    int    `json:"code"`
		Message string `json:"message"`
		Data    any    `json:"data"`
	} `json:"error"`
	Method string `json:"method"`
	Params struct {
		Subscription string `json:"subscription"`
		Result       struct {
			feed.Envelope
			Oldest string `json:"oldest"`
		} `json:"result"`
	} `json:"params"`
}

// patient ends with the test, or when it takes too long.
func patient(t testing.TB) context.Context {
	ctx, cancel := context.WithTimeout(context.Background(), patience)
	t.Cleanup(cancel)
	return ctx
}

// dialing is how a connection is made.
type dialing func(ctx context.Context, network, address string) (net.Conn, error)

// talk opens a WebSocket.
func (s *site) talk() *talk {
	s.t.Helper()
	return s.talkOver(new(net.Dialer).DialContext)
}

// talkOver opens a WebSocket over a connection of a kind.
func (s *site) talkOver(dial dialing) *talk {
	s.t.Helper()
	k := &talk{t: s.t, ctx: patient(s.t)}
	transport := &http.Transport{DialContext: func(ctx context.Context, network, address string) (_ net.Conn, err error) {
		k.beneath, err = dial(ctx, network, address)
		return k.beneath, err
	}}
	conn, _, err := websocket.Dial(k.ctx, s.url+"/v1/ws", &websocket.DialOptions{HTTPClient: &http.Client{Transport: transport}})
	if err != nil {
		s.t.Fatal(err)
	}
	conn.SetReadLimit(1 << 20)
	k.conn = conn
	s.t.Cleanup(func() { conn.CloseNow() })
	return k
}

// narrow is a connection of which the client's system holds little that isn't read.
func narrow(ctx context.Context, network, address string) (net.Conn, error) {
	conn, err := new(net.Dialer).DialContext(ctx, network, address)
	if err == nil {
		err = conn.(*net.TCPConn).SetReadBuffer(16 << 10)
	}
	return conn, err
}

func (k *talk) say(format string, args ...any) {
	k.t.Helper()
	if err := k.conn.Write(k.ctx, websocket.MessageText, fmt.Appendf(nil, format, args...)); err != nil {
		k.t.Fatalf("sending: %v", err)
	}
}

func (k *talk) next() said {
	k.t.Helper()
	_, text, err := k.conn.Read(k.ctx)
	if err != nil {
		k.t.Fatalf("reading the socket: %v", err)
	}
	return decode[said](k.t, string(text))
}

// subscribe subscribes and returns the subscription and where it begins.
func (k *talk) subscribe(what string) (id, at string) {
	k.t.Helper()
	k.say(`{"jsonrpc":"2.0","id":"s","method":"brink_subscribe","params":["events",%s]}`, what)
	answer := k.next()
	id, ok := answer.Result.(string)
	if !ok || answer.ID != "s" {
		k.t.Fatalf("subscribing to %s: %+v", what, answer)
	}
	begun := k.next()
	if begun.Method != "brink_subscription" || begun.Params.Subscription != id || begun.Params.Result.Type != "progress" {
		k.t.Fatalf("the subscription begins with %+v", begun)
	}
	return id, begun.Params.Result.Cursor
}

// expect wants the next events of a subscription to have these cursors.
func (k *talk) expect(id string, from, to feed.Cursor) {
	k.t.Helper()
	for c := from; c <= to; {
		m := k.next()
		if m.Params.Result.Type == "progress" {
			continue
		}
		if m.Params.Subscription != id || m.Params.Result.Cursor != c.String() || m.Params.Result.SpecVersion != "1.0" {
			k.t.Fatalf("got %+v, want event %s of %s", m, c, id)
		}
		c++
	}
}

func TestSocket(t *testing.T) {
	s := newSite(t, web.Options{})
	s.say(3, feed.PositionBand)
	k := s.talk()
	live, at := k.subscribe(`{}`)
	if at != "v1.3" {
		t.Fatalf("what comes next begins after %s", at)
	}
	s.say(2, feed.PositionBand)
	k.expect(live, 4, 5)
	past, at := k.subscribe(`{"after":"v1.1"}`)
	if at != "v1.1" || past == live {
		t.Fatalf("%s begins after %s", past, at)
	}
	k.expect(past, 2, 5)
	k.say(`{"jsonrpc":"2.0","id":7,"method":"brink_unsubscribe","params":[%q]}`, live)
	if m := k.next(); m.Result != true || m.ID != 7.0 {
		t.Fatalf("unsubscribing: %+v", m)
	}
	k.say(`{"jsonrpc":"2.0","id":8,"method":"brink_unsubscribe","params":[%q]}`, live)
	if m := k.next(); m.Result != false {
		t.Fatalf("unsubscribing twice: %+v", m)
	}
	s.say(1, feed.PositionBand)
	k.expect(past, 6, 6)
}

// The client that Ethereum's programs use takes our subscriptions as its own.
func TestSocketAsEthereumsClientsKnowIt(t *testing.T) {
	s := newSite(t, web.Options{Heartbeat: time.Millisecond})
	s.say(3, feed.PositionBand)
	ctx := patient(t)
	client, err := rpc.DialContext(ctx, "ws"+strings.TrimPrefix(s.url, "http")+"/v1/ws")
	if err != nil {
		t.Fatal(err)
	}
	defer client.Close()
	events := make(chan feed.Envelope)
	sub, err := client.Subscribe(ctx, "brink", events, "events", map[string]any{"after": "v1.0", "type": []string{feed.PositionBand}})
	if err != nil {
		t.Fatal(err)
	}
	for c := feed.Cursor(1); c <= 3; {
		select {
		case e := <-events:
			if e.Type == "progress" {
				continue
			}
			if e.Cursor != c.String() || e.Type != feed.PositionBand {
				t.Fatalf("got %+v, want %s", e, c)
			}
			c++
		case err := <-sub.Err():
			t.Fatal(err)
		}
	}
	sub.Unsubscribe()
	_, err = client.Subscribe(ctx, "brink", events, "events", map[string]any{"after": "v1.9"})
	var coded rpc.DataError
	if coded, _ = err.(rpc.DataError); coded == nil || fmt.Sprint(coded.ErrorData()) != "map[oldest_cursor:v1.0]" {
		t.Fatalf("%v", err)
	}
}

func TestSocketFilter(t *testing.T) {
	s := newSite(t, web.Options{Heartbeat: time.Millisecond})
	for _, kind := range []string{feed.PositionBand, feed.Liquidated, feed.PositionBand, feed.OracleUpdated, feed.Liquidated} {
		s.say(1, kind)
	}
	for what, want := range map[string]string{
		`"type":["liquidation.v1"]`: "[v1.2 v1.5]", `"type":["oracle.updated.v1","liquidation.v1"]`: "[v1.2 v1.4 v1.5]",
		`"chain":"local","type":["oracle.updated.v1"]`: "[v1.4]", `"chain":"7"`: "[]",
	} {
		k := s.talk()
		k.subscribe(`{"after":"v1.0",` + what + `}`)
		got := []string{}
		for {
			// What was sent of the filter is told up to the end.
			m := k.next().Params.Result
			if m.Type == "progress" {
				if m.Cursor != "v1.5" {
					t.Fatalf("%s: the filter was answered up to %s", what, m.Cursor)
				}
				break
			}
			got = append(got, m.Cursor)
		}
		if fmt.Sprint(got) != want {
			t.Errorf("%s: %v, want %s", what, got, want)
		}
	}
}

func TestSocketRefuses(t *testing.T) {
	s := newSite(t, web.Options{})
	for range 10 {
		s.say(5, feed.PositionBand)
	}
	if err := s.store.Trim(context.Background(), 20); err != nil {
		t.Fatal(err)
	}
	k := s.talk()
	for text, code := range map[string]int{
		`{`:  -32700,
		`[]`: -32600,
		`{"jsonrpc":"1.0","id":1,"method":"brink_subscribe"}`:   -32600,
		`{"jsonrpc":"2.0","id":1,"method":"x","params":{}}`:     -32600,
		`{"jsonrpc":"2.0","id":1,"method":"eth_subscribe"}`:     -32601,
		`{"jsonrpc":"2.0","id":1,"method":"brink_unsubscribe"}`: -32602,
	} {
		k.say("%s", text)
		if m := k.next(); m.Error == nil || m.Error.Code != code || m.Result != nil {
			t.Errorf("%s: %+v, want %d", text, m, code)
		}
	}
	for params, code := range map[string]int{
		`[]`: -32602, `["logs"]`: -32602, `["events",{"account":"0x"}]`: -32602, `["events",{},{}]`: -32602,
		`["events",{"after":"5"}]`: -32602, `["events",{"chain":"nowhere"}]`: -32602,
		`["events",{"after":"v1.29"}]`: -32001, `["events",{"after":"v1.51"}]`: -32001,
	} {
		k.say(`{"jsonrpc":"2.0","id":1,"method":"brink_subscribe","params":%s}`, params)
		m := k.next()
		if m.Error == nil || m.Error.Code != code || m.Result != nil {
			t.Errorf("%s: %+v, want %d", params, m, code)
			continue
		}
		if code == -32001 && fmt.Sprint(m.Error.Data) != "map[oldest_cursor:v1.30]" {
			t.Errorf("%s: %+v", params, m.Error)
		}
	}
	// What asks for no answer gets none.
	k.say(`{"jsonrpc":"2.0","method":"brink_subscribe","params":["events"]}`)
	for range 16 {
		k.subscribe(`{"after":"v1.50"}`)
	}
	k.say(`{"jsonrpc":"2.0","id":1,"method":"brink_subscribe","params":["events"]}`)
	if m := k.next(); m.Error == nil || m.Error.Code != -32005 {
		t.Errorf("one subscription too many: %+v", m)
	}
	// The server may go before it has read everything, and its word with it.
	_ = k.conn.Write(k.ctx, websocket.MessageText, fmt.Appendf(nil, `{"jsonrpc":"2.0","id":%q}`, strings.Repeat("x", 32<<10)))
	if _, text, err := k.conn.Read(k.ctx); err == nil || k.ctx.Err() != nil {
		t.Errorf("a message that is too long: %s, %v", text, err)
	}
}

// Only pages of this server and of the listed origins may open a socket.
func TestFault36SocketOrigin(t *testing.T) {
	s := newSite(t, web.Options{Origins: []string{"https://page.example"}})
	for origin, want := range map[string]bool{"": true, s.url: true, "https://page.example": true,
		"http://page.example": false, "https://evil.example": false, "null": false} {
		conn, answer, err := websocket.Dial(patient(t), s.url+"/v1/ws", &websocket.DialOptions{HTTPHeader: http.Header{"Origin": {origin}}})
		if (err == nil) != want || !want && answer.StatusCode != http.StatusForbidden {
			t.Errorf("%q: %v", origin, err)
		}
		if err == nil {
			conn.CloseNow()
		}
	}
	if _, _, err := websocket.Dial(patient(t), s.url+"/v1/ws", &websocket.DialOptions{Host: "evil.example"}); err == nil {
		t.Error("a name that isn't this server's is answered")
	}
	s.get("/v1/ws", http.StatusUpgradeRequired)
}

// Sockets that subscribe while much is said see each event once, whether
// they begin at the end or in the past.
func TestSocketNoGapNoDouble(t *testing.T) {
	s := newSite(t, web.Options{})
	const blocks, each, last = 30, 100, feed.Cursor(30 * 100)
	var g sync.WaitGroup
	for n := range 4 {
		k := s.talk()
		g.Go(func() {
			what := `{}`
			if n%2 == 0 {
				what = `{"after":"v1.0"}`
			}
			id, at := k.subscribe(what)
			from, err := feed.ParseCursor(at)
			if err != nil {
				t.Error(err)
				return
			}
			k.expect(id, from+1, last)
		})
	}
	for range blocks {
		s.say(each, feed.PositionBand)
	}
	g.Wait()
}

// A position read at a cursor, and what is told after that cursor, are
// together all that happened.
func TestSocketAfterSnapshot(t *testing.T) {
	s := newSite(t, web.Options{})
	s.say(5, feed.PositionBand)
	body, _ := s.get("/v1/positions", 200)
	at := decode[web.PositionPage](t, body).AsOf
	s.say(5, feed.PositionBand)
	k := s.talk()
	id, begun := k.subscribe(fmt.Sprintf(`{"after":%q}`, at))
	if begun != at {
		t.Fatalf("begins after %s, not %s", begun, at)
	}
	from, err := feed.ParseCursor(at)
	if err != nil {
		t.Fatal(err)
	}
	k.expect(id, from+1, 10)
}

// A socket that reads nothing is cut off, others are not held up, and the log
// has what it missed; when even the log has forgotten, it is told so.
func TestFault33SlowSocket(t *testing.T) {
	registry := prometheus.NewPedanticRegistry()
	s := newSite(t, web.Options{Patience: time.Second, Heartbeat: time.Minute, Registerer: registry})
	slow, quick := s.talkOver(narrow), s.talk()
	slow.say(`{"jsonrpc":"2.0","id":1,"method":"brink_subscribe","params":["events",{"after":"v1.0"}]}`)
	id, _ := quick.subscribe(`{}`)
	deadline := time.Now().Add(patience)
	newest := s.say(4000, feed.PositionBand)
	quick.expect(id, 1, newest)
	for metric(t, registry, "brink_feed_clients_dropped_total", "ws", "slow") == 0 {
		if time.Now().After(deadline) {
			t.Fatal("the socket that reads nothing was not cut off")
		}
		newest = s.say(1, feed.PositionBand)
		quick.expect(id, newest, newest)
	}
	var seen feed.Cursor
	for {
		_, text, err := slow.conn.Read(slow.ctx)
		if err != nil {
			break
		}
		if m := decode[said](t, string(text)).Params.Result; m.Seq > 0 {
			if m.Seq != uint64(seen)+1 {
				t.Fatalf("%d after %d", m.Seq, seen)
			}
			seen++
		}
	}
	if seen == 0 || seen == newest {
		t.Fatalf("the slow socket saw %d of %d", seen, newest)
	}
	k := s.talk()
	id, _ = k.subscribe(fmt.Sprintf(`{"after":%q}`, seen))
	k.expect(id, seen+1, newest)
}

// A client that goes away without a word is noticed, and so is one that leaves.
func TestFault33SocketLeaves(t *testing.T) {
	registry := prometheus.NewPedanticRegistry()
	s := newSite(t, web.Options{Registerer: registry, Streams: 1})
	k := s.talk()
	k.subscribe(`{}`)
	if got := metric(t, registry, "brink_feed_clients", "ws"); got != 1 {
		t.Fatalf("%v clients", got)
	}
	if _, header := s.get("/v1/ws", 503); header.Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
	k.beneath.Close()
	for deadline := time.Now().Add(patience); metric(t, registry, "brink_feed_clients", "ws") != 0; {
		if time.Now().After(deadline) {
			t.Fatal("the client that left is still counted")
		}
	}
	for _, reason := range []string{"slow", "failed", "closing"} {
		if got := metric(t, registry, "brink_feed_clients_dropped_total", "ws", reason); got != 0 {
			t.Errorf("%v dropped as %s", got, reason)
		}
	}
}

// The server is stopped and started again: it says goodbye, and a new socket
// goes on where the old one was.
func TestSocketResumesAfterRestart(t *testing.T) {
	s := newSite(t, web.Options{})
	k := s.talk()
	id, _ := k.subscribe(`{}`)
	s.say(3, feed.PositionBand)
	k.expect(id, 1, 3)
	stopped := make(chan struct{})
	go func() {
		defer close(stopped)
		s.stop()
	}()
	if _, _, err := k.conn.Read(k.ctx); websocket.CloseStatus(err) != websocket.StatusGoingAway {
		t.Fatalf("the server stops: %v", err)
	}
	<-stopped
	s.start(web.Options{})
	s.say(2, feed.PositionBand)
	k = s.talk()
	id, _ = k.subscribe(`{"after":"v1.3"}`)
	k.expect(id, 4, 5)
}

// A socket reads no faster than it can: while it lags behind, the log is
// shortened beyond where it is. It gets what was sent before in order, then is
// told that the rest is gone, and goes on with what is new.
func TestFault33RunningSocketIsReset(t *testing.T) {
	s := newSite(t, web.Options{Patience: time.Minute, Heartbeat: time.Minute})
	newest := s.say(20_000, feed.PositionBand) // more than what the connection holds
	k := s.talk()
	id, _ := k.subscribe(`{"after":"v1.0"}`)
	k.expect(id, 1, 10)
	s.say(1, feed.PositionBand)
	if err := s.store.Trim(k.ctx, 1); err != nil {
		t.Fatal(err)
	}
	for seen := uint64(10); ; {
		m := k.next().Params.Result
		if m.Type != "reset" {
			if seen++; m.Seq != seen {
				t.Fatalf("%d after %d", m.Seq, seen-1)
			}
			continue
		}
		// The log may still be at being shortened.
		oldest, err := feed.ParseCursor(m.Oldest)
		if m.Cursor != (newest+1).String() || err != nil || uint64(oldest) <= seen || oldest > newest {
			t.Fatalf("after %d of %d comes %+v", seen, newest, m)
		}
		break
	}
	s.say(3, feed.PositionBand)
	k.expect(id, newest+2, newest+4)
}

// What is wanted can be narrowed over a socket as it can elsewhere.
func TestSocketWants(t *testing.T) {
	s := newSite(t, web.Options{})
	k := s.talk()
	for what, message := range map[string]string{
		`{"account":"0x12"}`:                        "account: want 0x and 40 hex digits",
		`{"protocol":"aave-v9"}`:                    "no deployment of this protocol is watched there",
		`{"deployment":"elsewhere"}`:                "no such deployment is watched there",
		`{"deployment":"aave-local","chain":"1"}`:   "no such chain is watched",
		`{"deployment":"aave-local","position":""}`: `unknown field "position"`,
	} {
		k.say(`{"jsonrpc":"2.0","id":1,"method":"brink_subscribe","params":["events",%s]}`, what)
		if m := k.next(); m.Error == nil || m.Error.Code != -32602 || !strings.Contains(m.Error.Message, message) {
			t.Errorf("%s: %+v", what, m.Error)
		}
	}
	who := "0x00000000000000000000000000000000000000AA"
	id, _ := k.subscribe(`{"after":"v1.0","protocol":"aave-v3","account":"` + strings.ToLower(who) + `"}`)
	s.sayOf(feed.PositionBand, "31337:aave-local:"+who, "31337:elsewhere:"+who, "31337:aave-local:"+who)
	k.expect(id, 1, 1)
	k.expect(id, 3, 3)
}
