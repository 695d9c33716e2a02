package main

import (
	"bufio"
	"context"
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
	"syscall"
	"testing"
	"time"

	"brink/devnet"

	"go.yaml.in/yaml/v3"
	"golang.org/x/crypto/bcrypt"
)

// marks are secrets that no output may hold. Each stands where people have them.
var marks = []string{
	"markUserinfo", "markQuery4711", "markPath0815", "markFromFile", "markEnvironment", "markTokenFile", "markToken", "markPassword", "markEcho",
	"markTelegram", "markTopic", "markAccess", "bWFya1NpZ25pbmc", "markPing", "markHook", "markStore", "markNats",
}

// TestSurface runs the program with secrets everywhere, lets go wrong what can,
// and looks for them in everything that it says. On the way it reloads.
func TestSurface(t *testing.T) {
	node, err := devnet.StartGeth(devnet.GethOptions{})
	if err != nil {
		t.Fatal(err)
	}
	th := raise(t, node, 12)
	s := &surface{theater: th, said: new(strings.Builder)}
	s.furnish()
	s.everyKey()
	p := th.watch()
	t.Cleanup(func() {
		if p.end(syscall.SIGKILL); t.Failed() {
			t.Log(p.log.String())
		}
	})
	s.await(func() error { return s.wants("/readyz?verbose", 200) })
	th.step()
	s.everything()
	s.reloading()
	s.commands()
	p.end(syscall.SIGTERM)
	if code := p.ProcessState.ExitCode(); code != 0 {
		t.Errorf("ended with %d: %s", code, p.log.String())
	}
	said := s.said.String() + p.log.String()
	for _, mark := range marks {
		if i := strings.Index(said, mark); i >= 0 {
			t.Errorf("%s leaked: …%s…", mark, said[max(0, i-300):min(len(said), i+100)])
		}
	}
	for _, witness := range []string{"brink_positions{", `"health_factor"`, "spare", "Starting anew", "is not valid", "the token is shorter", "<!doctype html>", "copy the feed to nats", "authorization violation", "opening the store"} {
		if !strings.Contains(strings.ToLower(said), strings.ToLower(witness)) {
			t.Errorf("nothing was said of %q: there was too little to search", witness)
		}
	}
}

type surface struct {
	*theater
	said *strings.Builder
}

// furnish writes a configuration with a secret wherever one can be.
func (s *surface) furnish() {
	t := s.t
	// A server that is no node, and repeats what it was asked.
	echo := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, _ := io.ReadAll(r.Body)
		http.Error(w, "too many requests of "+r.RequestURI+" "+r.Header.Get("Authorization")+string(body), http.StatusTooManyRequests)
	}))
	t.Cleanup(echo.Close)
	hash, err := bcrypt.GenerateFromPassword([]byte("markPassword"), bcrypt.MinCost)
	if err != nil {
		t.Fatal(err)
	}
	marks = append(marks, string(hash))
	t.Setenv("TEST_KEY", "markEnvironment0123456789")
	for name, text := range map[string]string{
		"web.yaml": fmt.Sprintf("basic_auth_users: { ops: %q }\n", hash),
		"token":    "markTokenFile0123456789\n",
		"url":      "http://127.0.0.1:1/v3/markFromFile?apikey=markFromFile\n",
	} {
		if err := os.WriteFile(filepath.Join(s.folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	words := s.refusing()
	ws := strings.Replace(s.Market.Chain.Node.WS(), "://", "://user:markUserinfo@", 1) + "/?apikey=markQuery4711"
	s.configure(`web:
  config_file: web.yaml
  reload: true
  tokens:
    - { name: ops, token_file: token }
    - { name: bot, token: "${TEST_KEY}-markToken0123456789" }
log: { level: debug }
nats: { url: "nats://brink:markNats0815@`+words+`" }
alerts: { rules: [ { name: all, measure: health_factor, named: true, levels: [ { severity: warning, enter: 100 } ] } ] }
notify:
  pings: [ { url: "http://127.0.0.1:1/markPing0815", every: 1s, private: true } ]
  channels:
    - { name: bot, type: telegram, url: "`+echo.URL+`", private: true, token: "4711:markTelegram0123456789abcdefghijklmnop", chat: "1", severity: critical }
    - { name: phone, type: ntfy, url: "`+echo.URL+`/markTopic0815", token: markAccess0815, private: true, window: 1s }
    - { name: hook, type: webhook, url: "`+echo.URL+`/markHook0815?key=markHook0815", secret: whsec_bWFya1NpZ25pbmctMDEyMzQ1Njc4OWFiY2RlZg==, private: true, window: 1s }
`+s.named(), fmt.Sprintf("{ name: devnet, url: %q }", s.Market.Chain.Node.WS()), fmt.Sprintf(
		"{ name: refused, url: \"http://127.0.0.1:1/markPath0815/${TEST_KEY}\" }\n      - { name: echo, url: \"%s/markEcho0123456789?key=markEcho0123456789\" }\n"+
			"      - { name: spare, url_file: url }\n      - { name: devnet, url: %q }", echo.URL, ws))
	text, err := os.ReadFile(filepath.Join(s.folder, "brink.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	shared := append(text, `store: { url: "postgres://brink:markStore0815@127.0.0.1:1/brink?sslpassword=markStore0815" }`+"\n"...)
	if err := os.WriteFile(filepath.Join(s.folder, "shared.yaml"), shared, 0o600); err != nil {
		t.Fatal(err)
	}
}

// refusing is a server of NATS that repeats the words that it was greeted with.
func (s *surface) refusing() (address string) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		s.t.Fatal(err)
	}
	s.t.Cleanup(func() { _ = l.Close() })
	go func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			_, _ = io.WriteString(conn, "INFO {\"server_id\":\"x\",\"version\":\"2.9.10\",\"max_payload\":1048576,\"auth_required\":true}\r\n")
			line, _ := bufio.NewReader(conn).ReadString('\n')
			_, _ = fmt.Fprintf(conn, "-ERR 'Authorization Violation of %s'\r\n", strings.TrimSpace(line))
			_ = conn.Close()
		}
	}()
	return l.Addr().String()
}

