package metrics

import "brink/feed"

// NATS is told how the copy of the feed gets on. It implements
// jetstream.Observer.
type NATS struct{ *vectors }

// NewNATS begins the metrics of the copy.
func NewNATS(m *Metrics) *NATS {
	n := &NATS{&m.vectors}
	n.Connected(false)
	n.natsEntries.WithLabelValues()
	n.natsFailures.WithLabelValues()
	return n
}

// Connected notes whether NATS takes entries.
func (n *NATS) Connected(is bool) {
	value := 0.0
	if is {
		value = 1
	}
	n.natsConnected.WithLabelValues().Set(value)
}

// Published counts entries that were taken.
func (n *NATS) Published(count int, _ feed.Cursor) {
	n.natsEntries.WithLabelValues().Add(float64(count))
}

// Failed counts that the copy broke off.
func (n *NATS) Failed() { n.natsFailures.WithLabelValues().Inc() }
