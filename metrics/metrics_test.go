package metrics_test

import (
	"fmt"
	"math"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"brink/chain"
	"brink/chain/rpc"
	"brink/engine"
	"brink/feed"
	"brink/metrics"
	"brink/web"

	"github.com/ethereum/go-ethereum/common"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/testutil/promlint"
	dto "github.com/prometheus/client_model/go"
)

var (
	_ engine.Observer = (*metrics.Chain)(nil)
	_ rpc.Observer    = (*metrics.Node[rpc.Method, rpc.Reason, chain.Check, rpc.Skip])(nil)
)

// source is a Source that the tests set.
type source struct {
	chains []feed.Chain
	risk   metrics.Risk
}

func (s *source) Chains() []feed.Chain { return s.chains }
func (s *source) Risk() metrics.Risk   { return s.risk }

func block(number, time uint64) *feed.BlockRef {
	b := feed.NewBlockRef(chain.Head{Ref: chain.Ref{Number: number, Hash: common.Hash{1}}, Time: time})
	return &b
}

func dollars(text string) *string { return &text }

var txHash = common.HexToHash("0xabababababababababababababababababababababababababababababababab")

// exercised is a registry in which every metric of the catalogue has a series.
func exercised() (*prometheus.Registry, *metrics.Metrics, *source) {
	registry := prometheus.NewPedanticRegistry()
	reloads := metrics.NewReloads()
	reloads.Succeeded(time.Unix(1_763_769_600, 0))
	reloads.Failed()
	m := metrics.New(registry, metrics.Options{Bands: engine.Bands(), WatchedLimit: 2, Reloads: reloads})
	web.New(web.Options{Registerer: m.Registerer()}, nil, nil, &feed.Hub{})

	c := m.Chain("local", []metrics.Deployment{{"aave-local", "aave-v3"}, {"morpho-local", "morpho-blue"}})
	c.Took(metrics.PhaseStep, 3*time.Millisecond)
	c.Took(metrics.PhaseStore, time.Millisecond)
	c.Delay(700 * time.Millisecond)
	c.Events("aave-local", "aave-v3", "Mint", 3)
	c.Malformed("aave-local", "aave-v3")
	c.Evaluated(120, true)
	c.Evaluated(7, false)
	c.Audited("aave-v3", nil)
	c.Audited("aave-v3", []string{"debt"})
	c.Reorg(2)
	c.Liquidation("aave-v3", &feed.Liquidation{Deployment: "aave-local", CollateralUSD: dollars("1100.50"),
		DebtUSD: dollars("1000.25"), LiquidatableFor: new(uint64), TxHash: txHash, Block: *block(118, 1_700_000_100)})
	c.Liquidation("aave-v3", &feed.Liquidation{Deployment: "aave-local", Block: *block(110, 1_700_000_000)})
	waited := uint64(36)
	c.Liquidation("morpho-blue", &feed.Liquidation{Deployment: "morpho-local", Market: "0x12ab", DebtUSD: dollars("5"), LiquidatableFor: &waited,
		Block: *block(119, 1_700_000_112)})
	c.BadDebt("morpho-blue", "morpho-local", "0x12ab", dollars("12.75"))
	c.BadDebt("morpho-blue", "morpho-local", "0x12ab", dollars("0.5"))
	c.BadDebt("aave-v3", "aave-local", "", nil)

	n := metrics.NewNode[rpc.Method, rpc.Reason](m, "local", []string{"own", "spare"}, []rpc.Method{rpc.MethodCall, rpc.MethodLogs},
		[]chain.Check{chain.CheckHeader}, []rpc.Skip{rpc.SkipField})
	n.Request("own", rpc.MethodCall, 20*time.Millisecond, rpc.ReasonNone)
	n.Request("own", rpc.MethodLogs, 2*time.Second, rpc.ReasonTimeout)
	n.Endpoint("spare", true)
	n.Endpoint("spare", false)
	n.Endpoint("own", true)
	n.Lag("own", 1)
	n.Distrusted("own", chain.CheckHeader)
	n.Skipped(rpc.SkipField)
	n.Hedged("spare")
	n.Subscribed(true, rpc.ReasonNone)
	n.Subscribed(false, rpc.ReasonSilent)
	n.Subscribed(true, rpc.ReasonNone)

	s := &source{
		chains: []feed.Chain{
			{Name: "local", State: feed.Live, Head: block(120, 1_700_000_124), Processed: block(119, 1_700_000_112),
				Safe: block(100, 1_700_000_000), Finalized: block(90, 1_699_999_900),
				Deployments: []feed.Deployment{{Protocol: "aave-v3", Complete: "0.75"}, {Protocol: "aave-v3", Complete: "1"}}},
			{Name: "far", State: feed.Syncing},
		},
		risk: metrics.Risk{
			Markets: []metrics.Market{
				{Chain: "local", Protocol: "aave-v3", Deployment: "aave-local", Priced: true, Unknown: 1, BadDebt: 12.5,
					Bands:  []metrics.Band{{1, 90, 80}, {2, 300, 320}},
					Shocks: []metrics.Shock{{}, {80, 90, 10}, {80, 90, 11}, {380, 390, 30}}},
				{Chain: "local", Protocol: "morpho-blue", Deployment: "morpho-local", Market: "0x12ab", Bands: []metrics.Band{{1, 0, 0}}},
				{Chain: "local", Protocol: "morpho-blue", Deployment: "morpho-local", Market: "0x34cd", Bands: []metrics.Band{{2, 0, 0}, {1, 0, 0}}},
			},
			Watched: []metrics.Watched{
				{Chain: "local", Protocol: "morpho-blue", Deployment: "morpho-local", Market: "0x12ab", Name: "treasury", HealthFactor: 1.5, Drop: 0.3},
				{Chain: "local", Protocol: "morpho-blue", Deployment: "morpho-local", Market: "0x34cd", Name: "treasury", HealthFactor: 1.25, Drop: 0.2},
				{Chain: "local", Protocol: "aave-v3", Deployment: "aave-local", Name: "treasury", HealthFactor: 1.1, Drop: math.NaN()},
			},
			Feeds: []metrics.Feed{
				{Chain: "local", Symbol: "WETH", Address: "0xFe1", Updated: 1_700_000_112, Heartbeat: 3600},
				{Chain: "local", Symbol: "wstETH", Address: "0xFe1", Updated: 1_700_000_112, Heartbeat: 3600},
				{Chain: "local", Symbol: "a token with a name that doesn't end", Address: "0xFe2", Updated: 1_700_000_000},
				{Chain: "local", Symbol: "WETH #2", Address: "0xFe3", Updated: 1_700_000_000},
				{Chain: "local", Symbol: "WETH", Address: "0xFe4", Updated: 1_700_000_000},
			},
		},
	}
	m.Watch(s)
	phone := metrics.NewNotify(m, []string{"phone"}, []string{"critical"}, []string{"network"}, []string{"floor"})
	phone.Attempted("phone", "critical")
	phone.Failed("phone", "network")
	phone.Suppressed("phone", "floor")
	phone.Queue("phone", 1)
	phone.Accepted("phone", time.Unix(1_700_000_000, 0))
	copied := metrics.NewNATS(m)
	copied.Connected(true)
	copied.Published(3, 3)
	copied.Failed()
	return registry, m, s
}

