//go:build promtool

package metrics_test

import (
	"os/exec"
	"strings"
	"testing"
)

// Prometheus' own checker has nothing to say about a scrape. It needs promtool,
// of Debian's package prometheus: go test -tags promtool ./metrics
func TestPromtool(t *testing.T) {
	if _, err := exec.LookPath("promtool"); err != nil {
		t.Fatal("promtool is missing: install Debian's package prometheus")
	}
	_, m, _ := exercised()
	check := exec.Command("promtool", "check", "metrics", "--extended")
	check.Stdin = strings.NewReader(scrape(t, m, "text/plain"))
	var problems strings.Builder
	check.Stderr = &problems
	table, err := check.Output()
	if err != nil || problems.Len() > 0 {
		t.Errorf("promtool check metrics: %v\n%s", err, &problems)
	}
	if !strings.Contains(string(table), "brink_liquidation_size_usd") {
		t.Errorf("promtool didn't see the metrics:\n%s", table)
	}
}
