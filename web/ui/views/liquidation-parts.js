// What several views say of liquidations.
import { el } from "../dom.js";
import { factor, short, span, usd } from "../format.js";
import { clip, copy, looked, value, venue, when, who } from "../parts.js";
import { table } from "../table.js";
import { t } from "../text.js";

export const keyOf = (l) => l.chain_id + l.tx_hash + l.log_index + l.block.hash;

const side = (usdText, assetSymbol, asset) => [value(usd(usdText)), el("small", {}, clip(assetSymbol || short(asset), 12))];

export function columns({ account = true } = {}) {
  return [
    { id: "time", head: t("col.time"), cell: (l) => [when(l.block.timestamp), l.status === "reverted" ? el("small", { class: "narrow taken" }, t("final.reverted")) : null, el("small", { class: "w2" }, t("col.block"), " ", l.block.number.toLocaleString("en"))] },
    account ? { id: "account", head: t("col.account"), cell: (l) => [who(l.account), el("small", { class: "w2" }, t("side." + l.side))] } : null,
    { id: "venue", head: t("col.market"), wide: 2, cell: venue },
    { id: "repaid", head: t("col.repaid"), number: true, cell: (l) => side(l.debt_usd, l.debt_symbol, l.debt_asset) },
    { id: "seized", head: t("col.seized"), number: true, wide: 2, cell: (l) => side(l.collateral_usd, l.collateral_symbol, l.collateral_asset) },
    { id: "bonus", head: t("col.bonususd"), number: true, wide: 3, cell: (l) => value(usd(l.bonus_usd)) },
    { id: "before", head: t("col.before"), number: true, wide: 3, cell: (l) => value(factor(l.health_factor_before), { title: l.health_factor_before }) },
    { id: "waited", head: t("col.waited"), number: true, wide: 4, cell: (l) => (l.liquidatable_blocks === null || l.liquidatable_blocks === undefined ? value(null)
      : [el("span", { class: "num" }, t("blocks.n", { n: l.liquidatable_blocks })), el("small", {}, span(l.liquidatable_seconds ?? 0))]) },
    { id: "liquidator", head: t("col.liquidator"), wide: 4, cell: (l) => who(l.liquidator) },
    { id: "tx", head: t("col.tx"), wide: 2, cell: (l) => [looked(l.chain_id, "tx", l.tx_hash, short(l.tx_hash)), " ", copy(l.tx_hash, t("copy.tx"))] },
    { id: "status", head: t("col.state"), wide: 2, cell: (l) => (l.status === "reverted" ? el("strong", { class: "taken" }, t("reverted")) : el("span", { class: "muted" }, t("final." + l.status))) },
  ].filter(Boolean);
}

export const listed = (list, { caption, account }) => table(columns({ account }), list, { caption, key: keyOf, mark: (l) => (l.status === "reverted" ? "reverted" : "") });
