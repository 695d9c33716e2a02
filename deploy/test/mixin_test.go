package test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/google/go-jsonnet"
)

// The mixin gives what the files hold, with the selector that its user chose.
func TestMixin(t *testing.T) {
	const program = `
		local mixin = (import '../mixin/mixin.libsonnet') + { _config+:: { selector: 'job="lending",team="a"' } };
		{ rules: mixin.prometheusRules.groups[0].rules, alerts: mixin.prometheusAlerts.groups[0].rules, boards: mixin.grafanaDashboards }`
	vm := jsonnet.MakeVM()
	text, err := vm.EvaluateAnonymousSnippet("mixin_test.jsonnet", program)
	if err != nil {
		t.Fatal(err)
	}
	var got struct {
		Rules, Alerts []rule
		Boards        map[string]dashboard
	}
	if err := json.Unmarshal([]byte(text), &got); err != nil {
		t.Fatal(err)
	}
	if len(got.Rules) != len(rules(t, "rules.yaml")) || len(got.Alerts) != len(rules(t, "alerts.yaml")) || len(got.Boards) != len(dashboards(t)) {
		t.Errorf("the mixin has %d rules, %d alerts, %d dashboards", len(got.Rules), len(got.Alerts), len(got.Boards))
	}
	for _, d := range dashboards(t) {
		if mixed := got.Boards[d.UID+".json"]; mixed.UID != d.UID || len(mixed.Panels) != len(d.Panels) {
			t.Errorf("the mixin's %s has %d panels, want %d", d.UID, len(mixed.Panels), len(d.Panels))
		}
	}
	if strings.Contains(text, "brink\\\"\"") || strings.Contains(text, `job=\"brink\"`) || strings.Count(text, `lending`) < 4 {
		t.Error("the mixin's selector is not in effect")
	}
}
