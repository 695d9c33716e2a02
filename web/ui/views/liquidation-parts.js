// What several views say of liquidations.
import { el } from "../dom.js";
import { amount, factor, percent, raw, short, span, usd } from "../format.js";
import { clip, copy, looked, value, venue, when, who } from "../parts.js";
import { table } from "../table.js";
import { t } from "../text.js";

export const keyOf = (l) => l.chain_id + l.tx_hash + l.log_index + l.block.hash;

const side = (usdText, assetSymbol, asset, more) => [value(usd(usdText)), el("small", {}, clip(assetSymbol || short(asset), 12), more)];

// beside is a second figure in small: its name and what is known of it.
const beside = (name, text) => el("small", { class: "beside" }, t(name), " ", text === null || text === undefined ? el("span", { class: "unknown" }, t("unknown")) : el("span", { class: "num" }, text));

// coin is an amount of a chain's own coin, whose smallest unit is everywhere the
// same; very little of it is told in billionths.
const coin = (units) => (units === null || units === undefined ? null : units.length > 12 ? amount(raw(units, 18)) : amount(raw(units, 9)) + " gwei");

// closed is the share of the debt that was repaid.
const closed = (l) => (l.share_closed === null || l.share_closed === undefined ? el("span", { class: "unknown", title: t("liq.share") }, t("unknown"))
  : el("span", { class: "num", title: t("liq.share") }, percent(l.share_closed, l.share_closed === "1" ? 0 : 1)));

export function columns({ account = true, market = true } = {}) {
  return [
    { id: "time", head: t("col.time"), cell: (l) => [when(l.block.timestamp), l.status === "reverted" ? el("small", { class: "narrow taken" }, t("final.reverted")) : null, el("small", { class: "w2" }, t("col.block"), " ", l.block.number.toLocaleString("en"))] },
    account ? { id: "account", head: t("col.account"), cell: (l) => [who(l.account), el("small", { class: "w2" }, t("side." + l.side))] } : null,
    market ? { id: "venue", head: t("col.market"), wide: 2, cell: venue } : null,
    { id: "repaid", head: t("col.repaid"), number: true, cell: (l) => side(l.debt_usd, l.debt_symbol, l.debt_asset, el("span", { class: "w2" }, " · ", closed(l))) },
    { id: "seized", head: t("col.seized"), number: true, wide: 2, cell: (l) => side(l.collateral_usd, l.collateral_symbol, l.collateral_asset) },
    { id: "bonus", head: t("col.bonususd"), number: true, wide: 3, cell: (l) => [value(usd(l.bonus_usd)), beside("liq.fee", usd(l.protocol_fee_usd))] },
    { id: "before", head: t("col.before"), number: true, wide: 3, cell: (l) => value(factor(l.health_factor_before), { title: l.health_factor_before }) },
    { id: "waited", head: t("col.waited"), number: true, wide: 4, cell: (l) => (l.liquidatable_blocks === null || l.liquidatable_blocks === undefined ? value(null)
      : [el("span", { class: "num" }, t("blocks.n", { n: l.liquidatable_blocks })), el("small", {}, span(l.liquidatable_seconds ?? 0))]) },
    { id: "bad", head: t("col.baddebt"), number: true, wide: 4, cell: (l) => value(usd(l.bad_debt_usd)) },
    { id: "liquidator", head: t("col.liquidator"), wide: 4, cell: (l) => who(l.liquidator) },
    { id: "tx", head: t("col.tx"), wide: 2, cell: (l) => [looked(l.chain_id, "tx", l.tx_hash, short(l.tx_hash)), " ", copy(l.tx_hash, t("copy.tx")), beside("liq.gas", coin(l.gas_paid_raw))] },
    { id: "status", head: t("col.state"), wide: 2, cell: (l) => (l.status === "reverted" ? el("strong", { class: "taken" }, t("reverted")) : el("span", { class: "muted" }, t("final." + l.status))) },
  ].filter(Boolean);
}

export const listed = (list, { caption, ...shown }) => table(columns(shown), list, { caption, key: keyOf, mark: (l) => (l.status === "reverted" ? "reverted" : "") });
