package web_test

import (
	"bufio"
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"math/big"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"brink/feed"
	"brink/web"

	"golang.org/x/crypto/bcrypt"
)

// ask has a handler answer a request of a client.
func ask(h http.Handler, method, path, client string, header ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, "http://localhost"+path, nil)
	r.RemoteAddr = client
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

const (
	here  = "127.0.0.1:4000"
	there = "192.0.2.7:4000"
	token = "0123456789abcdef"
)

func TestFault36WhoMayWrite(t *testing.T) {
	reloads := 0
	reload := func(context.Context) error { reloads++; return nil }
	free := newSite(t, web.Options{Reload: reload})
	locked := newSite(t, web.Options{Reload: reload, Tokens: []string{"another-token-0123", token}})
	for _, c := range []struct {
		name   string
		site   *site
		client string
		header []string
		want   int
	}{
		{"this machine's user", free, here, nil, 204},
		{"this machine over IPv6", free, "[::1]:4000", nil, 204},
		{"its own page", free, here, []string{"Sec-Fetch-Site", "same-origin"}, 204},
		{"a foreign page in the user's browser", free, here, []string{"Sec-Fetch-Site", "cross-site"}, 403},
		{"a foreign page in an old browser", free, here, []string{"Origin", "https://evil.example"}, 403},
		{"somebody else", free, there, nil, 403},
		{"somebody else by a proxy on this machine", free, here, []string{"X-Forwarded-For", "192.0.2.7"}, 403},
		{"somebody else by another proxy", free, here, []string{"Forwarded", "for=192.0.2.7"}, 403},
		{"a bearer by a proxy on this machine", locked, here, []string{"X-Forwarded-For", "192.0.2.7", "Authorization", "Bearer " + token}, 204},
		{"somebody who invents a token", free, there, []string{"Authorization", "Bearer " + token}, 403},
		{"a bearer", locked, there, []string{"Authorization", "Bearer " + token}, 204},
		{"a bearer behind a password", locked, there, []string{"Authorization", "Basic eDp5", "X-Brink-Token", token}, 204},
		{"this machine without the token", locked, here, nil, 401},
		{"an empty token", locked, here, []string{"Authorization", "Bearer "}, 401},
		{"a part of the token", locked, here, []string{"Authorization", "Bearer " + token[:15]}, 401},
		{"another scheme", locked, here, []string{"Authorization", "Token " + token}, 401},
	} {
		before := reloads
		w := ask(c.site.server.Handler(), "POST", "/-/reload", c.client, c.header...)
		if w.Code != c.want || (reloads > before) != (c.want == 204) {
			t.Errorf("%s: %d, want %d: %s", c.name, w.Code, c.want, w.Body)
		}
		if w.Code == 401 && w.Header().Get("WWW-Authenticate") == "" {
			t.Errorf("%s: nobody says how to authenticate", c.name)
		}
	}
	if w := ask(newSite(t, web.Options{}).server.Handler(), "POST", "/-/reload", here); w.Code != 404 {
		t.Errorf("nobody asked for /-/reload: %d", w.Code)
	}
	broken := newSite(t, web.Options{Reload: func(context.Context) error { return errors.New("brink.yaml:2: no such key") }})
	if w := ask(broken.server.Handler(), "POST", "/-/reload", here); w.Code != 422 || !strings.Contains(w.Body.String(), "brink.yaml:2") {
		t.Errorf("a configuration that isn't valid: %d %s", w.Code, w.Body)
	}
}