// everyKey wants a mark under every key that the reference of the configuration
// calls secret, so that a new one isn't forgotten here.
func (s *surface) everyKey() {
	reference, err := os.ReadFile("../../docs/config.md")
	if err != nil {
		s.t.Fatal(err)
	}
	given := map[string]string{}
	for _, name := range []string{"brink.yaml", "shared.yaml"} {
		text, err := os.ReadFile(filepath.Join(s.folder, name))
		if err != nil {
			s.t.Fatal(err)
		}
		var tree any
		if err := yaml.Unmarshal(text, &tree); err != nil {
			s.t.Fatal(err)
		}
		gather("", tree, given)
	}
	keys := regexp.MustCompile("(?m)^\\| `([^`]+)` \\| secret \\|").FindAllStringSubmatch(string(reference), -1)
	if len(keys) < 8 {
		s.t.Fatalf("the reference knows %d secret keys", len(keys))
	}
	for _, key := range keys {
		if !slices.ContainsFunc(marks, func(mark string) bool { return strings.Contains(given[key[1]], mark) }) {
			s.t.Errorf("%s can hold a secret, and holds none here", key[1])
		}
	}
}

// gather notes what stands under each key, those of lists together.
func gather(path string, tree any, into map[string]string) {
	switch tree := tree.(type) {
	case map[string]any:
		for key, value := range tree {
			gather(strings.TrimPrefix(path+"."+key, "."), value, into)
		}
	case []any:
		for _, value := range tree {
			gather(path+"[]", value, into)
		}
	default:
		into[path] += fmt.Sprintln(tree)
	}
}

// named gives every account a name.
func (s *surface) named() string {
	var b strings.Builder
	b.WriteString("accounts:\n")
	for i, account := range s.play.Accounts() {
		fmt.Fprintf(&b, "  - { name: whale-%d, address: %q }\n", i, account.Address.Hex())
	}
	return b.String()
}

func (s *surface) await(try func() error) {
	s.t.Helper()
	if err := s.Await(s.t.Context(), try); err != nil {
		s.t.Fatal(err)
	}
}

// ask notes an answer and gives its status.
func (s *surface) ask(method, path string, header ...string) (int, string, error) {
	ctx, cancel := context.WithTimeout(s.t.Context(), 30*time.Second)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, method, s.URL+path, nil)
	if err != nil {
		return 0, "", err
	}
	r.SetBasicAuth("ops", "markPassword")
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		return 0, "", err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(answer.Body)
	fmt.Fprintf(s.said, "%s %s %v %s\n", path, answer.Status, answer.Header, body)
	return answer.StatusCode, string(body), err
}

func (s *surface) wants(path string, want int) error {
	status, body, err := s.ask(http.MethodGet, path)
	if err == nil && status != want {
		err = fmt.Errorf("%s: %d, want %d: %s", path, status, want, body)
	}
	return err
}

