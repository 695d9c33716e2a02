package web

import (
	"net/netip"
	"sync"

	"golang.org/x/time/rate"
)

// clients is how many addresses are remembered at a time.
const clients = 10_000

// rates bounds the requests of each client. An address of IPv6 stands for its
// whole network: a single customer has all of it.
type rates struct {
	limit int
	mu    sync.Mutex
	of    map[netip.Addr]*rate.Limiter
}

// newRates allows so many requests a second, and twice as many at once; 0 means
// without bound.
func newRates(limit int) *rates {
	return &rates{limit: limit, of: make(map[netip.Addr]*rate.Limiter)}
}

// allow counts a request. This machine's own are never too many.
func (r *rates) allow(client netip.Addr) bool {
	if r.limit == 0 || client.IsLoopback() {
		return true
	}
	if network, err := client.Prefix(64); err == nil && client.Is6() {
		client = network.Addr()
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	limiter, ok := r.of[client]
	if !ok {
		r.forget()
		limiter = rate.NewLimiter(rate.Limit(r.limit), 2*r.limit)
		r.of[client] = limiter
	}
	return limiter.Allow()
}

// forget makes room: who was silent long enough to have a full budget is as good
// as new. If nobody was, all begin anew.
func (r *rates) forget() {
	if len(r.of) < clients {
		return
	}
	for client, limiter := range r.of {
		if limiter.Tokens() >= float64(2*r.limit) {
			delete(r.of, client)
		}
	}
	if len(r.of) >= clients {
		clear(r.of)
	}
}
