package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net"
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
)

// shown is what the server of the tests knows now.
type shown struct{ rows []web.Row }

var shownBlock = feed.NewBlockRef(chain.Head{Ref: chain.Ref{Number: 120, Hash: common.Hash{7}}, Time: 1_763_769_600})

func (s *shown) Chains() []feed.Chain {
	return []feed.Chain{{
		ChainID: 31337, Name: "local", State: feed.Live, Head: &shownBlock, Processed: &shownBlock, LagSeconds: 3,
		Endpoints:   []feed.Endpoint{{Name: "spare"}, {Name: "own", State: "alive", Active: true, Head: 120}},
		Deployments: []feed.Deployment{{Name: "aave-local", Protocol: "aave-v3", State: "live", Positions: 4, Complete: "1"}},
	}}
}

func (s *shown) Markets(context.Context, web.MarketQuery) (web.MarketPage, error) {
	return web.MarketPage{}, nil
}

func (s *shown) Condition(context.Context, web.MarketQuery) (web.Condition, error) {
	return web.Condition{}, nil
}
func (s *shown) Bands(context.Context, web.MarketQuery) (web.Bands, error) { return web.Bands{}, nil }

func (s *shown) Ladder(context.Context, web.LadderQuery) (web.Ladder, error) {
	return web.Ladder{}, nil
}

func (s *shown) Shocks(context.Context, web.MarketQuery) (web.Shocks, error) {
	return web.Shocks{}, nil
}

func (s *shown) Simulate(context.Context, *web.Simulation) (web.Simulated, error) {
	return web.Simulated{}, nil
}

func (s *shown) Positions(_ context.Context, q web.PositionQuery) (web.PositionPage, error) {
	picked, next := web.Select(&q, func(yield func(*web.Row) bool) {
		for i := range s.rows {
			if !yield(&s.rows[i]) {
				return
			}
		}
	}, func(*web.Row) bool { return true })
	page := web.PositionPage{Next: next, AsOf: "v1.0"}
	for i := range picked {
		page.Positions = append(page.Positions, positionOf(&picked[i]))
	}
	return page, nil
}

func (s *shown) Position(context.Context, string) (feed.Position, bool, error) {
	return feed.Position{}, false, nil
}

func positionOf(r *web.Row) feed.Position {
	factor, debt, price := feed.Factor(&r.Factor), feed.Dollars(&r.Worth.Debt), "1499.12345678"
	p := feed.Position{
		ID: fmt.Sprintf("31337:aave-local:%s", r.Account.Hex()), ChainID: r.ChainID, Protocol: r.Protocol, Deployment: r.Deployment,
		Account: r.Account.Hex(), Status: r.Status, HealthFactor: &factor, CollateralUSD: &debt, DebtUSD: &debt, Block: shownBlock,
		Collaterals: []feed.Leg{{Symbol: "WETH", Amount: "3.20001", PriceUSD: &price, ValueUSD: &debt, LiquidationPriceUSD: &price}},
		Debts:       []feed.Leg{{Symbol: "USDC", Amount: "0.000001"}},
	}
	if r.Status == position.Unknown {
		p.HealthFactor, p.CollateralUSD, p.DebtUSD = nil, nil, nil
	}
	return p
}

func row(n int, status position.Status, factor, debt uint64) web.Row {
	r := web.Row{ChainID: 31337, Protocol: "aave-v3", Deployment: "aave-local", Status: status,
		Factor: *uint256.NewInt(factor), Worth: position.Worth{Debt: *uint256.NewInt(debt), Known: true}}
	r.Account = common.BigToAddress(uint256.NewInt(uint64(n)).ToBig())
	return r
}

// site is brink's server with a real store behind it, on a real port.
type site struct {
	t     *testing.T
	shown *shown
	store *sqlite.Store
	hub   *feed.Hub
	file  string
	addr  string
	tip   chain.Head
	stop  func()
}

func newSite(t *testing.T) *site {
	t.Helper()
	s := &site{t: t, file: filepath.Join(t.TempDir(), "brink.db"), addr: "127.0.0.1:0", shown: &shown{rows: []web.Row{
		row(1, position.Healthy, 21e17, 500_00000000),
		row(2, position.Near, 1_049_999_999_999_999_999, 123_45678901),
		row(3, position.Liquidatable, 999_999_999_999_999_999, 7_00000000),
		row(4, position.Unknown, 0, 0),
	}}}
	s.start()
	t.Cleanup(func() { s.stop() })
	return s
}

