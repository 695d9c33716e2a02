// What several views say of a position.
import { el } from "../dom.js";
import { compact, moment, percent, price, span, usd } from "../format.js";
import { symbol, value } from "../parts.js";
import { t } from "../text.js";

export const atRisk = "near,liquidatable,bad_debt";

// decider is the leg whose price alone has the least way to go to liquidation,
// and how far that is as a share of today's price; null where none alone decides.
export function decider(p) {
  let nearest = null;
  for (const [side, legs] of [["collateral", p.collaterals], ["debt", p.debts]]) {
    for (const leg of legs) {
      if (!leg.liquidation_price_usd || !Number(leg.price_usd)) continue;
      const change = Number(leg.liquidation_price_usd) / Number(leg.price_usd) - 1;
      if (!nearest || Math.abs(change) < Math.abs(nearest.change)) nearest = { side, leg, change };
    }
  }
  return nearest;
}

// past says that nothing is left of that way.
export const past = (p) => p.status === "liquidatable" || p.status === "bad_debt";

// lasts says for how long a position has been liquidatable.
export function lasts(p) {
  if (!past(p)) return el("span", { class: "muted" }, "–");
  const since = p.liquidatable_since;
  if (!since) return el("span", { class: "unknown", title: t("since.unknown") }, t("unknown"));
  return el("span", { class: "num", title: moment(since.timestamp) }, t("blocks.n", { n: (p.block.number - since.number).toLocaleString("en") }), " ",
    el("small", {}, span((Date.parse(p.block.timestamp) - Date.parse(since.timestamp)) / 1000)));
}

// fall is that way as a cell.
export function fall(p) {
  if (p.status === "unknown") return el("span", { class: "unknown" }, t("unknown"));
  const d = decider(p);
  if (past(p)) return el("span", { class: "error" }, t("reached"), d ? el("small", {}, symbol(d.leg), " ", t("at", { price: price(d.leg.liquidation_price_usd) })) : null);
  if (!d) return el("span", { class: "muted" }, t("noprice"));
  return el("span", { class: "num", title: `${d.leg.symbol}: ${price(d.leg.price_usd)} → ${price(d.leg.liquidation_price_usd)}` }, symbol(d.leg), " ",
    percent(d.change, 2, true), el("small", {}, t("at", { price: price(d.leg.liquidation_price_usd) })));
}

// profit is what an offer earns, and whether not yet.
export const profit = (offer) => [value(compact(offer?.profit_usd), { title: usd(offer?.profit_usd) }), offer?.once_liquidatable ? el("small", { title: t("later.why") }, t("later")) : null];
