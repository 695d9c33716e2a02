// All positions, by what is asked for; as many rows as there are.
import { get, pages, url } from "../api.js";
import { download, el } from "../dom.js";
import { compact, percent, short, usd } from "../format.js";
import { icon } from "../icons.js";
import { isWatched, unwatch, watch } from "../own.js";
import { badge, barred, clip, copy, empty, field, health, inshort, looked, panel, select, symbol, value, venue, waiting, who } from "../parts.js";
import { choose, to } from "../route.js";
import { csv, filled, Long } from "../table.js";
import { t } from "../text.js";
import { deployments, protocols, world } from "../world.js";
import { loadAssets } from "./market.js";
import { atRisk, decider, fall, lasts, profit } from "./position-parts.js";

const some = 200;
const dust = "1";

// wanted is what the address asks for, as the server is asked.
function wanted(q) {
  const least = q.dust ?? dust;
  return { chain: q.chain, protocol: q.protocol, deployment: q.deployment, account: q.account, asset: q.asset, status: q.status,
    min_health: q.min_health === "0" ? "" : q.min_health, max_health: q.max_health, sort: q.sort,
    moved: q.moved, change: q.change, unless: q.unless,
    min_debt_usd: q.account || least === "0" ? "" : least };
}

export function open({ query, draw, load }) {
  let q = query;
  let shown = null;
  let assets = [];
  let many = some;
  const long = new Long({ id: "positions", changed: draw, end: () => {
    if (!shown?.next || shown.positions.length < many) return;
    many *= 2;
    load();
  } });
  return {
    get every() { return Math.max(2000, many * 5); },
    title: () => t("nav.positions"),
    chosen(changed) {
      if (JSON.stringify(wanted(changed)) !== JSON.stringify(wanted(q))) {
        many = some;
        shown = null;
        long.from = 0;
      }
      q = changed;
    },
    async load() {
      const asked = wanted(q);
      const [page, bands, known] = await Promise.all([pages("/v1/positions", asked, "positions", many), get("/v1/risk/bands"), loadAssets()]);
      assets = known;
      if (JSON.stringify(asked) === JSON.stringify(wanted(q))) shown = { ...page, unknown: bands.positions_unknown };
    },
    draw: () => [
      el("h1", {}, t("nav.positions")),
      filters(q, assets),
      supposed(q, assets),
      panel(t("positions"), { id: "list", className: "wide", note: shown ? filled(shown.positions.length, shown.next) : t("loading"), actions: exports(q) },
        hidden(shown, q), rows(shown, long, q, draw)),
    ],
  };
}

// supposed says which rung of the ladder the list is, and leads back to it.
function supposed(q, assets) {
  if (!q.moved) return null;
  const name = clip(assets.find(([asset]) => asset === q.moved)?.[1] ?? short(q.moved), 24);
  return el("p", { class: "note chosen" }, icon("ladder"), el("span", {}, t("supposed"), " ", name, " ", el("b", { class: "num" }, percent(q.change, 1, true) ?? clip(q.change ?? "", 12)),
    q.unless ? [" ", t("supposed.unless"), " ", el("b", { class: "num" }, percent(q.unless, 1, true) ?? clip(q.unless, 12))] : null),
  el("a", { class: "button", href: to("ladder", "", { asset: q.moved, chain: q.chain, protocol: q.protocol, view: q.unless ? "bins" : "" }) }, t("nav.ladder")),
  el("button", { type: "button", onclick: () => choose({ moved: "", change: "", unless: "" }) }, icon("close"), t("supposed.drop")));
}

// hidden says of positions that a filter by worth or health leaves out because they can't be told.
function hidden(shown, q) {
  const asked = wanted(q);
  if (!shown?.unknown || q.status === "unknown" || !(asked.min_debt_usd || asked.max_health || asked.min_health || asked.moved)) return null;
  return el("p", { class: "note warn" }, icon("unknown"), el("a", { href: to("positions", "", { status: "unknown", dust: "0" }) }, t("hidden", { n: shown.unknown })));
}

function filters(q, assets) {
  const set = (name) => (text) => choose({ [name]: text });
  const typed = (name) => (event) => choose({ [name]: event.target.value.trim() });
  const chains = (world.chains ?? []).map((c) => [String(c.chain_id), c.name]);
  const any = (list) => [["", t("any")], ...list];
  const states = any([[atRisk, t("atrisk")], ...["liquidatable", "bad_debt", "near", "healthy", "unknown"].map((s) => [s, t("status." + s)])]);
  const known = states.some(([name]) => name === (q.status ?? ""));
  return el("form", { class: "filters", "aria-label": t("filter"), onsubmit: (event) => event.preventDefault() },
    select(t("col.state"), known ? states : [...states, [q.status, t("several")]], q.status ?? "", set("status")),
    select(t("col.chain"), any(chains), q.chain ?? "", set("chain")),
    select(t("col.protocol"), any(protocols().map((p) => [p, p])), q.protocol ?? "", set("protocol")),
    select(t("col.deployment"), any([...new Set(deployments().filter((d) => !q.protocol || d.protocol === q.protocol).map((d) => d.name))].map((d) => [d, d])), q.deployment ?? "", set("deployment")),
    select(t("col.asset"), any(assets), q.asset ?? "", set("asset")),
    field(t("col.account"), el("input", { value: q.account ?? "", size: 16, placeholder: "0x…", spellcheck: "false", autocomplete: "off", onchange: typed("account") })),
    field(t("filter.health"), el("input", { value: q.max_health ?? "", size: 6, inputmode: "decimal", placeholder: "1.10", autocomplete: "off", onchange: typed("max_health") })),
    field(t("filter.dust"), el("input", { value: q.dust ?? dust, size: 7, inputmode: "decimal", autocomplete: "off", onchange: typed("dust") })),
    Object.keys(q).length ? el("a", { class: "button", href: to("positions") }, t("reset")) : null);
}

