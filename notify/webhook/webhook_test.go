package webhook_test

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"brink/chain"
	"brink/feed"
	"brink/notify"
	"brink/notify/webhook"
	"brink/store"
	"brink/store/sqlite"

	standard "github.com/standard-webhooks/standard-webhooks/libraries/go"
	"go.uber.org/goleak"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

func secret() string {
	key := make([]byte, 32)
	_, _ = rand.Read(key) // never fails
	return "whsec_" + base64.StdEncoding.EncodeToString(key)
}

func message(n int) *notify.Message {
	m := &notify.Message{ID: "msg_1", Made: time.Unix(1_700_000_000, 0)}
	for i := range n {
		m.Alerts = append(m.Alerts, feed.Alert{ID: fmt.Sprint("health/", i), Rule: "health", Transition: feed.Fired, Severity: feed.Warning,
			Mend: []feed.Remedy{}, Channels: []string{}})
	}
	return m
}

// A receiver that knows one of two secrets verifies each message with the
// specification's own library.
func TestSignaturesVerify(t *testing.T) {
	old, new := secret(), secret()
	for _, known := range []string{old, new} {
		verifier, err := standard.NewWebhook(known)
		if err != nil {
			t.Fatal(err)
		}
		var body []byte
		server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			body, _ = io.ReadAll(r.Body)
			if err := verifier.Verify(body, r.Header); err != nil {
				t.Errorf("verifying: %v", err)
			}
			body[0] = '['
			if verifier.Verify(body, r.Header) == nil {
				t.Error("a changed body verifies")
			}
			body[0] = '{'
			w.WriteHeader(http.StatusNoContent)
		}))
		s, err := webhook.New(webhook.Options{URL: server.URL, Secrets: []string{old, new}, Client: notify.Client(true)})
		if err != nil {
			t.Fatal(err)
		}
		if err := s.Send(t.Context(), message(1)); err != nil {
			t.Fatal(err)
		}
		var p struct {
			Type string
			Data feed.Alert
		}
		if err := json.Unmarshal(body, &p); err != nil || p.Type != feed.AlertChanged || p.Data.ID != "health/0" {
			t.Errorf("the body is %s, %v", body, err)
		}
		server.Close()
	}
	for _, bad := range []string{"", "whsec_", "whsec_AAAA", "hunter2 hunter2 hunter2 hunter2"} {
		if _, err := webhook.New(webhook.Options{Secrets: []string{bad}}); !errors.Is(err, webhook.ErrSecret) {
			t.Errorf("the secret %q was taken", bad)
		}
	}
}

func TestBodiesAreBounded(t *testing.T) {
	for _, n := range []int{1, 2, 500} {
		m := message(n)
		body, err := webhook.Body(m)
		if err != nil || len(body) > 20_000 {
			t.Fatalf("%d alerts are %d bytes, %v", n, len(body), err)
		}
		var p struct {
			Type string
			Data webhook.Batch
		}
		if err := json.Unmarshal(body, &p); n > 1 && (err != nil || p.Type != "alert.digest.v1" || len(p.Data.Alerts)+p.Data.Omitted != n || len(p.Data.Alerts) == 0) {
			t.Errorf("%d alerts became %d and %d omitted, %v", n, len(p.Data.Alerts), p.Data.Omitted, err)
		}
	}
}

// receiver behaves as badly as receivers do, by the number of the request.
type receiver struct {
	t        *testing.T
	verifier *standard.Webhook
	behave   func(n int, w http.ResponseWriter, r *http.Request) (took bool)

	mu    sync.Mutex
	n     int
	took  []string // ids of alerts, as they were taken first
	seen  map[string]string
	again int
}

