package metrics_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"brink/metrics"
)

var update = flag.Bool("update", false, "rewrite golden files and docs/metrics.md")

const introduction = `# Metrics

Written by the tests of the package metrics from its catalogue (` + "`go test ./metrics -update`" + `); edit the
text there.

` + "`GET /metrics`" + ` answers in the text format, and in OpenMetrics with exemplars for who asks for it. Beside the
metrics below there are ` + "`go_*`, `process_*` and `promhttp_metric_handler_*`" + `. Histograms have the classic buckets
named here and are native histograms too (factor 1.1).

No label holds an address, a transaction or a block: what concerns a single position is on the feed.

| Label | Values |
|---|---|
| chain | the chain's configured name |
| protocol | as in the configuration, such as aave-v3 |
| market | the deployment's configured name; "other" for the markets of a deployment in which anybody can create some |
| band | health factor from–to: 0-1, 1-1.05, 1.05-1.1, 1.1-1.25, 1.25-1.5, 1.5-2, 2-3, 3-inf |
| name | a configured account's name |
| endpoint | a node's configured name |
| tag | latest, safe, finalized; absent where the chain has none |
| state | syncing, live, stale, halted |
| phase | step: the engine's work on a block with its reads from the node; store: storing what it said |
| scope | full, near |
| field | health_factor, collateral, debt |

| Metric | Type | Labels | Meaning |
|---|---|---|---|
`

// docs/metrics.md is the reference of every metric.
func TestReferenceIsUpToDate(t *testing.T) {
	var out strings.Builder
	out.WriteString(introduction)
	for _, f := range metrics.Catalogue() {
		help := f.Help
		if f.Buckets != nil {
			var buckets []string
			for _, bound := range f.Buckets {
				buckets = append(buckets, strconv.FormatFloat(bound, 'f', -1, 64))
			}
			help += " Buckets: " + strings.Join(buckets, ", ") + "."
		}
		fmt.Fprintf(&out, "| `%s` | %s | %s | %s |\n", f.Name, f.Kind, strings.Join(f.Labels, ", "), help)
	}
	golden(t, "../docs/metrics.md", out.String())
}

// golden compares a text with a file, or writes it.
func golden(t *testing.T, path, text string) {
	t.Helper()
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	written, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(written) != text {
		t.Errorf("%s is not up to date: run the test with -update and look at the difference", path)
	}
}