func gather(t *testing.T, registry *prometheus.Registry) []*dto.MetricFamily {
	t.Helper()
	families, err := registry.Gather()
	if err != nil {
		t.Fatal(err)
	}
	return families
}

// What is exported is what the catalogue says, and the other way round.
func TestEveryFamilyIsAsInTheCatalogue(t *testing.T) {
	registry, _, _ := exercised()
	kinds := map[dto.MetricType]metrics.Kind{
		dto.MetricType_GAUGE: metrics.Gauge, dto.MetricType_COUNTER: metrics.Counter, dto.MetricType_HISTOGRAM: metrics.Histogram,
	}
	catalogue := make(map[string]metrics.Family)
	for _, f := range metrics.Catalogue() {
		if _, twice := catalogue[f.Name]; twice {
			t.Errorf("%s is in the catalogue twice", f.Name)
		}
		catalogue[f.Name] = f
	}
	for _, got := range gather(t, registry) {
		if !strings.HasPrefix(got.GetName(), "brink_") {
			continue
		}
		want, ok := catalogue[got.GetName()]
		if !ok {
			t.Errorf("%s is not in the catalogue", got.GetName())
			continue
		}
		delete(catalogue, got.GetName())
		if kinds[got.GetType()] != want.Kind || got.GetHelp() != want.Help {
			t.Errorf("%s is a %s %q, want a %s %q", want.Name, got.GetType(), got.GetHelp(), want.Kind, want.Help)
		}
		for _, series := range got.Metric {
			compareSeries(t, want, series)
		}
	}
	for name := range catalogue {
		t.Errorf("%s is in the catalogue, but nothing exports it", name)
	}
}

