import { type Board, bars, graph, heat, number, protocol, rows } from "./kit.js";

export const liquidations: Board = {
  uid: "brink-liquidations",
  title: "brink / Liquidations",
  says: "Liquidations as the chain recorded them. Who and what of each one is on the feed; Prometheus has the sums.",
  since: "now-24h",
  by: ["chain", "protocol"],
  rows: [
    {
      title: "In the period",
      panels: [
        number("Liquidations", "In the time range of the dashboard.", `sum(increase(brink_liquidations_total{${protocol}}[$__range]))`, { decimals: 0, width: 6 }),
        number("Collateral seized", "At the price of the block.", `sum(increase(brink_liquidated_collateral_usd_total{${protocol}}[$__range]))`, { unit: "currencyUSD", width: 6 }),
        number("Debt repaid", "At the price of the block.", `sum(increase(brink_liquidated_debt_usd_total{${protocol}}[$__range]))`, { unit: "currencyUSD", width: 6 }),
        number("Time since the last", "On any of the chains and protocols chosen.", `time() - max(brink_last_liquidation_timestamp_seconds{${protocol}})`, { unit: "s", width: 6, none: "none seen" }),
      ],
    },
    {
      title: "Over time",
      panels: [
        graph("Liquidations", "In each step of the graph.", [[`sum by (chain, protocol) (increase(brink_liquidations_total{${protocol}}[$__rate_interval]))`, "{{chain}} {{protocol}}"]], { bars: true, stacked: true }),
        graph("Debt repaid", "In each step of the graph.", [[`sum by (chain, protocol) (increase(brink_liquidated_debt_usd_total{${protocol}}[$__rate_interval]))`, "{{chain}} {{protocol}}"]], { unit: "currencyUSD", bars: true, stacked: true }),
        graph("Collateral seized, by the hour", "Over the hour before.", [[`sum by (chain, protocol) (chain_protocol:brink_liquidated_collateral_usd:increase1h{${protocol}})`, "{{chain}} {{protocol}}"]], { unit: "currencyUSD" }),
        graph("What liquidators earned, by the hour", "Collateral seized beyond debt repaid, before gas and slippage.",
          [[`sum by (chain, protocol) (chain_protocol:brink_liquidated_collateral_usd:increase1h{${protocol}} - chain_protocol:brink_liquidated_debt_usd:increase1h{${protocol}})`, "{{chain}} {{protocol}}"]], { unit: "currencyUSD" }),
      ],
    },
    {
      title: "Size",
      panels: [
        heat("Sizes", "Debt repaid in one liquidation. A scrape in OpenMetrics carries the transaction of the newest in each bucket as exemplar.",
          `sum by (le) (increase(brink_liquidation_size_usd_bucket{${protocol}}[$__rate_interval]))`, { unit: "currencyUSD" }),
        graph("Typical and large", "Half, and nine tenths, of the liquidations of the last hour were smaller; within the accuracy of the buckets.", [
          [`histogram_quantile(0.5, sum by (le) (rate(brink_liquidation_size_usd_bucket{${protocol}}[1h])))`, "half"],
          [`histogram_quantile(0.9, sum by (le) (rate(brink_liquidation_size_usd_bucket{${protocol}}[1h])))`, "nine tenths"],
        ], { unit: "currencyUSD" }),
      ],
    },
    {
      title: "Where",
      panels: [
        bars("Debt repaid by market", "In the time range of the dashboard.", `sum by (chain, market) (increase(brink_liquidated_debt_usd_total{${protocol}}[$__range]))`, "{{chain}} {{market}}", { unit: "currencyUSD" }),
        rows("Last liquidation", "Time of the block.", [[`1000 * max by (chain, protocol) (brink_last_liquidation_timestamp_seconds{${protocol}})`, "last"]], { unit: "dateTimeFromNow", width: 12, none: "none seen" }),
      ],
    },
  ],
};
