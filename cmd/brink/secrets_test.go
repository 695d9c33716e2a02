package main

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"
	"syscall"
	"testing"

	"brink/devnet"
	"brink/feed"
)

// canary stands in every secret, with a number behind it that tells which one.
const canary = "c4n4ry"

// canaries makes secrets, and looks for them.
type canaries struct{ made int }

// new is a secret like no other, of letters and digits.
func (c *canaries) new() string {
	c.made++
	return fmt.Sprintf("%s%03dsecret0000000", canary, c.made)
}

// fill puts a secret in place of each §.
func (c *canaries) fill(text string) string {
	parts := strings.Split(text, "§")
	for i := range parts[1:] {
		parts[i] += c.new()
	}
	return strings.Join(parts, "")
}

// absent demands that no secret stands in a text, plain or as passwords are sent.
func (c *canaries) absent(t *testing.T, where, text string) {
	t.Helper()
	marks := []string{canary, strings.ToUpper(canary)}
	for i := range 3 { // however the bytes fall
		encoded := base64.RawStdEncoding.EncodeToString([]byte("xxx"[:i] + canary))
		marks = append(marks, encoded[(i*8+5)/6:len(canary)*8/6])
	}
	for _, mark := range marks {
		if at := strings.Index(text, mark); at >= 0 {
			t.Errorf("%s tells a secret: …%s…", where, text[max(0, at-300):min(len(text), at+60)])
		}
	}
}

// parrot says whatever it is told, with an error: over HTTP, to proxies' clients, and
// as nodes answer.
func parrot(t *testing.T) (host string) {
	t.Helper()
	var questions atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked := questions.Add(1)
		body, _ := io.ReadAll(io.LimitReader(r.Body, 1<<20))
		said := fmt.Sprintf("%s %s %v %v %s", r.Method, r.URL, r.Header, r.Host, body)
		w.Header().Set("Retry-After", "0")
		var request struct{ ID json.RawMessage }
		switch {
		case json.Unmarshal(body, &request) == nil && request.ID != nil && asked%2 == 0:
			message, _ := json.Marshal(said)
			fmt.Fprintf(w, `{"jsonrpc":"2.0","id":%s,"error":{"code":-32000,"message":%s,"data":%s}}`, request.ID, message, message)
			return
		case asked%5 == 0:
			w.Header().Set("Location", "http://127.0.0.1:1"+r.URL.String())
			w.WriteHeader(http.StatusTemporaryRedirect)
		default:
			w.WriteHeader([]int{http.StatusUnauthorized, http.StatusInternalServerError, http.StatusBadGateway}[asked%3])
		}
		_, _ = io.WriteString(w, said)
	}))
	t.Cleanup(server.Close)
	return strings.TrimPrefix(server.URL, "http://")
}

// echo greets who connects, and says back as an error what it hears.
func echo(t *testing.T, greeting string, answer func(heard []byte) []byte) (address string) {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			go func() {
				defer func() { _ = conn.Close() }()
				_, _ = io.WriteString(conn, greeting)
				for heard := make([]byte, 1<<16); ; {
					n, err := conn.Read(heard)
					if err != nil {
						return
					}
					if said := answer(heard[:n]); said != nil {
						_, _ = conn.Write(said)
					}
				}
			}()
		}
	}()
	return l.Addr().String()
}

// postgresParrot asks for a password in the clear, and then says it.
func postgresParrot(t *testing.T) (address string) {
	message := func(kind byte, body string) []byte {
		n := len(body) + 4
		return append([]byte{kind, byte(n >> 24), byte(n >> 16), byte(n >> 8), byte(n)}, body...)
	}
	return echo(t, "", func(heard []byte) []byte {
		if heard[0] != 'p' {
			return message('R', "\x00\x00\x00\x03")
		}
		return message('E', "SFATAL\x00C28P01\x00Mthe password "+string(bytes.Trim(heard[5:], "\x00"))+" is wrong\x00\x00")
	})
}

// natsParrot wants a user, and says who was wrong.
func natsParrot(t *testing.T) (address string) {
	return echo(t, `INFO {"server_id":"x","version":"2.10.0","proto":1,"nonce":"abcdefg","auth_required":true,"max_payload":1048576}`+"\r\n",
		func(heard []byte) []byte {
			return fmt.Appendf(nil, "-ERR 'Authorization Violation of %s'\r\n", bytes.ReplaceAll(bytes.TrimSpace(heard), []byte("'"), nil))
		})
}

// deaf is an address at which nobody listens.
const deaf = "127.0.0.1:1"

