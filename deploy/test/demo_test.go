package test

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"net"
	"net/http"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"github.com/prometheus/prometheus/promql/parser"
)

// patience is how long the market may take to bring everything about.
const patience = 8 * time.Minute

// budget is how many series of brink's own one chain with three protocols and one node may have.
const budget = 800

// A real Prometheus with the shipped configuration scrapes a real brink that watches a whole market; then every
// expression has an answer.
func TestOnARealMarket(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	brink, prometheus := address(t), address(t)
	start(t, cancel, "../..", "bin/demo", "--listen", brink, "--block-time", "500ms", "--weeks", "4", "--accounts", "100")
	folder := settings(t, brink)
	start(t, cancel, folder, "prometheus", "--config.file", filepath.Join(folder, "prometheus.yml"), "--storage.tsdb.path", filepath.Join(folder, "data"),
		"--web.listen-address", prometheus)
	p := server{"http://" + prometheus, time.Now().Add(-time.Second)}

	silent := slices.Concat(panelQueries(t), choiceQueries(t), answers(t, ruleQueries(t)))
	t.Logf("%d expressions", len(silent))
	for len(silent) > 0 && wait(ctx, 2*time.Second) {
		silent = slices.DeleteFunc(silent, func(q query) bool {
			samples, err := p.samples(ctx, q.expr)
			if err != nil && ctx.Err() == nil {
				t.Logf("%s: %v", q.where, err)
			}
			return samples > 0
		})
	}
	for _, q := range silent {
		t.Errorf("%s has no answer: %s", q.where, q.expr)
	}
	p.checkRules(t)
	p.checkCardinality(t)
}

// answers makes of rules what always has an answer: an alert is silent as long as all is well, so that what it
// compares is asked instead.
func answers(t *testing.T, rules []query) []query {
	t.Helper()
	var all []query
	for _, q := range rules {
		for _, operand := range operands(parse(t, q)) {
			all = append(all, query{q.where, operand.String()})
		}
	}
	return all
}

func operands(e parser.Expr) []parser.Expr {
	b, ok := e.(*parser.BinaryExpr)
	switch {
	case ok && (b.Op == parser.LAND || b.Op == parser.LUNLESS):
		return append(operands(b.LHS), operands(b.RHS)...)
	case ok && b.Op.IsComparisonOperator():
		b.ReturnBool = true
	}
	return []parser.Expr{e}
}

// server is a Prometheus, asked about the time since it started.
type server struct {
	url   string
	since time.Time
}

func (s server) get(ctx context.Context, path string, values url.Values, into any) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, s.url+path+"?"+values.Encode(), nil)
	if err != nil {
		return err
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	var body struct {
		Status, Error string
		Data          json.RawMessage
	}
	if err := json.NewDecoder(answer.Body).Decode(&body); err != nil {
		return fmt.Errorf("reading the answer to %s (%s): %w", path, answer.Status, err)
	}
	if body.Status != "success" {
		return fmt.Errorf("asking %s: %s", path, body.Error)
	}
	return json.Unmarshal(body.Data, into)
}

// samples counts the numbers in the answer; what is not a number is none.
func (s server) samples(ctx context.Context, expr string) (int, error) {
	var data struct {
		Result []struct{ Values [][2]any }
	}
	err := s.get(ctx, "/api/v1/query_range", url.Values{
		"query": {expr}, "step": {"2s"}, "start": {s.since.Format(time.RFC3339)}, "end": {time.Now().Format(time.RFC3339)},
	}, &data)
	n := 0
	for _, series := range data.Result {
		for _, v := range series.Values {
			if v[1] != "NaN" {
				n++
			}
		}
	}
	return n, err
}

// checkRules looks whether Prometheus could evaluate every rule, and that brink's was the only bad news.
func (s server) checkRules(t *testing.T) {
	t.Helper()
	var data struct {
		Groups []struct {
			Rules []struct{ Name, Health, LastError, State string }
		}
	}
	if err := s.get(t.Context(), "/api/v1/rules", nil, &data); err != nil {
		t.Fatal(err)
	}
	n := 0
	for _, group := range data.Groups {
		for _, r := range group.Rules {
			n++
			if r.Health != "ok" {
				t.Errorf("rule %s: %s %s", r.Name, r.Health, r.LastError)
			}
			if slices.Contains([]string{"BrinkDown", "ChainHalted", "ParityMismatch", "ConfigReloadFailed"}, r.Name) && r.State == "firing" {
				t.Errorf("%s fires in the demo", r.Name)
			}
			if r.Name == "Watchdog" && r.State != "firing" {
				t.Errorf("the watchdog is %s", r.State)
			}
		}
	}
	if want := len(rules(t, "rules.yaml")) + len(rules(t, "alerts.yaml")); n != want {
		t.Errorf("Prometheus has %d rules, want %d", n, want)
	}
}

// checkCardinality looks at what a scrape holds: few series, and no label that grows with the chain.
func (s server) checkCardinality(t *testing.T) {
	t.Helper()
	var series []map[string]string
	err := s.get(t.Context(), "/api/v1/series", url.Values{"match[]": {`{__name__=~"brink_.+"}`}}, &series)
	if err != nil {
		t.Fatal(err)
	}
	boundless := regexp.MustCompile(`0x[0-9a-fA-F]{8,}|^[0-9]{5,}$|://`)
	families := make(map[string]int)
	for _, labels := range series {
		families[labels["__name__"]]++
		for name, value := range labels {
			if name != "le" && name != "instance" && boundless.MatchString(value) {
				t.Errorf("%s has a label %s=%q", labels["__name__"], name, value)
			}
		}
	}
	if len(families) < 40 || len(series) > budget {
		t.Errorf("%d families, %d series, allowed are %d", len(families), len(series), budget)
	}
	for _, name := range slices.Sorted(maps.Keys(families)) {
		if families[name] > budget/5 {
			t.Errorf("%s alone has %d series", name, families[name])
		}
	}
	t.Logf("%d families, %d series", len(families), len(series))
}

// settings is a folder with the shipped configuration, but for where and how often.
func settings(t *testing.T, brink string) string {
	t.Helper()
	folder := t.TempDir()
	for _, name := range []string{"prometheus.yml", "rules.yaml", "alerts.yaml"} {
		text := strings.NewReplacer("brink:8080", brink, "alertmanager:9093", "127.0.0.1:9", "_interval: 15s", "_interval: 1s").Replace(string(read(t, "../prometheus/"+name)))
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	return folder
}

// address is one at which nobody listens now.
func address(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return "127.0.0.1:" + strconv.Itoa(l.Addr().(*net.TCPAddr).Port)
}

// start runs a program until the test ends, and calls ended if it ends before. What it wrote is shown if the test fails.
func start(t *testing.T, ended func(), folder, program string, args ...string) {
	t.Helper()
	var said strings.Builder
	command := exec.Command(program, args...)
	command.Dir, command.Stdout, command.Stderr = folder, &said, &said
	if err := command.Start(); err != nil {
		t.Fatalf("starting %s: %v", program, err)
	}
	done := make(chan error, 1)
	go func() {
		done <- command.Wait()
		ended()
	}()
	t.Cleanup(func() {
		if err := command.Process.Signal(syscall.SIGTERM); err != nil {
			t.Errorf("ending %s: %v", program, err)
		}
		if err := <-done; err != nil {
			t.Errorf("%s: %v", program, err)
		}
		if t.Failed() {
			t.Logf("%s said:\n%s", program, said.String())
		}
	})
}

// wait reports whether ctx lasted.
func wait(ctx context.Context, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-timer.C:
		return true
	}
}
