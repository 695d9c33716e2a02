package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"brink/chain"
	"brink/config"
	"brink/feed"
	"brink/notify"
	"brink/notify/webhook"
	"brink/position"
	"brink/store/sqlite"

	"github.com/ethereum/go-ethereum/common"
)

// mailbox is a webhook's receiver: what it took, each id once.
type mailbox struct {
	mu      sync.Mutex
	refuses int // so many attempts at first
	bodies  map[string]bool
	alerts  [][]string // of each message, as "rule transition"
	count   int        // also those that a digest had no room for
	last    feed.Alert
}

func (m *mailbox) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	m.mu.Lock()
	defer m.mu.Unlock()
	body, err := io.ReadAll(r.Body)
	if m.refuses--; err != nil || m.refuses >= 0 {
		panic(http.ErrAbortHandler) // the connection breaks without an answer
	}
	id := r.Header.Get("Webhook-Id")
	if m.bodies[id] {
		return
	}
	m.bodies[id] = true
	var one struct{ Data feed.Alert }
	var many struct{ Data webhook.Batch }
	if json.Unmarshal(body, &one) == nil && one.Data.Rule != "" {
		many.Data.Alerts = []feed.Alert{one.Data}
	} else if err := json.Unmarshal(body, &many); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
	}
	var told []string
	for _, a := range many.Data.Alerts {
		told, m.last = append(told, a.Rule+" "+string(a.Transition)), a
	}
	m.alerts = append(m.alerts, told)
	m.count += len(told) + many.Data.Omitted
}

func (m *mailbox) got() [][]string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.alerts)
}

// parlour is all that tells people, on a real store, without a chain: the test
// says what happens on it.
type parlour struct {
	t     *testing.T
	box   *mailbox
	cfg   *config.Config
	store *sqlite.Store
	hub   *feed.Hub
	stop  func()
	tip   chain.Head
}

func newParlour(t *testing.T, refuses int) *parlour {
	t.Helper()
	p := &parlour{t: t, box: &mailbox{refuses: refuses, bodies: map[string]bool{}}, hub: new(feed.Hub)}
	receiver := httptest.NewUnstartedServer(p.box)
	receiver.Config.ErrorLog = slog.NewLogLogger(slog.DiscardHandler, slog.LevelError)
	receiver.Start()
	t.Cleanup(receiver.Close)
	file := filepath.Join(t.TempDir(), "brink.yaml")
	text := `
accounts: [ { name: treasury, address: "` + common.Address{1}.Hex() + `" } ]
chains: [ { preset: gnosis, endpoints: [ { name: own, url: "ws://127.0.0.1:1" } ] } ]
alerts:
  rules:
    - { name: liquidated, measure: liquidated, levels: [ { severity: critical } ] }
    - { name: near, measure: health_factor, named: true, levels: [ { severity: warning, enter: 1.25, leave: 1.3 } ] }
notify:
  channels:
    - { name: hook, type: webhook, url: "` + receiver.URL + `", private: true, secret: whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD, window: 1s, per_minute: 6000 }
`
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	var err error
	if p.cfg, err = config.Load(file, config.Options{Protocols: protocols()}); err != nil {
		t.Fatal(err)
	}
	if p.store, err = sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "brink.db")); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { p.store.Close() })
	p.start()
	t.Cleanup(func() { p.stop() })
	return p
}

// start begins to tell people, until stop.
func (p *parlour) start() {
	p.t.Helper()
	telling, err := newTelling(p.cfg, p.store, p.hub, new(live), nil, slog.New(slog.DiscardHandler))
	if err != nil {
		p.t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- telling.run(ctx) }()
	p.stop = sync.OnceFunc(func() {
		cancel()
		if err := <-done; !errors.Is(err, context.Canceled) {
			p.t.Errorf("it ended with %v", err)
		}
	})
}

// block appends a block with n entries.
func (p *parlour) block(entryType string, n int, body func(i int, at chain.Head) (subject string, of any)) {
	p.t.Helper()
	number := p.tip.Number + 1
	to := chain.Head{Ref: chain.Ref{Number: number, Hash: common.Hash{byte(number >> 8), byte(number), 1}}, Time: 1_700_000_000 + 5*number}
	b := feed.Batch{Shard: "100", From: p.tip.Ref, To: to.Ref, Time: to.Time}
	for i := range n {
		subject, of := body(i, to)
		data, err := json.Marshal(of)
		if err != nil {
			p.t.Fatal(err)
		}
		b.Entries = append(b.Entries, feed.Entry{ChainID: 100, ID: fmt.Sprintf("%d:%d", number, i), Type: entryType, Subject: subject,
			Block: to, Status: feed.Latest, Data: data})
	}
	cursor, err := p.store.Append(context.Background(), b)
	if err != nil {
		p.t.Fatal(err)
	}
	p.tip = to
	p.hub.Wake(cursor)
}

