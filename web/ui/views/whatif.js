// What if prices moved, or something were done to a position: asked of the
// server, which answers with the contract's arithmetic.
import { post, Problem } from "../api.js";
import { el } from "../dom.js";
import { compact, factor, percent, price } from "../format.js";
import { empty, field, select, symbol, value } from "../parts.js";
import { t } from "../text.js";

export class WhatIf {
  constructor(id, draw) {
    Object.assign(this, { id, draw_: draw, moves: {}, deed: { do: "repay", asset: "", amount: "" }, after: null, error: "", asked: 0 });
  }

  get question() {
    const shocks = Object.entries(this.moves).filter(([, m]) => m !== 0).map(([asset, m]) => ({ asset, change: String(m / 100) }));
    const changes = this.deed.amount ? [this.deed] : [];
    return shocks.length || changes.length ? { position: this.id, shocks, changes } : null;
  }

  // refresh asks again, as of the newest block.
  async refresh() {
    const mine = ++this.asked;
    const question = this.question;
    let after = null;
    let error = "";
    if (question) {
      try {
        ({ after } = await post("/v1/risk/simulate", question));
      } catch (problem) {
        if (!(problem instanceof Problem) || problem.status >= 500) throw problem;
        error = problem.message;
      }
    }
    if (mine === this.asked) Object.assign(this, { after, error });
  }

  changed() {
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.refresh().then(this.draw_, this.draw_), 120);
    this.draw_();
  }

  draw(p) {
    const legs = [...new Map([...p.collaterals, ...p.debts].map((l) => [l.asset, l])).values()];
    if (legs.length === 0) return empty(t("composition.none"));
    const ofDeed = /repay|borrow/.test(this.deed.do) ? p.debts : p.collaterals;
    if (!ofDeed.some((l) => l.asset === this.deed.asset)) this.deed.asset = (ofDeed[0] ?? legs[0])?.asset ?? "";
    return el("div", { class: "whatif" },
      legs.map((l) => this.slider(l)),
      el("div", { class: "filters" },
        select(t("whatif.do"), ["repay", "supply", "withdraw", "borrow"].map((d) => [d, t("do." + d)]), this.deed.do, (d) => {
          this.deed.do = d;
          this.changed();
        }),
        select(t("col.asset"), legs.map((l) => [l.asset, l.symbol.slice(0, 16)]), this.deed.asset, (a) => {
          this.deed.asset = a;
          this.changed();
        }),
        field(t("col.amount"), el("input", { inputmode: "decimal", size: 10, value: this.deed.amount, autocomplete: "off", oninput: (event) => {
          this.deed.amount = event.target.value.trim();
          this.changed();
        } })),
        this.question ? el("button", { type: "button", onclick: () => {
          this.moves = {};
          this.deed.amount = "";
          this.changed();
        } }, t("reset")) : null),
      this.outcome(p));
  }

  slider(leg) {
    const move = this.moves[leg.asset] ?? 0;
    const there = leg.price_usd === null ? null : Number(leg.price_usd) * (1 + move / 100);
    return el("label", { class: "slider" }, el("span", {}, symbol(leg)),
      el("input", { type: "range", min: -90, max: 100, step: 1, value: move, disabled: leg.price_usd === null, "aria-valuetext": percent(move / 100, 0, true), oninput: (event) => {
        this.moves[leg.asset] = Number(event.target.value);
        this.changed();
      } }),
      el("span", { class: "num" }, percent(move / 100, 0, true)),
      el("span", { class: "num muted w2" }, there === null ? t("unknown") : price(there.toFixed(8))));
  }

  outcome(p) {
    if (this.error) return el("p", { class: "error", role: "alert" }, this.error);
    const after = this.question ? this.after : p;
    const show = (one, name) => el("div", {}, el("dt", {}, name),
      el("dd", {}, one ? [el("b", { class: "num factor " + one.status }, one.health_factor === null ? t(one.status === "unknown" ? "unknown" : "nodebt") : factor(one.health_factor)), " ",
        el("span", { class: "muted" }, t("status." + one.status)), el("small", {}, t("col.debt"), " ", value(compact(one.debt_usd)), " · ", t("col.collateral"), " ", value(compact(one.collateral_usd)))] : "…"));
    return el("dl", { class: "beforeafter" }, show(p, t("before")), show(after, t("after")));
  }
}
