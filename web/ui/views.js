import { el, rows } from "./dom.js";
import { age, cut, dollars, moment, price, short } from "./format.js";

const states = {
  healthy: "✓ healthy", near: "▲ near", liquidatable: "⬤ liquidatable", bad_debt: "✖ bad debt", unknown: "? unknown",
  live: "✓ live", syncing: "… syncing", stale: "? stale", halted: "✖ halted",
};
// Why nobody may liquidate, for now, what is below the line.
const bars = { sequencer: "barred: sequencer", grace_period: "barred: grace period", paused: "barred: paused" };
const state = (name) => el("span", { class: states[name] ? name : "unknown" }, states[name] || name);

// chains shows a card for each chain. Of one that isn't heard of, nothing is
// known.
export function chains(list, all, now, heard) {
  list.replaceChildren(...all.map((chain) => {
    const block = chain.processed;
    const card = el("li", {}, el("h3", {}, chain.name, state(heard ? chain.state : "unknown")));
    card.append(el("p", {}, block ? `as of block ${block.number}, ${age(block.timestamp, now)} ago` : "no block yet"));
    card.append(el("p", { class: "muted" }, chain.finalized ? `finalized to ${chain.finalized.number}` : "nothing finalized yet"));
    if (chain.reason) card.append(el("p", {}, chain.reason));
    for (const d of chain.deployments) {
      card.append(el("p", { class: "muted" }, `${d.name}: ${d.positions} positions` + (d.state === "live" ? "" : `, ${d.state}`)));
    }
    return card;
  }));
}

const account = (address) => el("code", { title: address }, short(address));
const market = (of, name) => el("td", { class: "clip" }, of.deployment + (of.market ? " " + short(of.market) : ""),
  el("small", {}, `${of.protocol} on ${name}`));

// liquidationPrice is the first price at which the position would fall, of the
// collaterals that alone could bring that about.
function liquidationPrice(position) {
  const leg = position.collaterals.find((c) => c.liquidation_price_usd && c.liquidation_price_usd !== "0");
  return leg ? `${leg.symbol} at ${price(leg.liquidation_price_usd)}` : "–";
}

// positions shows the table; old says whether a chain's numbers are.
export function positions(table, page, { chainName, old }, empty) {
  rows(table, page.map((p) => el("tr", { class: p.stale || old(p.chain_id) ? "old" : "" },
    el("td", {}, state(p.status), p.liquidation_barred ? el("small", {}, bars[p.liquidation_barred] || p.liquidation_barred) : ""),
    el("td", { class: "number", title: p.health_factor || "" }, p.status === "unknown" ? "unknown" : cut(p.health_factor, 4)),
    el("td", {}, account(p.account)),
    market(p, chainName(p.chain_id)),
    el("td", { class: "number" }, dollars(p.debt_usd), el("small", {}, p.debts.map((d) => d.symbol).join(", "))),
    el("td", { class: "number" }, dollars(p.collateral_usd), el("small", {}, p.collaterals.map((c) => c.symbol).join(", "))),
    el("td", { class: "clip" }, liquidationPrice(p)),
  )), empty);
}

// liquidations shows the table. What a reorganisation took back is struck through.
export function liquidations(table, page, { chainName }, now) {
  rows(table, page.map((l) => el("tr", { class: l.status === "reverted" ? "reverted" : "" },
    el("td", { title: moment(l.block.timestamp) }, age(l.block.timestamp, now) + " ago"),
    el("td", {}, account(l.account)),
    market(l, chainName(l.chain_id)),
    el("td", { class: "number" }, dollars(l.debt_usd), el("small", {}, l.debt_symbol)),
    el("td", { class: "number" }, dollars(l.collateral_usd), el("small", {}, l.collateral_symbol)),
    el("td", { class: "label" }, l.block.number, el("small", {}, l.status)),
  )), "None yet.");
}
