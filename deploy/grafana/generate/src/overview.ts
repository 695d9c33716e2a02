import { bands, bars, type Board, chain, graph, instance, number, protocol, rows, zeroIsGood } from "./kit.js";

export const overview: Board = {
  uid: "brink-overview",
  title: "brink / Overview",
  says: "How much is watched, how much of it is close to liquidation, and what happened.",
  by: ["chain", "protocol"],
  rows: [
    {
      title: "Now",
      panels: [
        number("Collateral", "Of all positions with debt, at the protocols' own oracle prices.",
          `sum(chain_protocol:brink_positions_collateral_usd:sum{${protocol}})`, { unit: "currencyUSD" }),
        number("Debt", "Of all positions, at the protocols' own oracle prices.",
          `sum(chain_protocol:brink_positions_debt_usd:sum{${protocol}})`, { unit: "currencyUSD" }),
        number("Positions", "With debt, and of known health.", `sum(chain_protocol:brink_positions:sum{${protocol}})`),
        number("Liquidatable", "Positions with a health factor below 1, at this moment.",
          `sum(brink_positions{${protocol},band="0-1"})`, { steps: zeroIsGood }),
        number("Unknown", "Positions of which nobody can say the health: a price is missing or their state is in doubt. They are in no other number.",
          `sum(brink_unknown_positions{${protocol}})`, { steps: [[null, "green"], [1, "orange"]] }),
        number("Bad debt", "Debt beyond what the collateral is worth.", `sum(brink_bad_debt_usd{${protocol}})`,
          { unit: "currencyUSD", steps: [[null, "green"], [1000, "red"]] }),
      ],
    },
    {
      title: "How near",
      panels: [
        bars("Debt by health factor", "Liquidation begins below 1.", `sum by (band) (brink_positions_debt_usd{${protocol}})`, "{{band}}", { unit: "currencyUSD" }),
        graph("Debt below 1.1", "Debt of the positions in the three lowest bands.",
          bands.slice(0, 3).map((band) => [`sum(brink_positions_debt_usd{${protocol},band="${band}"})`, band]),
          { unit: "currencyUSD", stacked: true }),
      ],
    },
    {
      title: "What happened",
      panels: [
        number("Liquidations in the period", "In the time range of the dashboard; those that a reorganisation took back stay counted.",
          `sum(increase(brink_liquidations_total{${protocol}}[$__range]))`, { decimals: 0 }),
        number("Debt repaid in the period", "By liquidators, at the price of the block.",
          `sum(increase(brink_liquidated_debt_usd_total{${protocol}}[$__range]))`, { unit: "currencyUSD" }),
        graph("Liquidations an hour", "Over the hour before.",
          [[`sum by (chain, protocol) (chain_protocol:brink_liquidations:increase1h{${protocol}})`, "{{chain}} {{protocol}}"]], { width: 16, stacked: true }),
      ],
    },
    {
      title: "Can it be trusted",
      panels: [
        rows("Chains", "State of each chain. Only what is live is current.",
          [[`max by (chain, state) (brink_chain_state{${chain}} == 1)`, "is"]], { width: 8 }),
        graph("Age of what is shown", "Time since the block that the numbers are of.",
          [[`time() - max by (chain) (brink_processed_block_timestamp_seconds{${chain}})`, "{{chain}}"]], { unit: "s", width: 8 }),
        graph("Disagreements with the contracts", "A sample of positions is compared with the protocol's own view all the time. Anything but zero is a defect.",
          [[`sum by (chain, protocol) (increase(brink_parity_mismatches_total{${protocol}}[$__rate_interval]))`, "{{chain}} {{protocol}}"]], { width: 8 }),
        rows("Alerts", "Those that fire now.", [[`ALERTS{alertstate="firing",severity!="none"} or on () vector(0)`, "firing"]], { height: 6, width: 16 }),
        rows("Versions", "What runs where.", [[`max by (instance, version, revision) (brink_build_info{${instance}})`, "is"]], { height: 6, width: 8 }),
      ],
    },
  ],
};
