// What if prices moved: what would be liquidatable, and what would follow.
import { post, Problem } from "../api.js";
import { el } from "../dom.js";
import { bars } from "../chart.js";
import { brief, compact, percent, usd } from "../format.js";
import { clip, empty, field, panel, select, twin, value, waiting } from "../parts.js";
import { choose } from "../route.js";
import { table } from "../table.js";
import { t } from "../text.js";
import { chainName, every } from "../world.js";
import { loadGroups } from "./market.js";

// The address holds the question: a change in per cent for each group by name,
// the name of a crash, and the depth of each group's market.
const moves = (q) => Object.entries(q).filter(([k, v]) => k.startsWith("p.") && Number(v)).map(([k, v]) => [k.slice(2), Number(v)]);
const depths = (q) => Object.entries(q).filter(([k, v]) => k.startsWith("d.") && /^\d+(\.\d{1,8})?$/.test(v) && Number(v) > 0).map(([k, v]) => [k.slice(2), v]);

function question(q) {
  const shocks = moves(q).map(([asset, change]) => ({ asset, change: String(change / 100) }));
  const ask = q.path ? { path: q.path } : shocks.length ? { shocks } : null;
  if (ask && !q.path && depths(q).length) ask.cascade = { pools: depths(q).map(([asset, depth]) => ({ asset, constant_product_usd: depth })) };
  return ask;
}

export function open({ query, load }) {
  let q = query;
  let timer = 0;
  const shown = { groups: null, answer: null, of: "", error: "" };
  return {
    every: 10000,
    of: every,
    title: () => t("nav.simulator"),
    chosen(changed) { q = changed; },
    async load() {
      shown.groups ??= await loadGroups();
      const ask = question(q);
      const of = JSON.stringify(ask);
      if (!ask) {
        Object.assign(shown, { answer: null, today: null, of, error: "" });
        return;
      }
      try {
        const today = ask.path ? null : (await post("/v1/risk/simulate", { shocks: ask.shocks.map((s) => ({ ...s, change: "0" })) })).shock;
        const answer = await post("/v1/risk/simulate", ask);
        if (of === JSON.stringify(question(q))) Object.assign(shown, { answer, today, of, error: "" });
      } catch (problem) {
        if (!(problem instanceof Problem) || problem.status >= 500) throw problem;
        Object.assign(shown, { answer: null, of, error: problem.message });
      }
    },
    draw() {
      if (!shown.groups) return [el("h1", {}, t("nav.simulator")), el("div", { class: "panel" }, waiting(30))];
      const move = (changes) => {
        choose(changes);
        clearTimeout(timer);
        timer = setTimeout(load, 200);
      };
      const current = shown.of === JSON.stringify(question(q));
      return [
        el("h1", {}, t("nav.simulator")),
        el("div", { class: "grid two" }, asked(shown.groups, q, move), outcome(shown, current, q)),
        current && shown.answer ? [byDeployment(shown.answer), crash(shown.answer), cascade(shown.answer)] : null,
      ];
    },
  };
}

function asked({ groups, paths }, q, move) {
  const sorted = [...groups].sort((a, b) => (a.kind === "stable") - (b.kind === "stable"));
  return panel(t("sim.groups"), { id: "prices", note: t("sim.groups.note"), actions: Object.keys(q).length ? el("a", { class: "button", href: "#/simulator" }, t("reset")) : null },
    el("div", { class: "whatif" },
      sorted.map((g) => slider(g.name, Number(q["p." + g.name] ?? 0), Boolean(q.path), (v) => move({ ["p." + g.name]: v === 0 ? "" : String(v), path: "" }))),
      paths.length ? select(t("sim.path"), [["", t("sim.path.none")], ...paths.map((p) => [p, p])], q.path ?? "", (path) => move({ path })) : null,
      el("fieldset", { disabled: Boolean(q.path) }, el("legend", {}, t("sim.cascade"), " ", el("small", {}, t("sim.cascade.note"))),
        el("div", { class: "filters" }, sorted.map((g) => field(t("sim.depth", { name: g.name.slice(0, 20) }), el("input", { inputmode: "decimal", size: 12, value: q["d." + g.name] ?? "", placeholder: "50000000", autocomplete: "off",
          onchange: (event) => move({ ["d." + g.name]: event.target.value.trim() }) })))))));
}

const slider = (name, percentage, disabled, changed) => el("label", { class: "slider" }, el("span", {}, clip(name, 12)),
  el("input", { type: "range", min: -90, max: 100, step: 1, value: percentage, disabled, "aria-valuetext": percent(percentage / 100, 0, true), oninput: (event) => changed(Number(event.target.value)) }),
  el("span", { class: "num" }, percent(percentage / 100, 0, true)));

function outcome(shown, current, q) {
  const inside = shown.error ? el("p", { class: "error", role: "alert" }, shown.error)
    : !question(q) ? empty(t("sim.none"), "simulator")
      : !current || !shown.answer ? waiting(30) : shown.answer.shock ? tiles(shown.answer.shock, shown.today) : pathEnd(shown.answer.path);
  return panel(t("sim.result"), { id: "result", note: shown.answer?.chains?.map((c) => `${chainName(c.chain_id)}: ${t("truth.block", { n: c.block.number.toLocaleString("en") })}`).join(" · ") }, inside);
}

