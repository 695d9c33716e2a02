// Parts that several views are made of.
import { el } from "./dom.js";
import { explorer, factor, moment, short } from "./format.js";
import { icon } from "./icons.js";
import { to } from "./route.js";
import { t } from "./text.js";
import { chainName, nameOf, old } from "./world.js";

// panel is a part of a view with a heading of its own.
export function panel(title, { note, actions, className = "", id } = {}, ...children) {
  const heading = "h-" + (id ?? title.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, "-"));
  return el("section", { class: "panel " + className, "aria-labelledby": heading, key: id, id },
    el("div", { class: "title" }, el("h2", { id: heading }, title), note ? el("p", { class: "note" }, note) : null, actions ? el("div", { class: "actions" }, actions) : null),
    children);
}

// value is a known text, or says that it isn't known.
export const value = (text, properties = {}) => (text === null || text === undefined
  ? el("span", { class: "unknown" }, t("unknown")) : el("span", { ...properties, class: "num " + (properties.class ?? "") }, text));

export const waiting = (width = 6) => el("span", { class: "waiting", "aria-label": t("loading") }, "\u2007".repeat(width));

const marks = { healthy: "ok", near: "warn", liquidatable: "fire", bad_debt: "block", unknown: "unknown" };

// badge says how a position stands, in words and by a sign beside the colour.
export const badge = (status) => el("span", { class: "badge " + (marks[status] ? status : "unknown") }, icon(marks[status] ?? "unknown"), t("status." + status));

// barred says why the contract refuses a liquidation that the line alone would allow.
export const barred = (position) => (position.liquidation_barred ? el("small", { class: "barred-now" }, t("barred." + position.liquidation_barred)) : null);

// health is a health factor, coloured by how near it is; the words for it stand in the badge.
export const health = (position) => (position.health_factor === null
  ? el("span", { class: position.status === "unknown" ? "unknown" : "muted" }, t(position.status === "unknown" ? "unknown" : "nodebt"))
  : el("span", { class: "num factor " + position.status + (position.stale || old(position.chain_id) ? " old" : ""), title: position.health_factor }, factor(position.health_factor)));

export const clip = (text, most = 24) => el("bdi", { class: "clip", title: text.slice(0, 300) }, text.length > most ? text.slice(0, most) + "…" : text);
export const symbol = (leg) => clip(leg.symbol || short(leg.asset), 12);

// who is an account by its name, if it has one, with a link to all that it has.
export function who(address, { name = true } = {}) {
  const called = name ? nameOf(address) : "";
  return el("a", { class: "who", href: to("account", address), title: address }, called ? clip(called, 20) : short(address));
}

// inshort says how a position stands where there is no room for its badge.
export const inshort = (position) => el("small", { class: "narrow" }, t("status." + position.status));

// copy is a button that copies a text, and says so.
export function copy(text, label) {
  return el("button", { type: "button", class: "quiet small", "aria-label": label, title: label, onclick: async (event) => {
    const button = event.currentTarget;
    await navigator.clipboard?.writeText(text).catch(() => {});
    button.classList.add("done");
    document.getElementById("said").textContent = t("copied");
    setTimeout(() => button.classList.remove("done"), 1200);
  } }, icon("copy"));
}

// looked is a link to where a chain's transactions and accounts can be looked up, where one is known.
export function looked(chain, kind, id, shown = null) {
  const link = explorer(chain, kind, id);
  if (!link) return shown ?? null;
  return el("a", { href: link, target: "_blank", rel: "noreferrer noopener", class: "out looked", "aria-label": shown ? undefined : t("explorer") }, shown, icon("out"));
}

export const venue = (row) => el("span", { class: "venue" }, clip(row.deployment, 24), el("small", {}, chainName(row.chain_id), row.market ? " · " + short(row.market) : ""));

// when is a moment; the day stands above the time where there is little room.
export function when(time) {
  const [day, clock] = moment(time).split(" ");
  return el("time", { datetime: time, title: time }, el("span", { class: "day" }, day, " "), clock);
}

// twin is a chart's content as a table, for those who can't or don't want to see it.
export const twin = (caption, heads, rows) => el("details", { class: "twin" }, el("summary", {}, t("astable")),
  el("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": caption }, el("table", {}, el("caption", { class: "sr" }, caption),
    el("thead", {}, el("tr", {}, heads.map((h, i) => el("th", { scope: "col", class: i ? "number" : "" }, h)))),
    el("tbody", {}, rows.map((row) => el("tr", {}, row.map((cell, i) => (i ? el("td", { class: "number" }, cell ?? t("unknown")) : el("th", { scope: "row" }, cell)))))))));

// choice is a row of buttons of which one is chosen.
// Where there is none, barred says why.
export const choice = (label, options, chosen, choose, barred = "") => el("div", { class: "choice", role: "group", "aria-label": label, title: barred || null },
  options.map(([name, text]) => el("button", { type: "button", "aria-pressed": String(name === chosen), disabled: Boolean(barred) && name !== chosen, onclick: () => choose(name) }, text)));

export const field = (label, input) => el("label", { class: "field" }, el("span", {}, label), input);

export const select = (label, options, chosen, choose, id) => field(label, el("select", { id, onchange: (event) => choose(event.target.value), value: chosen },
  options.map(([name, text]) => el("option", { value: name, selected: name === chosen }, text.slice(0, 40)))));

export const empty = (text, mark = "ok") => el("div", { class: "empty" }, icon(mark), el("p", {}, text));
