package web_test

import (
	"context"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"brink/feed"
	"brink/web"
)

// post sends a body and returns the answer's.
func (s *site) post(path, body string, want int) string {
	s.t.Helper()
	answer, err := http.Post(s.url+path, "application/json", strings.NewReader(body))
	if err != nil {
		s.t.Fatal(err)
	}
	defer answer.Body.Close()
	text := new(strings.Builder)
	if err := answer.Write(text); err != nil {
		s.t.Fatal(err)
	}
	if answer.StatusCode != want {
		s.t.Fatalf("%s %s answers %s, want %d", path, body, text, want)
	}
	return text.String()
}

func TestCondition(t *testing.T) {
	s := newSite(t, web.Options{})
	body, _ := s.get("/v1/risk/markets?chain=31337", 200)
	for _, want := range []string{`"available_usd":"5.00"`, `"deviations":[]`, `"written_off":[]`, `"top10":[]`, `"chains":[]`} {
		if !strings.Contains(body, want) {
			t.Errorf("%s lacks %s", body, want)
		}
	}
	for query, field := range map[string]string{"chain=mars": "query.chain", "protocol=nobody": "query.protocol", "moon=1": "query.moon"} {
		if body, _ := s.get("/v1/risk/markets?"+query, 422); !strings.Contains(body, `"location":"`+field+`"`) {
			t.Errorf("%s: %s doesn't name %s", query, body, field)
		}
	}
}

func TestLadder(t *testing.T) {
	s := newSite(t, web.Options{})
	for query, want := range map[string]string{
		"asset=ETH":                 `"change":"-0.5"`,
		"asset=ETH&from=-1":         `"change":"-1"`,
		"asset=ETH&to=1000000000":   `"change":"1000000000"`,
		"asset=ETH&from=-0.25&to=0": `"change":"0"`,
	} {
		if body, _ := s.get("/v1/risk/ladder?"+query, 200); !strings.Contains(body, want) {
			t.Errorf("%s: %s lacks %s", query, body, want)
		}
	}
	for query, field := range map[string]string{
		"":                          "query.asset",
		"asset=TULIP":               "query.asset",
		"asset=ETH&from=-1.1":       "query.from",
		"asset=ETH&from=0.1":        "query.from",
		"asset=ETH&from=ten":        "query.from",
		"asset=ETH&to=-0.1":         "query.to",
		"asset=ETH&to=1000000001":   "query.to",
		"asset=ETH&from=0&to=0":     "query.to",
		"asset=ETH&rungs=101":       "query.rungs",
		"asset=ETH&by=moon":         "query.by",
		"asset=ETH&chain=mars":      "query.chain",
		"asset=ETH&protocol=nobody": "query.protocol",
		"asset=ETH&amounts=true":    "query.amounts",
	} {
		if body, _ := s.get("/v1/risk/ladder?"+query, 422); !strings.Contains(body, `"location":"`+field+`"`) {
			t.Errorf("%s: %s doesn't name %s", query, body, field)
		}
	}
}

func TestShocks(t *testing.T) {
	s := newSite(t, web.Options{})
	if body, _ := s.get("/v1/risk/shocks", 200); body != "{\"shocks\":[],\"chains\":[]}\n" {
		t.Errorf("where nothing says what is stable the answer is %s", body)
	}
	if body, _ := s.get("/v1/risk/shocks?protocol=aave-v3", 200); !strings.Contains(body, `"change":"-0.05"`) || !strings.Contains(body, `"bad_debt_usd":"7.00"`) {
		t.Errorf("the answer is %s", body)
	}
	s.get("/v1/risk/shocks?chain=mars", 422)
}

// What is supposed of a price must be whole.
func TestPositionsRefuseHalfASupposition(t *testing.T) {
	s := newSite(t, web.Options{})
	for query, field := range map[string]string{
		"change=-0.1":             "query.moved",
		"unless=-0.1":             "query.moved",
		"moved=ETH":               "query.change",
		"moved=ETH&unless=-0.1":   "query.change",
		"moved=ETH&change=-1.1":   "query.change",
		"moved=ETH&change=little": "query.change",
	} {
		if body, _ := s.get("/v1/positions?"+query, 422); !strings.Contains(body, `"location":"`+field+`"`) {
			t.Errorf("%s: %s doesn't name %s", query, body, field)
		}
	}
}

