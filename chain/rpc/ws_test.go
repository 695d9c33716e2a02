package rpc

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"
)

// script is a node that does with each WebSocket what a test says.
func script(t *testing.T, serve func(*websocket.Conn)) string {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		socket, err := (&websocket.Upgrader{}).Upgrade(w, r, nil)
		if err != nil {
			return
		}
		defer socket.Close()
		serve(socket)
	}))
	t.Cleanup(server.Close)
	return "ws" + strings.TrimPrefix(server.URL, "http")
}

func dialScript(t *testing.T, serve func(*websocket.Conn)) *wsConn {
	t.Helper()
	c, err := dialWS(testContext(t), script(t, serve), 4<<20, make(chan struct{}, 1))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.close)
	return c
}

// asked reads one request, nil when there is none.
func asked(socket *websocket.Conn) *request {
	q := &request{}
	if socket.ReadJSON(q) != nil {
		return nil
	}
	return q
}

func say(socket *websocket.Conn, format string, args ...any) {
	_ = socket.WriteMessage(websocket.TextMessage, fmt.Appendf(nil, format, args...))
}

// number asks for a number.
func number(v *uint64) []*call {
	return []*call{{method: MethodChainID, params: []any{}, decode: func(s *scanner) (err error) {
		*v, err = s.quantity()
		return err
	}}}
}

