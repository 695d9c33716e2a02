// How sound the markets are: what can be borrowed, who owes what is near, what
// is lost, and prices that don't agree.
import { get } from "../api.js";
import { el } from "../dom.js";
import { amount, compact, percent, price, usd } from "../format.js";
import { icon } from "../icons.js";
import { clip, empty, panel, symbol, value, venue, waiting } from "../parts.js";
import { table } from "../table.js";
import { t } from "../text.js";
import { chainName } from "../world.js";

// The server looks at every position to answer, and the answer changes slowly.
const pause = 30000;
const widest = 20;
const much = 0.02;

// loadCondition asks again when it is time.
export async function loadCondition(shown) {
  if (shown.condition && Date.now() - shown.conditionAt < pause) return;
  Object.assign(shown, { condition: await get("/v1/risk/markets"), conditionAt: Date.now() });
}

const n = (x) => x.toLocaleString("en");
const dollars = (sum) => value(compact(sum), { title: usd(sum) });
const leftout = (count) => (count ? el("small", { class: "unknown" }, t("leftout", { n: n(count) })) : null);
const part = (id, title, note, content) => el("div", { id }, el("div", { class: "title" }, el("h3", {}, title), el("p", { class: "note" }, note)), content);

export function condition({ condition: c }) {
  return panel(t("condition"), { id: "condition", note: t("condition.note") }, !c ? waiting(20) : [
    c.complete === "1" ? null : el("p", { class: "note warn" }, icon("unknown"), t("incomplete", { share: (Math.floor(Number(c.complete) * 10000) / 100).toFixed(2) })),
    el("div", { class: "grid two" },
      el("div", { class: "stack" }, part("liquidity", t("liquidity"), t("liquidity.note"), liquidity(c.stablecoins)),
        part("deviation", t("deviation"), t("deviation.note"), deviation(c.deviations))),
      el("div", { class: "stack" }, part("concentration", t("concentration"), t("concentration.note"), concentration(c.near)),
        part("lostdebt", t("lostdebt"), t("lostdebt.note"), lost(c.near)),
        c.written_off.length ? el("div", { id: "writtenoff" }, writtenOff(c.written_off)) : null)),
  ]);
}

function liquidity(chains) {
  const columns = [
    { id: "chain", head: t("col.chain"), cell: (l) => [clip(chainName(l.chain_id)), el("small", {}, t("markets.n", { n: n(l.markets) })), leftout(l.markets_unknown)] },
    { id: "available", head: t("col.available"), number: true, cell: (l) => dollars(l.available_usd) },
    { id: "borrowed", head: t("col.borrowed"), number: true, cell: (l) => dollars(l.borrowed_usd) },
    { id: "supplied", head: t("col.supplied"), number: true, wide: 2, cell: (l) => dollars(l.supplied_usd) },
  ];
  return chains.length ? table(columns, chains, { caption: t("liquidity"), key: (l) => String(l.chain_id) }) : empty(t("liquidity.none"), "unknown");
}

const where = (row, out) => [row.deployment ? venue(row) : el("b", {}, t("all")), leftout(out)];
const whose = (row) => (row.chain_id ?? "") + (row.deployment ?? "");

function concentration(rows) {
  const columns = [
    { id: "of", head: t("col.deployment"), cell: (r) => where(r, r.unpriced + r.positions_unknown) },
    { id: "accounts", head: t("col.accounts"), number: true, wide: 2, cell: (r) => value(n(r.accounts)) },
    { id: "debt", head: t("col.debt"), number: true, cell: (r) => dollars(r.debt_usd) },
    { id: "top", head: t("col.topten"), number: true, cell: (r) => (r.top10_share === null ? t("nodebt") : value(percent(r.top10_share, 2), { title: usd(r.top10_debt_usd) })) },
  ];
  return table(columns, rows, { caption: t("concentration"), key: whose });
}

function lost(rows) {
  const columns = [
    { id: "of", head: t("col.deployment"), cell: (r) => where(r, r.positions_unknown + r.written_off_unknown) },
    { id: "now", head: t("col.outstanding"), number: true, cell: (r) => dollars(r.bad_debt_usd) },
    { id: "written", head: t("col.written"), number: true, cell: (r) => (r.written_off_usd === null ? value(null) : dollars(r.written_off_usd)) },
  ];
  return table(columns, rows, { caption: t("lostdebt"), key: whose });
}

function writtenOff(all) {
  const columns = [
    { id: "asset", head: t("col.asset"), cell: (w) => [symbol(w), el("small", {}, venue(w)), leftout(w.unknown)] },
    { id: "amount", head: t("col.amount"), number: true, wide: 2, cell: (w) => value(amount(w.amount), { title: w.amount }) },
    { id: "written", head: t("col.written"), number: true, cell: (w) => (w.usd === null ? value(null) : dollars(w.usd)) },
  ];
  return table(columns, all, { caption: t("col.written"), key: (w) => whose(w) + w.market + w.asset });
}

export function deviation(all) {
  const end = (m) => [value(price(m.price_usd)), el("small", {}, clip(m.deployment, 20), " · ", chainName(m.chain_id))];
  const columns = [
    { id: "asset", head: t("col.asset"), cell: (d) => [symbol(d), el("small", {}, d.chain_id ? chainName(d.chain_id) : t("acrosschains"))] },
    { id: "low", head: t("col.lowest"), number: true, wide: 2, cell: (d) => end(d.low) },
    { id: "high", head: t("col.highest"), number: true, wide: 2, cell: (d) => end(d.high) },
    { id: "apart", head: t("col.apart"), number: true, cell: (d) => el("span", { class: Number(d.deviation) > much ? "error" : "" }, value(percent(d.deviation, 3))) },
  ];
  const key = (d) => (d.chain_id ?? "") + (d.asset ?? d.group) + d.symbol.slice(0, 16);
  return all.length ? [table(columns, all.slice(0, widest), { caption: t("deviation"), key }),
    all.length > widest ? el("p", { class: "note" }, t("rows.more", { n: widest })) : null] : empty(t("deviation.none"), "unknown");
}