func TestSimulate(t *testing.T) {
	s := newSite(t, web.Options{})
	if body := s.post("/v1/risk/simulate", `{"shocks":[{"asset":"ETH","change":"-0.2"},{"asset":"BTC","change":"+0.1"}]}`, 200); !strings.Contains(body, `"ETH -0.2","BTC 0.1"`) {
		t.Errorf("the answer is %s", body)
	}
	for body, field := range map[string]string{
		`{"shocks":[{"asset":"ETH","change":"-1.000000000000000001"}]}`:                                    "body.shocks[0].change",
		`{"shocks":[{"asset":"ETH","change":"1000000000.1"}]}`:                                             "body.shocks[0].change",
		`{"shocks":[{"asset":"ETH","change":"much"}]}`:                                                     "body.shocks[0].change",
		`{"shocks":[{"asset":"ETH","change":-0.2}]}`:                                                       "body.shocks[0].change",
		`{"shocks":[{"change":"-0.2"}]}`:                                                                   "body.shocks[0]",
		`{"cascade":{"pools":[]}}`:                                                                         "body.cascade.pools",
		`{"cascade":{"pools":[{"asset":"ETH","constant_product_usd":"-5"}]}}`:                              "body.cascade.pools[0].constant_product_usd",
		`{"position":"p","changes":[{"do":"repay","amount":"-1"}]}`:                                        "body.changes[0].amount",
		`{"position":"p","changes":[{"do":"dance"}]}`:                                                      "body.changes[0].do",
		`{"position":"p","changes":[{"do":"repay","asset":"0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756cC2"}]}`: "body.changes[0].asset",
		`{"position":"p","goal":{"health_factor":"many"}}`:                                                 "body.goal.health_factor",
		`{"moon":1}`: "body.moon",
	} {
		if answer := s.post("/v1/risk/simulate", body, 422); !strings.Contains(answer, `"location":"`+field+`"`) {
			t.Errorf("%s: %s doesn't name %s", body, answer, field)
		}
	}
}

// hollow is a Live of markets in which there is nothing.
type hollow struct{ *live }

func (hollow) Bands(context.Context, web.MarketQuery) (web.Bands, error) {
	whole := "1"
	return web.Bands{Knowledge: web.Knowledge{Complete: whole, CompleteDebt: &whole}}, nil
}

func (hollow) Condition(context.Context, web.MarketQuery) (web.Condition, error) {
	return web.Condition{}, nil
}

func (hollow) Ladder(context.Context, web.LadderQuery) (web.Ladder, error) { return web.Ladder{}, nil }

func (hollow) Shocks(context.Context, web.MarketQuery) (web.Shocks, error) { return web.Shocks{}, nil }

func (hollow) Simulate(context.Context, *web.Simulation) (web.Simulated, error) {
	return web.Simulated{}, nil
}

// Of markets in which there is nothing every list is there, and empty, and there is no share of nothing.
func TestNothing(t *testing.T) {
	s := newSite(t, web.Options{})
	server := httptest.NewServer(web.New(web.Options{}, hollow{s.live}, s.store, s.hub).Handler())
	defer server.Close()
	s.url = server.URL
	for path, lists := range map[string][]string{
		"/v1/stats?by=side":         {"groups", "chains"},
		"/v1/risk/bands":            {"bands", "chains"},
		"/v1/risk/markets":          {"stablecoins", "near", "deviations", "chains"},
		"/v1/risk/ladder?asset=ETH": {"members", "rungs", "chains"},
		"/v1/risk/shocks":           {"shocks", "chains"},
		"/v1/risk/simulate":         {"chains"},
	} {
		var body string
		if path == "/v1/risk/simulate" {
			body = s.post(path, `{"shocks":[{"asset":"ETH","change":"-0.2"}]}`, 200)
		} else {
			body, _ = s.get(path, 200)
		}
		for _, list := range lists {
			if !strings.Contains(body, `"`+list+`":[]`) {
				t.Errorf("%s: %s has no empty %s", path, body, list)
			}
		}
	}
	body, _ := s.get("/v1/stats", 200)
	for _, want := range []string{`"debt_outstanding_usd":"0.00"`, `"share_of_debt":null`, `"biggest":null`, `"complete":"1"`} {
		if !strings.Contains(body, want) {
			t.Errorf("%s lacks %s", body, want)
		}
	}
}