// everything asks for all that there is, rightly and wrongly.
func (s *surface) everything() {
	for _, path := range []string{"/", "/metrics", "/livez", "/openapi.json", "/v1/chains", "/v1/positions", "/v1/markets", "/v1/liquidations",
		"/v1/events?limit=1000", "/v1/alerts", "/v1/accounts/" + s.play.Accounts()[0].Address.Hex()} {
		if err := s.wants(path, 200); err != nil {
			s.t.Error(err)
		}
	}
	for _, path := range []string{"/v1/positions?x=1", "/v1/accounts/0x", "/nothing", "/v1/events?after=x", "/debug/pprof/"} {
		if status, _, err := s.ask(http.MethodGet, path); err != nil || status < 400 {
			s.t.Errorf("%s: %d %v", path, status, err)
		}
	}
	for _, header := range [][]string{{"Authorization", "Bearer wrong"}, {"X-Brink-Token", "wrong"}, {"Authorization", "Basic wrong"}} {
		if status, _, err := s.ask(http.MethodPost, "/-/reload", header...); err != nil || status != 401 {
			s.t.Errorf("%v: %d %v", header, status, err)
		}
	}
}

// reloading changes the configuration, first for the worse.
func (s *surface) reloading() {
	t, file := s.t, filepath.Join(s.folder, "brink.yaml")
	good, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	write := func(text string) {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	metric := func(want string) error {
		_, body, err := s.ask(http.MethodGet, "/metrics")
		if err == nil && !strings.Contains(body, want+"\n") {
			err = errors.New("there is no " + want)
		}
		return err
	}
	if err := metric("brink_config_last_reload_successful 1"); err != nil {
		t.Error(err)
	}
	write(strings.Replace(string(good), "-markToken0123456789", "", 1) + "surprise: true\n")
	if status, body, err := s.ask(http.MethodPost, "/-/reload", "X-Brink-Token", "markTokenFile0123456789"); err != nil || status != 422 || !strings.Contains(body, "surprise") {
		t.Errorf("a configuration that is not valid: %d %s %v", status, body, err)
	}
	write(strings.Replace(string(good), "${TEST_KEY}-markToken0123456789", "markToken", 1))
	if status, _, err := s.ask(http.MethodPost, "/-/reload", "X-Brink-Token", "markTokenFile0123456789"); err != nil || status != 422 {
		t.Errorf("a short token: %d %v", status, err)
	}
	if err := metric("brink_config_last_reload_successful 0"); err != nil {
		t.Error(err)
	}
	write(strings.ReplaceAll(string(good), "name: whale-", "name: leviathan-"))
	if status, _, err := s.ask(http.MethodPost, "/-/reload", "X-Brink-Token", "markTokenFile0123456789"); err != nil || status != 204 {
		t.Errorf("a valid configuration: %d %v", status, err)
	}
	s.await(func() error { return metric("brink_config_last_reload_successful 1") })
	s.await(func() error {
		_, body, err := s.ask(http.MethodGet, "/metrics")
		if err == nil && !regexp.MustCompile(`brink_notification_failures_total\{[^}]*channel="hook"[^}]*\} [1-9]`).MatchString(body) {
			err = errors.New("no message has failed yet")
		}
		return err
	})
	s.step() // at the first block it knows that it is at the head
	s.await(func() error { return s.wants("/readyz?verbose", 200) })
	s.await(func() error {
		_, body, err := s.ask(http.MethodGet, "/metrics")
		if err == nil && !strings.Contains(body, `name="leviathan-`) {
			err = errors.New("nobody is called leviathan")
		}
		return err
	})
}

// commands runs what is run beside the program.
func (s *surface) commands() {
	for _, args := range [][]string{{"config", "show", "--origin"}, {"validate"}, {"check"}, {"position", s.play.Accounts()[0].Address.Hex()}, {"status", "--url", s.URL},
		{"notify", "test", "phone"}, {"notify", "test", "hook"}, {"notify", "test", "bot"}, {"config", "show", "--config", "shared.yaml"},
		{"watch", "--config", "shared.yaml"}, {"serve", "--config", "shared.yaml"}, {"backfill", "--config", "shared.yaml"}} {
		command := exec.Command(brinkProgram(s.t), args...)
		command.Dir = s.folder
		// Some of them find a dependency that fails: they are run for what they say.
		out, _ := command.CombinedOutput()
		if len(out) == 0 {
			s.t.Errorf("%v says nothing", args)
		}
		s.said.Write(out)
	}
}
