// Sums over the market: bands, falls of all prices, what was liquidated when.
import { get } from "../api.js";
import { bars } from "../chart.js";
import { el } from "../dom.js";
import { brief, compact, percent, short, usd } from "../format.js";
import { empty, twin, value, waiting } from "../parts.js";
import { to } from "../route.js";
import { t } from "../text.js";

export const windows = ["1h", "4h", "12h", "24h", "7d"];

let groups = null;

// loadGroups gives the groups of assets of the configuration, and the crashes that can be replayed.
export async function loadGroups() {
  groups ??= await get("/v1/risk/groups");
  return groups;
}

// loadAssets gives what markets hold, each asset once, by its address and symbol.
// Markets are listed seldom: they are asked for once a minute.
let assets = null;
let listedAt = 0;
export async function loadAssets() {
  if (assets && Date.now() - listedAt < 60000) return assets;
  const { markets } = await get("/v1/markets");
  listedAt = Date.now();
  assets = [...new Map(markets.map((m) => [m.asset, m.symbol.slice(0, 16) || short(m.asset)]))].sort((a, b) => a[1].localeCompare(b[1]));
  return assets;
}

// shocks are falls of every price but those of stable assets, as rows with bars: the
// widest is that of the deepest.
export function shocks(all) {
  if (!all) return waiting(20);
  if (all.length === 0) return empty(t("shocks.none"), "unknown");
  const most = Math.max(...all.map((s) => Number(s.liquidatable.debt_usd)), 1);
  return el("table", { class: "barred" }, el("caption", { class: "sr" }, t("shocks")),
    el("thead", {}, el("tr", {}, [t("col.change"), "", t("col.positions"), t("col.debt"), t("col.baddebt")].map((h, i) => (i === 1
      ? el("td", { class: "bar", "aria-hidden": "true" }) : el("th", { scope: "col", class: (i ? "number" : "") + (i === 4 ? " w2" : "") }, h))))),
    el("tbody", {}, all.map((s) => el("tr", { key: s.change },
      el("th", { scope: "row", class: "num" }, s.change === "0" ? t("today") : percent(s.change, 0)),
      el("td", { class: "bar", "aria-hidden": "true" }, Number(s.liquidatable.debt_usd) > 0 && el("span", { class: "fill bad", style: { width: 100 * Number(s.liquidatable.debt_usd) / most + "%" } })),
      el("td", { class: "number" }, value(s.liquidatable.positions.toLocaleString("en"))),
      el("td", { class: "number" }, value(compact(s.liquidatable.debt_usd), { title: usd(s.liquidatable.debt_usd) })),
      el("td", { class: "number w2" }, value(compact(s.bad_debt_usd), { title: usd(s.bad_debt_usd) }))))));
}

export const bandName = (band) => band.replace(/^(.*)-inf$/, "≥ $1").replace(/^0-1$/, "< 1").replace("-", " – ");
const toneOf = (band) => ({ "0-1": "bad", "1-1.05": "near", "1.05-1.1": "near2" })[band] ?? "calm";

// bands are bars of debt by health factor; each leads to its positions.
export function bands(b) {
  if (!b) return waiting(20);
  const most = Math.max(...b.bands.map((band) => Number(band.debt_usd)), 1);
  return [el("table", { class: "barred" }, el("caption", { class: "sr" }, t("bands")),
    el("thead", {}, el("tr", {}, el("th", { scope: "col" }, t("col.health")), el("td", { class: "bar", "aria-hidden": "true" }),
      [t("col.positions"), t("col.debt"), t("col.collateral")].map((h, i) => el("th", { scope: "col", class: "number" + (i === 2 ? " w2" : "") }, h)))),
    el("tbody", {}, b.bands.map((band) => {
      const [from, end] = band.band.split("-");
      const link = to("positions", "", { max_health: end === "inf" ? "" : end, min_health: from, status: "healthy,near,liquidatable,bad_debt", dust: "0" });
      return el("tr", { key: band.band },
        el("th", { scope: "row", class: "num" }, el("a", { href: link }, bandName(band.band))),
        el("td", { class: "bar", "aria-hidden": "true" }, el("a", { href: link, tabindex: -1 }, Number(band.debt_usd) > 0 && el("span", { class: "fill " + toneOf(band.band), style: { width: 100 * Number(band.debt_usd) / most + "%" } }))),
        el("td", { class: "number" }, value(band.positions.toLocaleString("en"))),
        el("td", { class: "number" }, value(compact(band.debt_usd), { title: usd(band.debt_usd) })),
        el("td", { class: "number w2" }, value(compact(band.collateral_usd), { title: usd(band.collateral_usd) })));
    }))),
  b.positions_unknown ? el("p", { class: "note" }, el("a", { href: to("positions", "", { status: "unknown", dust: "0" }) }, t("bands.unknown", { n: b.positions_unknown }))) : null];
}

// loadHours asks for what was liquidated by hour, or by parts of one in short windows.
export async function loadHours(shown, window) {
  shown.hours = await get("/v1/stats/series", { window });
}

export function hours(h) {
  if (!h) return el("div", { class: "chart" }, waiting(20));
  const two = (n) => String(n).padStart(2, "0");
  const name = (b) => {
    const d = new Date(b.since);
    return (h.window === "7d" ? `${two(d.getMonth() + 1)}-${two(d.getDate())} ` : "") + `${two(d.getHours())}:${two(d.getMinutes())}`;
  };
  const total = h.bins.reduce((n, b) => n + b.liquidations, 0);
  return [
    bars(h.bins.map((b) => ({ name: name(b), value: Number(b.debt_usd), title: `${name(b)}: ${usd(b.debt_usd)}, ${t("liquidations.n", { n: b.liquidations })}` })),
      { id: "hours-chart", share: 0.5, label: t("hours.label", { n: total, window: h.window }), format: (n) => "$" + brief(n.toFixed(0)) }),
    twin(t("hours"), [t("col.time"), t("col.liquidations"), t("col.repaid")],
      h.bins.map((b) => [name(b), b.liquidations, b.liquidations && b.unpriced === b.liquidations ? null : usd(b.debt_usd)])),
  ];
}

// sides is the split of what was repaid by what the accounts had bet on.
export function sides(stats) {
  if (!stats) return el("div", { class: "sides" }, waiting(20));
  const groups = ["long", "short", "pair", "stable", "unknown"].map((key) => stats.groups.find((g) => g.key === key)).filter(Boolean);
  const total = groups.reduce((n, g) => n + Number(g.debt_usd), 0);
  if (!groups.length) return el("p", { class: "note" }, t("sides.none"));
  return el("div", { class: "sides" },
    el("div", { class: "split", "aria-hidden": "true" }, groups.map((g) => el("span", { class: "part " + g.key, style: { width: (total ? 100 * Number(g.debt_usd) / total : 100 / groups.length) + "%" } }))),
    el("ul", { class: "legend" }, groups.map((g) => el("li", { key: g.key }, el("span", { class: "key " + g.key, "aria-hidden": "true" }), t("side." + g.key), " ",
      value(compact(g.debt_usd), { title: usd(g.debt_usd) }), " ", el("span", { class: "muted" }, total ? percent(Number(g.debt_usd) / total, 1) : "")))));
}
