package metrics

import (
	"sync"
	"time"
)

// Node is told what happens between brink and the nodes of one chain. With the
// node package's own types it satisfies that package's Observer.
type Node[Method, Reason, Check, Skip ~string] struct {
	chain string
	*vectors

	mu    sync.Mutex
	up    bool   // a subscription delivers
	ended string // why the last one doesn't; empty before the first
}

// unnamed stands for an end that was no failure: a preferred endpoint came back.
const unnamed = "preferred"

// NewNode begins the metrics of a chain's endpoints, by their configured names.
// Failures have no series before they happen: endpoint, method and reason
// together are too many.
func NewNode[Method, Reason, Check, Skip ~string](
	m *Metrics, chain string, endpoints []string, methods []Method, checks []Check, skips []Skip,
) *Node[Method, Reason, Check, Skip] {
	n := &Node[Method, Reason, Check, Skip]{chain: clean(chain), vectors: &m.vectors}
	n.subscription.WithLabelValues(n.chain)
	for _, why := range skips {
		n.unverified.WithLabelValues(n.chain, clean(string(why)))
	}
	for _, endpoint := range endpoints {
		n.endpointActive.WithLabelValues(n.chain, clean(endpoint))
		n.hedges.WithLabelValues(n.chain, clean(endpoint))
		for _, check := range checks {
			n.distrusted.WithLabelValues(n.chain, clean(endpoint), clean(string(check)))
		}
		for _, method := range methods {
			n.requests.WithLabelValues(n.chain, clean(endpoint), clean(string(method)))
		}
	}
	return n
}

// Request counts one request; the reason is empty if it succeeded.
func (n *Node[Method, Reason, Check, Skip]) Request(endpoint string, method Method, took time.Duration, reason Reason) {
	labels := []string{n.chain, clean(endpoint), clean(string(method))}
	n.requests.WithLabelValues(labels...).Inc()
	n.latency.WithLabelValues(labels...).Observe(took.Seconds())
	if reason != "" {
		n.failures.WithLabelValues(append(labels, clean(string(reason)))...).Inc()
	}
}

// Subscribed notes whether heads come by subscription. A restart counts when
// the next subscription delivers, under the reason for which the last ended.
func (n *Node[Method, Reason, Check, Skip]) Subscribed(up bool, reason Reason) {
	n.mu.Lock()
	defer n.mu.Unlock()
	switch {
	case up && n.ended != "":
		n.restarts.WithLabelValues(n.chain, n.ended).Inc()
		n.ended = ""
	case !up && n.up:
		n.ended = unnamed
		if reason != "" {
			n.ended = clean(string(reason))
		}
	}
	n.up = up
	n.subscription.WithLabelValues(n.chain).Set(truth(up))
}

// Endpoint notes whether an endpoint is in use.
func (n *Node[Method, Reason, Check, Skip]) Endpoint(endpoint string, active bool) {
	n.endpointActive.WithLabelValues(n.chain, clean(endpoint)).Set(truth(active))
}

// Lag notes how many blocks an endpoint is behind the best.
func (n *Node[Method, Reason, Check, Skip]) Lag(endpoint string, blocks uint64) {
	n.endpointLag.WithLabelValues(n.chain, clean(endpoint)).Set(float64(blocks))
}

// Distrusted counts an answer that a check refused.
func (n *Node[Method, Reason, Check, Skip]) Distrusted(endpoint string, check Check) {
	n.distrusted.WithLabelValues(n.chain, clean(endpoint), clean(string(check))).Inc()
}

// Skipped counts what could not be verified.
func (n *Node[Method, Reason, Check, Skip]) Skipped(why Skip) {
	n.unverified.WithLabelValues(n.chain, clean(string(why))).Inc()
}

// Hedged counts a question that was put to an endpoint because another took long.
func (n *Node[Method, Reason, Check, Skip]) Hedged(endpoint string) {
	n.hedges.WithLabelValues(n.chain, clean(endpoint)).Inc()
}

func truth(is bool) float64 {
	if is {
		return 1
	}
	return 0
}
