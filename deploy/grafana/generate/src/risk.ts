import { bands, type Board, chain, graph, number, protocol, rows } from "./kit.js";

// The lowest bands in the colours of warning; the others are left to Grafana.
const byBand = (metric: string): [string, string][] =>
  bands.map((band) => [`sum(${metric}{${protocol},band="${band}"})`, band]);

const byShock = (metric: string): [string, string][] =>
  [[`sum by (shock) (${metric}{${protocol}})`, "prices fall by {{shock}}"]];

export const risk: Board = {
  uid: "brink-risk",
  title: "brink / Risk",
  says: "What would be liquidated, and where.",
  since: "now-24h",
  by: ["chain", "protocol"],
  rows: [
    {
      title: "If prices fell",
      panels: [
        graph("Collateral at risk", "Collateral of positions that could be liquidated if every price but those of stable coins fell by so much. A larger fall includes the smaller: never add them up.",
          byShock("brink_collateral_at_risk_usd"), { unit: "currencyUSD", width: 8 }),
        graph("Debt at risk", "Debt of the same positions.", byShock("brink_debt_at_risk_usd"), { unit: "currencyUSD", width: 8 }),
        graph("Bad debt then", "Debt that their collateral would not cover.", byShock("brink_shock_bad_debt_usd"), { unit: "currencyUSD", width: 8 }),
      ],
    },
    {
      title: "By health factor",
      panels: [
        graph("Debt", "Debt by band of the health factor; liquidation begins below 1.", byBand("brink_positions_debt_usd"), { unit: "currencyUSD", stacked: true }),
        graph("Collateral", "Collateral by band of the health factor.", byBand("brink_positions_collateral_usd"), { unit: "currencyUSD", stacked: true }),
        graph("Positions", "Positions by band of the health factor.", byBand("brink_positions"), { stacked: true }),
        graph("Share of the debt below 1.1", "Of each protocol's whole debt.",
          [[`sum by (chain, protocol) (brink_positions_debt_usd{${protocol},band=~"0-1|1-1.05|1.05-1.1"}) / (sum by (chain, protocol) (chain_protocol:brink_positions_debt_usd:sum{${protocol}}) > 0)`, "{{chain}} {{protocol}}"]],
          { unit: "percentunit" }),
      ],
    },
    {
      title: "Losses",
      panels: [
        graph("Bad debt", "Debt that collateral doesn't cover now.",
          [[`sum by (chain, protocol, market) (brink_bad_debt_usd{${protocol}})`, "{{chain}} {{market}}"]], { unit: "currencyUSD" }),
        graph("Unknown positions", "They are in no other number of this page.",
          [[`sum by (chain, protocol, market) (brink_unknown_positions{${protocol}})`, "{{chain}} {{market}}"]]),
      ],
    },
    {
      title: "Markets",
      panels: [
        rows("Markets", "At the block processed last.", [
          [`sum by (chain, protocol, market) (brink_positions{${protocol}})`, "positions"],
          [`sum by (chain, protocol, market) (brink_positions_collateral_usd{${protocol}})`, "collateral $"],
          [`sum by (chain, protocol, market) (brink_positions_debt_usd{${protocol}})`, "debt $"],
          [`sum by (chain, protocol, market) (brink_positions_debt_usd{${protocol},band=~"0-1|1-1.05|1.05-1.1"})`, "debt below 1.1 $"],
          [`sum by (chain, protocol, market) (brink_bad_debt_usd{${protocol}})`, "bad debt $"],
        ]),
      ],
    },
    {
      title: "Prices",
      panels: [
        graph("Age of the price feeds", "Time since each feed's last update. Protocols liquidate at this price, however old.",
          [[`time() - max by (chain, feed) (brink_oracle_last_update_timestamp_seconds{${chain}})`, "{{chain}} {{feed}}"]], { unit: "s", width: 18 }),
        number("Late feeds", "Feeds that are silent for longer than their heartbeat.",
          `count(time() - brink_oracle_last_update_timestamp_seconds{${chain}} > brink_oracle_heartbeat_seconds{${chain}}) or vector(0)`,
          { width: 6, height: 8, steps: [[null, "green"], [1, "orange"]] }),
      ],
    },
  ],
};
