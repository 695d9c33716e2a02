package web_test

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"brink/chain"
	"brink/feed"
	"brink/position"
	"brink/store/sqlite"
	"brink/web"

	"github.com/ethereum/go-ethereum/common"
	"github.com/holiman/uint256"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// patience ends tests that would wait for ever.
const patience = 30 * time.Second

// live is a Live that the tests set.
type live struct {
	mu        sync.Mutex
	chains    []feed.Chain
	rows      []web.Row
	markets   []feed.Market // one when nil
	described int
	err       error
}

var block = feed.NewBlockRef(chain.Head{Ref: chain.Ref{Number: 120, Hash: common.Hash{7}}, Time: 1_763_769_600})

func newLive() *live {
	l := &live{chains: []feed.Chain{{ChainID: 31337, Name: "local", State: feed.Live, Head: &block, Processed: &block,
		Deployments: []feed.Deployment{{Name: "aave-local", Protocol: "aave-v3", State: "live", Positions: 5, Complete: "1"}}}}}
	add := func(n byte, status position.Status, factor, debt uint64) {
		r := web.Row{ChainID: 31337, Protocol: "aave-v3", Deployment: "aave-local", Status: status, Ref: uint64(n),
			Factor: *uint256.NewInt(factor), Worth: position.Worth{Debt: *uint256.NewInt(debt), Known: debt > 0}}
		r.Account = common.Address{n}
		l.rows = append(l.rows, r)
	}
	add(1, position.Healthy, 2e18, 500e8)
	add(2, position.Near, 105e16, 100e8)
	add(3, position.Liquidatable, 9e17, 7e8)
	add(4, position.Unknown, 0, 0)
	add(5, position.Healthy, 0, 0)
	l.rows[4].Factor.SetAllOne()
	l.rows[4].Worth.Known = true
	return l
}

func (l *live) Chains() []feed.Chain {
	l.mu.Lock()
	defer l.mu.Unlock()
	return append([]feed.Chain(nil), l.chains...)
}

func (l *live) setState(s feed.ChainState, reason string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.chains[0].State, l.chains[0].Reason = s, reason
}

func (l *live) Markets(_ context.Context, q web.MarketQuery) (web.MarketPage, error) {
	if l.markets != nil {
		return web.MarketPage{Markets: l.markets}, l.err
	}
	return web.MarketPage{Markets: []feed.Market{{ChainID: q.ChainID, Protocol: "aave-v3", Symbol: "<script>"}}}, l.err
}

func (l *live) Positions(_ context.Context, q web.PositionQuery) (web.PositionPage, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	picked, next := web.Select(&q, func(yield func(*web.Row) bool) {
		for i := range l.rows {
			if !yield(&l.rows[i]) {
				return
			}
		}
	}, func(r *web.Row) bool {
		return (q.Asset == (common.Address{}) || q.Asset == common.Address{byte(r.Ref)}) &&
			(q.If == nil || falls(r, q.If.Change) && (q.If.Unless == nil || !falls(r, *q.If.Unless)))
	})
	page := web.PositionPage{Next: next, AsOf: "v1.0", Chains: []web.ChainBlock{{ChainID: 31337, Block: block}}}
	for i := range picked {
		page.Positions = append(page.Positions, l.describe(&picked[i]))
		if len(q.Status) == 0 { // what the server remembers by itself isn't counted
			l.described++
		}
	}
	return page, l.err
}

// falls says that a tenth less makes every second row liquidatable, and a fifth less all.
func falls(r *web.Row, c web.Change) bool {
	return c.String() == "-0.2" || c.String() == "-0.1" && r.Ref%2 == 0
}

func (l *live) Shocks(_ context.Context, q web.MarketQuery) (web.Shocks, error) {
	if q.Protocol == "" {
		return web.Shocks{}, l.err
	}
	return web.Shocks{Shocks: []web.Fall{{Change: "-0.05", Outcome: web.Outcome{BadDebtUSD: "7.00"}}}}, l.err
}

