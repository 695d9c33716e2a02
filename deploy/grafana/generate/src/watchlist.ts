import { type Board, chain, graph, number, rows, type Steps } from "./kit.js";

const mine = `${chain},name=~"$name"`;
const factor: Steps = [[null, "red"], [1.05, "orange"], [1.25, "yellow"], [1.5, "green"]];

export const watchlist: Board = {
  uid: "brink-watch-list",
  title: "brink / Watch list",
  says: "The accounts named in the configuration. One without debt has no health factor, and no line here.",
  since: "now-24h",
  by: ["chain", "name"],
  rows: [
    {
      title: "Now",
      panels: [
        number("Lowest health factor", "Of all accounts chosen. Below 1 anybody may liquidate.", `min(brink_watched_position_health_factor{${mine}})`,
          { steps: factor, decimals: 4, width: 6, none: "no debt" }),
        number("Smallest fall to liquidation", "Smallest fall of all collateral prices together at which one of the accounts can be liquidated.",
          `min(brink_watched_position_price_drop_to_liquidation_ratio{${mine}})`, { unit: "percentunit", decimals: 2, width: 6, steps: [[null, "red"], [0.05, "orange"], [0.2, "green"]], none: "no debt" }),
        number("Accounts with debt", "Accounts that have a position with debt.", `count(count by (name) (brink_watched_position_health_factor{${mine}}))`, { width: 6, none: "0" }),
        number("Left out", "Positions without a line of their own because there are more than metrics.watched_limit.",
          `sum(brink_watched_positions_over_limit{instance=~"$instance"})`, { width: 6, steps: [[null, "green"], [1, "orange"]] }),
      ],
    },
    {
      title: "Over time",
      panels: [
        graph("Health factor", "Liquidation begins below 1.", [[`min by (name, chain, market) (brink_watched_position_health_factor{${mine}})`, "{{name}} {{chain}} {{market}}"]], { width: 24, height: 10, steps: [[null, "transparent"], [1, "red"], [1.05, "orange"]] }),
        graph("Fall to liquidation", "By how much all collateral prices together may fall.", [[`min by (name, chain, market) (brink_watched_position_price_drop_to_liquidation_ratio{${mine}})`, "{{name}} {{chain}} {{market}}"]], { unit: "percentunit", width: 24 }),
      ],
    },
    {
      title: "Positions",
      panels: [
        rows("Positions", "At the block processed last, the worst first.", [[`sort(min by (name, chain, protocol, market) (brink_watched_position_health_factor{${mine}}))`, "health factor"]], { steps: factor, none: "no debt" }),
      ],
    },
  ],
};
