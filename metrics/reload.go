package metrics

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// Reloads tells whether the configuration in effect is the one that was read
// last, and how often the process began anew without being asked. It outlives the
// Metrics that show it.
type Reloads struct {
	successful, at prometheus.Gauge
	lost           prometheus.Counter
}

// NewReloads begins before the first configuration was read.
func NewReloads() *Reloads {
	lost := family("brink_leases_lost_total")
	return &Reloads{gauge("brink_config_last_reload_successful"), gauge("brink_config_last_reload_success_timestamp_seconds"),
		prometheus.NewCounter(prometheus.CounterOpts{Name: lost.Name, Help: lost.Help})}
}

func gauge(name string) prometheus.Gauge {
	f := family(name)
	return prometheus.NewGauge(prometheus.GaugeOpts{Name: f.Name, Help: f.Help})
}

// Succeeded notes that a configuration is in effect.
func (r *Reloads) Succeeded(at time.Time) {
	r.successful.Set(1)
	r.at.Set(float64(at.Unix()))
}

// Failed notes that one was read that can't be.
func (r *Reloads) Failed() { r.successful.Set(0) }

// Lost notes that leases are another process's, or may be.
func (r *Reloads) Lost() { r.lost.Inc() }
