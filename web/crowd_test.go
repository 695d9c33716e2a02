package web_test

import (
	"bytes"
	"fmt"
	"net"
	"runtime"
	"strings"
	"testing"
	"time"

	"brink/feed"
	"brink/web"

	"github.com/prometheus/client_golang/prometheus"
)

// upgrade asks for a WebSocket, and what is said then subscribes to everything: a text of less than 126 bytes, masked
// by zeros.
const (
	upgrade = "GET /v1/ws HTTP/1.1\r\nHost: localhost\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Version: 13\r\n" +
		"Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
	subscribe = `{"jsonrpc":"2.0","id":1,"method":"brink_subscribe","params":["events"]}`
)

// idler is a client that asks for everything, and then never says a word.
type idler struct {
	net.Conn
	got []byte
}

// await reads until something has come.
func (c *idler) await(text string) error {
	for !bytes.Contains(c.got, []byte(text)) {
		part := make([]byte, 4096)
		if err := c.SetReadDeadline(time.Now().Add(patience)); err != nil {
			return err
		}
		n, err := c.Read(part)
		if err != nil {
			return fmt.Errorf("waiting for %q after %q: %w", text, c.got, err)
		}
		c.got = append(c.got, part[:n]...)
	}
	return nil
}

// idle opens a stream, or a socket.
func (s *site) idle(socket bool) *idler {
	s.t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { conn.Close() })
	c := &idler{Conn: conn}
	asked, begun := "GET /v1/events/stream HTTP/1.1\r\nHost: localhost\r\n\r\n", "\nid: v1.0\n"
	if socket {
		asked = upgrade + string([]byte{0x81, 0x80 | byte(len(subscribe)), 0, 0, 0, 0}) + subscribe
		begun = `"cursor":"v1.0"`
	}
	if _, err := conn.Write([]byte(asked)); err != nil {
		s.t.Fatal(err)
	}
	if err := c.await(begun); err != nil {
		s.t.Fatal(err)
	}
	return c
}

// holding is the memory that is in use.
func holding() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapInuse + m.StackInuse
}

// Thousands who listen and do nothing else cost little, hold nobody up, and miss nothing; one more than there is room
// for is sent away.
func TestFault33IdleClients(t *testing.T) {
	const crowd, each = 5000, 96 << 10
	registry := prometheus.NewPedanticRegistry()
	s := newSite(t, web.Options{Heartbeat: time.Minute, Streams: crowd + 2, Registerer: registry})
	before := holding()
	var clients []*idler
	for i := range crowd {
		clients = append(clients, s.idle(i%2 == 0))
	}
	if now := holding(); now > before+crowd*each {
		t.Errorf("%d clients take %d MiB", crowd, (now-before)>>20)
	}
	stream, socket := s.listen("/v1/events/stream", ""), s.talk()
	stream.next()
	id, _ := socket.subscribe(`{}`)
	s.get("/v1/events/stream", 503)
	for range 4 {
		newest := s.say(5, feed.PositionBand)
		stream.expect(newest-4, newest)
		socket.expect(id, newest-4, newest)
	}
	for _, c := range clients {
		if err := c.await(`"v1.20"`); err != nil {
			t.Fatal(err)
		}
		c.Close()
	}
	for _, by := range []string{"sse", "ws"} {
		for deadline := time.Now().Add(patience); metric(t, registry, "brink_feed_clients", by) != 1; {
			if time.Now().After(deadline) {
				t.Fatalf("%v clients of %s are counted", metric(t, registry, "brink_feed_clients", by), by)
			}
		}
	}
}
