package main

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"sync"
	"syscall"
	"testing"
	"time"

	"brink/devnet"
	"brink/feed"
	"brink/notify/webhook"

	standard "github.com/standard-webhooks/standard-webhooks/libraries/go"
)

// inbox is a webhook's receiver. It refuses some messages, and others it takes
// without an answer that arrives.
type inbox struct {
	t        *testing.T
	verifier *standard.Webhook

	mu    sync.Mutex
	n     int
	seen  map[string]bool
	count map[string]int // alerts by rule, transition and subject
}

func (in *inbox) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	in.mu.Lock()
	defer in.mu.Unlock()
	body, err := io.ReadAll(r.Body)
	if err != nil {
		return
	}
	if err := in.verifier.Verify(body, r.Header); err != nil {
		in.t.Errorf("verifying: %v", err)
	}
	if in.n++; in.n%4 == 1 {
		http.Error(w, "not now", http.StatusServiceUnavailable)
		return
	}
	if in.n%4 == 3 {
		defer http.Error(w, "what was that?", http.StatusBadGateway)
	}
	id := r.Header.Get("Webhook-Id")
	if in.seen[id] {
		return
	}
	in.seen[id] = true
	var p struct {
		Type string
		Data json.RawMessage
	}
	var one feed.Alert
	var many webhook.Batch
	if err := json.Unmarshal(body, &p); err != nil {
		in.t.Error(err)
	}
	if p.Type == "alert.digest.v1" {
		err = json.Unmarshal(p.Data, &many)
	} else {
		err = json.Unmarshal(p.Data, &one)
		many.Alerts = []feed.Alert{one}
	}
	if err != nil {
		in.t.Error(err)
	}
	for _, a := range many.Alerts {
		in.count[fmt.Sprintf("%s %s %s", a.Rule, a.Transition, a.Subject)]++
	}
}

func (in *inbox) got() map[string]int {
	in.mu.Lock()
	defer in.mu.Unlock()
	return maps.Clone(in.count)
}

// TestPeopleAreTold lets the real program tell of a crash on a real market,
// kills it in the middle, and wants of every liquidation on the feed one message
// that arrived, through a receiver that refuses many. A program that follows the
// feed from outside meanwhile gets every event once.
func TestPeopleAreTold(t *testing.T) {
	const secret = "whsec_C2FVsBQIhrscChlQIMV+b5sSYspob7oD"
	verifier, err := standard.NewWebhook(secret)
	if err != nil {
		t.Fatal(err)
	}
	in := &inbox{t: t, verifier: verifier, seen: map[string]bool{}, count: map[string]int{}}
	receiver := httptest.NewServer(in)
	defer receiver.Close()
	node, err := devnet.StartGeth(devnet.GethOptions{})
	if err != nil {
		t.Fatal(err)
	}
	th := raise(t, node, 30)
	th.configure(`
alerts:
  rules:
    - { name: liquidated, measure: liquidated, levels: [ { severity: critical } ] }
    - { name: near, measure: health_factor, floor: 1s, levels: [ { severity: warning, enter: 1.05, leave: 1.10 } ] }
notify:
  channels:
    - { name: hook, type: webhook, url: "` + receiver.URL + `", private: true, secret: ` + secret + `, window: 100ms, per_minute: 6000 }
`)
	p := th.watch()
	var outside *follower
	for i := range devnet.StoryLength {
		th.step()
		th.compare(p)
		if i == 0 {
			outside = th.follow()
		}
		if i%10 == 5 {
			p.end(syscall.SIGKILL)
			p = th.watch()
		}
	}
	outside.holds(th)
	events, err := th.Events(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	eventsKeepSchemas(t, events, feed.Liquidated, feed.PositionOpened, feed.PositionUnderwater, feed.PositionClosed, feed.OracleUpdated,
		feed.ChainStatus, feed.AlertChanged, feed.BadDebt)
	want := map[string]int{}
	for _, e := range events {
		if e.Type == feed.Liquidated && e.Status != feed.Reverted {
			want["liquidated happened "+e.Subject]++
		}
	}
	if len(want) == 0 {
		t.Fatal("the story has no liquidations")
	}
	until := time.Now().Add(90 * time.Second)
	for tick := time.NewTicker(20 * time.Millisecond); ; <-tick.C {
		got := in.got()
		lacking := slices.DeleteFunc(slices.Sorted(maps.Keys(want)), func(key string) bool { return got[key] > 0 })
		if len(lacking) == 0 {
			break
		}
		if time.Now().After(until) {
			t.Fatalf("nobody was told of %v; told: %v\n%s", lacking, got, p.log.String())
		}
	}
	for key, n := range in.got() {
		if n > max(1, want[key]) && want[key] > 0 {
			t.Errorf("%s was told %d times, it happened %d times", key, n, want[key])
		}
	}
	p.end(syscall.SIGTERM)
	if code := p.ProcessState.ExitCode(); code != 0 {
		t.Fatalf("ended with %d: %s", code, p.log.String())
	}
}
