// The liquidation wall: what becomes liquidatable as the price of an asset moves.
import { get } from "../api.js";
import { frame, large, ticks } from "../chart.js";
import { el } from "../dom.js";
import { amount, brief, compact, cut, percent, price, usd } from "../format.js";
import { choice, clip, empty, panel, select, twin, value, waiting } from "../parts.js";
import { choose, to } from "../route.js";
import { t } from "../text.js";
import { chainName, every, protocols, world } from "../world.js";
import { loadAssets, loadGroups } from "./market.js";

const ranges = { 20: 20, 50: 50, 90: 45 };
const measures = ["collateral", "debt", "count"];
const splits = ["", "protocol", "chain", "mode"];
const series = ["s0", "s1", "s2", "s3", "s4", "s5"];
const marks = ["-0.05", "-0.1", "-0.2"];

// asked is what the address asks for, with what holds where it doesn't say.
function asked(q, assets) {
  const asset = assets.find((a) => a.id === q.asset) ?? assets[0];
  return { asset, by: splits.includes(q.by) ? q.by : "", bins: q.view === "bins", range: ranges[q.range] ? q.range : "50",
    measure: measures.includes(q.measure) ? q.measure : "collateral", amount: q.unit === "amount" && alone(asset), chain: q.chain ?? "", protocol: q.protocol ?? "" };
}

// alone says that an asset is no group: tokens of several have no sum.
const alone = (asset) => /^0x/.test(asset?.id ?? "");

// pickable are the groups, and each asset that is alone in its kind.
async function pickable() {
  const [{ groups }, assets] = await Promise.all([loadGroups(), loadAssets()]);
  const known = new Set(assets.map(([asset]) => asset));
  const named = groups.filter((g) => g.assets.some((a) => known.has(a.asset)))
    .map((g) => ({ id: g.name, name: t("ladder.group", { name: g.name.slice(0, 24) }), stable: g.kind === "stable" }));
  return [...named.sort((a, b) => a.stable - b.stable), ...assets.map(([id, name]) => ({ id, name, stable: false }))];
}