// secretive is a configuration with a secret in every place for one. Nothing that it
// leads to does what it should, but for the node.
func (c *canaries) secretive(t *testing.T, folder, node string) (extra, endpoints string) {
	t.Helper()
	file := func(name, text string) string {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return name
	}
	host := parrot(t)
	var channels strings.Builder
	for i, channel := range []string{
		`type: telegram, url: "http://user:§@` + host + `/§", token: "12345:§", chat: "1"`,
		`type: telegram, url: "http://` + deaf + `/", token: "12345:§", chat: "1"`,
		`type: ntfy, url: "http://` + host + `/§", token: "§"`,
		`type: ntfy, url: "http://user:§@` + deaf + `/§", token_file: ` + file("ntfy.token", c.new()),
		`type: webhook, url: "http://user:§@` + host + `/§?key=§", secret: "whsec_§00000000000000"`,
		`type: webhook, url_file: ` + file("hook.url", c.fill("http://"+deaf+"/§?key=§")) + `, secret_file: ` + file("hook.secret", c.fill("whsec_§00000000000000")),
		`type: alertmanager, url: "http://user:§@` + host + `/§", token: "§"`,
		`type: alertmanager, url: "http://` + deaf + `/§", token: "§"`,
		`type: shoutrrr, url: "discord://§@123456789012345678"`,
		`type: shoutrrr, url: "slack://hook:T0C4N4RY1-B0C4N4RY1-c4n4ry000000000000000001@webhook"`,
		`type: shoutrrr, url: "gotify://` + host + `/AC4N4RY00000000?disabletls=yes"`,
		`type: shoutrrr, url: "mattermost://user@` + host + `/§/room?disabletls=yes"`,
		`type: shoutrrr, url: "rocketchat://user@` + host + `/§/§/room"`,
		`type: shoutrrr, url: "smtp://user:§@` + deaf + `/?from=a@b.example&to=c@d.example"`,
		`type: shoutrrr, url: "opsgenie://` + host + `/c4n4ry00-0000-0000-0000-000000000001"`,
		`type: shoutrrr, url: "pushover://shoutrrr:§@§/"`,
		`type: shoutrrr, url: "googlechat://chat.googleapis.com/v1/spaces/FOO/messages?key=§&token=§"`,
		`type: shoutrrr, url: "signal://user:§@` + host + `/+1234567890/+1234567891?disabletls=yes"`,
		`type: shoutrrr, url: "bark://§@` + host + `/?scheme=http"`,
	} {
		fmt.Fprintf(&channels, "    - { name: way%d, private: true, window: 100ms, %s }\n", i, c.fill(channel))
	}
	extra = c.fill(`log: { level: debug }
watch: { near: 3 }
nats: { url: "nats://user:§@`+natsParrot(t)+`,nats://:§@`+deaf+`" }
web:
  reload: true
  tokens: [ { name: one, token: "§" }, { name: two, token_file: `+file("two.token", c.new())+` } ]
alerts:
  rules: [ { name: all, measure: health_factor, levels: [ { severity: critical, enter: 3 } ] } ]
notify:
  pings: [ { url: "http://user:§@`+host+`/§?key=§", every: 1s, private: true }, { url_file: `+file("ping.url", c.fill("http://"+deaf+"/§"))+`, every: 1s, private: true } ]
  channels:
`) + channels.String()
	endpoints = c.fill(`"` + node + `/?key=§" }
      - { name: refuses, url: "http://user:§@` + deaf + `/v3/§?key=§" }
      - { name: nobody, url: "ws://user:§@` + deaf + `/§?key=§" }
      - { name: filed, url_file: ` + file("node.url", c.fill("http://"+host+"/§")) + ` }
      - { name: silent, url: "ws://` + echo(t, "", func(heard []byte) []byte { return heard }) + `/v3/§?key=§" }
      - { name: parrot, url: "http://user:§@` + host + `/v3/§?key=§"`)
	return extra, endpoints
}

