package web_test

import (
	"bytes"
	"errors"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"brink/feed"
	"brink/web"
)

func TestFault36Hosts(t *testing.T) {
	s := newSite(t, web.Options{Hosts: []string{"brink.example"}})
	for host, want := range map[string]int{
		"localhost": 200, "LOCALHOST:8080": 200, "a.localhost": 200, "127.0.0.1:1": 200, "[::1]:80": 200, "[::1]": 200,
		"10.1.2.3": 200, "brink.example": 200, "Brink.Example.:443": 200,
		"evil.example": 403, "localhost.evil.example": 403, "127.0.0.1.evil.example": 403, "brink.example.evil": 403,
		"xbrink.example": 403, "evillocalhost": 403,
	} {
		for _, path := range []string{"/", "/v1/chains", "/livez"} {
			s.get(path, want, "Host", host)
		}
	}
}

func TestHeaders(t *testing.T) {
	s := newSite(t, web.Options{})
	for path, status := range map[string]int{"/": 200, "/v1/chains": 200, "/v1/positions?x=1": 422, "/nothing": 404} {
		_, header := s.get(path, status)
		for name, want := range map[string]string{"X-Content-Type-Options": "nosniff", "Referrer-Policy": "no-referrer",
			"X-Frame-Options": "DENY", "Cross-Origin-Resource-Policy": "same-origin"} {
			if got := header.Get(name); got != want {
				t.Errorf("%s: %s is %q, want %q", path, name, got, want)
			}
		}
		policy := header.Get("Content-Security-Policy")
		if !strings.HasPrefix(policy, "default-src 'none'") || strings.Contains(policy, "unsafe") {
			t.Errorf("%s: the policy is %q", path, policy)
		}
	}
}

func TestFault36PathsAndMethods(t *testing.T) {
	s := newSite(t, web.Options{})
	for _, path := range []string{"/v2/chains", "/v1/positions/", "/..%2f..%2fetc%2fpasswd", "/ui/index.html", "/docs", "/openapi.yaml", "/metrics"} {
		body, header := s.get(path, 404)
		if header.Get("Content-Type") != "application/problem+json" || !strings.Contains(body, `"status":404`) {
			t.Errorf("%s: %s", path, body)
		}
	}
	resp, err := http.Post(s.url+"/v1/positions", "application/json", strings.NewReader("{}"))
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != 405 || resp.Header.Get("Allow") != "GET, HEAD" {
		t.Errorf("POST: %s, Allow %q", resp.Status, resp.Header.Get("Allow"))
	}
	resp, err = http.Post(s.url+"/v1/positions", "application/json", bytes.NewReader(make([]byte, 1<<20)))
	if err != nil {
		t.Fatal(err)
	}
	resp.Body.Close()
	if resp.StatusCode != 413 {
		t.Errorf("a large body: %s", resp.Status)
	}
}

// Requests that never end, in their header or their body, are given up, and others are answered meanwhile.
func TestFault36RequestsThatNeverEnd(t *testing.T) {
	s := newSite(t, web.Options{})
	for begun, end := range map[string]string{
		"GET / HTTP/1.1\r\nHost: loc": "",
		"POST /v1/risk/simulate HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100\r\n\r\n{": "HTTP/1.1 408",
	} {
		var open []net.Conn
		for range 20 {
			conn, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
			if err != nil {
				t.Fatal(err)
			}
			defer conn.Close()
			if _, err := conn.Write([]byte(begun)); err != nil {
				t.Fatal(err)
			}
			open = append(open, conn)
		}
		s.get("/livez", 200)
		for _, conn := range open {
			if err := conn.SetReadDeadline(time.Now().Add(patience)); err != nil {
				t.Fatal(err)
			}
			answer := make([]byte, len("HTTP/1.1 408"))
			n, err := conn.Read(answer)
			if string(answer[:n]) != end || (end == "") != errors.Is(err, io.EOF) {
				t.Fatalf("%q was answered with %q, %v", begun, answer[:n], err)
			}
		}
	}
}

// A request whose header is too long is refused.
func TestFault36HugeHeader(t *testing.T) {
	s := newSite(t, web.Options{})
	conn, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	// The server may close before it has read everything.
	_, _ = conn.Write([]byte("GET / HTTP/1.1\r\nHost: localhost\r\nX: " + strings.Repeat("x", 1<<20) + "\r\n\r\n"))
	answer := make([]byte, 12)
	if _, err := conn.Read(answer); err != nil || string(answer) != "HTTP/1.1 431" {
		t.Fatalf("%q, %v", answer, err)
	}
}

func TestProbes(t *testing.T) {
	s := newSite(t, web.Options{})
	s.get("/livez", 200)
	if body, _ := s.get("/readyz?verbose", 200); body != "[+] store: ok\n[+] chain local: live\nok\n" {
		t.Fatalf("%q", body)
	}
	for state, reason := range map[feed.ChainState]string{feed.Syncing: "120 blocks behind", feed.Stale: "no head for 60 s",
		feed.Halted: "finality violated at 17"} {
		s.live.setState(state, reason)
		want := "[-] chain local: " + string(state) + ": " + reason + "\nnot ready\n"
		if body, _ := s.get("/readyz", 503); body != want {
			t.Errorf("%q, want %q", body, want)
		}
	}
	s.live.setState(feed.Live, "")
	s.get("/readyz", 200)
	s.get("/livez", 200)
}

func TestMetricsPath(t *testing.T) {
	metrics := http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.Write([]byte("brink_up 1\n")) })
	s := newSite(t, web.Options{Metrics: metrics})
	if body, _ := s.get("/metrics", 200); body != "brink_up 1\n" {
		t.Fatalf("%q", body)
	}
}
