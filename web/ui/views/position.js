// One position: what it holds and owes, where it would be liquidated, how it
// has moved, and what to do about it.
import { get, post } from "../api.js";
import { el } from "../dom.js";
import { amount, compact, percent, price, raw, short, span, usd } from "../format.js";
import { Trace } from "../plot.js";
import { badge, barred, clip, copy, empty, health, looked, panel, symbol, value, waiting, when, who } from "../parts.js";
import { table } from "../table.js";
import { t } from "../text.js";
import { ago } from "../shell.js";
import { chainName } from "../world.js";
import { listed } from "./liquidation-parts.js";
import { lasts, past, profit } from "./position-parts.js";
import { Told } from "./told.js";
import { WhatIf } from "./whatif.js";

export function open({ id, draw }) {
  const shown = {};
  const what = new WhatIf(id, draw);
  const trace = new Trace("trace");
  const told = new Told(id, draw);
  return {
    every: 2000,
    of: () => (shown.position ? [shown.position.chain_id] : []),
    title: () => t("position"),
    close: () => trace.close(),
    async load() {
      const path = "/v1/positions/" + encodeURIComponent(id);
      const [position, history, goal] = await Promise.all([get(path), get(path + "/health"),
        post("/v1/risk/simulate", { position: id, goal: { health_factor: "1.5" } }).catch(() => null), told.load()]);
      const liquidations = await get("/v1/liquidations", { account: position.account, chain: position.chain_id, limit: 20 });
      Object.assign(shown, { position, history, goal, liquidations: liquidations.liquidations.filter((l) => l.deployment === position.deployment) });
      await what.refresh(position);
    },
    draw() {
      const p = shown.position;
      if (!p) return [el("h1", {}, t("position")), el("div", { class: "panel" }, waiting(30))];
      return [
        head(p), facts(p),
        panel(t("composition"), { id: "composition" }, composition(p)),
        el("div", { class: "grid two" },
          el("div", { class: "stack" },
            panel(t("history"), { id: "history", note: since(shown.history) }, trace.draw(shown.history)),
            panel(t("liquidator"), { id: "liquidator", note: t("liquidator.note") }, offers(p)),
            limits(p)),
          el("div", { class: "stack" },
            panel(t("whatif"), { id: "whatif", note: t("whatif.note") }, what.draw(p)),
            panel(t("goal"), { id: "goal", note: t("goal.note") }, goals(shown.goal, p)))),
        panel(t("told"), { id: "told", note: t("told.note") }, told.draw()),
        panel(t("events"), { id: "events" }, shown.liquidations.length ? listed(shown.liquidations, { caption: t("events"), account: false, market: false }) : empty(t("events.none"))),
      ];
    },
  };
}

const head = (p) => el("div", { class: "headline" },
  el("h1", {}, who(p.account), " ", copy(p.account, t("copy.address")), looked(p.chain_id, "address", p.account)),
  el("p", {}, badge(p.status), " ", barred(p), " ", past(p) ? [el("span", { class: "error" }, t("since.head"), " ", lasts(p)), " "] : null, el("span", {}, clip(p.deployment), " · ", p.protocol, " · ", clip(chainName(p.chain_id))),
    p.market ? el("span", { class: "muted" }, " · ", clip(p.market, 14), " ", copy(p.market, t("copy.market"))) : null),
  el("p", { class: "muted" }, t("truth.block", { n: p.block.number.toLocaleString("en") }), ", ", ago(p.block.timestamp), p.stale ? " · " + t("stale") : "",
    " · ", el("a", { href: "/v1/positions/" + encodeURIComponent(p.id) }, "JSON"), " ", copy(location.href, t("copy.link"))));

const fact = (name, main, small) => el("div", { class: "tile" }, el("dt", {}, name), el("dd", { class: "main" }, main), el("dd", { class: "small" }, small ?? "\u00a0"));

const facts = (p) => el("dl", { class: "tiles" },
  fact(t("col.health"), health(p), p.native ? el("span", { class: "num exact", title: t("native") }, p.health_factor ?? "") : null),
  fact(t("col.collateral"), value(compact(p.collateral_usd)), usd(p.collateral_usd)),
  fact(t("col.debt"), value(compact(p.debt_usd)), usd(p.debt_usd)),
  fact(t("interest"), p.liquidatable_in_seconds === undefined ? el("span", { class: "muted" }, t("interest.none")) : span(p.liquidatable_in_seconds), t("interest.note")));