func TestOrigins(t *testing.T) {
	s := newSite(t, web.Options{Origins: []string{"https://page.example"}})
	for origin, want := range map[string]string{
		"https://page.example": "https://page.example", "https://page.example.evil": "", "http://page.example": "", "null": "", "": "",
	} {
		w := ask(s.server.Handler(), "GET", "/v1/chains", there, "Origin", origin)
		if got := w.Header().Get("Access-Control-Allow-Origin"); w.Code != 200 || got != want {
			t.Errorf("%q: %d, allowed is %q", origin, w.Code, got)
		}
	}
	w := ask(s.server.Handler(), "OPTIONS", "/v1/risk/simulate", there, "Origin", "https://page.example", "Access-Control-Request-Method", "POST")
	if w.Code != 204 || !strings.Contains(w.Header().Get("Access-Control-Allow-Methods"), "POST") {
		t.Errorf("a preflight: %d %v", w.Code, w.Header())
	}
	for _, name := range []string{"Access-Control-Allow-Credentials", "Set-Cookie"} {
		if w.Header().Get(name) != "" {
			t.Errorf("%s is sent", name)
		}
	}
	if w := ask(newSite(t, web.Options{}).server.Handler(), "GET", "/v1/chains", there, "Origin", "https://page.example"); w.Header().Get("Access-Control-Allow-Origin") != "" {
		t.Error("a page may read without being listed")
	}
}

func TestFault36Rate(t *testing.T) {
	s := newSite(t, web.Options{Rate: 2})
	count := func(client string) (refused int) {
		for range 50 {
			if w := ask(s.server.Handler(), "GET", "/livez", client); w.Code == 429 {
				refused++
				if w.Header().Get("Retry-After") == "" {
					t.Error("nobody says when to come again")
				}
			}
		}
		return refused
	}
	for _, c := range []struct {
		client string
		some   bool
	}{{there, true}, {"192.0.2.8:1", true}, {here, false}, {"[2001:db8::1]:1", true}} {
		if n := count(c.client); (n > 0) != c.some || n == 50 {
			t.Errorf("of %s 50 requests %d were refused", c.client, n)
		}
	}
	// The neighbour in the same network of IPv6 has used up what there was.
	if n := count("[2001:db8::2]:1"); n < 40 {
		t.Errorf("of a neighbour's 50 requests only %d were refused", n)
	}
	// Whoever has many addresses is not remembered for ever, and others are still answered.
	for i := range 25_000 {
		ask(s.server.Handler(), "GET", "/livez", fmt.Sprintf("10.%d.%d.%d:1", i>>16, i>>8&255, i&255))
	}
	if w := ask(s.server.Handler(), "GET", "/livez", "198.51.100.1:1"); w.Code != 200 {
		t.Errorf("a newcomer: %d", w.Code)
	}
}

// The web configuration guards everything that is served, the feed too.
func TestPasswordAndCertificate(t *testing.T) {
	folder := t.TempDir()
	authority := writeCertificate(t, folder)
	hash, err := bcrypt.GenerateFromPassword([]byte("sesame"), bcrypt.MinCost)
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(folder, "web.yaml")
	text := fmt.Sprintf("tls_server_config: { cert_file: cert.pem, key_file: key.pem }\nbasic_auth_users: { ops: %q }\n", hash)
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := web.CheckConfigFile(file); err != nil {
		t.Fatal(err)
	}
	s := newSite(t, web.Options{ConfigFile: file, Metrics: http.NotFoundHandler()})
	s.say(1, feed.PositionOpened)
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: authority}}
	defer transport.CloseIdleConnections()
	client := &http.Client{Transport: transport}
	at := "https" + strings.TrimPrefix(s.url, "http")
	for _, path := range []string{"/", "/v1/chains", "/v1/events", "/v1/events/stream", "/metrics", "/livez", "/openapi.json", "/nothing"} {
		for password, let := range map[string]bool{"": false, "wrong": false, "sesame": true} {
			r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, at+path, nil)
			if err != nil {
				t.Fatal(err)
			}
			if password != "" {
				r.SetBasicAuth("ops", password)
			}
			answer, err := client.Do(r)
			if err != nil {
				t.Fatal(err)
			}
			answer.Body.Close()
			if (answer.StatusCode == 401) == let {
				t.Errorf("%s with the password %q: %s", path, password, answer.Status)
			}
		}
	}
	if answer, err := http.Get(s.url + "/v1/chains"); err == nil {
		answer.Body.Close()
		if answer.StatusCode != 400 {
			t.Errorf("without TLS: %s", answer.Status)
		}
	}
	if err := os.WriteFile(file, []byte("tls_server_confg: {}\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	if web.CheckConfigFile(file) == nil {
		t.Error("a mistyped key is accepted")
	}
}

