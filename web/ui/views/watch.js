// One's own accounts, and what the rules say of them.
import { get, post, Problem } from "../api.js";
import { el } from "../dom.js";
import { factor, percent } from "../format.js";
import { icon } from "../icons.js";
import { unwatch, watch, watched } from "../own.js";
import { badge, clip, empty, field, health, panel, value, waiting, when, who } from "../parts.js";
import { to } from "../route.js";
import { table } from "../table.js";
import { t } from "../text.js";
import { world } from "../world.js";
import { decider, past } from "./position-parts.js";

const spans = ["1h", "8h", "24h", "168h"];
const most = 50;

export function open({ draw, load }) {
  const shown = { accounts: new Map(), said: "", error: "", token: "", form: null, channels: [] };
  // act does something that changes what the server does, and says what came of it.
  const act = async (path, body, said) => {
    Object.assign(shown, { said: "", error: "" });
    try {
      await post(path, body, shown.token);
      shown.said = said;
    } catch (problem) {
      shown.error = problem instanceof Problem ? problem.message : t("banner.lost", { time: "" });
      shown.ask = shown.ask || problem.status === 401 || problem.status === 403;
    }
    await load();
    draw();
  };
  return {
    every: 3000,
    title: () => t("nav.watch"),
    async load() {
      const [alerts, notes] = await Promise.all([get("/v1/alerts"), get("/v1/notifications", { limit: 50 })]);
      Object.assign(shown, { alerts: alerts.alerts, notes: notes.notifications, channels: notes.channels });
      const accounts = [...world.accounts, ...watched()].slice(0, most);
      await Promise.all(accounts.map(async ({ address }) => {
        shown.accounts.set(address.toLowerCase(), await get("/v1/accounts/" + address).catch((problem) => ({ error: problem.message })));
      }));
    },
    draw: () => [
      el("h1", {}, t("nav.watch")),
      shown.said ? el("p", { class: "note", role: "status" }, shown.said) : null,
      shown.error ? el("p", { class: "error", role: "alert" }, shown.error) : null,
      shown.ask ? token(shown) : null,
      panel(t("alerts"), { id: "alerts" }, alerts(shown, act)),
      panel(t("watch.mine"), { id: "mine", note: t("watch.mine.note") }, own(shown, draw, load)),
      world.accounts.length ? panel(t("watch.config"), { id: "named" }, accounts(world.accounts, shown, null)) : null,
      panel(t("notifications"), { id: "notes", actions: test(shown, act) }, notes(shown.notes)),
    ],
  };
}

const token = (shown) => panel(t("token"), { id: "token", note: t("token.note") }, field(t("token"), el("input", { type: "password", autocomplete: "off", size: 32, oninput: (event) => { shown.token = event.target.value.trim(); } })));

const measured = (a) => (a.measure === "health_factor" ? factor(a.value) : a.value);

function alerts(shown, act) {
  if (!shown.alerts) return waiting(30);
  if (shown.alerts.length === 0) return empty(t("alerts.none"));
  const columns = [
    { id: "severity", head: t("col.severity"), cell: (a) => el("span", { class: "badge " + a.severity }, icon(a.severity === "critical" ? "fire" : "bell"), t("severity." + a.severity)) },
    { id: "what", head: t("col.what"), cell: (a) => [a.account ? who(a.account) : clip(a.subject, 30), el("small", {}, clip(a.deployment || a.chain, 24))] },
    { id: "value", head: t("col.rule"), cell: (a) => [clip(a.rule, 24), el("small", { class: "num" }, a.text ? clip(a.text, 60) : [a.measure.replaceAll("_", " "), " ", measured(a) ?? t("unknown"), a.threshold ? " / " + a.threshold : ""])] },
    { id: "since", head: t("col.since"), wide: 2, cell: (a) => when(a.since) },
    { id: "quiet", head: t("col.state"), wide: 3, cell: (a) => (a.silent ? clip(a.silent, 24) : "–") },
    { id: "do", head: el("span", { class: "sr" }, t("acknowledge")), number: true, cell: (a) => el("span", { class: "deeds" },
      a.position ? el("a", { class: "button", href: to("position", a.position.id) }, t("nav.position")) : null,
      el("button", { type: "button", onclick: () => act("/v1/alerts/acknowledge", { id: a.id }, t("done")) }, t("acknowledge")),
      el("select", { "aria-label": t("snooze.for"), value: "", onchange: (event) => {
        const span = event.target.value;
        event.target.value = "";
        if (span) act("/v1/alerts/snooze", { id: a.id, for: span }, t("done"));
      } }, el("option", { value: "" }, t("snooze")), spans.map((s) => el("option", { value: s }, s)))) },
  ];
  return table(columns, shown.alerts, { caption: t("alerts"), key: (a) => a.id });
}

