package web

import "github.com/prometheus/client_golang/prometheus"

// meters count the feed's clients.
type meters struct {
	clients prometheus.Gauge
	sent    prometheus.Counter
	drops   *prometheus.CounterVec
}

func newMeters(r prometheus.Registerer) meters {
	clients := prometheus.NewGaugeVec(prometheus.GaugeOpts{
		Name: "brink_feed_clients", Help: "Connected feed clients.",
	}, []string{"transport"})
	sent := prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "brink_feed_events_sent_total", Help: "Feed events written to clients.",
	}, []string{"transport"})
	drops := prometheus.NewCounterVec(prometheus.CounterOpts{
		Name: "brink_feed_clients_dropped_total", Help: "Feed clients disconnected by the server.",
	}, []string{"transport", "reason"})
	if r != nil {
		r.MustRegister(clients, sent, drops)
	}
	for _, reason := range []string{"slow", "full", "closing", "failed"} {
		drops.WithLabelValues("sse", reason)
	}
	return meters{clients.WithLabelValues("sse"), sent.WithLabelValues("sse"), drops}
}

func (m *meters) dropped(reason string) { m.drops.WithLabelValues("sse", reason).Inc() }