// A browser speaks HTTP/2 to a server with a certificate. There, too, a stream without news outlives any write's time.
func TestStreamOverHTTP2(t *testing.T) {
	folder := t.TempDir()
	authority := writeCertificate(t, folder)
	file := filepath.Join(folder, "web.yaml")
	if err := os.WriteFile(file, []byte("tls_server_config: { cert_file: cert.pem, key_file: key.pem }\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	const beat = 500 * time.Millisecond
	s := newSite(t, web.Options{ConfigFile: file, Patience: beat / 5, Heartbeat: beat})
	transport := &http.Transport{TLSClientConfig: &tls.Config{RootCAs: authority}, ForceAttemptHTTP2: true}
	defer transport.CloseIdleConnections()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, "https"+strings.TrimPrefix(s.url, "http")+"/v1/events/stream", nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := (&http.Client{Transport: transport}).Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if answer.ProtoMajor != 2 {
		t.Fatalf("it is %s", answer.Proto)
	}
	alive := 0
	for lines := bufio.NewScanner(answer.Body); alive < 3; {
		if !lines.Scan() {
			t.Fatalf("the stream ends after %d signs of life: %v", alive, lines.Err())
		}
		if lines.Text() == ": alive" {
			alive++
		}
	}
}

// With client certificates asked for, nothing is answered without one that the
// named authority has signed.
func TestClientCertificate(t *testing.T) {
	folder, stranger := t.TempDir(), t.TempDir()
	authority := writeCertificate(t, folder)
	writeCertificate(t, stranger)
	file := filepath.Join(folder, "web.yaml")
	text := "tls_server_config: { cert_file: cert.pem, key_file: key.pem, client_auth_type: RequireAndVerifyClientCert, client_ca_file: cert.pem }\n"
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	s := newSite(t, web.Options{ConfigFile: file})
	at := "https" + strings.TrimPrefix(s.url, "http")
	for _, c := range []struct {
		with string
		let  bool
	}{{"", false}, {stranger, false}, {folder, true}} {
		settings := &tls.Config{RootCAs: authority}
		if c.with != "" {
			own, err := tls.LoadX509KeyPair(filepath.Join(c.with, "cert.pem"), filepath.Join(c.with, "key.pem"))
			if err != nil {
				t.Fatal(err)
			}
			settings.GetClientCertificate = func(*tls.CertificateRequestInfo) (*tls.Certificate, error) { return &own, nil }
		}
		transport := &http.Transport{TLSClientConfig: settings}
		for _, path := range []string{"/", "/v1/chains", "/v1/events/stream", "/livez"} {
			answer, err := (&http.Client{Transport: transport}).Get(at + path)
			if err == nil {
				answer.Body.Close()
			}
			if let := err == nil && answer.StatusCode == http.StatusOK; let != c.let {
				t.Errorf("%s with the certificate of %q: %v", path, c.with, err)
			}
		}
		transport.CloseIdleConnections()
	}
}

// writeCertificate makes a certificate for this machine, and who trusts it.
func writeCertificate(t *testing.T, folder string) *x509.CertPool {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	template := &x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{{127, 0, 0, 1}}, IsCA: true, BasicConstraintsValid: true}
	der, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	for name, block := range map[string]*pem.Block{"cert.pem": {Type: "CERTIFICATE", Bytes: der}, "key.pem": {Type: "PRIVATE KEY", Bytes: secret}} {
		if err := os.WriteFile(filepath.Join(folder, name), pem.EncodeToMemory(block), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	certificate, err := x509.ParseCertificate(der)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AddCert(certificate)
	return pool
}