func (l *live) Bands(context.Context, web.MarketQuery) (web.Bands, error) {
	return web.Bands{Bands: []web.Band{{Band: "0-1", Sum: web.Sum{Positions: 1, CollateralUSD: "8.00", DebtUSD: "7.00"}},
		{Band: "2-3", Sum: web.Sum{Positions: 1, CollateralUSD: "1000.00", DebtUSD: "500.00", Unpriced: 1}}},
		Chains: []web.ChainBlock{{ChainID: 31337, Block: block}}}, l.err
}

func (l *live) Condition(_ context.Context, q web.MarketQuery) (web.Condition, error) {
	return web.Condition{Stablecoins: []web.Liquidity{{ChainID: q.ChainID, AvailableUSD: "5.00"}}, Near: make([]web.Concentration, 1)}, l.err
}

func (l *live) Ladder(_ context.Context, q web.LadderQuery) (web.Ladder, error) {
	if q.Asset == "TULIP" {
		return web.Ladder{}, &web.Refused{Field: "query.asset", Value: q.Asset, Message: "no such group"}
	}
	return web.Ladder{Asset: q.Asset, Rungs: []web.Rung{{Change: q.From.String()}, {Change: q.To.String()}}}, l.err
}

func (l *live) Simulate(_ context.Context, s *web.Simulation) (web.Simulated, error) {
	out := web.Simulated{Assumed: []string{s.Chain}}
	for _, shock := range s.Shocks {
		out.Assumed = append(out.Assumed, shock.Asset+" "+shock.Change.String())
	}
	return out, l.err
}

func (l *live) describe(r *web.Row) feed.Position {
	p := feed.Position{ID: id(r), ChainID: r.ChainID, Protocol: r.Protocol, Deployment: r.Deployment,
		Account: r.Account.Hex(), Status: r.Status, Block: block}
	if r.Status != position.Unknown && !r.Factor.Eq(new(uint256.Int).SetAllOne()) {
		text := feed.Factor(&r.Factor)
		p.HealthFactor = &text
	}
	if r.Worth.Known {
		collateral, debt := feed.Dollars(&r.Worth.Collateral), feed.Dollars(&r.Worth.Debt)
		p.CollateralUSD, p.DebtUSD = &collateral, &debt
	}
	return p
}

func id(r *web.Row) string { return fmt.Sprintf("%d:%s:%s", r.ChainID, r.Deployment, r.Account.Hex()) }

func (l *live) Position(_ context.Context, want string) (feed.Position, bool, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for i := range l.rows {
		if id(&l.rows[i]) == want {
			return l.describe(&l.rows[i]), true, l.err
		}
	}
	return feed.Position{}, false, l.err
}

// site is a server with a real store behind it, on a real port.
type site struct {
	t      testing.TB
	live   *live
	store  *sqlite.Store
	hub    *feed.Hub
	server *web.Server
	url    string
	dir    string
	tip    chain.Head
	stop   func()
}

func newSite(t testing.TB, options web.Options) *site {
	t.Helper()
	s := &site{t: t, live: newLive(), dir: t.TempDir()}
	s.start(options)
	t.Cleanup(func() { s.stop() })
	return s
}

func (s *site) start(options web.Options) {
	s.t.Helper()
	ctx := context.Background()
	var err error
	if s.store, err = sqlite.Open(ctx, filepath.Join(s.dir, "brink.db")); err != nil {
		s.t.Fatal(err)
	}
	s.hub = new(feed.Hub)
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		s.t.Fatal(err)
	}
	s.url = "http://" + l.Addr().String()
	server := web.New(options, s.live, s.store, s.hub)
	s.server = server
	ctx, cancel := context.WithCancel(ctx)
	done := make(chan error, 1)
	go func() { done <- server.Serve(ctx, l) }()
	s.stop = sync.OnceFunc(func() {
		cancel()
		if err := <-done; err != nil {
			s.t.Errorf("Serve: %v", err)
		}
		if err := s.store.Close(); err != nil {
			s.t.Errorf("closing the store: %v", err)
		}
		http.DefaultClient.CloseIdleConnections()
	})
}

// say appends a block with n entries of a type.
func (s *site) say(n int, eventType string) feed.Cursor {
	s.t.Helper()
	subjects := make([]string, n)
	for i := range subjects {
		subjects[i] = fmt.Sprintf("p%d", i)
	}
	return s.sayOf(eventType, subjects...)
}