// TestFault37WatchSecrets gives the real program a configuration in which every secret is one of ours, and lets all that
// it leads to fail, also by saying the secrets back. None is in what it logs or shows, nor in what else it prints.
func TestFault37WatchSecrets(t *testing.T) {
	node, err := devnet.StartAnvil(t.Context(), devnet.AnvilOptions{})
	if err != nil {
		t.Fatal(err)
	}
	th := raise(t, node, 5)
	var c canaries
	extra, endpoints := c.secretive(t, th.folder, node.WS())
	th.configure(extra, fmt.Sprintf("%q", node.WS()), endpoints)
	reference, err := os.ReadFile("../../docs/config.md")
	if err != nil {
		t.Fatal(err)
	}
	written := th.configured(t)
	for _, key := range regexp.MustCompile("(?m)^\\| `([^`]*)` \\| secret \\|").FindAllStringSubmatch(string(reference), -1) {
		word := key[1][strings.LastIndex(key[1], ".")+1:] + ": "
		if section, _, _ := strings.Cut(key[1], "."); key[1] != "store.url" && (!strings.Contains(written, word) || !strings.Contains(written, strings.TrimSuffix(section, "[]")+":")) {
			t.Errorf("%s has no secret here", key[1])
		}
	}

	proxy := parrot(t) // so that nothing is asked outside
	t.Setenv("HTTPS_PROXY", "http://"+proxy)
	t.Setenv("HTTP_PROXY", "http://"+proxy)
	p := th.watch()
	th.chainIs(p, feed.Live)
	th.step()
	th.compare(p)
	th.fails(`brink_notification_failures_total{channel="way`, strings.Count(extra, "name: way"))
	said := th.everywhere(t, &c)
	if err := node.Close(); err != nil { // so that it tries the others
		t.Fatal(err)
	}
	th.fails(`brink_rpc_request_failures_total{chain="local",endpoint="`, 3)
	said += th.everywhere(t, &c)
	c.absent(t, "a path", said)
	for name, text := range map[string]string{
		"brink.yaml": strings.Replace(th.configured(t), "nats: {", "nats: { credentials: nats.creds,", 1),
		"nats.creds": c.fill("-----BEGIN NATS USER JWT-----\n§\n------END NATS USER JWT------\n-----BEGIN USER NKEY SEED-----\nSU§\n------END USER NKEY SEED------\n"),
	} {
		if err := os.WriteFile(filepath.Join(th.folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	_ = p.Process.Signal(syscall.SIGHUP)
	if err := th.Await(t.Context(), func() error { // the new one knows no head yet
		var answer struct{ Chains []feed.Chain }
		err := th.Get(t.Context(), "/v1/chains", &answer)
		if err == nil && answer.Chains[0].State == feed.Live {
			err = errors.New("it doesn't begin anew")
		}
		return err
	}); err != nil {
		t.Error(err)
	}
	p.end(syscall.SIGQUIT) // it dies with a trace of all that it does
	if log := p.log.String(); !strings.Contains(log, "goroutine ") || !strings.Contains(log, "Cannot copy the feed to NATS") ||
		!strings.Contains(log, "Cannot ping") || !strings.Contains(log, "A notification was not taken") {
		t.Errorf("the log tells too little: %s", log)
	}
	c.absent(t, "the log", p.log.String())
	for _, args := range [][]string{{"check"}, {"config", "show"}, {"config", "show", "--origins"}, {"validate"}, {"rules"}, {"notify", "test", "way0"}, {"notify", "test", "way4"},
		{"status"}, {"positions"}, {"resync", "local"}, {"watch", "--store-url", c.fill("postgres://§:§@" + deaf + "/§")},
		{"watch", "--store-url", c.fill("postgres://someone:§@" + postgresParrot(t) + "/store?sslmode=disable")},
		{"serve", "--store-url", c.fill("postgres://someone:p%40§@" + postgresParrot(t) + "/store?sslmode=disable")},
		{"backfill", "--nats-url", c.fill("http://§")}, {"status", "--url", c.fill("http://user:§@" + deaf + "/§?key=§")}} {
		out, _ := th.run(args...)
		c.absent(t, "brink "+strings.Join(args[:min(2, len(args))], " "), out)
		if out == "" {
			t.Errorf("brink %v said nothing", args)
		}
	}
}

// fails waits until so many series of failures begin like this.
func (th *theater) fails(series string, n int) {
	th.t.Helper()
	if err := th.Await(th.t.Context(), func() error {
		seen := map[string]bool{}
		for _, label := range th.labels(th.t) {
			if rest, ok := strings.CutPrefix(label, series); ok && th.metric(label) > 0 {
				name, _, _ := strings.Cut(rest, `"`)
				seen[name] = true
			}
		}
		if len(seen) < n {
			return fmt.Errorf("only %v of %d fail", seen, n)
		}
		return nil
	}); err != nil {
		th.t.Error(err)
	}
}

// run is what a command prints.
func (th *theater) run(args ...string) (string, error) {
	c := exec.CommandContext(th.t.Context(), brinkProgram(th.t), args...)
	c.Dir = th.folder
	out, err := c.CombinedOutput()
	return string(out), err
}

// everywhere is all that the server answers on any path, with secrets in what is asked.
func (th *theater) everywhere(t *testing.T, c *canaries) string {
	t.Helper()
	var said strings.Builder
	ask := func(method, path, body, token string) []byte {
		r, err := http.NewRequestWithContext(t.Context(), method, th.URL+path, strings.NewReader(body))
		if err != nil {
			t.Fatal(err)
		}
		r.Header.Set("Authorization", "Bearer "+token)
		r.Header.Set("Content-Type", "application/json")
		response, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(response.Body)
		if _ = response.Body.Close(); err != nil {
			t.Fatal(err)
		}
		said.Write(text)
		fmt.Fprint(&said, response.Header)
		return text
	}
	var api struct {
		Paths map[string]map[string]json.RawMessage
	}
	if err := json.Unmarshal(ask("GET", "/openapi.json", "", ""), &api); err != nil || len(api.Paths) < 10 {
		t.Fatalf("the API has the paths %v, %v", api.Paths, err)
	}
	token, err := os.ReadFile(filepath.Join(th.folder, "two.token"))
	if err != nil {
		t.Fatal(err)
	}
	account := th.play.Accounts()[0].Address.Hex()
	for path, methods := range api.Paths {
		path = strings.NewReplacer("{id}", "31337:aave-local:"+account, "{address}", account, "{type}", feed.PositionChanged).Replace(path)
		for method := range methods {
			if !strings.HasSuffix(path, "/stream") && path != "/v1/ws" {
				ask(strings.ToUpper(method), path, `{"channel":"way0","id":"x","for":"1h"}`, string(token))
			}
		}
	}
	for i := range strings.Count(th.configured(t), "name: way") {
		ask("POST", "/v1/notifications/test", fmt.Sprintf(`{"channel":"way%d"}`, i), string(token))
	}
	for _, path := range []string{"/", "/metrics", "/livez", "/readyz?verbose", "/nowhere", "/debug/pprof/", "/debug/vars", "/debug/pprof/goroutine?debug=2",
		"/debug/pprof/cmdline", "/v1/events?limit=1000&after=v1.0", "/v1/notifications?limit=100"} {
		ask("GET", path, "", "")
	}
	ask("POST", "/-/reload", "", c.new())
	return said.String()
}

// configured is the configuration as it is written.
func (th *theater) configured(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(th.folder, "brink.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestFault37Mistakes puts a secret where it doesn't belong, or writes it wrongly: what is said of that doesn't quote it.
func TestFault37Mistakes(t *testing.T) {
	const chains = "chains: [ { preset: gnosis, endpoints: [ { name: own, url: \"ws://127.0.0.1:1\" } ] } ]\n"
	var c canaries
	for _, text := range []string{
		chains + "web: { tokens: [ { name: a, token: *§ } ] }", chains + "web: { tokens: [ { name: a, token:§ } ] }",
		chains + "web: { tokens: [ { name: a, token: !§ x } ] }", chains + "web: { tokens: [ { name: a, token: &§ x } ] }",
		chains + "web: { tokens: [ { name: a, token: [§] } ] }", chains + "web: { tokens: [ { name: a, token: {§: 1} } ] }",
		chains + "web: { tokens: [ § ] }", chains + "web: { tokens: § }", chains + "web:\n  tokens:\n    - name: a\n      token: 'a' §",
		chains + "web: { config_file: web.yaml }",
		chains + "web:\n  tokens:\n    - name: a\n      token: \"§", chains + "web:\n  tokens:\n    - token: |§",
		chains + "store: { url: 'mysql://u:§@h/d' }", chains + "store: { url: 'postgres://u:§%@h/d' }", chains + "store: 'postgres://u:§@h/d'",
		chains + "nats: { url: 'http://u:§@h' }", chains + "nats: { url: 'nats://u:§%@h' }",
		chains + "notify: { channels: [ { name: a, type: webhook, url: '§', secret: § } ] }",
		chains + "notify: { channels: [ { name: a, type: shoutrrr, url: 'smtp://u:§@' } ] }",
		chains + "notify: { channels: [ { name: a, type: telegram, token: '§', secret: whsec_§ } ] }",
		chains + "notify: { pings: [ { url: 'htp://§' } ] }",
		"chains: [ { preset: gnosis, endpoints: [ { name: own, url: 'ftp://§:x y@h' } ] } ]", "chains: [ { preset: gnosis, endpoints: [ { name: 'ws://h/§' } ] } ]",
		"chains: [ { preset: gnosis, endpoints: [ 'ws://h/§' ] } ]", "chains: [ { preset: gnosis, endpoints: { own: 'ws://h/§' } } ]",
		"chains: [ { preset: gnosis, endpoints: { ws://h/§ } } ]", "chains: [ { preset: 'wss://h/§' } ]",
		"chains: [ { preset: gnosis, public_endpoints: [ 'wsx://h/§' ] } ]",
	} {
		folder := t.TempDir()
		for name, text := range map[string]string{"brink.yaml": text, "web.yaml": "basic_auth_users: §"} {
			if err := os.WriteFile(filepath.Join(folder, name), []byte(c.fill(text)), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		r := brink(t, "notify", "test", "a", "-c", filepath.Join(folder, "brink.yaml"))
		if !slices.Contains([]int{exitUsage, exitCheck}, r.code) || r.stderr == "" {
			t.Errorf("%s: %+v", text, r)
		}
		c.absent(t, text, r.stdout+r.stderr)
	}
}