func (p *parlour) health(factor string) {
	p.t.Helper()
	p.block(feed.PositionChanged, 1, func(_ int, at chain.Head) (string, any) {
		who := common.Address{1}.Hex()
		return "100:aave:" + who, feed.Position{ID: "100:aave:" + who, ChainID: 100, Protocol: "aave-v3", Deployment: "aave", Account: who,
			Status: position.Healthy, HealthFactor: &factor, Collaterals: []feed.Leg{}, Debts: []feed.Leg{}, Block: feed.NewBlockRef(at)}
	})
}

// A position trembles at the threshold for a thousand blocks, while what tells
// people is stopped and started: one alert arrives, and one recovery.
func TestFlappingForAThousandBlocksIsOneAlertAndOneRecovery(t *testing.T) {
	p := newParlour(t, 0)
	random := rand.New(rand.NewPCG(10, 0))
	p.health("1.4")
	for i := range 1000 {
		p.health([]string{"1.2499", "1.2501"}[i%2])
		if random.IntN(150) == 0 {
			p.stop()
			p.start()
		}
	}
	until(t, "the alert", func() bool { return len(p.box.got()) > 0 })
	p.health("1.31")
	until(t, "the recovery", func() bool { return len(p.box.got()) > 1 })
	p.stop()
	if got := fmt.Sprint(p.box.got()); got != "[[near fired] [near resolved]]" {
		t.Errorf("what arrived: %s", got)
	}
}

// Fire at once, clear late: the alert comes with the block that is bad, the
// recovery once, when all is well again, and with how long it lasted, although
// what tells people was stopped and started in between.
func TestFiresAtOnceClearsLateAndOutlivesARestart(t *testing.T) {
	p := newParlour(t, 0)
	p.health("1.4")
	p.health("1.24")
	fired := p.tip
	until(t, "the alert", func() bool { return len(p.box.got()) == 1 })
	for _, factor := range []string{"1.26", "1.29", "1.2", "1.26"} {
		p.stop()
		p.health(factor)
		p.start()
	}
	p.health("1.31")
	over := p.tip
	until(t, "the recovery", func() bool { return len(p.box.got()) > 1 })
	p.stop()
	if got := fmt.Sprint(p.box.got()); got != "[[near fired] [near resolved]]" {
		t.Errorf("what arrived: %s", got)
	}
	a := p.box.last
	lasted := fmt.Sprintf("it lasted %ds", over.Time-fired.Time)
	if text := notify.Words(&a, notify.Links{}).String(); a.Block.Number != over.Number || !strings.Contains(text, lasted) {
		t.Errorf("the recovery doesn't say that %s:\n%s", lasted, text)
	}
}

// Five hundred positions are liquidated in one block, while the receiver breaks
// connections and what tells people is stopped: all are told, in a digest or two.
func TestCrashOf500PositionsArrivesAsADigest(t *testing.T) {
	p := newParlour(t, 1)
	p.block(feed.Liquidated, 500, func(i int, at chain.Head) (string, any) {
		who, usd := common.BytesToAddress([]byte{byte(i >> 8), byte(i), 7}).Hex(), "1000"
		return "100:aave:" + who, feed.Liquidation{ChainID: 100, Protocol: "aave-v3", Deployment: "aave", Account: who, DebtUSD: &usd,
			DebtSymbol: "USDC", CollateralSymbol: "WETH", Block: feed.NewBlockRef(at), Status: feed.Latest}
	})
	until(t, "an attempt", func() bool { p.box.mu.Lock(); defer p.box.mu.Unlock(); return p.box.refuses < 1 })
	p.stop()
	p.start()
	told := func() int { p.box.mu.Lock(); defer p.box.mu.Unlock(); return p.box.count }
	until(t, "all of them", func() bool { return told() >= 500 })
	p.stop()
	if messages := p.box.got(); told() != 500 || len(messages) > 3 || !strings.Contains(fmt.Sprint(messages), "liquidated happened") {
		t.Errorf("%d alerts arrived in %d messages", told(), len(messages))
	}
}