// sayOf appends a block with an entry of each subject.
func (s *site) sayOf(eventType string, subjects ...string) feed.Cursor {
	s.t.Helper()
	to := chain.Head{Ref: chain.Ref{Number: s.tip.Number + 1, Hash: common.Hash{byte(s.tip.Number >> 8), byte(s.tip.Number), 1}}, Time: s.tip.Time + 12}
	b := feed.Batch{Shard: "31337", From: s.tip.Ref, To: to.Ref, Time: to.Time}
	for i, subject := range subjects {
		e := feed.Entry{ChainID: 31337, ID: fmt.Sprintf("31337:%d:%d", to.Number, i), Type: eventType,
			Subject: subject, Block: to, Status: feed.Latest, Data: json.RawMessage(`{"a":1}`)}
		if eventType == feed.Liquidated {
			e.Data = json.RawMessage(fmt.Sprintf(`{"chain_id":31337,"account":%q,"debt_usd":"%d.5","block":{"timestamp":"2026-01-01T00:00:00Z"}}`,
				common.Address{byte(i + 1)}.Hex(), i))
		}
		b.Entries = append(b.Entries, e)
	}
	cursor, err := s.store.Append(context.Background(), b)
	if err != nil {
		s.t.Fatal(err)
	}
	s.tip = to
	s.hub.Wake(cursor)
	return cursor
}

// get asks and wants a status; it returns the body.
func (s *site) get(path string, want int, header ...string) (string, http.Header) {
	s.t.Helper()
	r, err := http.NewRequest(http.MethodGet, s.url+path, nil)
	if err != nil {
		s.t.Fatal(err)
	}
	for i := 0; i < len(header); i += 2 {
		if header[i] == "Host" {
			r.Host = header[i+1]
		}
		r.Header.Set(header[i], header[i+1])
	}
	resp, err := http.DefaultClient.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		s.t.Fatal(err)
	}
	if resp.StatusCode != want {
		s.t.Fatalf("GET %s: %d, want %d: %s", path, resp.StatusCode, want, body)
	}
	return string(body), resp.Header
}

func decode[T any](t testing.TB, text string) (v T) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	return v
}

var errInside = errors.New("secret detail")

func accounts(positions []feed.Position) (out []byte) {
	for _, p := range positions {
		out = append(out, common.HexToAddress(p.Account)[0])
	}
	return out
}

func TestPositions(t *testing.T) {
	s := newSite(t, web.Options{})
	for query, want := range map[string]string{
		"":                          "\x03\x02\x01\x04",
		"?sort=debt":                "\x01\x02\x03\x04",
		"?status=healthy":           "\x01\x05",
		"?status=near,liquidatable": "\x03\x02",
		"?status=unknown":           "\x04",
		"?max_health=1.05":          "\x03\x02",
		"?max_health=1.0499":        "\x03",
		"?min_health=1.05":          "\x02\x01",
		"?min_debt_usd=7.00000001":  "\x02\x01",
		"?chain=31337&protocol=aave-v3&deployment=aave-local": "\x03\x02\x01\x04",
		"?chain=local":                        "\x03\x02\x01\x04",
		"?asset=" + common.Address{2}.Hex():   "\x02",
		"?account=" + common.Address{5}.Hex(): "\x05",
		"?moved=ETH&change=-0.2":              "\x03\x02\x01\x04",
		"?moved=ETH&change=-0.2&unless=-0.1":  "\x03\x01",
	} {
		body, _ := s.get("/v1/positions"+query, 200)
		page := decode[web.PositionPage](t, body)
		if got := string(accounts(page.Positions)); got != want {
			t.Errorf("%s: %q, want %q", query, got, want)
		}
		if page.Next != nil || page.AsOf != "v1.0" || len(page.Chains) != 1 {
			t.Errorf("%s: %+v", query, page)
		}
	}
}

