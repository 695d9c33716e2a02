// Whether anything is near the brink, and where: at one look.
import { get } from "../api.js";
import { condition, loadCondition } from "./condition.js";
import { bands, hours, loadHours, shocks, sides, windows } from "./market.js";
import { el } from "../dom.js";
import { compact, factor, sum, usd } from "../format.js";
import { icon } from "../icons.js";
import { badge, barred, choice, clip, copy, empty, health, inshort, panel, symbol, value, waiting, who } from "../parts.js";
import { choose, to } from "../route.js";
import { table } from "../table.js";
import { t } from "../text.js";
import { ago } from "../shell.js";
import { every, world } from "../world.js";
import { atRisk, fall } from "./position-parts.js";

export function open({ query }) {
  let window = windows.includes(query.window) ? query.window : "24h";
  const shown = {};
  return {
    every: 2000,
    of: every,
    title: () => t("nav.overview"),
    chosen(q) {
      if (windows.includes(q.window) && q.window !== window) {
        window = q.window;
        shown.stats = shown.hours = null;
      }
    },
    async load() {
      const asked = window;
      // All of it at each block, also the falls, for which the server looks at every position: it does so once a block, whoever asks.
      const [bandsNow, near, stats, falls] = await Promise.all([
        get("/v1/risk/bands"), get("/v1/positions", { status: atRisk, limit: 8 }), get("/v1/stats", { window: asked, by: "side" }),
        get("/v1/risk/shocks"), loadHours(shown, asked), loadCondition(shown),
      ]);
      Object.assign(shown, { bands: bandsNow, near: near.positions, shocks: falls.shocks });
      if (asked === window) shown.stats = stats;
    },
    draw: () => [
      el("h1", {}, t("nav.overview")),
      verdict(shown),
      tiles(shown, window),
      el("div", { class: "grid two" },
        el("div", { class: "stack" }, nearest(shown.near), panel(t("hours"), { id: "hours", actions: choice(t("window"), windows.map((w) => [w, w]), window, (w) => choose({ window: w })) },
          hours(shown.hours), sides(shown.stats))),
        el("div", { class: "stack" }, panel(t("shocks"), { id: "shocks", note: t("shocks.note") }, shocks(shown.shocks)),
          panel(t("bands"), { id: "bands", note: t("bands.note") }, bands(shown.bands)), chains())),
      condition(shown),
    ],
  };
}

// verdict answers the question that people come with.
function verdict({ bands: b, near }) {
  if (!b || !near) return el("p", { class: "verdict" }, waiting(30));
  const first = near.find((p) => p.status === "near");
  const liquidatable = b.bands.find((band) => band.band === "0-1");
  const rest = [
    first ? t("verdict.nearest", { factor: factor(first.health_factor) }) : "",
    b.positions_unknown ? t("verdict.unknown", { n: b.positions_unknown }) : "",
  ].filter(Boolean).join(" ");
  if (liquidatable?.positions) {
    return el("p", { class: "verdict bad" }, icon("fire"), el("span", {}, el("b", {}, t("verdict.bad", { n: liquidatable.positions })), " ",
      t("verdict.debt", { usd: compact(liquidatable.debt_usd) }), " ", rest));
  }
  return el("p", { class: "verdict " + (first ? "near" : "good") }, icon(first ? "warn" : "ok"), el("span", {}, el("b", {}, t("verdict.good")), " ", rest));
}

function tile(name, main, small, extra) {
  return el("div", { class: "tile " + (extra ?? "") }, el("dt", {}, name), el("dd", { class: "main" }, main), el("dd", { class: "small" }, small));
}

const dollars = (text) => value(compact(text), { title: usd(text) ?? "" });