func compareSeries(t *testing.T, want metrics.Family, series *dto.Metric) {
	t.Helper()
	var labels []string
	for _, label := range series.Label {
		labels = append(labels, label.GetName())
	}
	slices.Sort(labels)
	sorted := slices.Sorted(slices.Values(want.Labels))
	if !slices.Equal(labels, sorted) {
		t.Errorf("%s has the labels %v, want %v", want.Name, labels, sorted)
	}
	if want.Kind != metrics.Histogram {
		return
	}
	var buckets []float64
	for _, bucket := range series.Histogram.Bucket {
		buckets = append(buckets, bucket.GetUpperBound())
	}
	// One that holds exemplars spells out the bucket that takes the rest.
	if n := len(want.Buckets); len(buckets) < n || !slices.Equal(buckets[:n], want.Buckets) {
		t.Errorf("%s has the buckets %v, want %v", want.Name, buckets, want.Buckets)
	}
	if series.Histogram.Schema == nil {
		t.Errorf("%s is not a native histogram too", want.Name)
	}
}

func TestConventions(t *testing.T) {
	registry, _, _ := exercised()
	problems, err := promlint.NewWithMetricFamilies(gather(t, registry)).Lint()
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range problems {
		t.Errorf("%s: %s", p.Metric, p.Text)
	}
}

// A whole scrape, as Prometheus' own checker is shown it too.
func TestPage(t *testing.T) {
	_, m, _ := exercised()
	var got strings.Builder
	for line := range strings.Lines(scrape(t, m, "text/plain")) {
		// What the process itself and its build are like is not the same everywhere.
		if strings.Contains(line, "brink_") && !strings.Contains(line, "brink_build_info") {
			got.WriteString(line)
		}
	}
	golden(t, "testdata/page.prom", got.String())
}

// Where several positions share their labels the worst of each figure is shown.
func TestWatchedPositionsShowTheWorst(t *testing.T) {
	_, m, _ := exercised()
	got := series(t, m)
	for name, want := range map[string]string{"health_factor": "1.25", "price_drop_to_liquidation_ratio": "0.2"} {
		name = "brink_watched_position_" + name + `{chain="local",market="other",name="treasury",protocol="morpho-blue"}`
		if got[name] != want {
			t.Errorf("%s is %q, want %s", name, got[name], want)
		}
	}
}

// What isn't known has no series, rather than one at zero.
func TestUnknownIsAbsent(t *testing.T) {
	_, m, _ := exercised()
	got := series(t, m)
	for _, name := range []string{
		`brink_rpc_endpoint_lag_blocks{chain="local",endpoint="spare"}`,
		`brink_processed_block_number{chain="far"}`,
		`brink_positions_debt_usd{band="0-1",chain="local",market="other",protocol="morpho-blue"}`,
		`brink_bad_debt_usd{chain="local",market="other",protocol="morpho-blue"}`,
		`brink_watched_position_health_factor{chain="local",market="aave-local",name="treasury",protocol="aave-v3"}`,
		`brink_last_liquidation_timestamp_seconds{chain="far",protocol="aave-v3"}`,
	} {
		if value, there := got[name]; there {
			t.Errorf("%s is %s, but isn't known", name, value)
		}
	}
}

// series are the lines of a scrape in the text format.
func series(t *testing.T, m *metrics.Metrics) map[string]string {
	t.Helper()
	lines := make(map[string]string)
	for line := range strings.Lines(scrape(t, m, "text/plain")) {
		if i := strings.LastIndexByte(line, ' '); i > 0 && line[0] != '#' {
			lines[line[:i]] = strings.TrimSpace(line[i:])
		}
	}
	return lines
}

