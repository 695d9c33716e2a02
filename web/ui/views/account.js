// Everything that an address has, over all chains and protocols.
import { get } from "../api.js";
import { el } from "../dom.js";
import { compact, sum, usd } from "../format.js";
import { icon } from "../icons.js";
import { isWatched, unwatch, watch } from "../own.js";
import { badge, barred, clip, copy, empty, health, inshort, looked, panel, symbol, value, venue, waiting } from "../parts.js";
import { to } from "../route.js";
import { table } from "../table.js";
import { t } from "../text.js";
import { nameOf, world } from "../world.js";
import { listed } from "./liquidation-parts.js";
import { fall } from "./position-parts.js";

export function open({ id, draw }) {
  const shown = {};
  return {
    every: 2000,
    of: () => (shown.account?.positions ?? []).map((p) => p.chain_id),
    title: () => nameOf(id) || t("nav.account"),
    async load() {
      const [account, liquidations] = await Promise.all([get("/v1/accounts/" + encodeURIComponent(id)), get("/v1/liquidations", { account: id, limit: 200 })]);
      Object.assign(shown, { account, liquidations });
    },
    draw: () => [head(id, draw), tiles(shown), positions(shown.account), history(shown.liquidations)],
  };
}

function head(id, draw) {
  const on = isWatched(id);
  const name = nameOf(id);
  return el("div", { class: "headline" },
    el("h1", {}, name ? clip(name, 40) : t("nav.account")),
    el("p", { class: "whole" }, el("span", { class: "num" }, id), " ", copy(id, t("copy.address")), (world.chains ?? []).map((c) => looked(c.chain_id, "address", id)),
      el("button", { type: "button", class: "star", "aria-pressed": String(on), onclick: () => {
        if (on) unwatch(id);
        else watch({ address: id, name: "", threshold: "" });
        draw();
      } }, icon("star"), t("star"))));
}

function tiles({ account: a, liquidations: l }) {
  const tile = (name, main, small = "\u00a0") => el("div", { class: "tile" }, el("dt", {}, name), el("dd", { class: "main" }, main), el("dd", { class: "small" }, small));
  if (!a) return el("dl", { class: "tiles" }, [1, 2, 3, 4].map(() => tile("\u00a0", waiting())));
  const lowest = a.positions.find((p) => p.health_factor !== null);
  const stood = l.liquidations.filter((x) => x.status !== "reverted");
  return el("dl", { class: "tiles" },
    tile(t("account.lowest"), lowest ? health(lowest) : el("span", { class: "muted" }, t(a.positions.some((p) => p.status === "unknown") ? "unknown" : "nodebt")), lowest ? lowest.deployment : "\u00a0"),
    tile(t("col.collateral"), value(compact(a.totals.collateral_usd), { title: usd(a.totals.collateral_usd) }), a.totals.complete ? t("account.totals") : t("account.incomplete")),
    tile(t("col.debt"), value(compact(a.totals.debt_usd), { title: usd(a.totals.debt_usd) }), t("positions.n", { n: a.totals.positions })),
    tile(t("account.times"), t("account.times.n", { n: stood.length + (l.next ? "+" : "") }), stood.length ? [t("account.sum"), " ", value(usd(sum(stood.map((x) => x.bonus_usd))))] : "\u00a0"));
}

function positions(a) {
  const columns = [
    { id: "status", head: t("col.state"), wide: 2, cell: (p) => [badge(p.status), barred(p)] },
    { id: "health", head: t("col.health"), number: true, cell: (p) => [el("a", { class: "plain", href: to("position", p.id) }, health(p)), inshort(p)] },
    { id: "venue", head: t("col.market"), cell: venue },
    { id: "collateral", head: t("col.collateral"), number: true, wide: 2, cell: (p) => value(usd(p.collateral_usd)) },
    { id: "debt", head: t("col.debt"), number: true, cell: (p) => value(usd(p.debt_usd)) },
    { id: "legs", head: t("col.legs"), wide: 3, cell: (p) => [held(p.collaterals), " → ", held(p.debts)] },
    { id: "fall", head: t("col.fall"), number: true, wide: 2, cell: fall },
  ];
  return panel(t("positions"), { id: "positions", note: a ? t("positions.n", { n: a.positions.length }) : "" },
    !a ? waiting(30) : a.positions.length ? table(columns, a.positions, { caption: t("positions"), key: (p) => p.id, mark: (p) => (p.stale ? "old" : "") }) : empty(t("account.none"), "unknown"));
}

const held = (legs) => (legs.length ? legs.slice(0, 4).map((l, i) => [i ? ", " : "", symbol(l)]) : "–");

const history = (l) => panel(t("account.liquidations"), { id: "liquidations" },
  !l ? waiting(30) : l.liquidations.length ? listed(l.liquidations, { caption: t("account.liquidations"), account: false }) : empty(t("events.none")));
