package metrics

import (
	"sync"
	"time"
)

// Node is told what happens between brink and the nodes of one chain. With the
// node package's own Method and Reason it satisfies that package's Observer.
type Node[Method, Reason ~string] struct {
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
func NewNode[Method, Reason ~string](m *Metrics, chain string, endpoints []string, methods []Method) *Node[Method, Reason] {
	n := &Node[Method, Reason]{chain: clean(chain), vectors: &m.vectors}
	n.subscription.WithLabelValues(n.chain)
	for _, endpoint := range endpoints {
		n.endpointActive.WithLabelValues(n.chain, clean(endpoint))
		for _, method := range methods {
			n.requests.WithLabelValues(n.chain, clean(endpoint), clean(string(method)))
		}
	}
	return n
}

// Request counts one request; the reason is empty if it succeeded.
func (n *Node[Method, Reason]) Request(endpoint string, method Method, took time.Duration, reason Reason) {
	labels := []string{n.chain, clean(endpoint), clean(string(method))}
	n.requests.WithLabelValues(labels...).Inc()
	n.latency.WithLabelValues(labels...).Observe(took.Seconds())
	if reason != "" {
		n.failures.WithLabelValues(append(labels, clean(string(reason)))...).Inc()
	}
}

// Subscribed notes whether heads come by subscription. A restart counts when
// the next subscription delivers, under the reason for which the last ended.
func (n *Node[Method, Reason]) Subscribed(up bool, reason Reason) {
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

// Endpoint notes an endpoint's part. Nobody follows the head of one that is not
// in use, so that its lag isn't known.
func (n *Node[Method, Reason]) Endpoint(endpoint string, active bool, lag uint64) {
	endpoint = clean(endpoint)
	n.endpointActive.WithLabelValues(n.chain, endpoint).Set(truth(active))
	if active {
		n.endpointLag.WithLabelValues(n.chain, endpoint).Set(float64(lag))
	} else {
		n.endpointLag.DeleteLabelValues(n.chain, endpoint)
	}
}

func truth(is bool) float64 {
	if is {
		return 1
	}
	return 0
}
