package test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/prometheus/prometheus/promql/parser"
)

// foreign are metrics of Prometheus itself and of its Go client.
var foreign = regexp.MustCompile(`^(up|ALERTS|(go|process|promhttp)_[a-z_]+)$`)

// catalogue is every series name that docs/metrics.md promises.
func catalogue(t *testing.T) []string {
	t.Helper()
	var names []string
	for _, m := range regexp.MustCompile("(?m)^\\| `(brink_[a-z0-9_]+)` \\| (\\w+) \\|").FindAllStringSubmatch(string(read(t, "../../docs/metrics.md")), -1) {
		if m[2] == "histogram" {
			names = append(names, m[1]+"_bucket", m[1]+"_sum", m[1]+"_count")
		} else {
			names = append(names, m[1])
		}
	}
	if len(names) < 40 {
		t.Fatalf("the catalogue has %d series", len(names))
	}
	return names
}

func parse(t *testing.T, q query) parser.Expr {
	t.Helper()
	expr, err := parser.NewParser(parser.Options{}).ParseExpr(q.expr)
	if err != nil {
		t.Fatalf("%s: %s: %v", q.where, q.expr, err)
	}
	return expr
}

// metrics are the series names that an expression selects.
func metrics(expr parser.Expr) []string {
	var names []string
	parser.Inspect(expr, func(node parser.Node, _ []parser.Node) error {
		if s, ok := node.(*parser.VectorSelector); ok && s.Name != "" {
			names = append(names, s.Name)
		}
		return nil
	})
	return names
}

// Every expression is PromQL and asks for series that the program or a rule makes.
func TestExpressions(t *testing.T) {
	known := catalogue(t)
	for _, r := range rules(t, "rules.yaml") {
		known = append(known, r.Record)
	}
	for _, q := range slices.Concat(panelQueries(t), choiceQueries(t), ruleQueries(t)) {
		if strings.Contains(q.expr, "$") {
			t.Errorf("%s: a variable is left in %s", q.where, q.expr)
			continue
		}
		for _, name := range metrics(parse(t, q)) {
			if !slices.Contains(known, name) && !foreign.MatchString(name) {
				t.Errorf("%s: nothing makes %s", q.where, name)
			}
		}
	}
}

// Whoever is woken by an alert finds what to do, and where to look.
func TestAlertsSayWhatToDo(t *testing.T) {
	runbook := string(read(t, "../../docs/runbook.md"))
	tests := string(read(t, "../prometheus/alerts_test.yaml"))
	var boards []string
	for _, d := range dashboards(t) {
		boards = append(boards, d.UID)
	}
	for _, r := range rules(t, "alerts.yaml") {
		if !slices.Contains([]string{"critical", "warning", "none"}, r.Labels["severity"]) {
			t.Errorf("%s has the severity %q", r.Alert, r.Labels["severity"])
		}
		if r.Annotations["summary"] == "" || !slices.Contains(boards, r.Annotations["dashboard"]) {
			t.Errorf("%s has no summary or names no dashboard: %v", r.Alert, r.Annotations)
		}
		if !strings.Contains(runbook, "\n## "+r.Alert+"\n") {
			t.Errorf("docs/runbook.md says nothing about %s", r.Alert)
		}
		if !strings.Contains(tests, "alertname: "+r.Alert) {
			t.Errorf("alerts_test.yaml has no scenario for %s", r.Alert)
		}
	}
}