function composition(p) {
  const columns = [
    { id: "side", head: t("col.side"), cell: (l) => el("span", { class: "side " + l.side }, t("leg." + l.side)) },
    { id: "asset", head: t("col.asset"), cell: (l) => [symbol(l), l.enabled === false ? el("small", {}, t("notcollateral")) : ""] },
    { id: "amount", head: t("col.amount"), number: true, cell: (l) => value(amount(l.amount), { title: l.amount }) },
    { id: "price", head: t("col.price"), number: true, wide: 2, cell: (l) => value(price(l.price_usd)) },
    { id: "value", head: t("col.value"), number: true, wide: 2, cell: (l) => value(usd(l.value_usd)) },
    { id: "threshold", head: t("col.threshold"), number: true, wide: 3, cell: (l) => (l.liquidation_threshold ? percent(l.liquidation_threshold, 1) : "–") },
    { id: "liq", head: t("col.liqprice"), number: true, cell: (l) => (l.liquidation_price_usd
      ? [value(price(l.liquidation_price_usd)), el("small", {}, Number(l.price_usd) ? percent(Number(l.liquidation_price_usd) / Number(l.price_usd) - 1, 2, true) : "")]
      : el("span", { class: "muted" }, t(p.status === "unknown" ? "unknown" : "noprice"))) },
  ];
  const rows = [...p.collaterals.map((l) => ({ ...l, side: "collateral" })), ...p.debts.map((l) => ({ ...l, side: "debt" }))];
  return rows.length ? table(columns, rows, { caption: t("composition"), key: (l) => l.side + l.asset }) : empty(t("composition.none"));
}

const since = (h) => (h?.since ? t("history.since", { time: when(h.since).textContent, n: h.points.length }) : t("history.none"));

function limits(p) {
  if (!p.limits?.length) return null;
  return panel(t("limits"), { id: "limits", note: t("limits.note") }, el("ul", { class: "plainlist" }, p.limits.map((l) => el("li", {}, el("b", {}, l.group), " ",
    t(l.above ? "limit.above" : "limit.below", { change: percent(l.change, 2, true) })))));
}

function goals(answer, p) {
  if (p.status === "unknown") return empty(t("unknown"), "unknown");
  if (Number(p.health_factor) >= 1.5) return empty(t("goal.reached"));
  if (!answer?.goals?.length) return empty(t(p.health_factor === null ? "goal.reached" : "goal.none"));
  return el("ul", { class: "ways" }, answer.goals.map((g) => el("li", {}, el("span", { class: "do" }, t("do." + g.do)), " ",
    el("b", { class: "num", title: g.amount }, amount(g.amount)), " ", symbol(g), " ", copy(g.amount, t("copy.amount")))));
}

function offers(p) {
  if (!p.liquidation?.length) return empty(t(p.status === "unknown" ? "unknown" : "liquidator.none"), p.status === "unknown" ? "unknown" : "ok");
  const leg = (asset) => [...p.debts, ...p.collaterals].find((l) => l.asset === asset);
  const tokens = (units, asset) => {
    const l = leg(asset);
    return l ? [value(amount(raw(units, l.decimals)), { title: units }), " ", symbol(l)] : value(units);
  };
  const columns = [
    { id: "profit", head: t("col.profit"), number: true, cell: profit },
    { id: "repay", head: t("col.repay"), number: true, cell: (o) => tokens(o.repay_raw, o.debt_asset) },
    { id: "seize", head: t("col.seize"), number: true, cell: (o) => [tokens(o.seize_raw, o.collateral_asset),
      o.protocol_fee_raw === "0" ? null : el("small", { class: "w2" }, t("col.fee"), " ", tokens(o.protocol_fee_raw, o.collateral_asset))] },
    p.liquidation.some((o) => o.via) ? { id: "via", head: t("col.via"), wide: 3, cell: (o) => (o.via ? short(o.via) : t("via.plain")) } : null,
  ].filter(Boolean);
  const rows = [...p.liquidation].sort((a, b) => Number(b.profit_usd ?? -1) - Number(a.profit_usd ?? -1));
  return table(columns, rows, { caption: t("liquidator"), key: (o) => o.collateral_asset + o.debt_asset + (o.via ?? "") });
}