func scrape(t *testing.T, m *metrics.Metrics, accept string) string {
	t.Helper()
	request := httptest.NewRequest("GET", "/metrics", nil)
	request.Header.Set("Accept", accept)
	answer := httptest.NewRecorder()
	m.Handler().ServeHTTP(answer, request)
	if got := answer.Header().Get("Content-Type"); answer.Code != 200 || !strings.HasPrefix(got, accept) {
		t.Fatalf("status %d, type %q", answer.Code, got)
	}
	return answer.Body.String()
}

// A market and an account that are gone leave no series behind.
func TestWhatIsGoneVanishes(t *testing.T) {
	_, m, s := exercised()
	series(t, m)
	s.chains, s.risk = s.chains[:1], metrics.Risk{}
	for name := range series(t, m) {
		if strings.HasPrefix(name, "brink_positions") || strings.HasPrefix(name, "brink_watched_position_") ||
			strings.Contains(name, `chain="far"`) {
			t.Errorf("%s is still there", name)
		}
	}
}

// No label value is an address, a transaction or a block, and none breaks the format.
func TestFault38LabelsAreBounded(t *testing.T) {
	registry, m, s := exercised()
	c := m.Chain("bad\xffname\n\"", nil)
	c.Events("d", strings.Repeat("p", 300), "e", 1)
	s.risk.Markets = append(s.risk.Markets, metrics.Market{Chain: "local", Protocol: "morpho-blue", Deployment: "m",
		Market: txHash.Hex()})
	for _, f := range gather(t, registry) {
		for _, series := range f.Metric {
			for _, label := range series.Label {
				if value := label.GetValue(); len(value) > 64 || strings.HasPrefix(value, "0x") || strings.Contains(value, "\n") || !utf8.ValidString(value) {
					t.Errorf("%s has %s=%q", f.GetName(), label.GetName(), value)
				}
			}
		}
	}
}

// A hundred thousand markets that anybody could make, with names and behind feeds that are meant to do harm, are as many
// series as a few are, and the answer is one that can be read.
func TestFault38ManyMarkets(t *testing.T) {
	hostile := []string{"a\nb 1\n", "\"} 1\n# HELP x", strings.Repeat("LONG", 2_560), "\xff\xfe", "\\", "", "USDC", "\u202eCDSU", "{}", "\x00"}
	_, m, s := exercised()
	series := func(n int) (lines int) {
		s.risk.Markets, s.risk.Feeds = nil, nil
		for i := range n {
			name := hostile[i%len(hostile)]
			s.risk.Markets = append(s.risk.Markets, metrics.Market{Chain: "local", Protocol: "morpho-blue", Deployment: "morpho-local",
				Market: fmt.Sprintf("0x%064x%s", i, name), Bands: []metrics.Band{{1, 1, 1}}, Priced: true})
			s.risk.Feeds = append(s.risk.Feeds, metrics.Feed{Chain: "local", Symbol: name, Address: fmt.Sprintf("0x%040x", i), Updated: 1, Heartbeat: 2})
		}
		body := scrape(t, m, "text/plain")
		if _, err := promlint.New(strings.NewReader(body)).Lint(); err != nil || !utf8.ValidString(body) || strings.Contains(body, "0x0000") {
			t.Fatalf("%d markets make an answer that can't be read: %v", n, err)
		}
		for line := range strings.Lines(body) {
			if lines++; len(line) > 1_000 || strings.ContainsFunc(line, func(r rune) bool { return r == '\u202e' || r == 0 }) {
				t.Errorf("a line of %d bytes is %.200q", len(line), line)
			}
		}
		return lines
	}
	few, many := series(2_000), series(100_000)
	if many != few {
		t.Errorf("2,000 markets have %d lines, 100,000 have %d", few, many)
	}
}

func TestExemplarIsTheTransaction(t *testing.T) {
	_, m, _ := exercised()
	body := scrape(t, m, "application/openmetrics-text")
	for _, want := range []string{
		`brink_liquidation_size_usd_bucket{chain="local",protocol="aave-v3",le="10000.0"} 1 # {tx_hash="` + txHash.Hex() + `"} 1000.25`,
		"brink_build_info{", "go_goroutines ", "process_start_time_seconds ", "# EOF",
	} {
		if !strings.Contains(body, want) {
			t.Errorf("the answer lacks %s", want)
		}
	}
}