func TestPages(t *testing.T) {
	s := newSite(t, web.Options{})
	var got []byte
	cursor := ""
	for range 5 {
		s.live.mu.Lock()
		s.live.described = 0
		s.live.mu.Unlock()
		body, _ := s.get("/v1/positions?limit=1&cursor="+cursor, 200)
		page := decode[web.PositionPage](t, body)
		got = append(got, accounts(page.Positions)...)
		if s.live.described != len(page.Positions) {
			t.Fatalf("%d positions were described for %d", s.live.described, len(page.Positions))
		}
		if page.Next == nil {
			break
		}
		cursor = *page.Next
	}
	if string(got) != "\x03\x02\x01\x04" {
		t.Fatalf("the pages hold %q", got)
	}
	body, _ := s.get("/v1/positions?sort=debt&cursor="+cursor, 422)
	if !strings.Contains(body, "query.cursor") {
		t.Fatalf("a cursor of another order: %s", body)
	}
}

// TestTotal leaves out what can't be told, and says how much of the debt that is where the debts have prices all the same.
func TestTotal(t *testing.T) {
	usd := func(text string) *string { return &text }
	told := feed.Position{CollateralUSD: usd("5.00"), DebtUSD: usd("200.00")}
	owes := func(value *string) feed.Position { return feed.Position{Debts: []feed.Leg{{ValueUSD: value}}} }
	for name, c := range map[string]struct {
		left []feed.Position
		want string
	}{
		"all":            {nil, "1"},
		"two thirds":     {[]feed.Position{owes(usd("60.00")), owes(usd("40.00"))}, "0.6666"},
		"without price":  {[]feed.Position{owes(usd("60.00")), owes(nil)}, ""},
		"never read":     {[]feed.Position{{}}, ""},
		"it owes naught": {[]feed.Position{{Collaterals: make([]feed.Leg, 1)}}, "1"},
	} {
		got := web.Total(append([]feed.Position{told}, c.left...))
		share := ""
		if got.CompleteDebt != nil {
			share = *got.CompleteDebt
		}
		if share != c.want || got.Complete != (len(c.left) == 0) || got.DebtUSD != "200.00" {
			t.Errorf("%s: %+v, %q of the debt, want %q", name, got, share, c.want)
		}
	}
}

func TestAccount(t *testing.T) {
	s := newSite(t, web.Options{})
	body, _ := s.get("/v1/accounts/"+strings.ToLower(common.Address{2}.Hex()), 200)
	a := decode[web.Account](t, body)
	want := web.Totals{Positions: 1, CollateralUSD: "0.00", DebtUSD: "100.00", Complete: true}
	if share := a.Totals.CompleteDebt; share == nil || *share != "1" {
		t.Fatalf("%v of the debt is in the total", share)
	}
	want.CompleteDebt = a.Totals.CompleteDebt
	if a.Account != (common.Address{2}).Hex() || a.Totals != want || len(a.Positions) != 1 {
		t.Fatalf("%+v", a)
	}
	body, _ = s.get("/v1/accounts/"+common.Address{4}.Hex(), 200)
	if a := decode[web.Account](t, body); a.Totals.Complete || a.Totals.Positions != 1 || a.Totals.CompleteDebt != nil {
		t.Fatalf("an account of unknown worth: %+v", a.Totals)
	}
	s.say(3, feed.Liquidated)
	s.say(2, feed.Liquidated)
	for i, want := range []int{2, 2, 1, 0} {
		body, _ = s.get("/v1/accounts/"+common.Address{byte(i + 1)}.Hex(), 200)
		told := decode[web.Account](t, body).Liquidated
		if len(told) != 6 || told[0].Window != "1h" || told[0].Liquidations != 0 || told[5].Window != "all" || told[5].Liquidations != want {
			t.Errorf("account %d was liquidated %+v, want %d times in all", i+1, told, want)
		}
	}
}

func TestPosition(t *testing.T) {
	s := newSite(t, web.Options{})
	want := id(&s.live.rows[1])
	body, _ := s.get("/v1/positions/"+want, 200)
	if p := decode[feed.Position](t, body); p.ID != want || *p.HealthFactor != "1.050000000000000000" {
		t.Fatalf("%s", body)
	}
	if !strings.Contains(body, `"collaterals":[]`) {
		t.Fatalf("no empty list: %s", body)
	}
	s.get("/v1/positions/31337:aave-local:0x00", 404)
}

func TestMarketsAndChains(t *testing.T) {
	s := newSite(t, web.Options{})
	body, _ := s.get("/v1/markets?chain=local", 200)
	if m := decode[web.MarketPage](t, body); len(m.Markets) != 1 || m.Markets[0].ChainID != 31337 || m.Chains == nil {
		t.Fatalf("%s", body)
	}
	body, _ = s.get("/v1/chains", 200)
	if !strings.Contains(body, `"endpoints":[]`) || !strings.Contains(body, `"finalized":null`) {
		t.Fatalf("%s", body)
	}
}

