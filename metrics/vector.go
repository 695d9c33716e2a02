package metrics

import (
	"time"

	"github.com/prometheus/client_golang/prometheus"
)

// vectors are the metrics that are told when something happens.
type vectors struct {
	liquidations, seized, repaid *prometheus.CounterVec
	writtenOff                   *prometheus.CounterVec
	size, wait                   *prometheus.HistogramVec
	lastLiquidation              *prometheus.GaugeVec

	delay, phases, depth                                    *prometheus.HistogramVec
	evaluated, reorgs, events, malformed, unstored, unsaved *prometheus.CounterVec
	checks, mismatches                                      *prometheus.CounterVec
	requests, failures, restarts                            *prometheus.CounterVec
	distrusted, unverified, hedges                          *prometheus.CounterVec
	latency                                                 *prometheus.HistogramVec
	endpointActive, endpointLag, subscription               *prometheus.GaugeVec
	owned                                                   *prometheus.GaugeVec

	notifications, notificationFailures, suppressed *prometheus.CounterVec
	queue, lastSuccess                              *prometheus.GaugeVec

	natsConnected             *prometheus.GaugeVec
	natsEntries, natsFailures *prometheus.CounterVec
}

func newVectors(r prometheus.Registerer) vectors {
	b := builder{r}
	return vectors{
		liquidations:    b.counter("brink_liquidations_total"),
		seized:          b.counter("brink_liquidated_collateral_usd_total"),
		repaid:          b.counter("brink_liquidated_debt_usd_total"),
		writtenOff:      b.counter("brink_bad_debt_realized_usd_total"),
		size:            b.histogram("brink_liquidation_size_usd"),
		wait:            b.histogram("brink_liquidation_delay_seconds"),
		lastLiquidation: b.gauge("brink_last_liquidation_timestamp_seconds"),

		delay:      b.histogram("brink_block_delay_seconds"),
		phases:     b.histogram("brink_block_processing_duration_seconds"),
		depth:      b.histogram("brink_reorg_depth_blocks"),
		evaluated:  b.counter("brink_evaluated_positions_total"),
		unstored:   b.counter("brink_store_failures_total"),
		unsaved:    b.counter("brink_snapshot_failures_total"),
		owned:      b.gauge("brink_chain_owned"),
		reorgs:     b.counter("brink_reorgs_total"),
		events:     b.counter("brink_events_total"),
		malformed:  b.counter("brink_event_decode_failures_total"),
		checks:     b.counter("brink_parity_checks_total"),
		mismatches: b.counter("brink_parity_mismatches_total"),

		requests:       b.counter("brink_rpc_requests_total"),
		failures:       b.counter("brink_rpc_request_failures_total"),
		restarts:       b.counter("brink_subscription_restarts_total"),
		latency:        b.histogram("brink_rpc_request_duration_seconds"),
		endpointActive: b.gauge("brink_rpc_endpoint_active"),
		endpointLag:    b.gauge("brink_rpc_endpoint_lag_blocks"),
		subscription:   b.gauge("brink_subscription_connected"),
		distrusted:     b.counter("brink_verification_failures_total"),
		unverified:     b.counter("brink_verification_skipped_total"),
		hedges:         b.counter("brink_rpc_hedged_questions_total"),

		notifications:        b.counter("brink_notifications_total"),
		notificationFailures: b.counter("brink_notification_failures_total"),
		suppressed:           b.counter("brink_notifications_suppressed_total"),
		queue:                b.gauge("brink_notification_queue_length"),
		lastSuccess:          b.gauge("brink_notification_last_success_timestamp_seconds"),

		natsConnected: b.gauge("brink_nats_connected"),
		natsEntries:   b.counter("brink_nats_entries_total"),
		natsFailures:  b.counter("brink_nats_failures_total"),
	}
}

// builder registers metrics as the catalogue describes them.
type builder struct{ prometheus.Registerer }

func (b builder) counter(name string) *prometheus.CounterVec {
	f := family(name)
	v := prometheus.NewCounterVec(prometheus.CounterOpts{Name: f.Name, Help: f.Help}, f.Labels)
	b.MustRegister(v)
	return v
}

func (b builder) gauge(name string) *prometheus.GaugeVec {
	f := family(name)
	v := prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: f.Name, Help: f.Help}, f.Labels)
	b.MustRegister(v)
	return v
}

// histogram has classic buckets, which must be named lest the native ones
// replace them.
func (b builder) histogram(name string) *prometheus.HistogramVec {
	f := family(name)
	v := prometheus.NewHistogramVec(prometheus.HistogramOpts{
		Name: f.Name, Help: f.Help, Buckets: f.Buckets,
		NativeHistogramBucketFactor: 1.1, NativeHistogramMaxBucketNumber: 100, NativeHistogramMinResetDuration: time.Hour,
	}, f.Labels)
	b.MustRegister(v)
	return v
}
