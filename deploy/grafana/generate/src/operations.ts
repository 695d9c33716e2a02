import { type Board, chain, graph, heat, instance, number, rows, zeroIsGood } from "./kit.js";

const perChain = (expr: string): [string, string][] => [[expr, "{{chain}}"]];

export const operations: Board = {
  uid: "brink-operations",
  title: "brink / Operations",
  says: "Is brink in time, is it right, do its nodes answer, do its messages get through.",
  by: ["chain"],
  rows: [
    {
      title: "In time",
      panels: [
        rows("Blocks", "Newest block as the node knows it, and the newest applied.", [
          [`max by (chain) (brink_head_block_number{${chain},tag="latest"})`, "head"],
          [`max by (chain) (brink_processed_block_number{${chain}})`, "processed"],
          [`max by (chain) (brink_head_block_number{${chain},tag="finalized"})`, "final"],
        ], { width: 8 }),
        graph("Age of the head", "Time since the newest block that the node told of.", perChain(`time() - max by (chain) (brink_head_block_timestamp_seconds{${chain}})`), { unit: "s", width: 8 }),
        graph("Blocks behind the head", "How far processing is behind what the node told of.",
          perChain(`max by (chain) (brink_head_block_number{${chain},tag="latest"}) - max by (chain) (brink_processed_block_number{${chain}})`), { width: 8 }),
        graph("From a block's timestamp until it is told", "Nineteen of twenty blocks were faster.", perChain(`max by (chain) (chain:brink_block_delay_seconds:p95_rate5m{${chain}})`), { unit: "s", width: 8 }),
        graph("Work on a block", "Nineteen of twenty blocks took less: step is the engine and its reads, store is the record.",
          [[`histogram_quantile(0.95, sum by (chain, phase, le) (rate(brink_block_processing_duration_seconds_bucket{${chain}}[$__rate_interval])))`, "{{chain}} {{phase}}"]], { unit: "s", width: 8 }),
        graph("Positions evaluated", "In a second; full is a look at all of a deployment.",
          [[`sum by (chain, scope) (rate(brink_evaluated_positions_total{${chain}}[$__rate_interval]))`, "{{chain}} {{scope}}"]], { width: 8 }),
        graph("Events applied", "Protocol events in a second.", [[`sum by (chain, protocol) (rate(brink_events_total{${chain}}[$__rate_interval]))`, "{{chain}} {{protocol}}"]], { width: 12 }),
        heat("Delay of all blocks", "From a block's timestamp until it is told.", `sum by (le) (increase(brink_block_delay_seconds_bucket{${chain}}[$__rate_interval]))`, { unit: "s" }),
      ],
    },
    {
      title: "Right",
      panels: [
        graph("Checks against the contracts", "Positions compared with the protocol's own view, in a second.", [[`sum by (chain, protocol) (rate(brink_parity_checks_total{${chain}}[$__rate_interval]))`, "{{chain}} {{protocol}}"]], { width: 8 }),
        graph("Disagreements", "Anything but zero is a defect; the positions are unknown until they agree.",
          [[`sum by (chain, protocol, field) (increase(brink_parity_mismatches_total{${chain}}[$__rate_interval]))`, "{{chain}} {{protocol}} {{field}}"]], { width: 8 }),
        graph("Logs that could not be read", "Of tracked contracts; a deployment that sends one is given up.",
          [[`sum by (chain, protocol) (increase(brink_event_decode_failures_total{${chain}}[$__rate_interval]))`, "{{chain}} {{protocol}}"]], { width: 8 }),
        graph("How much is known", "Share of the known positions whose state could be read, of the deployment that knows least.",
          [[`min by (chain, protocol) (brink_completeness_ratio{${chain}})`, "{{chain}} {{protocol}}"]], { unit: "percentunit", max: 1, width: 8 }),
        graph("Answers refused", "Answers of a node that a check showed to be wrong. Compare the node with another.",
          [[`sum by (endpoint, check) (increase(brink_verification_failures_total{${chain}}[$__rate_interval])) or 0 * sum by (endpoint) (rate(brink_rpc_requests_total{${chain}}[$__rate_interval]))`, "{{endpoint}} {{check}}"]], { width: 8, bars: true }),
        graph("Answers believed", "Headers and blocks that could not be verified, in a second.",
          [[`sum by (chain, reason) (rate(brink_verification_skipped_total{${chain}}[$__rate_interval])) or 0 * sum by (chain) (brink_subscription_connected{${chain}})`, "{{chain}} {{reason}}"]], { width: 8 }),
        graph("Reorganisations", "That undid at least one processed block.", perChain(`sum by (chain) (increase(brink_reorgs_total{${chain}}[$__rate_interval]))`), { width: 12, bars: true }),
        graph("Their depth", "Mean number of blocks undone in one, over a day.",
          perChain(`sum by (chain) (increase(brink_reorg_depth_blocks_sum{${chain}}[1d])) / (sum by (chain) (increase(brink_reorg_depth_blocks_count{${chain}}[1d])) > 0)`), { width: 12, none: "none" }),
      ],
    },
    {
      title: "Nodes",
      panels: [
        rows("In use", "1 is the node in use, 0 one in reserve.", [
          [`max by (chain, endpoint) (brink_rpc_endpoint_active{${chain}})`, "in use"],
          [`max by (chain, endpoint) (brink_rpc_endpoint_lag_blocks{${chain}})`, "blocks behind the best"],
          [`max by (chain, endpoint) (chain_endpoint:brink_rpc_request_failures_per_request:ratio_rate5m{${chain}})`, "failing"],
        ], { width: 12 }),
        graph("Requests", "In a second.", [[`sum by (chain, endpoint) (chain_endpoint:brink_rpc_requests:rate5m{${chain}})`, "{{chain}} {{endpoint}}"]]),
        graph("Share that fails", "Over five minutes.", [[`max by (chain, endpoint) (chain_endpoint:brink_rpc_request_failures_per_request:ratio_rate5m{${chain}})`, "{{chain}} {{endpoint}}"]], { unit: "percentunit", width: 8 }),
        graph("Failures by reason", "In a second. The last line is all requests without a failure.",
          [[`sum by (reason) (rate(brink_rpc_request_failures_total{${chain}}[$__rate_interval])) or 0 * sum(rate(brink_rpc_requests_total{${chain}}[$__rate_interval]))`, "{{reason}}"]], { width: 8 }),
        graph("Time of a request", "Nineteen of twenty were faster.",
          [[`histogram_quantile(0.95, sum by (chain, endpoint, le) (rate(brink_rpc_request_duration_seconds_bucket{${chain}}[$__rate_interval])))`, "{{chain}} {{endpoint}}"]], { unit: "s", width: 8 }),
        graph("Asked twice", "Questions put to this node because the one in use took unusually long, in a second.",
          [[`sum by (chain, endpoint) (rate(brink_rpc_hedged_questions_total{${chain}}[$__rate_interval])) or 0 * sum by (chain, endpoint) (rate(brink_rpc_requests_total{${chain}}[$__rate_interval]))`, "{{chain}} {{endpoint}}"]], { width: 8 }),
        graph("New heads by subscription", "1 while a subscription delivers; heads are polled otherwise.", perChain(`max by (chain) (brink_subscription_connected{${chain}})`), { width: 8, max: 1 }),
        graph("Subscriptions that began again", "The node or the network ended them.",
          [[`sum by (chain) (increase(brink_subscription_restarts_total{${chain}}[$__rate_interval])) or 0 * sum by (chain) (brink_subscription_connected{${chain}})`, "{{chain}}"]], { width: 8 }),
      ],
    },
    {
      title: "Prices",
      panels: [
        graph("Age of the price feeds, in heartbeats", "Above 1 a feed is late.",
          [[`(time() - max by (chain, feed) (brink_oracle_last_update_timestamp_seconds{${chain}})) / max by (chain, feed) (brink_oracle_heartbeat_seconds{${chain}})`, "{{chain}} {{feed}}"]], { width: 24, steps: [[null, "green"], [1.2, "red"]] }),
      ],
    },
    {
      title: "Readers and messages",
      panels: [
        graph("Clients of the feed", "Connected now.", [[`sum by (transport) (brink_feed_clients{${instance}})`, "{{transport}}"]], { width: 8 }),
        graph("Entries sent", "In a second.", [[`sum by (transport) (rate(brink_feed_events_sent_total{${instance}}[$__rate_interval]))`, "{{transport}}"]], { width: 8 }),
        graph("Clients disconnected by us", "By reason.", [[`sum by (transport, reason) (increase(brink_feed_clients_dropped_total{${instance}}[$__rate_interval]))`, "{{transport}} {{reason}}"]], { width: 8 }),
        graph("Notifications", "Attempts in each step of the graph.", [[`sum by (channel, severity) (increase(brink_notifications_total{${instance}}[$__rate_interval]))`, "{{channel}} {{severity}}"]], { width: 8, bars: true, stacked: true }),
        graph("Notifications that failed", "Attempts in each step of the graph.",
          [[`sum by (channel) (increase(brink_notification_failures_total{${instance}}[$__rate_interval])) or 0 * sum by (channel) (brink_notification_queue_length{${instance}})`, "{{channel}}"]], { width: 8, bars: true }),
        graph("Held back", "By deduplication, cool-down, quiet hours or a rate limit.",
          [[`sum by (channel, reason) (increase(brink_notifications_suppressed_total{${instance}}[$__rate_interval])) or 0 * sum by (channel) (brink_notification_queue_length{${instance}})`, "{{channel}} {{reason}}"]], { width: 8, bars: true, stacked: true }),
        graph("Waiting notifications", "For delivery.", [[`sum by (channel) (brink_notification_queue_length{${instance}})`, "{{channel}}"]]),
        graph("Time since a notification got through", "By channel.", [[`time() - max by (channel) (brink_notification_last_success_timestamp_seconds{${instance}})`, "{{channel}}"]], { unit: "s" }),
      ],
    },
    {
      title: "Process",
      panels: [
        number("Configuration", "1: what is in the file is what runs. 0: the file was changed and is not valid.",
          `min(brink_config_last_reload_successful{${instance}})`, { steps: [[null, "red"], [1, "green"]] }),
        number("Loaded", "When the configuration was read last.", `1000 * max(brink_config_last_reload_success_timestamp_seconds{${instance}})`, { unit: "dateTimeFromNow" }),
        number("Series", "Of brink's own. Thousands are much.", `count({__name__=~"brink_.+",${instance}})`),
        number("Scrapes that failed", "Metrics that could not be gathered.", `sum(increase(promhttp_metric_handler_errors_total{${instance}}[$__range]))`, { steps: zeroIsGood, decimals: 0 }),
        graph("Memory", "Resident, and the part that the Go heap uses.", [
          [`process_resident_memory_bytes{${instance},job="brink"}`, "{{instance}} resident"],
          [`go_memstats_heap_inuse_bytes{${instance},job="brink"}`, "{{instance}} heap"],
        ], { unit: "bytes", width: 8 }),
        graph("Processor", "Cores in use.", [[`rate(process_cpu_seconds_total{${instance},job="brink"}[$__rate_interval])`, "{{instance}}"]], { width: 8 }),
        graph("Goroutines", "A number that only grows is a leak.", [[`go_goroutines{${instance},job="brink"}`, "{{instance}}"]], { width: 8 }),
      ],
    },
  ],
};