// Answers find their requests in whatever order, those that come too late nobody, and news come between.
func TestSocketInAnyOrder(t *testing.T) {
	const askers = 50
	c := dialScript(t, func(socket *websocket.Conn) {
		var all []*request
		for len(all) < askers+1 {
			q := asked(socket)
			if q == nil {
				return
			}
			all = append(all, q)
		}
		for i := range all {
			q := all[len(all)-1-i]
			say(socket, `{"jsonrpc":"2.0","method":"eth_subscription","params":{"subscription":"0x1","result":%s}}`, headerText(uint64(i)))
			say(socket, `{"jsonrpc":"2.0","result":"0x%s","id":%s}`, q.ID, q.ID)
		}
		asked(socket)
	})
	heads := make(chan json.RawMessage, askers+1)
	c.listen(heads)
	ctx, cancel := context.WithCancel(testContext(t))
	if _, err := c.post(ctx, number(new(uint64))); err != nil { // nobody waits for it
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for range askers {
		all.Go(func() {
			var got uint64
			calls := number(&got)
			if err := c.roundTrip(ctx, calls); err != nil || got == 0 {
				t.Errorf("%d, %v", got, err)
			}
		})
	}
	all.Wait()
	cancel()
	eventually(t, "the late answer", func() bool {
		c.mu.Lock()
		defer c.mu.Unlock()
		return len(c.open) == 0
	})
	for i := range askers + 1 {
		if got := string(<-heads); got != headerText(uint64(i)) {
			t.Fatalf("the news are %s", got)
		}
	}
}

// What is neither news nor an answer to an open request ends the connection at once, and everybody hears of it.
func TestSocketRefuses(t *testing.T) {
	for name, message := range map[string]string{
		"an id of nobody":   `{"id":7,"result":"0x1"}`,
		"an id of before":   `{"id":1,"result":"0x1"}`,
		"no id":             `{"result":"0x1"}`,
		"null id, two wait": `{"id":null,"error":{"code":-32700,"message":"parse error"}}`,
		"other news":        `{"method":"eth_other","params":{"result":{}}}`,
		"news of nothing":   `{"method":"eth_subscription","params":{"subscription":"0x1"}}`,
		"news and more":     `{"method":"eth_subscription","params":{"result":{}}} x`,
		"long news":         `{"method":"eth_subscription","params":{"result":"` + strings.Repeat("x", maxNews) + `"}}`,
		"too large for all": strings.Repeat(" ", 5<<20),
		"no end":            `{"id":2,"result":"` + strings.Repeat("x", 17*4<<20) + `"}`,
		"empty batch":       `[]`,
		"text":              `hello`,
	} {
		c := dialScript(t, func(socket *websocket.Conn) {
			q := asked(socket)
			say(socket, `{"id":%s,"result":"0x5"}`, q.ID)
			asked(socket)
			asked(socket)
			say(socket, "%s", message)
			asked(socket)
		})
		var got uint64
		if err := c.roundTrip(testContext(t), number(&got)); err != nil || got != 5 {
			t.Fatal(got, err)
		}
		failed := make(chan error, 2)
		for range 2 {
			go func() { failed <- c.roundTrip(testContext(t), number(new(uint64))) }()
		}
		want := errMalformed
		if name == "too large for all" || name == "no end" {
			want = errTooLarge
		}
		for range 2 {
			if err := <-failed; !errors.Is(err, want) {
				t.Errorf("%s: %v", name, err)
			}
		}
		if err := <-c.lost; !errors.Is(err, want) {
			t.Errorf("%s: the subscription ends with %v", name, err)
		}
		if err := c.roundTrip(testContext(t), number(new(uint64))); err == nil {
			t.Errorf("%s: the connection goes on", name)
		}
	}
}

// An answer that is too large is that of one request: all others, and the news, go on.
func TestSocketAnswerTooLarge(t *testing.T) {
	c := dialScript(t, func(socket *websocket.Conn) {
		for {
			q := asked(socket)
			switch {
			case q == nil:
				return
			case string(q.ID) == "1":
				say(socket, `{"jsonrpc":"2.0","id":1,"result":"%s"}`, strings.Repeat("x", 5<<20))
			default:
				say(socket, `{"jsonrpc":"2.0","id":%s,"result":"0x5"}`, q.ID)
			}
		}
	})
	if err := c.roundTrip(testContext(t), number(new(uint64))); !errors.Is(err, errTooLarge) {
		t.Error(err)
	}
	var got uint64
	if err := c.roundTrip(testContext(t), number(&got)); err != nil || got != 5 {
		t.Error(got, err)
	}
}

// A node that answers nothing is not asked without end, and one that talks without end before the handshake is left.
func TestSocketIsBounded(t *testing.T) {
	c := dialScript(t, func(socket *websocket.Conn) {
		for asked(socket) != nil {
		}
	})
	for range maxOpen {
		if _, err := c.post(testContext(t), number(new(uint64))); err != nil {
			t.Fatal(err)
		}
	}
	if err := c.roundTrip(testContext(t), number(new(uint64))); !errors.Is(err, errDeaf) {
		t.Error(err)
	}
	babbler, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer babbler.Close()
	go func() {
		conn, err := babbler.Accept()
		if err != nil {
			return
		}
		defer conn.Close()
		_, err = conn.Write([]byte("HTTP/1.1 101 Switching Protocols\r\n"))
		for err == nil {
			_, err = conn.Write([]byte("X-Babble: " + strings.Repeat("babble", 1<<10) + "\r\n"))
		}
	}()
	if _, err := dialWS(testContext(t), "ws://"+babbler.Addr().String(), 1<<20, nil); !errors.Is(err, errTooLarge) {
		t.Error(err)
	}
}

// While a node takes nothing of a long request, others wait for no longer than they want to, and break nothing.
func TestSocketThatTakesNothing(t *testing.T) {
	resume := make(chan struct{})
	c := dialScript(t, func(socket *websocket.Conn) {
		<-resume
		for q := asked(socket); q != nil; q = asked(socket) {
			say(socket, `{"id":%s,"result":"0x5"}`, q.ID)
		}
	})
	var got uint64
	long := number(&got)
	long[0].params = []any{strings.Repeat("x", 32<<20)}
	done := make(chan error, 1)
	go func() { done <- c.roundTrip(testContext(t), long) }()
	eventually(t, "the long request is being written", func() bool { return len(c.writing) == 1 })
	late, cancel := context.WithTimeout(testContext(t), time.Millisecond)
	defer cancel()
	<-late.Done()
	if err := c.roundTrip(late, number(new(uint64))); !errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
	close(resume)
	if err := <-done; err != nil || got != 5 {
		t.Error(got, err)
	}
	if err := c.roundTrip(testContext(t), number(&got)); err != nil {
		t.Error(err)
	}
}

// A listener that is behind has the newest heads.
func TestSocketNewsGiveWay(t *testing.T) {
	c := &wsConn{}
	heads := make(chan json.RawMessage, 2)
	c.listen(heads)
	for i := range 5 {
		c.tell(fmt.Appendf(nil, "%d", i))
	}
	if a, b := string(<-heads), string(<-heads); a+b != "34" {
		t.Errorf("left are %s and %s", a, b)
	}
}

// Who is turned away at the door is told apart from who finds nobody.
func TestSocketHandshake(t *testing.T) {
	for status, reason := range map[int]Reason{401: ReasonAccess, 429: ReasonLimited, 502: ReasonStatus} {
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			user, password, _ := r.BasicAuth()
			if user != "me" || password != "pass" {
				status = 200
			}
			w.Header().Set("Retry-After", "7")
			w.WriteHeader(status)
		}))
		_, err := dialWS(testContext(t), strings.Replace(server.URL, "http://", "ws://me:pass@", 1), 1<<20, nil)
		var turned statusError
		if !errors.As(err, &turned) || reasonOf(err) != reason || turned.after != 7*time.Second {
			t.Errorf("%d: %v", status, err)
		}
		server.Close()
	}
}