func TestStatsAndBands(t *testing.T) {
	s := newSite(t, web.Options{})
	body, _ := s.get("/v1/stats?window=7d&by=side", 200)
	for _, want := range []string{`"window":"7d"`, `"liquidations":0`, `"biggest":null`, `"groups":[]`, `"debt_outstanding_usd":"507.00"`} {
		if !strings.Contains(body, want) {
			t.Errorf("%s lacks %s", body, want)
		}
	}
	if body, _ := s.get("/v1/stats?window=2h", 422); !strings.Contains(body, "query.window") {
		t.Errorf("a window of two hours: %s", body)
	}
	if body, _ := s.get("/v1/risk/bands", 200); !strings.Contains(body, `"band":"2-3"`) {
		t.Errorf("bands: %s", body)
	}
}

// What another process has in its memory is in no sum, and no sum looks as if it were.
func TestChainElsewhere(t *testing.T) {
	s := newSite(t, web.Options{})
	for _, c := range []struct {
		elsewhere          bool
		path, whole, knows string
	}{
		{false, "/v1/accounts/0x0200000000000000000000000000000000000000", `"complete":true,"complete_debt":"1"`, `"chains":[{"chain_id":31337,`},
		{false, "/v1/stats", `"share_of_debt":"0"`, `"chains":[{"chain_id":31337,`},
		{true, "/v1/accounts/0x0200000000000000000000000000000000000000", `"complete":false,"complete_debt":null`, `"chains":[{"chain_id":31337,`},
		{true, "/v1/stats", `"share_of_debt":null`, `"complete_debt":null`},
		{true, "/v1/stats?chain=31337", `"share_of_debt":"0"`, `"chains":[{"chain_id":31337,`},
		{true, "/v1/stats?chain=far", `"share_of_debt":null`, `"complete_debt":null`},
	} {
		s.live.mu.Lock()
		if s.live.chains = s.live.chains[:1]; c.elsewhere {
			s.live.chains = append(s.live.chains, feed.Chain{ChainID: 10, Name: "far", State: feed.Live})
		}
		s.live.mu.Unlock()
		if body, _ := s.get(c.path, 200); !strings.Contains(body, c.whole) || !strings.Contains(body, c.knows) {
			t.Errorf("%s, with a chain elsewhere %v: %s", c.path, c.elsewhere, body)
		}
	}
}

// The parts of a window lie beside each other and cover it.
func TestStatsByParts(t *testing.T) {
	s := newSite(t, web.Options{})
	for window, want := range map[string]struct {
		bins int
		step time.Duration
	}{"1h": {12, 5 * time.Minute}, "4h": {16, 15 * time.Minute}, "12h": {12, time.Hour}, "24h": {24, time.Hour}, "7d": {28, 6 * time.Hour}} {
		body, _ := s.get("/v1/stats/series?by=asset&window="+window, 200)
		series := decode[web.StatsSeries](t, body)
		if len(series.Bins) != want.bins || series.Step != int(want.step/time.Second) {
			t.Fatalf("%s: %d bins of %d s", window, len(series.Bins), series.Step)
		}
		for i, bin := range series.Bins {
			if !bin.Since.Equal(bin.Since.Truncate(want.step)) || bin.Groups == nil || bin.DebtUSD != "0.00" ||
				i > 0 && bin.Since.Sub(series.Bins[i-1].Since) != want.step {
				t.Errorf("%s: bin %d is %+v", window, i, bin)
			}
		}
	}
}
