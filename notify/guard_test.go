package notify_test

import (
	"context"
	"errors"
	"net"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"brink/notify"

	"golang.org/x/net/dns/dnsmessage"
)

func ask(t *testing.T, client *http.Client, url string) error {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, strings.NewReader("{}"))
	if err != nil {
		t.Fatal(err)
	}
	_, err = notify.Do(client, r)
	return err
}

func reason(err error) notify.Reason {
	var f *notify.Failure
	if !errors.As(err, &f) {
		return ""
	}
	return f.Reason
}

// A webhook that leads inward is refused when the connection is made: written
// out, in whatever spelling, behind a name, behind a name that changes its
// meaning, and behind a redirect.
func TestFault35WebhookLeadsInward(t *testing.T) {
	var hits atomic.Int64
	inside := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { hits.Add(1) }))
	defer inside.Close()
	_, port, err := net.SplitHostPort(inside.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	client := notify.Client(false)
	for _, host := range []string{
		"127.0.0.1", "127.1", "localhost", "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "0.0.0.0", "[::]",
		"169.254.169.254", "10.0.0.1", "172.16.0.1", "192.168.1.1", "100.64.0.1", "[fe80::1]", "[fd00::1]", "255.255.255.255", "224.0.0.1", "198.18.0.1",
	} {
		// 127.1 is no address to Go, which looks for it as a name.
		if got := reason(ask(t, client, "http://"+host+":"+port+"/")); got != notify.Forbidden && (host != "127.1" || got == "") {
			t.Errorf("%s: %s, want %s", host, got, notify.Forbidden)
		}
	}
	// A name that is public when somebody looks, and private when it counts.
	var lookups atomic.Int64
	rebinding := resolver(t, func() netip.Addr {
		lookups.Add(1)
		return netip.MustParseAddr("127.0.0.1")
	})
	guarded := notify.GuardedWith(rebinding)
	if got := reason(ask(t, guarded, "http://rebind.example:"+port+"/")); got != notify.Forbidden || lookups.Load() == 0 {
		t.Errorf("a name that leads inward: %s after %d look-ups", got, lookups.Load())
	}
	if hits.Load() != 0 {
		t.Fatalf("%d requests got inside", hits.Load())
	}
}

// Every hop of a redirect is judged: the first server here is allowed by its
// port alone, as a public one would be by its address.
func TestFault35RedirectInward(t *testing.T) {
	var hits atomic.Int64
	inside := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { hits.Add(1) }))
	defer inside.Close()
	outside := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, inside.URL, http.StatusTemporaryRedirect)
	}))
	defer outside.Close()
	client := notify.GuardedBut(outside.Listener.Addr().String())
	if got := reason(ask(t, client, outside.URL)); got != notify.Forbidden || hits.Load() != 0 {
		t.Errorf("a redirect inward: %s, %d requests got inside", got, hits.Load())
	}
	// Who allows private addresses may be led to them.
	if err := ask(t, notify.Client(true), outside.URL); err != nil || hits.Load() != 1 {
		t.Errorf("with private addresses allowed: %v, %d requests", err, hits.Load())
	}
}

// resolver asks a DNS server of the test, which answers as it likes.
func resolver(t *testing.T, answer func() netip.Addr) *net.Resolver {
	t.Helper()
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	done := make(chan struct{})
	t.Cleanup(func() { conn.Close(); <-done })
	go func() {
		defer close(done)
		buffer := make([]byte, 1500)
		for {
			n, from, err := conn.ReadFrom(buffer)
			if err != nil {
				return
			}
			var m dnsmessage.Message
			if m.Unpack(buffer[:n]) != nil || len(m.Questions) == 0 {
				continue
			}
			m.Response = true
			if q := m.Questions[0]; q.Type == dnsmessage.TypeA {
				m.Answers = []dnsmessage.Resource{{Header: dnsmessage.ResourceHeader{Name: q.Name, Type: q.Type, Class: q.Class, TTL: 0},
					Body: &dnsmessage.AResource{A: answer().As4()}}}
			}
			m.Additionals = nil
			if packed, err := m.Pack(); err == nil {
				_, _ = conn.WriteTo(packed, from)
			}
		}
	}()
	dialer := net.Dialer{Timeout: time.Second}
	return &net.Resolver{PreferGo: true, Dial: func(ctx context.Context, _, _ string) (net.Conn, error) {
		return dialer.DialContext(ctx, "udp", conn.LocalAddr().String())
	}}
}

// What is private is the same however the address is written.
func TestPublic(t *testing.T) {
	for text, want := range map[string]bool{
		"1.1.1.1": true, "8.8.8.8": true, "2606:4700::1111": true, "64:ff9b::808:808": true, "2002:808:808::1": true, "::ffff:8.8.8.8": true,
		"127.0.0.1": false, "::1": false, "::ffff:10.0.0.1": false, "::127.0.0.1": false, "2001:db8::1": false, "ff02::1": false, "fe80::1%eth0": false,
		"64:ff9b::a00:1": false, "64:ff9b:1::808:808": false, "2002:a00:1::1": false, "192.0.2.1": false, "100.127.255.255": false, "100.128.0.0": true,
	} {
		if got := notify.IsPublic(netip.MustParseAddr(text)); got != want {
			t.Errorf("%s: public %t", text, got)
		}
	}
}
