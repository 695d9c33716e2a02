package main

import (
	"compress/gzip"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"brink/chain"
	"brink/devnet"
	"brink/feed"
	"brink/web"

	"github.com/shopspring/decimal"
)

// TestCrashIsReplayed plays a short one, without recorded prices, and reads the report.
func TestCrashIsReplayed(t *testing.T) {
	t.Chdir("../..") // where the contracts are
	folder := t.TempDir()
	brink, name := filepath.Join(folder, "brink"), filepath.Join(folder, "report")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", brink, "./cmd/brink").CombinedOutput(); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	var out strings.Builder
	if err := run(t.Context(), []string{"--crash", name, "--prices", folder, "--pace", "20m", "--accounts", "60", "--weeks", "1",
		"--brink", brink, "--listen", freePort(t)}, &out); err != nil {
		t.Fatalf("%v: %s", err, out.String())
	}
	data, err := os.ReadFile(name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	var r report
	if err := json.Unmarshal(data, &r); err != nil {
		t.Fatal(err)
	}
	if len(r.Moments) != 24 || r.Compared == 0 || len(r.Mismatches) > 0 || r.Happened.Liquidations == 0 || r.Happened.Unpriced > 0 {
		t.Errorf("%d moments, %d compared, %v, happened %+v", len(r.Moments), r.Compared, r.Mismatches, r.Happened)
	}
	n, debt, lost := 0, decimal.Zero, decimal.Zero
	for _, m := range r.Moments {
		n, debt, lost = n+m.Liquidations, debt.Add(m.DebtUSD), lost.Add(m.WrittenOffUSD)
	}
	if !lost.Equal(r.Happened.WrittenOffUSD) {
		t.Errorf("by moment %s were written off, in all %s", lost, r.Happened.WrittenOffUSD)
	}
	if n != r.Happened.Liquidations || !debt.Equal(r.Happened.DebtUSD) {
		t.Errorf("by moment there are %d liquidations of %s, in all %+v", n, debt, r.Happened)
	}
	if len(r.Before.Rungs) != 50 || len(r.After.Rungs) != 50 || len(r.Cascade) == 0 || r.Shock.Liquidatable.Positions == 0 {
		t.Errorf("ladders of %d and %d rungs, %d rounds, foretold %+v", len(r.Before.Rungs), len(r.After.Rungs), len(r.Cascade), r.Shock.Liquidatable)
	}
	page, err := os.ReadFile(name + ".html")
	if err != nil {
		t.Fatal(err)
	}
	for _, want := range []string{"a generated path (seed 1)", "<polyline", `role="img"`, r.Happened.DebtUSD.StringFixed(2)} {
		if !strings.Contains(string(page), want) {
			t.Errorf("the page lacks %q", want)
		}
	}
	if strings.Contains(string(page), "NaN") || strings.Contains(string(page), "Inf") {
		t.Error("a chart has no numbers")
	}
}

// TestLossesAreSummedUp has a feed tell of losses in the second and the third moment, of one before the path, and of
// something else.
func TestLossesAreSummedUp(t *testing.T) {
	const began, pace = 1_000_000, 60
	at := func(seconds int, eventType, usd string) feed.Envelope {
		e := feed.Entry{Type: eventType, Block: chain.Head{Time: uint64(began + seconds)}, Status: feed.Latest, Data: []byte(`{"usd":"` + usd + `"}`)}
		return e.Envelope()
	}
	events := []feed.Envelope{at(0, feed.BadDebt, "1.00"), at(2*pace, feed.BadDebt, "20.00"), at(2*pace, feed.BadDebt, "300.50"),
		at(3*pace, feed.PositionBand, "4000.00"), at(3*pace, feed.BadDebt, "50000.00")}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		page := web.EventPage{Next: "end"}
		if q.URL.Query().Get("after") == "" {
			page.Events = events
		}
		_ = json.NewEncoder(w).Encode(page)
	}))
	defer server.Close()
	r := &report{PaceSeconds: pace, Moments: make([]moment, 4)}
	if err := r.losses(t.Context(), &watcher{Inspector: devnet.Inspector{URL: server.URL}}, began); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, m := range r.Moments {
		got = append(got, m.WrittenOffUSD.String())
	}
	if want := []string{"0", "320.5", "50000", "0"}; !slices.Equal(got, want) || r.Happened.WrittenOffUSD.String() != "50320.5" {
		t.Errorf("written off were %v, in all %s; want %v", got, r.Happened.WrittenOffUSD, want)
	}
}

func freePort(t *testing.T) string {
	t.Helper()
	l, err := new(net.ListenConfig).Listen(t.Context(), "tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = l.Close() }()
	return l.Addr().String()
}

// TestTradesMakeAPath takes the last trade before each moment, and nothing that isn't a recording of the day.
func TestTradesMakeAPath(t *testing.T) {
	folder := t.TempDir()
	write := func(group string, last time.Time, price string) {
		t.Helper()
		file, err := os.Create(filepath.Join(folder, groupFiles[group]))
		if err != nil {
			t.Fatal(err)
		}
		zipped := gzip.NewWriter(file)
		fmt.Fprintln(zipped, "exchange,symbol,timestamp,local_timestamp,id,side,price,amount")
		for at, n := crashBegins.Add(-time.Minute), 0; !at.After(last); at, n = at.Add(30*time.Minute), n+1 {
			value := price
			if value == "" {
				value = fmt.Sprint(4000 - 100*n)
			}
			fmt.Fprintf(zipped, "gemini,%sUSD,%d,0,%d,sell,%s,1\n", group, at.UnixMicro(), n, value)
		}
		if err := errors.Join(zipped.Close(), file.Close()); err != nil {
			t.Fatal(err)
		}
	}
	end := crashBegins.Add(crashLength + time.Hour)
	write("ETH", end, "")
	if p, err := readPath(folder, time.Hour, 1); err != nil || !strings.Contains(p.source, "generated") {
		t.Errorf("half of the files make %+v (%v)", p, err)
	}
	write("BTC", end, "100000")
	p, err := readPath(folder, time.Hour, 1)
	if err != nil {
		t.Fatal(err)
	}
	if p.steps() != 8 || p.shares["ETH"][0] != 1 || math.Abs(p.shares["ETH"][8]-2400.0/4000) > 1e-9 || p.lowest("BTC") != 1 {
		t.Errorf("the path is %+v", p)
	}
	if quotes := p.quotes(8, map[string]int64{"WETH": 2500e8, "WBTC": 60000e8, "LINK": 14e8}); len(quotes) != 2 || quotes["WETH"] != 1500e8 {
		t.Errorf("quotes are %v", quotes)
	}
	write("BTC", crashBegins.Add(time.Hour), "100000")
	if _, err := readPath(folder, time.Hour, 1); !errors.Is(err, errTrades) {
		t.Errorf("a day that ends early: %v", err)
	}
	write("BTC", end, "-1")
	if _, err := readPath(folder, time.Hour, 1); !errors.Is(err, errTrades) {
		t.Errorf("a negative price: %v", err)
	}
}
