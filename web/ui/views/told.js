// What the feed has told of one position: newest first, and further back on demand.
import { get } from "../api.js";
import { el } from "../dom.js";
import { compact, factor, usd } from "../format.js";
import { clip, empty, value, waiting, when, who } from "../parts.js";
import { table } from "../table.js";
import { t } from "../text.js";

const some = 50;
const stretches = 4; // of the log that are looked through before a user asks for more

export class Told {
  constructor(id, draw) {
    Object.assign(this, { path: "/v1/positions/" + encodeURIComponent(id) + "/events", redraw: draw, events: null, next: null });
  }

  // load reads what is new; the first time it goes back until there is something to see.
  async load() {
    const page = await get(this.path, { limit: some });
    if (this.events) {
      const known = new Set(page.events.map((e) => e.cursor));
      this.events = [...page.events, ...this.events.filter((e) => !known.has(e.cursor))];
      return;
    }
    Object.assign(this, { events: page.events, next: page.next });
    for (let i = 1; i < stretches && this.next && this.events.length < 5; i++) await this.further();
  }

  async further() {
    const page = await get(this.path, { limit: some, before: this.next });
    this.events.push(...page.events);
    this.next = page.next;
  }

  draw() {
    if (!this.events) return waiting(30);
    const more = this.next ? el("button", { type: "button", onclick: () => this.further().then(this.redraw, this.redraw) }, t("told.further")) : null;
    if (this.events.length === 0) return [empty(t(this.next ? "told.notyet" : "told.none")), more];
    const columns = [
      { id: "time", head: t("col.time"), cell: (e) => [when(e.time), el("small", { class: "w2" }, t("col.block"), " ", e.block.number.toLocaleString("en"))] },
      { id: "what", head: t("col.what"), cell: what },
      { id: "health", head: t("col.health"), number: true, cell: stood },
      { id: "debt", head: t("col.debt"), number: true, wide: 2, cell: (e) => dollars(e.data.debt_usd ?? e.data.usd) },
      { id: "collateral", head: t("col.collateral"), number: true, wide: 2, cell: (e) => (e.type === "bad_debt.v1" ? none() : dollars(e.data.collateral_usd)) },
    ];
    return [table(columns, this.events, { caption: t("told"), key: (e) => e.cursor, mark: (e) => (e.status === "reverted" ? "reverted" : "") }), more];
  }
}

const none = () => el("span", { class: "muted" }, "–");

// stood is the health factor then: of a liquidation the one before it.
function stood(e) {
  if (e.type === "liquidation.v1") return value(factor(e.data.health_factor_before));
  if (e.type === "bad_debt.v1") return none();
  return e.data.health_factor === null && e.data.status !== "unknown" ? el("span", { class: "muted" }, t("nodebt")) : value(factor(e.data.health_factor));
}

const dollars = (text) => value(compact(text), { title: usd(text) });

// what says it in words; of a liquidation who did it.
const what = (e) => [t("told." + e.type.replace(/\.v\d+$/, "")), e.status === "reverted" ? el("small", { class: "taken" }, t("final.reverted")) : null,
  e.type === "liquidation.v1" ? el("small", {}, clip(e.data.collateral_symbol ?? "", 10), " → ", clip(e.data.debt_symbol ?? "", 10), " · ", who(e.data.liquidator)) : /opened|changed/.test(e.type) ? el("small", {}, t("status." + e.data.status)) : null];
