package notify_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"brink/feed"
	"brink/notify"
)

func text(s string) *string { return &s }

// full is an alert with everything in it.
func full() feed.Alert {
	at := time.Date(2026, 11, 22, 6, 0, 0, 0, time.UTC)
	enabled := true
	a := alert("health/1:aave:0x", feed.Escalated, feed.Critical, feed.Warning)
	a.Subject, a.Name, a.Protocol, a.Deployment = "1:aave:0x00000000000000000000000000000000000000A1", "treasury", "aave-v3", "aave"
	a.Value, a.ValueWas, a.Threshold, a.Target = text("1.0899999"), text("1.21"), text("1.1"), text("1.5")
	a.Since, a.Block = at.Add(-time.Minute), feed.BlockRef{Number: 123, Timestamp: at}
	a.Position = &feed.Position{ID: a.Subject, HealthFactor: text("1.0899999"), CollateralUSD: text("12345.678"), DebtUSD: text("9876.5"),
		Collaterals: []feed.Leg{{Symbol: "WETH", PriceUSD: text("1800.5"), LiquidationPriceUSD: text("1651.83"), Enabled: &enabled}}, Debts: []feed.Leg{}}
	a.Mend = []feed.Remedy{{Action: "repay", Symbol: "USDC", Amount: "2699.75"}, {Action: "add", Symbol: "WETH", Amount: "2.71"}}
	return a
}

// The message says what is the matter, where, how far it is, what helps, of
// when that is, and where to look.
func TestMessageSaysWhatOneNeedsToAct(t *testing.T) {
	a := full()
	got := notify.Words(&a, notify.Links{Page: "https://brink.example/", Explorer: "https://explorer.example/address/"})
	want := `CRITICAL: treasury (0x0000…00A1): health factor 1.21 → 1.0899
ethereum / aave-v3 / aave
rule health, threshold 1.1
liquidation at WETH 1651.83 USD, now 1800.5 USD (-8.25 %)
collateral 12345.67 USD, debt 9876.5 USD
to reach 1.5: repay 2699.75 USDC, or add 2.71 WETH
since 2026-11-22T05:59:00Z
as of block 123, 2026-11-22T06:00:00Z`
	if got.String() != want {
		t.Errorf("got:\n%s\nwant:\n%s", got, want)
	}
	links := []notify.Link{{Name: "position", URL: "https://brink.example/#/position/" + a.Subject},
		{Name: "account", URL: "https://brink.example/#/account/" + a.Account}, {Name: "explorer", URL: "https://explorer.example/address/" + a.Account}}
	if !slices.Equal(got.Links, links) {
		t.Errorf("links: %v", got.Links)
	}
	elsewhere := notify.Links{Explorer: "https://explorer.example/", Explorers: map[uint64]string{1: "https://one.example/", 2: "https://two.example/"}}
	for chain, want := range map[uint64]string{1: "https://one.example/", 2: "https://two.example/", 3: "https://explorer.example/"} {
		if a.ChainID = chain; notify.Words(&a, elsewhere).Links[0].URL != want+a.Account {
			t.Errorf("on chain %d: %v", chain, notify.Words(&a, elsewhere).Links)
		}
	}
	over := resolved("x")
	over.Since, over.Block.Timestamp = a.Since, a.Block.Timestamp
	over.Value = text("1.31")
	if got := notify.Words(&over, notify.Links{}); got.Title != "RESOLVED: 0x0000…00A1: health factor 1.31" || !strings.Contains(got.String(), "it lasted 1m0s") {
		t.Errorf("a recovery: %s", got)
	}
}

// Whatever stands in an alert, the words are printable lines of bounded length.
func FuzzWords(f *testing.F) {
	seed, err := json.Marshal(full())
	if err != nil {
		f.Fatal(err)
	}
	f.Add(string(seed), "WETH")
	f.Add(`{"transition":"resolved"}`, "<b>\u202e&\x00\n'")
	f.Add(`{"value":"1..2","value_was":"-","measure":"oracle_deviation","position":{"collaterals":[{"price_usd":"1","liquidation_price_usd":"x"}]}}`, strings.Repeat("é", 500))
	f.Fuzz(func(t *testing.T, data, foreign string) {
		var a feed.Alert
		if json.Unmarshal([]byte(data), &a) != nil {
			return
		}
		a.Text, a.Market, a.Chain, a.Rule, a.Reason = foreign, foreign, foreign, foreign, foreign
		if a.Position != nil {
			for i := range a.Position.Collaterals {
				a.Position.Collaterals[i].Symbol = foreign
			}
		}
		for i := range a.Mend {
			a.Mend[i].Symbol = foreign
		}
		words := notify.Words(&a, notify.Links{})
		many := notify.Digest([]feed.Alert{a, a, a}, notify.Links{})
		for _, line := range slices.Concat(words.Lines, []string{words.Title, many.Title}, many.Lines) {
			for _, r := range line {
				if !unicode.IsPrint(r) || unicode.Is(unicode.Bidi_Control, r) {
					t.Fatalf("%q in %q", r, line)
				}
			}
		}
	})
}