func (r *receiver) ServeHTTP(w http.ResponseWriter, q *http.Request) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.n++
	body, err := io.ReadAll(q.Body)
	if err != nil {
		return
	}
	if err := r.verifier.Verify(body, q.Header); err != nil {
		r.t.Errorf("verifying: %v", err)
	}
	id := q.Header.Get("Webhook-Id")
	if before, ok := r.seen[id]; ok && before != string(body) {
		r.t.Errorf("message %s has another body now", id)
	}
	repeated := r.seen[id] != ""
	if !r.behave(r.n, w, q) {
		return
	}
	if repeated {
		r.again++
		return // the key tells that it is the same
	}
	r.seen[id] = string(body)
	var p struct {
		Type string
		Data json.RawMessage
	}
	var one feed.Alert
	var many webhook.Batch
	if json.Unmarshal(body, &p) == nil && p.Type == "alert.digest.v1" {
		_ = json.Unmarshal(p.Data, &many)
	} else if json.Unmarshal(p.Data, &one) == nil {
		many.Alerts = []feed.Alert{one}
	}
	for _, a := range many.Alerts {
		r.took = append(r.took, a.ID)
	}
}

func (r *receiver) taken() []string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.took)
}

// The receiver answers 500s, hangs, redirects, forgets that it took a message,
// and is down for long; brink is killed in between. Every alert arrives, in
// order, and what arrives again has the id that it had.
func TestFault34WebhookReceiverMisbehaves(t *testing.T) {
	known := secret()
	verifier, err := standard.NewWebhook(known)
	if err != nil {
		t.Fatal(err)
	}
	r := &receiver{t: t, verifier: verifier, seen: map[string]string{}}
	r.behave = func(n int, w http.ResponseWriter, q *http.Request) bool {
		switch {
		case n > 200:
			return true
		case n%7 == 1:
			http.Error(w, "no", http.StatusInternalServerError)
		case n%7 == 2:
			w.Header().Set("Retry-After", "0")
			http.Error(w, "slow down", http.StatusTooManyRequests)
		case n%7 == 3:
			http.Redirect(w, q, "/elsewhere", http.StatusFound) // would drop the body
		case n%7 == 4:
			if conn, _, err := http.NewResponseController(w).Hijack(); err == nil {
				conn.Close() // it took the message, and nobody hears of it
			}
			return true
		case n%7 == 5:
			http.Error(w, "proxy", http.StatusBadGateway)
			return true // as above
		default:
			return true
		}
		return false
	}
	server := httptest.NewServer(r)
	defer server.Close()
	client := notify.Client(true)
	defer client.CloseIdleConnections()
	sender, err := webhook.New(webhook.Options{URL: server.URL, Secrets: []string{known}, Client: client})
	if err != nil {
		t.Fatal(err)
	}
	st, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "brink.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	hub := new(feed.Hub)
	opt := notify.Options{Waits: []time.Duration{5 * time.Millisecond}, Channels: []notify.Channel{{
		Name: "hook", Sender: sender, Least: feed.Info, Window: time.Millisecond, Urgent: time.Millisecond, Digest: 3, Expiry: time.Hour, Recoveries: true}}}
	var want []string
	for round := range 12 {
		ctx, kill := context.WithCancel(context.Background())
		n := notify.New(opt, st, hub)
		done := make(chan error, 1)
		go func() { done <- n.Run(ctx) }()
		var entries []feed.Entry
		for i := range 5 {
			a := message(1).Alerts[0]
			a.ID = fmt.Sprintf("health/%d/%d", round, i)
			want = append(want, a.ID)
			data, err := json.Marshal(a)
			if err != nil {
				t.Fatal(err)
			}
			entries = append(entries, feed.Entry{ChainID: 1, ID: "alert/" + a.ID, Type: feed.AlertChanged, Subject: a.ID, Block: chain.Head{Time: 1}, Status: feed.Latest, Data: data})
		}
		newest, err := st.Commit(t.Context(), store.Commit{Consumer: "alerts", Version: uint64(round), Entries: entries})
		if err != nil {
			t.Fatal(err)
		}
		hub.Wake(newest)
		enough := len(want) - 8
		if round == 11 {
			enough = len(want)
		}
		deadline := time.Now().Add(30 * time.Second)
		for tick := time.NewTicker(time.Millisecond); len(r.taken()) < enough; <-tick.C {
			if time.Now().After(deadline) {
				t.Fatalf("%d of %d alerts arrived", len(r.taken()), enough)
			}
		}
		kill()
		<-done
	}
	if got := r.taken(); !slices.Equal(got, want) {
		t.Errorf("arrived: %v", got)
	}
	if r.again == 0 {
		t.Error("nothing was repeated: the receiver misbehaved too little")
	}
}