const columns = (draw) => [
  { id: "star", head: el("span", { class: "sr" }, t("star")), wide: 2, cell: (p) => star(p, draw) },
  { id: "status", head: t("col.state"), wide: 2, cell: (p) => [badge(p.status), barred(p)] },
  { id: "health", head: t("col.health"), number: true, sort: "health", dir: "ascending", cell: (p) => [el("a", { class: "plain", href: to("position", p.id) }, health(p)), inshort(p)] },
  { id: "account", head: t("col.account"), class: "account", cell: (p) => [who(p.account), el("span", { class: "w2" }, " ", copy(p.account, t("copy.address")), looked(p.chain_id, "address", p.account))] },
  { id: "venue", head: t("col.market"), wide: 2, cell: venue },
  { id: "debt", head: t("col.debt"), number: true, sort: "debt", dir: "descending", cell: (p) => value(compact(p.debt_usd), { title: usd(p.debt_usd) }) },
  { id: "collateral", head: t("col.collateral"), number: true, sort: "collateral", dir: "descending", wide: 2, cell: (p) => value(compact(p.collateral_usd), { title: usd(p.collateral_usd) }) },
  { id: "legs", head: t("col.legs"), wide: 4, cell: (p) => [legs(p.collaterals), " → ", legs(p.debts)] },
  { id: "fall", head: t("col.fall"), number: true, wide: 1, cell: fall },
  { id: "since", head: t("col.overdue"), number: true, wide: 4, cell: lasts },
  { id: "bonus", sort: "profit", dir: "descending", head: el("span", { title: t("liquidator") + ": " + t("liquidator.note") }, t("col.profit")), number: true, wide: 3, cell: bonus },
];

function star(p, draw) {
  const on = isWatched(p.account);
  return el("button", { type: "button", class: "quiet small star", "aria-pressed": String(on), "aria-label": t("star"), title: t("star"), onclick: () => {
    if (on) unwatch(p.account);
    else watch({ address: p.account, name: "", threshold: "" });
    draw();
  } }, icon("star"));
}

const legs = (list) => (list.length ? list.slice(0, 3).map((leg, i) => [i ? ", " : "", symbol(leg)]).concat(list.length > 3 ? [" +" + (list.length - 3)] : []) : el("span", { class: "muted" }, "–"));

// bonus is what the best way to liquidate earns, where there is one; of positions near the line, would earn.
function bonus(p) {
  if (!p.liquidation?.length) return el("span", { class: "muted" }, "–");
  const best = p.liquidation.filter((o) => o.profit_usd).sort((a, b) => Number(b.profit_usd) - Number(a.profit_usd))[0];
  return profit(best);
}

function rows(shown, long, q, draw) {
  if (!shown) return el("div", { class: "scroll tall" }, waiting(30));
  if (shown.positions.length === 0) return empty(t(q.account ? "positions.noaccount" : q.status === atRisk ? "nearest.none" : "positions.none"), "ok");
  return long.draw(columns(draw), shown.positions, { caption: t("positions"), key: (p) => p.id, sort: q.sort || "health", more: shown.next,
    mark: (p) => (p.stale ? "old" : ""), choose: (sort) => choose({ sort: sort === "health" ? "" : sort }) });
}

const most = 20000;

function exports(q) {
  return [
    el("button", { type: "button", onclick: () => save(q, "csv") }, icon("down"), "CSV"),
    el("button", { type: "button", onclick: () => save(q, "json") }, icon("down"), "JSON"),
    el("a", { class: "button", href: url("/v1/positions", wanted(q)) }, "API"),
  ];
}

// save hands over everything that the filter finds, not only what is loaded.
async function save(q, kind) {
  const found = await pages("/v1/positions", wanted(q), "positions", most);
  if (kind === "json") return download("positions.json", "application/json", JSON.stringify(found, null, 1));
  const heads = ["id", "chain_id", "protocol", "deployment", "market", "account", "status", "health_factor", "collateral_usd", "debt_usd",
    "collaterals", "debts", "deciding_asset", "liquidation_price_usd", "liquidatable_since", "block_number", "block_timestamp", "stale"];
  const held = (list) => list.map((leg) => leg.amount + " " + leg.symbol).join("; ");
  return download("positions.csv", "text/csv", csv(heads, found.positions.map((p) => {
    const d = decider(p);
    return [...heads.slice(0, 10).map((name) => p[name]), held(p.collaterals), held(p.debts), d?.leg.symbol, d?.leg.liquidation_price_usd, p.liquidatable_since?.timestamp,
      p.block.number, p.block.timestamp, p.stale];
  })));
}
