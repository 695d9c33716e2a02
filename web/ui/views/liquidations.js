// What was liquidated, as it happens; it can be held still to be read.
import { get, pages } from "../api.js";
import { wide } from "../chart.js";
import { el } from "../dom.js";
import { brief, short, usd } from "../format.js";
import { icon } from "../icons.js";
import { empty, field, panel, select, twin, waiting } from "../parts.js";
import { choose } from "../route.js";
import { filled, Long } from "../table.js";
import { t } from "../text.js";
import { protocols, world } from "../world.js";
import { loadAssets } from "./market.js";
import { columns, keyOf } from "./liquidation-parts.js";

const some = 200;
const wanted = (q) => ({ chain: q.chain, protocol: q.protocol, account: q.account, asset: q.asset, liquidator: q.liquidator, min_usd: q.min_usd });

export function open({ query, draw, load }) {
  let q = query;
  let many = some;
  let assets = [];
  const shown = { list: null, map: null, paused: false, missed: 0 };
  const long = new Long({ id: "liquidations", changed: draw, end: () => {
    if (!shown.list?.next || shown.list.liquidations.length < many || shown.paused) return;
    many *= 2;
    load();
  } });
  const pause = () => {
    shown.paused = !shown.paused;
    shown.missed = 0;
    if (!shown.paused) load();
    draw();
  };
  return {
    get every() { return Math.max(500, many * 4); },
    title: () => t("nav.liquidations"),
    happened(event) { if (shown.paused && event.type === "liquidation.v1") shown.missed++; },
    chosen(changed) {
      if (JSON.stringify(wanted(changed)) !== JSON.stringify(wanted(q))) {
        many = some;
        shown.list = null;
        long.from = 0;
      }
      q = changed;
    },
    async load() {
      if (shown.paused && shown.list) return;
      const asked = wanted(q);
      const [list, known] = await Promise.all([pages("/v1/liquidations", asked, "liquidations", many), loadAssets(), loadMap(shown)]);
      assets = known;
      if (JSON.stringify(asked) === JSON.stringify(wanted(q))) shown.list = list;
    },
    draw: () => [
      el("h1", {}, t("nav.liquidations")),
      filters(q, assets),
      panel(t("map"), { id: "map", note: t("map.note") }, map(shown.map)),
      panel(t("nav.liquidations"), { id: "list", note: shown.list ? filled(shown.list.liquidations.length, shown.list.next) : t("loading"),
        actions: [el("span", { class: "note", role: "status" }, shown.paused ? t("liq.paused", { n: shown.missed }) : ""),
          el("button", { type: "button", id: "pause", "aria-pressed": String(shown.paused), onclick: pause }, icon(shown.paused ? "play" : "pause"), t(shown.paused ? "resume" : "pause"))] },
      !shown.list ? el("div", { class: "scroll tall" }, waiting(30))
        : shown.list.liquidations.length === 0 ? empty(t("liq.none"))
          : long.draw(columns(), shown.list.liquidations, { caption: t("nav.liquidations"), key: keyOf, more: shown.list.next, mark: (l) => (l.status === "reverted" ? "reverted" : "") })),
    ],
  };
}

function filters(q, assets) {
  const typed = (name) => (event) => choose({ [name]: event.target.value.trim() });
  const any = (list) => [["", t("any")], ...list];
  return el("form", { class: "filters", "aria-label": t("filter"), onsubmit: (event) => event.preventDefault() },
    select(t("col.chain"), any((world.chains ?? []).map((c) => [String(c.chain_id), c.name])), q.chain ?? "", (chain) => choose({ chain })),
    select(t("col.protocol"), any(protocols().map((p) => [p, p])), q.protocol ?? "", (protocol) => choose({ protocol })),
    select(t("col.asset"), any(assets), q.asset ?? "", (asset) => choose({ asset })),
    field(t("filter.minusd"), el("input", { value: q.min_usd ?? "", size: 8, inputmode: "decimal", placeholder: "0", autocomplete: "off", onchange: typed("min_usd") })),
    field(t("col.account"), el("input", { value: q.account ?? "", size: 14, placeholder: "0x…", spellcheck: "false", autocomplete: "off", onchange: typed("account") })),
    field(t("col.liquidator"), el("input", { value: q.liquidator ?? "", size: 14, placeholder: "0x…", spellcheck: "false", autocomplete: "off", onchange: typed("liquidator") })));
}

const lines = 12;

// loadMap sums up what was repaid by seized asset and hour.
async function loadMap(shown) {
  const { bins } = await get("/v1/stats/series", { window: "24h", by: "asset" });
  const assets = new Map();
  bins.forEach((bin, x) => bin.groups.forEach((g) => {
    if (!assets.has(g.key)) assets.set(g.key, { name: g.symbol || short(g.asset ?? g.key), total: 0, cells: bins.map(() => ({ usd: 0, n: 0 })) });
    const row = assets.get(g.key);
    row.cells[x] = { usd: Number(g.debt_usd), n: g.liquidations };
    row.total += Number(g.debt_usd);
  }));
  shown.map = { bins, rows: [...assets.values()].sort((a, b) => b.total - a.total).slice(0, lines) };
}

const two = (n) => String(n).padStart(2, "0");

// map draws them as cells, the darker the more; each says its sum.
function map(m) {
  if (!m) return waiting(30);
  if (m.rows.length === 0) return empty(t("map.none"));
  const most = Math.max(...m.rows.flatMap((r) => r.cells.map((c) => c.usd)), 1);
  const name = (i) => two(new Date(m.bins[i].since).getHours()) + ":00";
  const columnsOf = m.bins.length;
  const shade = (c) => (c.n === 0 ? 0 : 1 + Math.min(4, Math.floor(5 * Math.sqrt(c.usd / most))));
  const left = 84;
  const right = 70;
  const width = Math.max(560, wide("map-chart"));
  const each = (width - left - right) / columnsOf;
  const tall = 26;
  const said = (c) => (c.n ? "$" + brief(c.usd.toFixed(0)) : "");
  return [
    el("div", { class: "scroll", id: "map-chart", tabindex: 0, role: "group", "aria-label": t("map") },
      el("svg", { class: "plot heat", width, height: m.rows.length * tall + 22, viewBox: `0 0 ${width} ${m.rows.length * tall + 22}`, role: "img", "aria-label": t("map.label") },
        m.rows.map((r, y) => el("g", {},
          el("text", { class: "axis", x: left - 8, y: y * tall + 18, "text-anchor": "end" }, r.name.slice(0, 10)),
          r.cells.map((c, x) => el("g", {}, el("rect", { class: "cell shade" + shade(c), x: left + x * each, y: y * tall + 1, width: each - 2, height: tall - 2, rx: 3 },
            el("title", {}, `${r.name.slice(0, 30)}, ${name(x)}: ${c.n ? usd(c.usd.toFixed(2)) + ", " + t("liquidations.n", { n: c.n }) : t("none")}`)))),
          el("text", { class: "axis", x: left + columnsOf * each + 6, y: y * tall + 18 }, "$" + brief(r.total.toFixed(0))))),
        m.rows[0].cells.map((c, x) => (x % 3 === 0 ? el("text", { class: "axis", x: left + x * each + each / 2, y: m.rows.length * tall + 15, "text-anchor": "middle" }, name(x)) : null)))),
    twin(t("map"), [t("col.time"), ...m.rows.map((r) => r.name.slice(0, 16))], m.rows[0].cells.map((c, x) => [name(x), ...m.rows.map((r) => said(r.cells[x]) || "0")])),
  ];
}
