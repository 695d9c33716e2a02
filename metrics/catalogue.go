package metrics

import (
	"slices"

	"github.com/prometheus/client_golang/prometheus"
)

// Kind is the type of a metric.
type Kind string

// The kinds.
const (
	Gauge     Kind = "gauge"
	Counter   Kind = "counter"
	Histogram Kind = "histogram"
)

// Family is one metric of the catalogue.
type Family struct {
	Name   string
	Kind   Kind
	Labels []string
	Help   string
	// Buckets are a histogram's classic ones; every histogram is native as well.
	Buckets []float64
}

var (
	byMarket   = []string{"chain", "protocol", "market"}
	byBand     = []string{"chain", "protocol", "market", "band"}
	byShock    = []string{"chain", "protocol", "market", "shock"}
	byName     = []string{"chain", "protocol", "market", "name"}
	byProtocol = []string{"chain", "protocol"}
	byChain    = []string{"chain"}
	byFeed     = []string{"chain", "feed"}
	byRequest  = []string{"chain", "endpoint", "method"}
	byEndpoint = []string{"chain", "endpoint"}
)

var (
	dollarBuckets  = []float64{100, 1e3, 1e4, 1e5, 1e6, 1e7}
	depthBuckets   = []float64{1, 2, 3, 5, 8, 16, 32, 64}
	delayBuckets   = []float64{0.25, 0.5, 1, 2, 4, 8, 12, 16, 24, 36, 60}
	requestBuckets = []float64{0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15}
	waitBuckets    = []float64{0, 2, 12, 24, 60, 300, 900, 3600, 14400, 86400}
	phaseBuckets   = []float64{0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 15}
)