function own(shown, draw, load) {
  const list = watched();
  const form = shown.form ?? { address: "", name: "", threshold: "" };
  const set = (name) => (event) => {
    shown.form = { ...form, ...shown.form, [name]: event.target.value.trim() };
  };
  const add = (event) => {
    event.preventDefault();
    const entry = { ...form, ...shown.form };
    if (!/^0x[0-9a-fA-F]{40}$/.test(entry.address)) {
      shown.wrong = t("watch.badaddress");
    } else {
      watch({ ...entry, name: entry.name.slice(0, 40), threshold: /^\d+(\.\d+)?$/.test(entry.threshold) ? entry.threshold : "" });
      Object.assign(shown, { wrong: "", form: null });
      event.target.reset();
      document.activeElement.blur();
      load();
    }
    draw();
  };
  return [
    el("form", { class: "filters", onsubmit: add, "aria-label": t("watch.add") },
      field(t("watch.address"), el("input", { name: "address", size: 44, class: "address", placeholder: "0x…", value: form.address, autocomplete: "off", spellcheck: "false", required: true, oninput: set("address") })),
      field(t("watch.name"), el("input", { name: "name", size: 14, value: form.name, maxlength: 40, autocomplete: "off", oninput: set("name") })),
      field(t("watch.threshold"), el("input", { name: "threshold", size: 6, value: form.threshold, inputmode: "decimal", placeholder: "1.25", autocomplete: "off", oninput: set("threshold") })),
      el("button", { type: "submit" }, t("watch.add"))),
    shown.wrong ? el("p", { class: "error", role: "alert" }, shown.wrong) : null,
    list.length ? accounts(list, shown, (entry) => [
      el("button", { type: "button", class: "quiet small", "aria-label": t("watch.rename", { account: entry.name || entry.address }), title: t("watch.rename", { account: "" }), onclick: () => {
        shown.form = { ...entry };
        draw();
        document.querySelector("#mine [name=name]")?.focus();
      } }, icon("simulator")),
      el("button", { type: "button", class: "quiet small", "aria-label": t("watch.remove"), title: t("watch.remove"), onclick: () => {
        unwatch(entry.address);
        draw();
      } }, icon("close"))]) : empty(t("watch.none"), "watch"),
  ];
}

// accounts are rows of what each account's lowest position looks like.
function accounts(list, shown, deeds) {
  const found = (entry) => shown.accounts.get(entry.address.toLowerCase());
  const lowest = (entry) => found(entry)?.positions?.find((p) => p.health_factor !== null || p.status === "unknown");
  const below = (entry) => {
    const p = lowest(entry);
    return entry.threshold && p?.health_factor && Number(p.health_factor) < Number(entry.threshold);
  };
  const columns = [
    { id: "name", head: t("col.account"), cell: (e) => [who(e.address), e.name ? el("small", { class: "w2" }, e.address.slice(0, 8) + "…" + e.address.slice(-6)) : null] },
    { id: "health", head: t("col.worst"), number: true, cell: (e) => {
      const a = found(e);
      if (!a) return waiting();
      if (a.error) return el("span", { class: "error" }, a.error);
      const p = lowest(e);
      return p ? el("a", { class: "plain", href: to("position", p.id) }, health(p)) : el("span", { class: "muted" }, t(a.positions.length ? "nodebt" : "watch.nopositions"));
    } },
    { id: "state", head: t("col.state"), cell: (e) => (lowest(e) ? [badge(lowest(e).status), below(e) ? el("small", { class: "error" }, icon("warn"), t("watch.below", { threshold: e.threshold })) : null] : "") },
    { id: "distance", head: t("distance"), wide: 2, cell: (e) => distance(lowest(e)) },
    { id: "debt", head: t("col.debt"), number: true, wide: 2, cell: (e) => { const a = found(e); return a?.totals ? value("$" + a.totals.debt_usd.split(".")[0].replace(/\B(?=(\d{3})+$)/g, ",")) : ""; } },
    deeds ? { id: "do", head: el("span", { class: "sr" }, t("watch.remove")), number: true, cell: deeds } : null,
  ].filter(Boolean);
  return table(columns, list, { caption: t(deeds ? "watch.mine" : "watch.config"), key: (e) => e.address.toLowerCase(), mark: (e) => (below(e) ? "below" : "") });
}

// distance is a bar that is full where nothing is left.
function distance(p) {
  if (p && past(p)) return bar("bad", 0, el("span", { class: "error" }, t("reached")));
  const d = p && decider(p);
  if (!d) return el("span", { class: "muted" }, "–");
  const left = Math.min(Math.abs(d.change), 1);
  return bar(left < 0.05 ? "bad" : left < 0.15 ? "near" : "calm", left, el("span", { class: "num" }, clip(d.leg.symbol, 8), " ", percent(d.change, 1, true)));
}

const bar = (tone, left, said) => el("span", { class: "distance" }, el("span", { class: "rail", "aria-hidden": "true" },
  el("span", { class: "fill " + tone, style: { width: Math.max(3, 100 * (1 - left)) + "%" } })), said);

function test(shown, act) {
  return shown.channels.map((channel) => el("button", { type: "button", onclick: () => act("/v1/notifications/test", { channel }, t("test.sent", { channel })) }, icon("bell"), t("test"), shown.channels.length > 1 ? " · " + channel.slice(0, 24) : ""));
}

function notes(list) {
  if (!list) return waiting(30);
  if (list.length === 0) return empty(t("notifications.none"), "bell");
  const columns = [
    { id: "made", head: t("col.time"), cell: (n) => when(n.made) },
    { id: "channel", head: t("col.channel"), cell: (n) => clip(n.channel) },
    { id: "state", head: t("col.state"), cell: (n) => [t("note." + n.state), n.reason ? el("small", { class: "error" }, clip(n.reason, 80)) : null] },
    { id: "alerts", head: t("col.alerts"), wide: 2, cell: (n) => [clip(n.alerts[0] ?? "–", 48), n.alerts.length + n.omitted > 1 ? el("small", {}, "+" + (n.alerts.length + n.omitted - 1)) : null] },
  ];
  return table(columns, list.slice(0, 12), { caption: t("notifications"), key: (n) => n.id });
}