func TestBadInput(t *testing.T) {
	s := newSite(t, web.Options{})
	for path, location := range map[string]string{
		"/v1/positions?account=0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeD1": "query.account",
		"/v1/positions?account=0x5aAeb6053F3E94C9b9A09f33669435E7Ef1Beaed":  "query.account",
		"/v1/positions?asset=WETH":                       "query.asset",
		"/v1/positions?limit=0":                          "query.limit",
		"/v1/positions?limit=1001":                       "query.limit",
		"/v1/positions?limit=ten":                        "query.limit",
		"/v1/positions?max_health=-1":                    "query.max_health",
		"/v1/positions?max_health=1e3":                   "query.max_health",
		"/v1/positions?max_health=0.1234567890123456789": "query.max_health",
		"/v1/positions?min_debt_usd=NaN":                 "query.min_debt_usd",
		"/v1/positions?status=fine":                      "query.status[0]",
		"/v1/positions?sort=size":                        "query.sort",
		"/v1/positions?cursor=v1.AAAA":                   "query.cursor",
		"/v1/positions?cursor=x":                         "query.cursor",
		"/v1/positions?chain=mainnet":                    "query.chain",
		"/v1/positions?chain=1":                          "query.chain",
		"/v1/positions?protocol=aave":                    "query.protocol",
		"/v1/positions?deployment=x":                     "query.deployment",
		"/v1/positions?helth=1":                          "query.helth",
		"/v1/accounts/0x12":                              "path.address",
		"/v1/liquidations?since=yesterday":               "query.since",
		"/v1/liquidations?since=2026-01-02T00:00:00Z&until=2026-01-01T00:00:00Z": "query.until",
		"/v1/liquidations?min_usd=-5":                                            "query.min_usd",
		"/v1/liquidations?cursor=v1.x":                                           "query.cursor",
		"/v1/events?after=12":                                                    "query.after",
		"/v1/events?after=v1.-1":                                                 "query.after",
		"/v1/events/stream?after=v1.1x":                                          "query.after",
		"/v1/events/stream?chain=x":                                              "query.chain",
	} {
		body, header := s.get(path, 422)
		if got := header.Get("Content-Type"); got != "application/problem+json" {
			t.Errorf("%s: %s", path, got)
		}
		if !strings.Contains(body, `"location":"`+location+`"`) {
			t.Errorf("%s doesn't name %s: %s", path, location, body)
		}
	}
	s.get("/v1/events/stream", 422, "Last-Event-ID", "7")
}

func TestFailureTellsNothing(t *testing.T) {
	s := newSite(t, web.Options{})
	s.live.mu.Lock()
	s.live.err = errInside
	s.live.mu.Unlock()
	for _, path := range []string{"/v1/positions", "/v1/markets", "/v1/positions/x", "/v1/accounts/" + common.Address{1}.Hex()} {
		if body, _ := s.get(path, 503); strings.Contains(body, "secret") {
			t.Errorf("%s: %s", path, body)
		}
	}
}

func TestLiquidations(t *testing.T) {
	s := newSite(t, web.Options{})
	body, _ := s.get("/v1/liquidations", 200)
	if body := strings.TrimSpace(body); body != `{"liquidations":[],"next":null}` {
		t.Fatalf("%s", body)
	}
	s.say(5, feed.Liquidated)
	body, _ = s.get("/v1/liquidations?limit=2&min_usd=1", 200)
	page := decode[web.LiquidationPage](t, body)
	if len(page.Liquidations) != 2 || page.Next == nil || *page.Liquidations[0].DebtUSD != "4.5" {
		t.Fatalf("%s", body)
	}
	body, _ = s.get("/v1/liquidations?limit=2&min_usd=1&cursor="+*page.Next, 200)
	if page := decode[web.LiquidationPage](t, body); len(page.Liquidations) != 2 || page.Next != nil || *page.Liquidations[1].DebtUSD != "1.5" {
		t.Fatalf("%s", body)
	}
}
