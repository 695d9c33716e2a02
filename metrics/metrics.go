package metrics

import (
	"net/http"
	"runtime/debug"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/collectors/version"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

// Options are what the metrics are bounded by.
type Options struct {
	// Bands name the bands of the health factor, from the worst to the best.
	Bands []string
	// WatchedLimit is the most positions of named accounts with series of their own.
	WatchedLimit int
	// Reloads tells of the configuration; nil: nothing is told.
	Reloads *Reloads
}

// Metrics are all of one program's metrics.
type Metrics struct {
	options  Options
	registry *prometheus.Registry
	handler  http.Handler
	vectors
}

// New registers the program's metrics. The registry must be empty.
func New(registry *prometheus.Registry, options Options) *Metrics {
	registry.MustRegister(buildInfo(), collectors.NewGoCollector(),
		collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	if options.Reloads != nil {
		registry.MustRegister(options.Reloads.successful, options.Reloads.at, options.Reloads.lost)
	}
	m := &Metrics{options: options, registry: registry, vectors: newVectors(registry)}
	m.handler = promhttp.InstrumentMetricHandler(registry, promhttp.HandlerFor(registry, promhttp.HandlerOpts{
		// One metric that went wrong must not hide the others.
		ErrorHandling: promhttp.ContinueOnError, Registry: registry,
		MaxRequestsInFlight: 8, EnableOpenMetrics: true,
	}))
	return m
}

// Handler answers scrapes, in OpenMetrics with exemplars for who asks for it.
func (m *Metrics) Handler() http.Handler { return m.handler }

// Registerer takes metrics of the catalogue that others count.
func (m *Metrics) Registerer() prometheus.Registerer { return m.registry }

// Watch makes every scrape ask source what is known now. It can be called once.
func (m *Metrics) Watch(source Source) { m.registry.MustRegister(newCollector(source, m.options)) }

// buildInfo tells the version that the go command found, as "brink version" does.
func buildInfo() prometheus.Collector {
	labels := prometheus.Labels{}
	if info, ok := debug.ReadBuildInfo(); ok {
		labels["version"] = info.Main.Version
	}
	return version.NewCollector("brink", version.WithExtraConstLabels(labels))
}