var catalogue = []Family{
	{"brink_build_info", Gauge, []string{"version", "revision", "branch", "goversion", "goos", "goarch", "tags"},
		"A metric with a constant '1' value labeled by version, revision, branch, goversion from which brink was built, and the goos and goarch for the build.", nil},

	{"brink_config_last_reload_successful", Gauge, nil, "1 if the configuration that was read last is in effect, 0 if it is not valid and the one before is.", nil},
	{"brink_leases_lost_total", Counter, nil, "Times that this process began anew because a shared store didn't answer, or another process had gone on.", nil},
	{"brink_config_last_reload_success_timestamp_seconds", Gauge, nil, "Time at which the configuration in effect was read.", nil},

	{"brink_positions", Gauge, byBand, "Open borrow positions by health-factor band (bands are disjoint, so sum() is the total). Positions without debt, and those that can't be told, are not counted.", nil},
	{"brink_positions_debt_usd", Gauge, byBand, "Debt in US dollars of open positions by health-factor band, at protocol oracle prices. Absent where the protocol's unit has no dollar price.", nil},
	{"brink_positions_collateral_usd", Gauge, byBand, "Collateral in US dollars of open positions by health-factor band, at protocol oracle prices. Absent where the protocol's unit has no dollar price.", nil},
	{"brink_unknown_positions", Gauge, byMarket, "Positions whose health can't be told now: a price is missing, or their state was not read or is distrusted.", nil},
	{"brink_bad_debt_usd", Gauge, byMarket, "Debt in US dollars not covered by collateral now, at protocol oracle prices. Absent where the protocol's unit has no dollar price.", nil},

	{"brink_oracle_last_update_timestamp_seconds", Gauge, byFeed, "Time of the last on-chain update of a tracked price feed, named by the symbol of what it prices; #2 and so on are further feeds of that symbol. Absent where a protocol's oracle doesn't tell which feed it asks, or the feed not when it was updated, and for feeds beyond the first 1,000 of a chain.", nil},
	{"brink_oracle_heartbeat_seconds", Gauge, byFeed, "Configured maximum time between updates of a tracked price feed. Absent where none is configured.", nil},
	{"brink_collateral_at_risk_usd", Gauge, byShock, "Collateral in US dollars, at the lower prices, of positions that would be liquidatable if every price but those of stable assets fell by the ratio in shock. Cumulative over shock: never sum over it. Absent where the chain's configuration says of no asset that it is stable, or dollars aren't known.", nil},
	{"brink_debt_at_risk_usd", Gauge, byShock, "Debt in US dollars of positions that would be liquidatable after the price shock. Cumulative over shock. Absent likewise.", nil},
	{"brink_shock_bad_debt_usd", Gauge, byShock, "Debt in US dollars not covered by collateral after the price shock. Cumulative over shock. Absent likewise.", nil},
	{"brink_watched_position_health_factor", Gauge, byName, "Health factor of positions of the configured accounts (capped). Absent when the position has no debt or can't be told.", nil},
	{"brink_watched_position_price_drop_to_liquidation_ratio", Gauge, byName, "Uniform collateral price drop, 0 to 1, that would make the watched position liquidatable, all other prices as they are; 0 when it is now. Absent when no drop does, without debt, or when it can't be told.", nil},
	{"brink_watched_positions_over_limit", Gauge, nil, "Positions of the configured accounts without own series because metrics.watched_limit is reached.", nil},

	{"brink_liquidations_total", Counter, byMarket, "Liquidations seen in canonical blocks. One that a reorganisation takes back stays counted.", nil},
	{"brink_liquidated_collateral_usd_total", Counter, byMarket, "Collateral seized in liquidations, in US dollars at the block's oracle price, where it is known.", nil},
	{"brink_liquidated_debt_usd_total", Counter, byMarket, "Debt repaid in liquidations, in US dollars at the block's oracle price, where it is known.", nil},
	{"brink_liquidation_size_usd", Histogram, byProtocol, "Debt repaid per liquidation in US dollars, where it is known. Exemplar: transaction hash.", dollarBuckets},
	{"brink_liquidation_delay_seconds", Histogram, byProtocol, "Time from the first block in which the position was liquidatable, and has been since, to that of its liquidation; 0 within one block. Not counted where that first block isn't known: after the start, or a gap in the watch. Exemplar: transaction hash.", waitBuckets},
	{"brink_bad_debt_realized_usd_total", Counter, byMarket, "Debt in US dollars that protocols wrote off as lost in on-chain events, at the block's oracle price, where it is known. What a reorganisation takes back stays counted.", nil},
	{"brink_last_liquidation_timestamp_seconds", Gauge, byProtocol, "Block timestamp of the last liquidation. Absent before the first.", nil},

	{"brink_chain_state", Gauge, []string{"chain", "state"}, "1 for the state that the chain is in, 0 for the others.", nil},
	{"brink_chain_owned", Gauge, byChain, "1 while this process is the one that watches the chain, 0 while another one may.", nil},
	{"brink_completeness_ratio", Gauge, byProtocol, "Share of known positions of the chain's deployment of the protocol that knows least; 0 where it can't be told.", nil},
	{"brink_head_block_number", Gauge, []string{"chain", "tag"}, "Newest block number reported by the active endpoint, by block tag.", nil},
	{"brink_head_block_timestamp_seconds", Gauge, byChain, "Timestamp of the newest block reported by the active endpoint.", nil},
	{"brink_processed_block_number", Gauge, byChain, "Newest block whose events are applied.", nil},
	{"brink_processed_block_timestamp_seconds", Gauge, byChain, "Timestamp of the newest block whose events are applied.", nil},
	{"brink_backfill_remaining_blocks", Gauge, byChain, "Blocks between the newest one whose events are applied and the head while a chain is catching up, else 0. Absent before the head is known.", nil},
	{"brink_block_delay_seconds", Histogram, byChain, "Time from block timestamp to the end of its processing, for blocks at the head.", delayBuckets},
	{"brink_block_processing_duration_seconds", Histogram, []string{"chain", "phase"}, "Time to process one block, by phase.", phaseBuckets},
	{"brink_evaluated_positions_total", Counter, []string{"chain", "scope"}, "Positions evaluated: all of a deployment (full), or those that a block touched, that its prices may have brought near liquidation, and those there that may stand otherwise than was said (near).", nil},
	{"brink_store_failures_total", Counter, byChain, "Times that what there was to say could not be stored, and the chain stood still until it could.", nil},
	{"brink_snapshot_failures_total", Counter, byChain, "Snapshots that could not be saved: until one is, a restart takes longer.", nil},
	{"brink_reorgs_total", Counter, byChain, "Chain reorganisations that undid at least one processed block.", nil},
	{"brink_reorg_depth_blocks", Histogram, byChain, "Processed blocks undone per reorganisation.", depthBuckets},
	{"brink_events_total", Counter, []string{"chain", "protocol", "event"}, "Protocol events applied.", nil},
	{"brink_event_decode_failures_total", Counter, byProtocol, "Logs of a tracked contract and topic that could not be decoded.", nil},

	{"brink_parity_checks_total", Counter, byProtocol, "Positions recomputed against the protocol's own view function.", nil},
	{"brink_parity_mismatches_total", Counter, []string{"chain", "protocol", "field"}, "Parity checks in which the field differed.", nil},

	{"brink_rpc_requests_total", Counter, byRequest, "JSON-RPC requests sent; endpoint is the configured name, never a URL.", nil},
	{"brink_rpc_request_failures_total", Counter, []string{"chain", "endpoint", "method", "reason"}, "JSON-RPC requests that failed. Absent before the first of its kind.", nil},
	{"brink_rpc_request_duration_seconds", Histogram, byRequest, "JSON-RPC request latency.", requestBuckets},
	{"brink_rpc_endpoint_active", Gauge, byEndpoint, "1 for the endpoint in use, 0 for standby.", nil},
	{"brink_rpc_endpoint_lag_blocks", Gauge, byEndpoint, "Blocks this endpoint is behind the best endpoint of its chain. Absent before its head is known.", nil},
	{"brink_rpc_hedged_questions_total", Counter, byEndpoint, "Questions put to this endpoint because the one in use took unusually long.", nil},
	{"brink_verification_failures_total", Counter, []string{"chain", "endpoint", "check"}, "Answers that were refused because a check showed them to be wrong.", nil},
	{"brink_verification_skipped_total", Counter, []string{"chain", "reason"}, "Headers and blocks that were believed because they could not be verified.", nil},
	{"brink_subscription_connected", Gauge, byChain, "1 while a new-heads subscription delivers.", nil},
	{"brink_subscription_restarts_total", Counter, []string{"chain", "reason"}, "Subscription restarts, by why the one before ended.", nil},

	{"brink_notifications_total", Counter, []string{"channel", "severity"}, "Notifications attempted.", nil},
	{"brink_notification_failures_total", Counter, []string{"channel", "reason"}, "Notification attempts that failed, and messages given up because they had expired.", nil},
	{"brink_notifications_suppressed_total", Counter, []string{"channel", "reason"}, "Alerts that a channel wasn't given: told not long ago, acknowledged, snoozed, more than fit, or the channel is disabled.", nil},
	{"brink_notification_queue_length", Gauge, []string{"channel"}, "Notifications waiting for delivery.", nil},
	{"brink_notification_last_success_timestamp_seconds", Gauge, []string{"channel"}, "Time of the last notification that a channel accepted. Absent before the first since the start.", nil},

	{"brink_nats_connected", Gauge, nil, "1 while NATS takes the feed's entries. Absent where none is configured.", nil},
	{"brink_nats_entries_total", Counter, nil, "Entries of the feed that NATS has taken since the start.", nil},
	{"brink_nats_failures_total", Counter, nil, "Times that copying the feed to NATS broke off.", nil},

	{"brink_feed_clients", Gauge, []string{"transport"}, "Connected feed clients.", nil},
	{"brink_feed_events_sent_total", Counter, []string{"transport"}, "Feed events written to clients.", nil},
	{"brink_feed_clients_dropped_total", Counter, []string{"transport", "reason"}, "Feed clients disconnected by the server.", nil},
}

// Catalogue is every metric of brink's own, in the order of the documentation.
// Those of the feed's clients are registered by who serves them.
func Catalogue() []Family { return slices.Clone(catalogue) }

// family finds a metric; asking for one that isn't in the catalogue is a
// mistake of the program.
func family(name string) Family {
	i := slices.IndexFunc(catalogue, func(f Family) bool { return f.Name == name })
	if i < 0 {
		panic("metrics: no " + name + " in the catalogue")
	}
	return catalogue[i]
}

func desc(name string) *prometheus.Desc {
	f := family(name)
	return prometheus.NewDesc(f.Name, f.Help, f.Labels, nil)
}
