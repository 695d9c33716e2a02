// The liquidation wall: what becomes liquidatable as the price of an asset moves.
import { get } from "../api.js";
import { frame, ticks } from "../chart.js";
import { el } from "../dom.js";
import { brief, compact, percent, price, usd } from "../format.js";
import { choice, empty, panel, select, twin, value, waiting } from "../parts.js";
import { choose } from "../route.js";
import { t } from "../text.js";
import { chainName, protocols, world } from "../world.js";
import { loadGroups } from "./market.js";

const ranges = { 20: 20, 50: 50, 90: 45 };
const measures = ["collateral", "debt", "count"];
const series = ["s0", "s1", "s2", "s3", "s4", "s5"];
const marks = ["-0.05", "-0.1", "-0.2"];

// asked is what the address asks for, with what holds where it doesn't say.
function asked(q, assets) {
  const asset = assets.find((a) => a.id === q.asset) ?? assets[0];
  return { asset, by: ["protocol", "chain"].includes(q.by) ? q.by : "", bins: q.view === "bins", range: ranges[q.range] ? q.range : "50",
    measure: measures.includes(q.measure) ? q.measure : "collateral", chain: q.chain ?? "", protocol: q.protocol ?? "" };
}

// pickable are the groups, and each asset that is alone in its kind.
async function pickable() {
  const [{ groups }, { markets }] = await Promise.all([loadGroups(), get("/v1/markets")]);
  const known = new Set(markets.map((m) => m.asset));
  const named = groups.filter((g) => g.assets.some((a) => known.has(a.asset)))
    .map((g) => ({ id: g.name, name: t("ladder.group", { name: g.name.slice(0, 24) }), stable: g.kind === "stable" }));
  const single = [...new Map(markets.map((m) => [m.asset, { id: m.asset, name: m.symbol.slice(0, 16) || m.asset.slice(0, 10), stable: false }])).values()];
  return [...named.sort((a, b) => a.stable - b.stable), ...single.sort((a, b) => a.name.localeCompare(b.name))];
}

export function open({ query }) {
  let q = query;
  const shown = { assets: null, ladder: null, of: "" };
  const key = (a) => JSON.stringify([a.asset?.id, a.by, a.range, a.chain, a.protocol]);
  return {
    every: 10000,
    title: () => t("nav.ladder"),
    chosen(changed) { q = changed; },
    async load() {
      shown.assets ??= await pickable();
      const a = asked(q, shown.assets);
      if (!a.asset) return;
      const ladder = await get("/v1/risk/ladder", { asset: a.asset.id, by: a.by, chain: a.chain, protocol: a.protocol,
        from: String(-a.range / 100), to: String(Math.min(a.range, 50) / 100), rungs: ranges[a.range] });
      if (key(a) === key(asked(q, shown.assets))) Object.assign(shown, { ladder, of: key(a) });
    },
    draw() {
      if (!shown.assets) return [el("h1", {}, t("nav.ladder")), el("div", { class: "panel" }, waiting(30))];
      const a = asked(q, shown.assets);
      const ladder = shown.of === key(a) ? shown.ladder : null;
      return [
        el("h1", {}, t("nav.ladder")),
        a.asset ? controls(a, shown.assets) : null,
        panel(a.asset?.name ?? t("nav.ladder"), { id: "wall", note: t("ladder.note") }, a.asset ? wall(ladder, a) : empty(t("ladder.none"), "unknown")),
      ];
    },
  };
}

function controls(a, assets) {
  const set = (name) => (v) => choose({ [name]: v });
  const any = (list) => [["", t("any")], ...list];
  return el("form", { class: "filters", "aria-label": t("filter"), onsubmit: (event) => event.preventDefault() },
    select(t("ladder.asset"), assets.map((one) => [one.id, one.name]), a.asset.id, set("asset")),
    select(t("ladder.by"), ["", "protocol", "chain"].map((by) => [by, t("ladder.by." + by)]), a.by, set("by")),
    select(t("col.chain"), any((world.chains ?? []).map((c) => [String(c.chain_id), c.name])), a.chain, set("chain")),
    select(t("col.protocol"), any(protocols().map((p) => [p, p])), a.protocol, set("protocol")),
    select(t("ladder.range"), Object.keys(ranges).map((r) => [r, "±" + r + " %"]), a.range, set("range")),
    choice(t("ladder.view"), [["cumulative", t("ladder.cumulative")], ["bins", t("ladder.bins")]], a.bins ? "bins" : "cumulative", (v) => choose({ view: v === "bins" ? v : "" })),
    choice(t("ladder.amount"), [["collateral", t("ladder.collateral")], ["debt", t("ladder.debt")], ["count", t("ladder.count")]], a.measure, set("measure")));
}

// of is what is measured of a sum.
const of = (sum, measure) => (measure === "count" ? sum.positions : Number(measure === "debt" ? sum.debt_usd : sum.collateral_usd));

