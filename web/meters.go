package web

import "github.com/prometheus/client_golang/prometheus"

// meters count the feed's clients.
type meters struct{ sse, ws transport }

// transport counts the clients that come one way.
type transport struct {
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
	of := func(name string) transport {
		t := transport{clients.WithLabelValues(name), sent.WithLabelValues(name),
			drops.MustCurryWith(prometheus.Labels{"transport": name})}
		for _, reason := range []string{"slow", "full", "closing", "failed"} {
			t.drops.WithLabelValues(reason)
		}
		return t
	}
	return meters{sse: of("sse"), ws: of("ws")}
}

func (t *transport) dropped(reason string) { t.drops.WithLabelValues(reason).Inc() }
