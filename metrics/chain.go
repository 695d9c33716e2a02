package metrics

import (
	"strconv"
	"sync"
	"time"

	"brink/feed"

	"github.com/prometheus/client_golang/prometheus"
)

// Deployment is a watched deployment, which has series from the start.
type Deployment struct{ Name, Protocol string }

// Chain is told what happens on one chain. It satisfies the engine's Observer.
type Chain struct {
	name string
	*vectors

	mu   sync.Mutex
	last map[string]time.Time // newest liquidation by protocol
}

// The fields that an audit compares, and the scopes of an evaluation.
var (
	auditFields = []string{"health_factor", "collateral", "debt"}
	scopes      = map[bool]string{true: "full", false: "near"}
)

// Chain begins the metrics of one chain, by its configured name.
func (m *Metrics) Chain(name string, deployments []Deployment) *Chain {
	c := &Chain{name: clean(name), vectors: &m.vectors, last: make(map[string]time.Time)}
	c.delay.WithLabelValues(c.name)
	c.reorgs.WithLabelValues(c.name)
	c.unstored.WithLabelValues(c.name)
	c.unsaved.WithLabelValues(c.name)
	c.owned.WithLabelValues(c.name)
	c.depth.WithLabelValues(c.name)
	for _, phase := range []Phase{PhaseStep, PhaseStore} {
		c.phases.WithLabelValues(c.name, string(phase))
	}
	for _, scope := range scopes {
		c.evaluated.WithLabelValues(c.name, scope)
	}
	for _, d := range deployments {
		protocol, market := clean(d.Protocol), marketLabel(d.Name, "")
		for _, v := range []*prometheus.CounterVec{c.liquidations, c.seized, c.repaid, c.writtenOff} {
			v.WithLabelValues(c.name, protocol, market)
		}
		c.size.WithLabelValues(c.name, protocol)
		c.wait.WithLabelValues(c.name, protocol)
		c.malformed.WithLabelValues(c.name, protocol)
		c.checks.WithLabelValues(c.name, protocol)
		for _, field := range auditFields {
			c.mismatches.WithLabelValues(c.name, protocol, field)
		}
	}
	return c
}

// Phase is a part of what is done with a block.
type Phase string

// The phases: the engine's step with its reads from the node, and storing what
// it said.
const (
	PhaseStep  Phase = "step"
	PhaseStore Phase = "store"
)

// Took says how long a phase took for one block.
func (c *Chain) Took(phase Phase, d time.Duration) {
	c.phases.WithLabelValues(c.name, string(phase)).Observe(d.Seconds())
}

// Owned says that this process is the one that watches the chain.
func (c *Chain) Owned() { c.owned.WithLabelValues(c.name).Set(1) }

// Unstored counts a failure of the store.
func (c *Chain) Unstored() { c.unstored.WithLabelValues(c.name).Inc() }

// Unsaved counts a snapshot that could not be saved.
func (c *Chain) Unsaved() { c.unsaved.WithLabelValues(c.name).Inc() }

// Delay says how long after its timestamp a block was done with. It is for
// blocks at the head: one of long ago isn't late.
func (c *Chain) Delay(d time.Duration) {
	c.delay.WithLabelValues(c.name).Observe(max(0, d.Seconds()))
}

// Events counts applied events.
func (c *Chain) Events(_, protocol, event string, n int) {
	c.events.WithLabelValues(c.name, clean(protocol), clean(event)).Add(float64(n))
}

// Malformed counts logs that were not understood.
func (c *Chain) Malformed(_, protocol string) {
	c.malformed.WithLabelValues(c.name, clean(protocol)).Inc()
}

// Evaluated counts evaluated positions.
func (c *Chain) Evaluated(positions int, full bool) {
	c.evaluated.WithLabelValues(c.name, scopes[full]).Add(float64(positions))
}

// Audited counts a comparison with the contract.
func (c *Chain) Audited(protocol string, mismatches []string) {
	c.checks.WithLabelValues(c.name, clean(protocol)).Inc()
	for _, field := range mismatches {
		c.mismatches.WithLabelValues(c.name, clean(protocol), clean(field)).Inc()
	}
}

// Liquidation counts a liquidation and its dollars, as far as they are known.
func (c *Chain) Liquidation(protocol string, l *feed.Liquidation) {
	protocol = clean(protocol)
	market := marketLabel(l.Deployment, l.Market)
	c.liquidations.WithLabelValues(c.name, protocol, market).Inc()
	if usd, ok := dollars(l.CollateralUSD); ok {
		c.seized.WithLabelValues(c.name, protocol, market).Add(usd)
	}
	exemplar := prometheus.Labels{"tx_hash": l.TxHash.Hex()}
	if usd, ok := dollars(l.DebtUSD); ok {
		c.repaid.WithLabelValues(c.name, protocol, market).Add(usd)
		size := c.size.WithLabelValues(c.name, protocol).(prometheus.ExemplarObserver)
		size.ObserveWithExemplar(usd, exemplar)
	}
	if l.LiquidatableFor != nil {
		wait := c.wait.WithLabelValues(c.name, protocol).(prometheus.ExemplarObserver)
		wait.ObserveWithExemplar(float64(*l.LiquidatableFor), exemplar)
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if at := l.Block.Timestamp; at.After(c.last[protocol]) {
		c.last[protocol] = at
		c.lastLiquidation.WithLabelValues(c.name, protocol).Set(float64(at.Unix()))
	}
}

// BadDebt counts the dollars of debt that a contract wrote off, if they are known.
func (c *Chain) BadDebt(protocol, deployment, market string, usd *string) {
	if lost, ok := dollars(usd); ok {
		c.writtenOff.WithLabelValues(c.name, clean(protocol), marketLabel(deployment, market)).Add(lost)
	}
}

// Reorg counts a reorganisation that undid so many blocks.
func (c *Chain) Reorg(depth int) {
	c.reorgs.WithLabelValues(c.name).Inc()
	c.depth.WithLabelValues(c.name).Observe(float64(depth))
}

// dollars reads an amount that is for display from here on.
func dollars(text *string) (float64, bool) {
	if text == nil {
		return 0, false
	}
	usd, err := strconv.ParseFloat(*text, 64)
	return usd, err == nil && usd >= 0
}