function tiles({ bands: b, stats, shocks: s }, window) {
  const all = (name) => (b ? dollars(sum(b.bands.map((band) => band[name]))) : waiting());
  const now = b?.bands.find((band) => band.band === "0-1");
  const unpriced = b ? b.bands.reduce((n, band) => n + band.unpriced, 0) + b.positions_unknown : 0;
  const biggest = stats?.biggest;
  return el("dl", { class: "tiles" },
    tile(t("tile.collateral"), all("collateral_usd"), b ? t("positions.n", { n: b.positions_told.toLocaleString("en") }) + (unpriced ? " · " + t("leftout", { n: unpriced }) : "") : waiting()),
    tile(t("tile.debt"), all("debt_usd"), b ? t("complete", { share: (Number(b.complete) * 100).toFixed(b.complete === "1" ? 0 : 2) }) : waiting()),
    tile(t("tile.now"), now ? String(now.positions) : waiting(), now ? [dollars(now.debt_usd), " ", t("ofdebt")] : waiting(), now?.positions ? "bad" : ""),
    tile(t("tile.baddebt"), s ? dollars(s[0]?.bad_debt_usd) : waiting(), s ? (s.length ? t("insolvent.n", { n: s[0].insolvent.positions }) : "\u00a0") : waiting(), s?.[0]?.insolvent.positions ? "bad" : ""),
    tile(t("tile.liquidated", { window }), stats ? dollars(stats.debt_usd) : waiting(),
      stats ? t("liquidations.n", { n: stats.liquidations.toLocaleString("en") }) + " · " + t("accounts.n", { n: stats.accounts_liquidated.toLocaleString("en") }) : waiting()),
    tile(t("tile.biggest", { window }), stats ? (biggest ? dollars(biggest.debt_usd) : t("none")) : waiting(),
      biggest ? [who(biggest.account), " · ", symbol({ symbol: biggest.collateral_symbol, asset: biggest.collateral_asset }), " ", copy(biggest.tx_hash, t("copy.tx"))] : "\u00a0"));
}

function nearest(rows) {
  const columns = [
    { id: "status", head: t("col.state"), wide: 2, cell: (p) => [badge(p.status), barred(p)] },
    { id: "health", head: t("col.health"), number: true, cell: (p) => [el("a", { class: "plain", href: to("position", p.id) }, health(p)), inshort(p)] },
    { id: "account", head: t("col.account"), cell: (p) => [who(p.account), el("small", {}, clip(p.deployment, 20))] },
    { id: "debt", head: t("col.debt"), number: true, cell: (p) => value(compact(p.debt_usd), { title: usd(p.debt_usd) }) },
    { id: "fall", head: t("col.fall"), number: true, cell: fall },
  ];
  return panel(t("nearest"), { id: "nearest", actions: el("a", { href: to("positions", "", { status: atRisk }) }, t("all")) },
    !rows ? waiting(20) : rows.length === 0 ? empty(t("nearest.none"))
      : table(columns, rows, { caption: t("nearest"), key: (p) => p.id }));
}

function chains() {
  if (!world.chains) return null;
  return panel(t("chains"), { id: "chains", actions: el("a", { href: to("data") }, t("nav.data")) }, el("ul", { class: "cards" }, world.chains.map((c) => {
    const active = c.endpoints.find((e) => e.active);
    return el("li", { class: "card", key: String(c.chain_id) },
      el("h3", {}, c.name, el("span", { class: "badge " + c.state }, icon(c.state === "live" ? "ok" : "warn"), t("chain." + c.state))),
      c.processed ? el("p", {}, t("truth.block", { n: c.processed.number.toLocaleString("en") }), " · ", ago(c.processed.timestamp)) : null,
      el("p", { class: "muted" }, t("lag", { n: c.lag_blocks }), c.finalized ? " · " + t("truth.final", { n: c.finalized.number.toLocaleString("en") }) : ""),
      el("p", { class: "muted" }, active ? t("from", { name: active.name }) : t("noendpoint"), " · ",
        t("positions.n", { n: c.deployments.reduce((n, d) => n + d.positions, 0).toLocaleString("en") })),
      c.reason ? el("p", { class: "error" }, c.reason) : null);
  })));
}
