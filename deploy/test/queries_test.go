// Package test holds what people import into Prometheus and Grafana to its promises: every expression is one that
// Prometheus can read, asks for metrics that exist, and has an answer on a market that really moved.
package test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// query is one expression, and where it stands.
type query struct{ where, expr string }

// variables are what Grafana would put in.
var variables = strings.NewReplacer(
	"$__rate_interval", "20s", "$__range", "5m",
	"$instance", ".+", "$chain", ".+", "$protocol", ".+", "$name", ".+",
)

type rule struct {
	Record, Alert, Expr string
	For                 string
	Labels, Annotations map[string]string
}

func rules(t *testing.T, name string) []rule {
	t.Helper()
	var file struct{ Groups []struct{ Rules []rule } }
	if err := yaml.Unmarshal(read(t, "../prometheus/"+name), &file); err != nil {
		t.Fatal(err)
	}
	var all []rule
	for _, group := range file.Groups {
		all = append(all, group.Rules...)
	}
	if len(all) < 9 {
		t.Fatalf("%s has %d rules", name, len(all))
	}
	return all
}

type dashboard struct {
	UID        string
	Panels     []panel
	Templating struct {
		List []struct{ Name, Type, Query string }
	}
}

type panel struct {
	Type, Title, Description string
	Targets                  []struct{ Expr string }
}

func dashboards(t *testing.T) []dashboard {
	t.Helper()
	files, err := filepath.Glob("../grafana/dashboards/*.json")
	if err != nil || len(files) < 5 {
		t.Fatalf("%d dashboards (%v)", len(files), err)
	}
	var all []dashboard
	for _, file := range files {
		var d dashboard
		if err := json.Unmarshal(read(t, file), &d); err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		if filepath.Base(file) != d.UID+".json" {
			t.Errorf("%s has the uid %s", file, d.UID)
		}
		all = append(all, d)
	}
	return all
}

// panelQueries are the expressions of all panels, with variables put in.
func panelQueries(t *testing.T) []query {
	t.Helper()
	var all []query
	for _, d := range dashboards(t) {
		for _, p := range d.Panels {
			if p.Type == "row" {
				continue
			}
			if len(p.Targets) == 0 || p.Description == "" {
				t.Errorf("%s, %s: a panel asks something and says what it means", d.UID, p.Title)
			}
			for _, target := range p.Targets {
				all = append(all, query{d.UID + ", " + p.Title, variables.Replace(target.Expr)})
			}
		}
	}
	return all
}

var labelValues = regexp.MustCompile(`^label_values\((.+), \w+\)$`)

// choiceQueries are the selectors from which the choices of the dashboards come.
func choiceQueries(t *testing.T) []query {
	t.Helper()
	var all []query
	for _, d := range dashboards(t) {
		for _, v := range d.Templating.List {
			if v.Type != "query" {
				continue
			}
			m := labelValues.FindStringSubmatch(v.Query)
			if m == nil {
				t.Errorf("%s: the choice %s is not of a label: %s", d.UID, v.Name, v.Query)
				continue
			}
			all = append(all, query{d.UID + ", choice of " + v.Name, variables.Replace(m[1])})
		}
	}
	return all
}

func ruleQueries(t *testing.T) []query {
	t.Helper()
	var all []query
	for _, r := range append(rules(t, "rules.yaml"), rules(t, "alerts.yaml")...) {
		all = append(all, query{r.Record + r.Alert, r.Expr})
	}
	return all
}

func read(t *testing.T, file string) []byte {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return text
}