export function open({ query }) {
  let q = query;
  const shown = { assets: null, ladder: null, of: "" };
  const key = (a) => JSON.stringify([a.asset?.id, a.by, a.range, a.chain, a.protocol, a.amount]);
  return {
    every: 10000,
    of: () => (q.chain ? [Number(q.chain)] : every()),
    title: () => t("nav.ladder"),
    chosen(changed) { q = changed; },
    async load() {
      shown.assets ??= await pickable();
      const a = asked(q, shown.assets);
      if (!a.asset) return;
      const ladder = await get("/v1/risk/ladder", { asset: a.asset.id, by: a.by, chain: a.chain, protocol: a.protocol, amounts: a.amount || "",
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
    select(t("ladder.by"), splits.map((by) => [by, t("ladder.by." + by)]), a.by, set("by")),
    select(t("col.chain"), any((world.chains ?? []).map((c) => [String(c.chain_id), c.name])), a.chain, set("chain")),
    select(t("col.protocol"), any(protocols().map((p) => [p, p])), a.protocol, set("protocol")),
    select(t("ladder.range"), Object.keys(ranges).map((r) => [r, "±" + r + " %"]), a.range, set("range")),
    choice(t("ladder.view"), [["cumulative", t("ladder.cumulative")], ["bins", t("ladder.bins")]], a.bins ? "bins" : "cumulative", (v) => choose({ view: v === "bins" ? v : "" })),
    choice(t("ladder.unit"), ["usd", "amount"].map((u) => [u, t("ladder.unit." + u)]), a.amount ? "amount" : "usd", (u) => choose({ unit: u === "amount" ? u : "" }),
      alone(a.asset) ? "" : t("ladder.alone")),
    choice(t("ladder.amount"), [["collateral", t("ladder.collateral")], ["debt", t("ladder.debt")], ["count", t("ladder.count")]], a.measure, set("measure")));
}

// of is what is measured of a sum.
const of = (sum, a) => (a.measure === "count" ? sum.positions : Number(sum[a.measure + (a.amount ? "_amount" : "_usd")]));

// seriesName is what a part of the ladder is called.
function seriesName(by, key) {
  if (by === "chain") return chainName(Number(key));
  if (by !== "mode") return key;
  const [, name, n] = key.split(":");
  return n ? t("ladder.mode", { name: name.slice(0, 24), n }) : t("ladder.nomode");
}

// behind leads to the positions that a rung counts.
const behind = (a, change, unless) => to("positions", "", { moved: a.asset.id, change, unless, chain: a.chain, protocol: a.protocol, dust: "0" });

// linkOf is that of a rung among all: in steps only those that weren't there at the one before.
function linkOf(rungs, i, a) {
  const { change } = rungs[i];
  const before = rungs[i + (Number(change) < 0 ? 1 : -1)]?.change ?? "0";
  return behind(a, change, a.bins ? (Number(before) * Number(change) > 0 ? before : "0") : "");
}

function wall(ladder, a) {
  if (!ladder) return el("div", { class: "chart" }, waiting(30));
  const part = a.bins ? "joined" : "liquidatable";
  const sorted = (rungs) => [...rungs].sort((x, y) => Number(x.change) - Number(y.change));
  const rungs = sorted(ladder.rungs);
  const parts = ladder.series?.length ? ladder.series.map((s) => ({ name: seriesName(a.by, s.key), rungs: sorted(s.rungs) })) : [{ name: "", rungs }];
  const format = (n) => (a.measure === "count" ? String(n) : (a.amount ? "" : "$") + brief(n.toFixed(n < 10 ? 2 : 0)));
  const what = t("ladder." + a.measure);
  const amounts = a.amount ? ["collateral", "debt"] : [];
  return [
    summary(ladder, rungs, a),
    drawing({ ladder, rungs, parts, part, a, format, what }),
    parts.length > 1 ? el("ul", { class: "legend" }, parts.map((p, i) => el("li", { key: p.name }, el("span", { class: "key " + series[i % series.length], "aria-hidden": "true" }), p.name))) : null,
    ladder.positions_unknown ? el("p", { class: "note warn" }, t("ladder.unknown", { n: ladder.positions_unknown })) : null,
    twin(t("ladder.table"), [t("col.change"), t("col.price"), t("col.positions"), t("col.collateral"), t("col.debt"), ...amounts.map((side) => t("ladder." + side) + ", " + a.asset.name), ...parts.length > 1 ? parts.map((p) => p.name) : []],
      rungs.map((r, i) => [r[part].positions ? el("a", { href: linkOf(rungs, i, a), title: t("ladder.open") }, percent(r.change, 1, true)) : percent(r.change, 1, true), price(r.price_usd), r[part].positions.toLocaleString("en"), usd(r[part].collateral_usd), usd(r[part].debt_usd),
        ...amounts.map((side) => amount(r[part][side + "_amount"])), ...parts.length > 1 ? parts.map((p) => format(of(p.rungs[i][part], a))) : []])),
  ];
}

// summary says in words what lies at the marks.
function summary(ladder, rungs, a) {
  const near = (mark) => rungs.filter((r) => Number(r.change) < 0).reduce((best, r) => (!best || Math.abs(r.change - mark) < Math.abs(best.change - mark) ? r : best), null);
  const at = [...new Set(marks.map(near).filter(Boolean))];
  const tokens = (text) => (Number(text) < 1 ? amount(cut(text, 6)) : brief(text));
  const held = (sum) => (a.amount ? [value(tokens(sum.collateral_amount), { title: sum.collateral_amount }), " ", clip(a.asset.name, 10)] : value(compact(sum.collateral_usd), { title: usd(sum.collateral_usd) }));
  const counted = (sum, change) => (sum.positions ? el("a", { href: behind(a, change) }, t("positions.n", { n: sum.positions })) : t("positions.n", { n: 0 }));
  return el("dl", { class: "tiles" },
    el("div", { class: "tile" }, el("dt", {}, t("today")), el("dd", { class: "main" }, value(price(ladder.price_usd))), el("dd", { class: "small" }, counted(ladder.now, "0"), " · ", held(ladder.now))),
    at.map((r) => el("div", { class: "tile" }, el("dt", {}, percent(r.change, 1, true), " · ", price(r.price_usd) ?? t("unknown")),
      el("dd", { class: "main" }, held(r.liquidatable)), el("dd", { class: "small" }, counted(r.liquidatable, r.change)))));
}

// drawing has the price from left to right, with today's as a line.
function drawing({ ladder, rungs, parts, part, a, format, what }) {
  const low = Number(rungs[0].change);
  const high = Number(rungs.at(-1).change);
  const today = price(ladder.price_usd) ?? t("unknown");
  const levels = ticks(Math.max(...rungs.map((r) => of(r[part], a))));
  const priceAt = (change) => (ladder.price_usd ? price((Number(ladder.price_usd) * (1 + change)).toFixed(8)) : percent(change, 0, true));
  return frame({ id: "wall-chart", height: innerWidth < 700 ? 260 : large() ? 760 : 380, label: t("ladder.label", { what, asset: a.asset.name, price: today }), format, marks: levels, className: "ladder" }, (box) => {
    const x = (change) => box.left + box.width * (Number(change) - low) / (high - low);
    const width = Math.max(1.5, Math.abs(x(rungs[1]?.change ?? high) - x(rungs[0].change)));
    const column = (r, i) => {
      const left = Number(r.change) < 0 ? x(r.change) : x(r.change) - width;
      const title = `${percent(r.change, 1, true)}, ${price(r.price_usd) ?? t("unknown")}: ${format(of(r[part], a))}, ${t("positions.n", { n: r[part].positions })}`;
      const go = r[part].positions ? () => { location.hash = linkOf(rungs, i, a); } : null;
      let floor = box.floor;
      return el("g", { class: go ? "go" : null, onclick: go }, el("title", {}, title), el("rect", { class: "hit", x: left, y: box.top, width, height: box.height }), parts.map((p, n) => {
        const tall = box.height * of(p.rungs[i][part], a) / levels.at(-1);
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
      names.map((c) => el("text", { class: "axis", x: x(c), y: box.floor + (large() ? 22 : 17), "text-anchor": c === low ? "start" : c === high ? "end" : "middle" }, priceAt(c))),
    ];
  });
}
