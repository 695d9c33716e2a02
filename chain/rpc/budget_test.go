package rpc

import (
	"context"
	"errors"
	"net/http"
	"testing"
	"testing/synctest"
	"time"

	"brink/chain"
)

// sent is how many requests a budget lets through in a time.
func sent(t *testing.T, b *budget, batch int, during time.Duration) int {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), during)
	defer cancel()
	for n := 0; ; {
		some, err := b.take(ctx, batch)
		if err != nil {
			<-ctx.Done()
			return n
		}
		n += some
	}
}

// A rate holds over time, batches or not.
func TestRateIsHeld(t *testing.T) {
	for _, batch := range []int{1, 3, 100} {
		synctest.Test(t, func(t *testing.T) {
			b := newBudget(5)
			if n := sent(t, b, batch, time.Minute); n < 295 || n > 305 {
				t.Errorf("%d requests a minute in batches of %d, allowed are 5 a second", n, batch)
			}
		})
	}
}

// Complaints lower the rate at once, and it comes back slowly, never beyond
// what is configured.
func TestComplaintsLowerTheRate(t *testing.T) {
	for _, configured := range []float64{0, 40} {
		synctest.Test(t, func(t *testing.T) {
			b := newBudget(configured)
			for range 40 {
				if _, err := b.take(t.Context(), 1); err != nil {
					t.Fatal(err)
				}
			}
			b.complained(time.Now())
			b.complained(time.Now()) // of the same moment
			if got := float64(b.limiter.Limit()); got != 20 {
				t.Fatalf("after a complaint about 40 a second the rate is %v", got)
			}
			for range 40 {
				<-time.After(growEach)
				b.grow(time.Now())
			}
			if b.limiter.Limit() != b.most {
				t.Fatalf("after a long time without complaints the rate is %v", b.limiter.Limit())
			}
		})
	}
}

func TestRateOfManyComplaints(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		b := newBudget(0)
		for range 20 {
			sent(t, newBudget(1), 1, 2*time.Second)
			b.complained(time.Now())
		}
		if got := float64(b.limiter.Limit()); got != leastRate {
			t.Fatalf("the rate is %v", got)
		}
	})
}

// What a node says about when to come again is held, whatever the way.
func TestNodeThatWantsToBeLeftAlone(t *testing.T) {
	fake := newFakeNode(t)
	client := dial(t, Options{Endpoints: []Endpoint{{Name: "fake", URL: fake.URL}}, Patience: time.Second, Poll: time.Hour})
	eventually(t, "a head", func() bool { return client.Status()[0].Head.Number == 7 })
	for name, c := range map[string]struct {
		status int
		header string
		state  State
	}{
		"429": {http.StatusTooManyRequests, "40", StateLimited},
		"402": {http.StatusPaymentRequired, "40", StateUnusable},
		"503": {http.StatusServiceUnavailable, "40", StateDown},
	} {
		e := client.endpoints[0]
		e.mu.Lock()
		e.retryAt = time.Time{}
		e.mu.Unlock()
		fake.instead(func(w http.ResponseWriter, _ []request) bool {
			w.Header().Set("Retry-After", c.header)
			http.Error(w, "no", c.status)
			return true
		})
		fake.seen()
		_, err := client.Fetch(testContext(t), &chain.Ask{Headers: []uint64{7}})
		if !errors.Is(err, chain.ErrUnavailable) {
			t.Fatalf("%s: %v", name, err)
		}
		if trips := len(fake.seen()); trips != 1 {
			t.Errorf("%s: asked %d times", name, trips)
		}
		if s := client.Status()[0]; s.State != c.state || time.Until(e.retry()) < 38*time.Second {
			t.Errorf("%s: %+v, rests for %v", name, s, time.Until(e.retry()))
		}
		fake.instead(nil)
	}
}

// Endpoints, and programs, that fail at the same moment don't come back at the same moment.
func TestRestsAreSpread(t *testing.T) {
	opt, err := Options{ChainID: 1, Endpoints: []Endpoint{{Name: "a", URL: "http://a"}}}.withDefaults()
	if err != nil {
		t.Fatal(err)
	}
	for name, f := range map[string]*Failure{
		"broken":       {Reason: ReasonTransport},
		"asked for it": {Reason: ReasonLimited, after: 40 * time.Second},
		"not paid":     {Reason: ReasonAccess},
	} {
		synctest.Test(t, func(t *testing.T) {
			least, most := time.Hour, time.Duration(0)
			for range 100 {
				e := newEndpoint(opt.Endpoints[0], &opt)
				e.mu.Lock()
				e.down(f)
				e.mu.Unlock()
				rest := time.Until(e.retry())
				least, most = min(least, rest), max(most, rest)
			}
			if least < f.after || most < least+least/8 {
				t.Errorf("%s: they rest for %v to %v", name, least, most)
			}
		})
	}
}
