package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strings"
	"syscall"
	"testing"
	"unicode/utf8"

	"brink/devnet"
	"brink/feed"

	"github.com/ethereum/go-ethereum/common"
)

// names are what tokens call themselves.
var names = []string{
	"<script>alert(1)</script>", `"><img src=x onerror=alert(1)>`, "\u202eCDSU", "US\u0000DC\n\r\t", "a\"b\\c{d=\"e\"}", "\xff\xfe\xf0\x28", "",
	strings.Repeat("LONG ", 400), "U\u200bS\u200bD\u0421", "${jndi:ldap://x}{{7*7}}%n%s",
}

// code are tokens that don't even answer as one does.
var codes = map[string]string{
	"a bytes32":               "7f" + strings.Repeat("3c", 32) + "5f5260205ff3",
	"a text of 64 KB":         "60205f5262010000602052" + "7f" + strings.Repeat("3c", 32) + "604052" + "620100405ff3",
	"a text longer than said": "60205f527f" + strings.Repeat("ff", 32) + "60205260405ff3",
	"a refusal":               "5f5ffd",
	"nothing":                 "00",
	"all gas, and no answer":  "fe",
	"no end":                  "5b5f56",
}

// watchedTown is a town on a node of go-ethereum, and a program that has its numbers right.
func watchedTown(t *testing.T) (*theater, *devnet.Town, *program) {
	t.Helper()
	node, err := devnet.StartGeth(devnet.GethOptions{})
	if err != nil {
		t.Fatal(err)
	}
	th, town := raiseTown(t, node, 20)
	p := th.watch()
	th.compare(p)
	return th, town, p
}

