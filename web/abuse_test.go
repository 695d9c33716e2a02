package web_test

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"brink/feed"
	"brink/web"
)

// dial opens a connection on which anything can be said.
func (s *site) dial(t *testing.T) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(s.url, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.Close() })
	if err := conn.SetDeadline(time.Now().Add(30 * time.Second)); err != nil {
		t.Fatal(err)
	}
	return conn
}

// A hundred megabytes that don't say how many they are: the server stops reading soon, says so where it wants a body, and
// hangs up.
func TestFault36EndlessBody(t *testing.T) {
	s := newSite(t, web.Options{Tokens: []string{"a token of the test"}})
	const chunk, all = 64 << 10, 100 << 20
	for request, want := range map[string]int{
		"POST /v1/risk/simulate":          413,
		"POST /v1/alerts/acknowledge":     413,
		"POST /v1/notifications/test":     413,
		"POST /v1/positions":              405,
		"POST /nowhere":                   404,
		"GET /v1/chains":                  200,
		"PUT /v1/risk/simulate":           404,
		"GET /v1/events/stream?limit=10":  422,
		"POST /v1/alerts/snooze?x=y&x=%%": 422,
	} {
		conn := s.dial(t)
		fmt.Fprintf(conn, "%s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer a token of the test\r\nContent-Type: application/json\r\n"+
			"Transfer-Encoding: chunked\r\n\r\n", request)
		sent := make(chan int, 1)
		go func() {
			piece := fmt.Appendf(nil, "%x\r\n%s\r\n", chunk, bytes.Repeat([]byte{' '}, chunk))
			n := 0
			for ; n < all; n += chunk {
				if _, err := conn.Write(piece); err != nil {
					break
				}
			}
			sent <- n
		}()
		answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil {
			t.Errorf("%s isn't answered: %v", request, err)
		} else if answer.StatusCode != want {
			t.Errorf("%s is answered with %s, want %d", request, answer.Status, want)
		}
		if n := <-sent; n > 16<<20 { // what the system holds between the two counts too
			t.Errorf("%s was read for %d bytes", request, n)
		}
	}
	s.get("/livez", 200)
}

// However a path leads out of what is served, nothing is found there, and nothing of the machine.
func TestFault36PathTraversal(t *testing.T) {
	s := newSite(t, web.Options{})
	for _, up := range []string{
		"..", "%2e%2e", "%2E%2e", ".%2e", "%252e%252e", "..%00", "%c0%ae%c0%ae", "..;", "..%09", "\u2025", "%u002e%u002e", "....",
	} {
		for _, slash := range []string{"/", "//", "%2f", "%2F", "%252f", "\\", "%5c", "%c0%af", "/./", "%00/"} {
			for _, from := range []string{"/", "/ui/", "/v1/", "/v1/schemas/", "/v1/positions/", "/v1/accounts/", "//"} {
				path := from + strings.Repeat(up+slash, 8) + "etc" + slash + "passwd"
				conn := s.dial(t)
				fmt.Fprintf(conn, "GET %s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", path)
				answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
				if err != nil {
					t.Errorf("%s isn't answered: %v", path, err)
					continue
				}
				body, err := io.ReadAll(answer.Body)
				if err != nil || answer.StatusCode == 200 || answer.StatusCode >= 500 || bytes.Contains(body, []byte("root:")) {
					t.Errorf("%s is answered with %s %s, %v", path, answer.Status, body, err)
				}
				if at := answer.Header.Get("Location"); at != "" && (!strings.HasPrefix(at, "/") || strings.HasPrefix(at, "//") || strings.HasPrefix(at, "/\\")) {
					t.Errorf("%s leads to %s", path, at)
				}
				_ = conn.Close()
			}
		}
	}
}

// What proxies are asked, and targets that are none, leads nowhere; a foreign host in the target counts as one.
func TestFault36OddTargets(t *testing.T) {
	s := newSite(t, web.Options{})
	for target, want := range map[string][]string{
		"GET http://evil.example/v1/chains":                     {"403"},
		"GET http://evil.example/":                              {"403"},
		"GET http://localhost/v1/chains":                        {"200"},
		"CONNECT evil.example:443":                              {"403", "404", "405"},
		"OPTIONS *":                                             {"200", "404", "405"},
		"TRACE /v1/chains":                                      {"405"},
		"GET /v1/chains#x":                                      {"404", "400"},
		"GET v1/chains":                                         {"400"},
		"GET /" + strings.Repeat("a", 20_000):                   {"404"},
		"GET /v1/positions?" + strings.Repeat("x&", 9_000):      {"422"},
		"GET /v1/positions?limit=" + strings.Repeat("9", 9_000): {"422"},
	} {
		conn := s.dial(t)
		fmt.Fprintf(conn, "%s HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n", target)
		answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
		if err != nil {
			t.Errorf("%.60s isn't answered: %v", target, err)
		} else if got := fmt.Sprint(answer.StatusCode); !strings.Contains(strings.Join(want, " "), got) {
			t.Errorf("%.60s is answered with %s, want %v", target, answer.Status, want)
		}
	}
	s.get("/livez", 200)
}

// A hundred thousand markets, whatever they call themselves, are one answer that a program can read.
func TestFault38ManyMarkets(t *testing.T) {
	s := newSite(t, web.Options{})
	hostile := []string{"<script>alert(1)</script>", "\u2028\"],}{", "\xff\xfe\xc0", strings.Repeat("LONG", 2_500), "a\nb\x00", "\\u0000", ""}
	for i := range 100_000 {
		m := feed.Market{ChainID: 31337, Protocol: "morpho-blue", Deployment: "m", Market: fmt.Sprintf("0x%064x", i), Symbol: hostile[i%3]}
		if i < len(hostile) {
			m.Symbol = hostile[i]
		}
		s.live.markets = append(s.live.markets, m)
	}
	body, header := s.get("/v1/markets", 200)
	page := decode[web.MarketPage](t, body)
	if len(page.Markets) != len(s.live.markets) || !utf8.ValidString(body) || strings.Contains(body, "\x00") || header.Get("Content-Type") != "application/json" {
		t.Errorf("%d markets as %s: %.300s", len(page.Markets), header.Get("Content-Type"), body)
	}
	for i, m := range page.Markets {
		if want := strings.ToValidUTF8(s.live.markets[i].Symbol, ""); strings.ReplaceAll(m.Symbol, "\ufffd", "") != want || m.Market != s.live.markets[i].Market {
			t.Fatalf("market %d is %+v, want %q", i, m, want)
		}
	}
}