const tile = (name, main, small, bad) => el("div", { class: "tile" + (bad ? " bad" : "") }, el("dt", {}, name), el("dd", { class: "main" }, main), el("dd", { class: "small" }, small ?? "\u00a0"));

function tiles(s, today) {
  const was = (text) => (today ? t("sim.now") + ": " + text(today) : "");
  return [el("dl", { class: "tiles" },
    tile(t("col.positions"), s.liquidatable.positions.toLocaleString("en"), was((o) => o.liquidatable.positions.toLocaleString("en")), s.liquidatable.positions > 0),
    tile(t("col.debt"), value(compact(s.liquidatable.debt_usd), { title: usd(s.liquidatable.debt_usd) }), was((o) => compact(o.liquidatable.debt_usd))),
    tile(t("col.collateral"), value(compact(s.liquidatable.collateral_usd), { title: usd(s.liquidatable.collateral_usd) }), was((o) => compact(o.liquidatable.collateral_usd))),
    tile(t("sim.insolvent"), s.insolvent.positions.toLocaleString("en"), was((o) => o.insolvent.positions.toLocaleString("en"))),
    tile(t("col.baddebt"), value(compact(s.bad_debt_usd), { title: usd(s.bad_debt_usd) }), was((o) => compact(o.bad_debt_usd)), Number(s.bad_debt_usd) > 0)),
  s.positions_unknown ? el("p", { class: "note warn" }, t("bands.unknown", { n: s.positions_unknown })) : null];
}

const pathEnd = (path) => (path?.length ? tiles(path.reduce((worst, m) => (Number(m.liquidatable.debt_usd) > Number(worst.liquidatable.debt_usd) ? m : worst)), null) : empty(t("sim.none")));

function byDeployment(answer) {
  const rows = answer.shock?.deployments;
  if (!rows?.length) return null;
  const columns = [
    { id: "name", head: t("col.deployment"), cell: (d) => [clip(d.deployment), el("small", {}, d.protocol + " · " + chainName(d.chain_id))] },
    { id: "n", head: t("col.positions"), number: true, cell: (d) => d.liquidatable.positions.toLocaleString("en") },
    { id: "debt", head: t("col.debt"), number: true, cell: (d) => value(usd(d.liquidatable.debt_usd)) },
    { id: "collateral", head: t("col.collateral"), number: true, wide: 2, cell: (d) => value(usd(d.liquidatable.collateral_usd)) },
    { id: "bad", head: t("col.baddebt"), number: true, cell: (d) => value(usd(d.bad_debt_usd)) },
  ];
  return panel(t("sim.by"), { id: "by" }, table(columns, rows, { caption: t("sim.by"), key: (d) => d.chain_id + d.deployment }));
}

const changes = (of) => Object.entries(of).map(([name, c]) => name.slice(0, 12) + " " + percent(c, 1, true)).join(", ") || "–";

function crash(answer) {
  if (!answer.path?.length) return null;
  const at = (m) => m.at.replace("T", " ").replace(/:00Z$/, "");
  return panel(t("sim.path.title"), { id: "crash" },
    bars(answer.path.map((m) => ({ name: at(m).slice(-5), value: Number(m.liquidatable.debt_usd), title: `${at(m)}: ${compact(m.liquidatable.debt_usd)}` })), { id: "crash-chart", label: t("sim.path.label"), format: (n) => "$" + brief(n.toFixed(0)) }),
    twin(t("sim.path.title"), [t("col.time"), t("col.prices"), t("col.positions"), t("col.debt"), t("col.baddebt")],
      answer.path.map((m) => [at(m), changes(m.changes), m.liquidatable.positions.toLocaleString("en"), usd(m.liquidatable.debt_usd), usd(m.bad_debt_usd)])));
}

function cascade(answer) {
  if (!answer.cascade) return null;
  const rows = answer.cascade.map((r, i) => ({ ...r, n: i + 1 }));
  const columns = [
    { id: "n", head: t("col.round"), cell: (r) => String(r.n) },
    { id: "prices", head: t("col.prices"), cell: (r) => changes(r.changes) },
    { id: "positions", head: t("col.positions"), number: true, cell: (r) => r.liquidated.positions.toLocaleString("en") },
    { id: "debt", head: t("col.repaid"), number: true, wide: 2, cell: (r) => value(usd(r.liquidated.debt_usd)) },
    { id: "sold", head: t("col.sold"), number: true, cell: (r) => Object.entries(r.sold_usd).map(([name, text]) => name.slice(0, 12) + " " + compact(text)).join(", ") || "–" },
    { id: "bad", head: t("col.baddebt"), number: true, cell: (r) => value(usd(r.bad_debt_usd)) },
    { id: "stuck", head: t("col.stuck"), number: true, wide: 3, cell: (r) => r.stuck.toLocaleString("en") },
  ];
  return panel(t("sim.rounds"), { id: "cascade", note: t("sim.estimate") }, rows.length ? table(columns, rows, { caption: t("sim.rounds"), key: (r) => String(r.n) }) : empty(t("liq.none.window")),
    answer.assumptions?.length ? el("details", { class: "twin" }, el("summary", {}, t("sim.assumed")), el("ul", {}, answer.assumptions.map((a) => el("li", {}, a)))) : null);
}