// start serves, on the address of before if there was one.
func (s *site) start() {
	s.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	st, err := sqlite.Open(ctx, s.file)
	if err != nil {
		s.t.Fatal(err)
	}
	l, err := net.Listen("tcp", s.addr)
	if err != nil {
		s.t.Fatal(err)
	}
	s.store, s.hub, s.addr = st, new(feed.Hub), l.Addr().String()
	done := make(chan error, 1)
	go func() { done <- web.New(web.Options{}, s.shown, st, s.hub).Serve(ctx, l) }()
	s.stop = sync.OnceFunc(func() {
		cancel()
		if err := <-done; err != nil {
			s.t.Errorf("serving: %v", err)
		}
		if err := st.Close(); err != nil {
			s.t.Errorf("closing the store: %v", err)
		}
	})
}

// say appends a block with n entries of a type.
func (s *site) say(n int, eventType string) {
	s.t.Helper()
	number := s.tip.Number + 1
	to := chain.Head{Ref: chain.Ref{Number: number, Hash: common.Hash{byte(number >> 8), byte(number), 1}}, Time: s.tip.Time + 3600}
	b := feed.Batch{Shard: "31337", From: s.tip.Ref, To: to.Ref, Time: to.Time}
	for i := range n {
		e := feed.Entry{ChainID: 31337, ID: fmt.Sprintf("%d:%d", number, i), Type: eventType, Subject: fmt.Sprintf("p%d", i),
			Block: to, Status: feed.Latest, Data: json.RawMessage(`{"a": "<b>"}`)}
		if eventType == feed.Liquidated {
			e.Data = s.liquidation(to, i)
			e.TxHash, e.LogIndex, e.HasLog = common.Hash{9}, uint(i), true
		}
		b.Entries = append(b.Entries, e)
	}
	cursor, err := s.store.Append(context.Background(), b)
	if err != nil {
		s.t.Fatal(err)
	}
	s.tip = to
	s.hub.Wake(cursor)
}

func (s *site) liquidation(at chain.Head, i int) json.RawMessage {
	s.t.Helper()
	usd, bonus := fmt.Sprintf("%d00.50000001", i+1), "-0.25"
	data, err := json.Marshal(feed.Liquidation{
		ChainID: 31337, Protocol: "aave-v3", Deployment: "aave-local", Account: common.Address{byte(i + 1)}.Hex(),
		Liquidator: common.Address{8}.Hex(), CollateralAsset: common.Address{5}.Hex(), CollateralSymbol: "WETH", CollateralRaw: "7",
		CollateralUSD: &usd, DebtAsset: common.Address{6}.Hex(), DebtSymbol: "USDC", DebtRaw: "8", DebtUSD: &usd, BonusUSD: &bonus,
		Side: "long", TxHash: common.Hash{9}, LogIndex: uint(i), Block: feed.NewBlockRef(at), Status: feed.Latest,
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return data
}

// result is what a run of the program left behind.
type result struct {
	code           int
	stdout, stderr string
}

// brink runs the program in this process.
func brink(t *testing.T, args ...string) result {
	t.Helper()
	t.Setenv("BRINK_CONFIG", "")
	var out, errs bytes.Buffer
	code := (&app{stdin: strings.NewReader(""), stdout: &out, stderr: &errs}).run(context.Background(), args)
	return result{code, out.String(), errs.String()}
}

// ask runs the program against the site and wants it to succeed in silence.
func (s *site) ask(args ...string) string {
	s.t.Helper()
	r := brink(s.t, append(args, "--url", "http://"+s.addr)...)
	if r.code != exitOK || r.stderr != "" {
		s.t.Fatalf("%v: exit code %d: %s", args, r.code, r.stderr)
	}
	return r.stdout
}

// output collects what a running program prints.
type output struct {
	mu   sync.Mutex
	text strings.Builder
}

func (o *output) Write(p []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.text.Write(p)
}

func (o *output) lines() []string {
	o.mu.Lock()
	defer o.mu.Unlock()
	return strings.Split(strings.TrimSuffix(o.text.String(), "\n"), "\n")
}

// until waits for a condition, but not for ever.
func until(t *testing.T, what string, is func() bool) {
	t.Helper()
	deadline := time.After(30 * time.Second)
	tick := time.NewTicker(time.Millisecond)
	defer tick.Stop()
	for !is() {
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatalf("waited in vain: %s", what)
		}
	}
}