// The receiver is down for an hour in which things go on: it refuses, hangs, sends elsewhere, breaks connections, also
// after it took a message. Nothing is lost, of each market all comes in order, and what comes again has its name.
func TestFault34WebhookReceiverDownForAnHour(t *testing.T) {
	known := secret()
	verifier, err := standard.NewWebhook(known)
	if err != nil {
		t.Fatal(err)
	}
	var minutes atomic.Int64
	r := &receiver{t: t, verifier: verifier, seen: map[string]string{}}
	r.behave = func(n int, w http.ResponseWriter, q *http.Request) bool {
		switch how := n % 6; {
		case minutes.Load() >= 60:
			return true
		case how == 0:
			http.Error(w, "no", http.StatusInternalServerError)
		case how == 1:
			<-q.Context().Done() // the client gives up
		case how == 2:
			http.Redirect(w, q, "/elsewhere", http.StatusMovedPermanently)
		case how == 3:
			w.Header().Set("Retry-After", "30")
			http.Error(w, "no", http.StatusServiceUnavailable)
		default:
			if conn, _, err := http.NewResponseController(w).Hijack(); err == nil {
				conn.Close()
			}
			return how == 5 // it took the message, and nobody hears of it
		}
		return false
	}
	server := httptest.NewServer(r)
	defer server.Close()
	client := notify.Client(true)
	client.Timeout = 50 * time.Millisecond
	defer client.CloseIdleConnections()
	sender, err := webhook.New(webhook.Options{URL: server.URL, Secrets: []string{known}, Client: client})
	if err != nil {
		t.Fatal(err)
	}
	st, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "brink.db"))
	if err != nil {
		t.Fatal(err)
	}
	defer st.Close()
	hub := new(feed.Hub)
	began := time.Now()
	n := notify.New(notify.Options{
		Now: func() time.Time { return began.Add(time.Duration(minutes.Load())*time.Minute + time.Since(began)) },
		Channels: []notify.Channel{{
			Name: "hook", Sender: sender, Least: feed.Info, Window: time.Millisecond, Urgent: time.Millisecond, Digest: 1000, Expiry: 2 * time.Hour, Recoveries: true}},
	}, st, hub)
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- n.Run(ctx) }()
	var want []string
	tell := func() {
		var entries []feed.Entry
		for market := range 3 {
			a := message(1).Alerts[0]
			a.ID = fmt.Sprintf("market%d/%d", market, minutes.Load())
			want = append(want, a.ID)
			data, err := json.Marshal(a)
			if err != nil {
				t.Fatal(err)
			}
			entries = append(entries, feed.Entry{ChainID: 1, ID: "alert/" + a.ID, Type: feed.AlertChanged, Subject: a.ID, Block: chain.Head{Time: 1}, Status: feed.Latest, Data: data})
		}
		newest, err := st.Commit(t.Context(), store.Commit{Consumer: "alerts", Version: uint64(minutes.Load()), Entries: entries})
		if err != nil {
			t.Fatal(err)
		}
		hub.Wake(newest)
	}
	deadline := time.After(time.Minute)
	wait := func(what string, is func() bool) {
		for tick := time.NewTicker(time.Millisecond); !is(); {
			select {
			case <-tick.C:
			case <-deadline:
				t.Fatalf("waited in vain for %s in minute %d: %d of %d arrived", what, minutes.Load(), len(r.taken()), len(want))
			}
		}
	}
	for range 60 {
		tell()
		wait("an attempt", func() bool {
			return slices.ContainsFunc(n.Deliveries(10), func(m notify.Message) bool { return m.Attempts > int(minutes.Load()) })
		})
		minutes.Add(1)
	}
	tell()
	wait("all", func() bool { return len(r.taken()) == len(want) })
	stop()
	<-done
	if got := r.taken(); !slices.Equal(got, want) {
		t.Errorf("arrived: %v", got)
	}
	if r.again == 0 {
		t.Error("nothing came twice")
	}
}