// TestFault38WatchHostileNames makes markets as anybody may, of tokens with names that are meant to do harm. The market
// that was there goes on, what is shown of the others can't leave its place, and their number shows in no metric.
func TestFault38WatchHostileNames(t *testing.T) {
	th, town, p := watchedTown(t)
	before := len(th.labels(t))
	strangers, err := town.Aave.Chain.Users(t.Context(), len(names))
	if err != nil {
		t.Fatal(err)
	}
	var markets []*devnet.MorphoMarket
	for i, name := range names {
		k, err := town.Stranger(t.Context(), strangers[i], town.Morpho.Asset("USDC"), name)
		if err != nil {
			t.Fatal(err)
		}
		markets = append(markets, k)
	}
	for name, code := range codes {
		if _, err := town.Morpho.StrangeCode(t.Context(), town.Morpho.Asset("USDC"), common.FromHex(code)); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
	}
	th.step()
	th.compare(p)

	var shown struct{ Positions []feed.Position }
	if err := th.Await(t.Context(), func() error {
		if err := th.Get(t.Context(), "/v1/positions?protocol=morpho-blue&limit=1000", &shown); err != nil {
			return err
		}
		for i, k := range markets {
			if !slices.ContainsFunc(shown.Positions, func(p feed.Position) bool {
				return p.Market == k.ID.Hex() && p.Account == strangers[i].Address.Hex() && p.HealthFactor != nil
			}) {
				return fmt.Errorf("the position in the market of %q isn't known", names[i])
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	for _, p := range shown.Positions {
		bounded(t, p)
	}
	told := 0
	for after := "v1.0"; ; {
		var page struct {
			Events []feed.Envelope
			Next   string
		}
		if err := th.Get(t.Context(), "/v1/events?limit=1000&after="+after, &page); err != nil {
			t.Fatal(err)
		}
		for _, e := range page.Events {
			var p feed.Position
			if strings.HasPrefix(e.Type, "position.") && json.Unmarshal(e.Data, &p) == nil {
				bounded(t, p)
				if slices.ContainsFunc(markets, func(k *devnet.MorphoMarket) bool { return k.ID.Hex() == p.Market }) {
					told++
				}
			}
		}
		if len(page.Events) == 0 || page.Next == after || page.Next == "" {
			break
		}
		after = page.Next
	}
	if told < len(names) {
		t.Errorf("%d positions of strangers are on the feed", told)
	}
	for _, path := range []string{"/v1/markets", "/v1/positions", "/v1/events?after=v1.0", "/v1/accounts/" + strangers[0].Address.Hex()} {
		response, err := http.Get(th.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		text, err := io.ReadAll(response.Body)
		_ = response.Body.Close()
		if err != nil || !json.Valid(text) || !utf8.Valid(text) || !strings.Contains(response.Header.Get("Content-Type"), "json") ||
			response.Header.Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s is answered with %v as %v: %v", path, response.Status, response.Header, err)
		}
		if bytes.ContainsFunc(text, func(r rune) bool { return r == '\u202e' || r == '\u200b' || r < ' ' && r != '\n' }) {
			t.Errorf("%s has what can't be seen", path)
		}
	}
	labels := th.labels(t)
	if len(labels) > before+3 { // of alerts and kinds of events that weren't there before
		t.Errorf("%d series before the strangers came, %d after", before, len(labels))
	}
	for _, label := range labels {
		if strings.ContainsAny(label, "<>") || strings.Contains(label, "0x") || strings.Contains(label, "LONG") {
			t.Errorf("a metric is %s", label)
		}
	}
	p.end(syscall.SIGTERM)
	if log := p.log.String(); strings.ContainsFunc(log, func(r rune) bool { return r == '\u202e' || r == 0 || r == utf8.RuneError }) {
		t.Errorf("the log has what can't be seen: %q", log)
	}
}

// TestFault38WatchManyMarkets lets somebody make a hundred thousand markets of as many tokens that aren't there. What was
// there stays exact and at the head; the newcomers have no series and aren't listed.
func TestFault38WatchManyMarkets(t *testing.T) {
	const flood = 100_000
	th, town, p := watchedTown(t)
	series, listed := len(th.labels(t)), th.listed()
	stranger, err := town.Aave.Chain.Users(t.Context(), 1)
	if err != nil {
		t.Fatal(err)
	}
	if err := town.Morpho.Flood(t.Context(), stranger[0], town.Morpho.Asset("USDC"), flood); err != nil {
		t.Fatal(err)
	}
	for range 3 {
		th.step()
	}
	th.compare(p)
	if now := len(th.labels(t)); now > series+3 {
		t.Errorf("%d series before the flood, %d after", series, now)
	}
	if now := th.listed(); now != listed {
		t.Errorf("%d markets were listed before the flood, %d after", listed, now)
	}
	p.end(syscall.SIGTERM)
}

// listed is how many markets of Morpho Blue are.
func (th *theater) listed() int {
	th.t.Helper()
	var page struct{ Markets []json.RawMessage }
	if err := th.Get(th.t.Context(), "/v1/markets?protocol=morpho-blue", &page); err != nil {
		th.t.Fatal(err)
	}
	return len(page.Markets)
}

// bounded demands symbols that can be read, and are short.
func bounded(t *testing.T, p feed.Position) {
	t.Helper()
	for _, leg := range slices.Concat(p.Collaterals, p.Debts) {
		if len(leg.Symbol) > 32 || strings.ContainsFunc(leg.Symbol, func(r rune) bool { return r <= ' ' || r > '~' }) {
			t.Errorf("%s has a symbol %q", p.ID, leg.Symbol)
		}
	}
}

// labels are all series of the program.
func (th *theater) labels(t *testing.T) (series []string) {
	t.Helper()
	response, err := http.Get(th.URL + "/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = response.Body.Close() }()
	text, err := io.ReadAll(response.Body)
	if err != nil || !utf8.Valid(text) {
		t.Fatalf("metrics are no text: %v", err)
	}
	for line := range strings.Lines(string(text)) {
		if !strings.HasPrefix(line, "#") {
			name, _, ok := strings.Cut(line, " ")
			if !ok {
				t.Fatal(errors.New("a line of the metrics is " + line))
			}
			series = append(series, name)
		}
	}
	return series
}