function wall(ladder, a) {
  if (!ladder) return el("div", { class: "chart" }, waiting(30));
  const part = a.bins ? "joined" : "liquidatable";
  const sorted = (rungs) => [...rungs].sort((x, y) => Number(x.change) - Number(y.change));
  const rungs = sorted(ladder.rungs);
  const parts = ladder.series?.length ? ladder.series.map((s) => ({ name: a.by === "chain" ? chainName(Number(s.key)) : s.key, rungs: sorted(s.rungs) })) : [{ name: "", rungs }];
  const format = (n) => (a.measure === "count" ? String(n) : "$" + brief(n.toFixed(n < 10 ? 2 : 0)));
  const what = t("ladder." + a.measure);
  return [
    summary(ladder, rungs),
    drawing({ ladder, rungs, parts, part, a, format, what }),
    parts.length > 1 ? el("ul", { class: "legend" }, parts.map((p, i) => el("li", { key: p.name }, el("span", { class: "key " + series[i % series.length], "aria-hidden": "true" }), p.name))) : null,
    ladder.positions_unknown ? el("p", { class: "note warn" }, t("ladder.unknown", { n: ladder.positions_unknown })) : null,
    twin(t("ladder.table"), [t("col.change"), t("col.price"), t("col.positions"), t("col.collateral"), t("col.debt"), ...parts.length > 1 ? parts.map((p) => p.name) : []],
      rungs.map((r, i) => [percent(r.change, 1, true), price(r.price_usd), r[part].positions.toLocaleString("en"), usd(r[part].collateral_usd), usd(r[part].debt_usd),
        ...parts.length > 1 ? parts.map((p) => format(of(p.rungs[i][part], a.measure))) : []])),
  ];
}

// summary says in words what lies at the marks.
function summary(ladder, rungs) {
  const near = (mark) => rungs.filter((r) => Number(r.change) < 0).reduce((best, r) => (!best || Math.abs(r.change - mark) < Math.abs(best.change - mark) ? r : best), null);
  const at = [...new Set(marks.map(near).filter(Boolean))];
  return el("dl", { class: "tiles" },
    el("div", { class: "tile" }, el("dt", {}, t("today")), el("dd", { class: "main" }, value(price(ladder.price_usd))), el("dd", { class: "small" }, t("positions.n", { n: ladder.now.positions }), " · ", compact(ladder.now.debt_usd))),
    at.map((r) => el("div", { class: "tile" }, el("dt", {}, percent(r.change, 1, true), " · ", price(r.price_usd) ?? t("unknown")),
      el("dd", { class: "main" }, value(compact(r.liquidatable.collateral_usd), { title: usd(r.liquidatable.collateral_usd) })), el("dd", { class: "small" }, t("positions.n", { n: r.liquidatable.positions })))));
}

// drawing has the price from left to right, with today's as a line.
function drawing({ ladder, rungs, parts, part, a, format, what }) {
  const low = Number(rungs[0].change);
  const high = Number(rungs.at(-1).change);
  const today = price(ladder.price_usd) ?? t("unknown");
  const levels = ticks(Math.max(...rungs.map((r) => of(r[part], a.measure))));
  const priceAt = (change) => (ladder.price_usd ? price((Number(ladder.price_usd) * (1 + change)).toFixed(8)) : percent(change, 0, true));
  return frame({ id: "wall-chart", height: innerWidth < 700 ? 260 : 380, label: t("ladder.label", { what, asset: a.asset.name, price: today }), format, marks: levels, className: "ladder" }, (box) => {
    const x = (change) => box.left + box.width * (Number(change) - low) / (high - low);
    const width = Math.max(1.5, Math.abs(x(rungs[1]?.change ?? high) - x(rungs[0].change)));
    const column = (r, i) => {
      const left = Number(r.change) < 0 ? x(r.change) : x(r.change) - width;
      const title = `${percent(r.change, 1, true)}, ${price(r.price_usd) ?? t("unknown")}: ${format(of(r[part], a.measure))}, ${t("positions.n", { n: r[part].positions })}`;
      let floor = box.floor;
      return el("g", {}, el("rect", { class: "hit", x: left, y: box.top, width, height: box.height }, el("title", {}, title)), parts.map((p, n) => {
        const tall = box.height * of(p.rungs[i][part], a.measure) / levels.at(-1);
        floor -= tall;
        const tone = parts.length > 1 ? series[n % series.length] : Number(r.change) < 0 ? "fallside" : "riseside";
        return tall > 0 ? el("rect", { class: "block " + tone, x: left + width * 0.06, y: floor, width: width * 0.88, height: Math.max(tall, 0.75) }) : null;
      }));
    };
    const names = [0, 0.25, 0.5, 0.75, 1].filter((share, i) => box.width > 420 || i % 2 === 0).map((share) => low + share * (high - low));
    return [
      rungs.map(column),
      marks.filter((m) => Number(m) > low).map((m) => [el("line", { class: "mark", x1: x(m), x2: x(m), y1: box.top, y2: box.floor }),
        Math.abs(x(m) - x(0)) < 30 || m === "-0.1" && x("-0.1") - x("-0.2") < 42 || m === "-0.05" && x("-0.05") - x("-0.1") < 42 ? null
          : el("text", { class: "axis", x: x(m), y: box.top - 3, "text-anchor": "middle" }, percent(m, 0))]),
      el("line", { class: "today", x1: x(0), x2: x(0), y1: box.top - 6, y2: box.floor }),
      el("text", { class: "axis todayname", x: x(0) + 5, y: box.top - 3 }, t("ladder.now", { price: today })),
      names.map((c) => el("text", { class: "axis", x: x(c), y: box.floor + 17, "text-anchor": c === low ? "start" : c === high ? "end" : "middle" }, priceAt(c))),
    ];
  });
}
