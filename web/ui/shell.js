// The frame around every view: the name, the truth line, the way to other
// views, the banner, the keys.
import { el, render } from "./dom.js";
import { age, clock, compact, short } from "./format.js";
import { icon } from "./icons.js";
import { keep } from "./own.js";
import { to } from "./route.js";
import { languages, speak, t } from "./text.js";
import { alive, nameOf, now, old, world } from "./world.js";

const at = (id) => document.getElementById(id);
const views = ["overview", "positions", "ladder", "liquidations", "watch", "simulator", "data"];
const belongs = { position: "positions", account: "positions" };
let page;
let shownView = "";

export function begin(app) {
  page = app;
  document.addEventListener("keydown", key);
  render(at("help"), help());
}

export function draw(name, view) {
  const current = belongs[name] ?? name;
  document.body.classList.toggle("lost", world.tried && !alive());
  at("main").classList.toggle("aged", Boolean(view?.of?.().some(old)));
  render(at("skip"), el("button", { type: "button", class: "skip", onclick: () => at("main").focus() }, t("skip")));
  render(at("top"),
    el("a", { class: "brand", href: "#/overview", "aria-label": "brink" }, el("img", { src: "/favicon.svg", alt: "", width: 26, height: 26 }), el("span", {}, "brink")),
    truth(), tools());
  at("nav").setAttribute("aria-label", t("nav"));
  render(at("nav"), el("ul", {}, views.map((v) => el("li", {},
    el("a", { href: to(v), "aria-current": v === current ? "page" : undefined }, icon(v), el("span", {}, t("nav." + v)))))));
  render(at("foot"), foot());
  banner();
  if (current !== shownView) {
    const link = at("nav").querySelector("[aria-current]");
    if (link) at("nav").scrollLeft = link.offsetLeft - 60;
  }
  shownView = current;
}

const foot = () => [
  el("p", {}, t("exact")),
  el("p", {}, el("a", { href: "/openapi.json" }, "API"), " · ", el("a", { href: "/v1/events?limit=100" }, t("foot.feed")), " · ",
    el("a", { href: "/metrics" }, t("foot.metrics"))),
];

// truth says as of which block the numbers are, and how old that is.
function truth() {
  const chains = world.chains;
  if (!chains) return el("p", { id: "truth" }, t(world.tried && !world.up ? "truth.trying" : "truth.connecting"));
  const told = chains.filter((c) => c.processed);
  return el("p", { id: "truth", tabindex: chains.length > 2 ? 0 : undefined },
    el("span", { class: alive() ? "dot on" : "dot off" }, el("span", { class: "sr" }, t(alive() ? "live" : "lost"))),
    told.length === 0 ? t("truth.waiting") : told.map((c) => el("span", { class: "asof" + (c.state === "live" ? "" : " old"), key: String(c.chain_id) },
      el("b", {}, c.name), " ", t("truth.block", { n: c.processed.number.toLocaleString("en") }), ", ",
      ago(c.processed.timestamp), c.finalized ? ", " + t("truth.final", { n: c.finalized.number.toLocaleString("en") }) : "")));
}

// ago is how long ago something was, which goes on as time does.
export const ago = (time) => el("time", { datetime: time, "data-age": time, title: time }, t("ago", { span: age(time, now()) }));

// tick moves the ages on, and notices when numbers have become old.
let was = null;
export function tick() {
  if (was !== alive()) page.draw();
  was = alive();
  for (const node of document.querySelectorAll("[data-age]")) {
    const text = t("ago", { span: age(node.dataset.age, now()) });
    if (node.firstChild?.data !== text) node.textContent = text;
  }
}

function tools() {
  const theme = document.documentElement.dataset.theme ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
  const other = theme === "dark" ? "light" : "dark";
  return el("div", { class: "tools" },
    el("form", { class: "seek", role: "search", onsubmit: seek },
      icon("search"), el("input", { id: "seek", type: "search", "aria-label": t("seek"), placeholder: t("seek"), autocomplete: "off", spellcheck: "false", maxlength: 600 })),
    el("select", { "aria-label": t("language"), onchange: (event) => language(event.target.value), value: document.documentElement.lang.slice(0, 2) },
      Object.entries(languages).map(([code, name]) => el("option", { value: code, selected: document.documentElement.lang.startsWith(code) }, name))),
    el("button", { type: "button", class: "quiet", "aria-label": t("theme." + other), title: t("theme." + other), onclick: () => {
      document.documentElement.dataset.theme = other;
      keep("theme", other);
      page.draw();
      dispatchEvent(new Event("theme"));
    } }, icon(other === "dark" ? "moon" : "sun")),
    el("button", { type: "button", class: "quiet", "aria-label": t("help"), title: t("help") + " (?)", onclick: showHelp }, icon("help")));
}

async function language(code) {
  keep("language", code);
  await speak(code);
  render(at("help"), help());
  page.draw();
}

// seek takes an address to its account, the id of a position to that.
function seek(event) {
  event.preventDefault();
  const text = at("seek").value.trim();
  if (!text) return;
  location.hash = /^0x[0-9a-fA-F]{40}$/.test(text) ? to("account", text)
    : text.includes(":") ? to("position", text) : to("positions", "", { account: text });
  at("seek").value = "";
}

// banner says what is wrong with the numbers, and since when.
function banner() {
  const lines = (world.chains ?? []).filter((c) => c.state !== "live").map((c) => t("banner." + c.state, { chain: c.name })
    + (c.processed ? " " + t("banner.since", { time: clock(c.processed.timestamp) }) : "") + (c.reason ? ": " + c.reason : "") + ".");
  if (world.tried && !alive()) lines.unshift(t("banner.lost", { time: clock(world.up ? world.loadedAt : world.lostAt) }));
  const text = lines.join("\n");
  if (at("banner").textContent !== text) render(at("banner"), icon("warn"), el("span", {}, text));
  at("banner").hidden = !text;
}

export const problem = (text) => el("div", { class: "panel empty", role: "alert" }, icon("warn"), el("p", {}, text),
  el("p", {}, el("a", { href: to("positions") }, t("nav.positions"))));

// announce reads out what is critical, and not more often than every ten seconds.
let announced = 0;
let unsaid = 0;
export function announce(event) {
  if (event.type !== "liquidation.v1" || event.status === "reverted") return;
  if (Date.now() - announced < 10000) {
    unsaid++;
    return;
  }
  announced = Date.now();
  const l = event.data;
  at("said").textContent = t("said.liquidation", { usd: compact(l.debt_usd) ?? t("unknown"), account: nameOf(l.account) || short(l.account) })
    + (unsaid ? " " + t("said.more", { n: unsaid }) : "");
  unsaid = 0;
}

const keys = ["/", "?", "g o", "g p", "g l", "g x", "g w", "g s", "g d"];
const goes = { o: "overview", p: "positions", l: "ladder", x: "liquidations", w: "watch", s: "simulator", d: "data" };
let g = 0;

function key(event) {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  if (/^(INPUT|SELECT|TEXTAREA)$/.test(event.target.nodeName)) {
    if (event.key === "Escape") event.target.blur();
    return;
  }
  if (Date.now() - g < 1500 && goes[event.key]) location.hash = to(goes[event.key]);
  else if (event.key === "/") at("seek").focus();
  else if (event.key === "?") showHelp();
  else if (event.key === "g") {
    g = Date.now();
    return;
  } else return;
  g = 0;
  event.preventDefault();
}

function showHelp() {
  if (!at("help").open) at("help").showModal();
}

function help() {
  at("help").setAttribute("aria-labelledby", "help-title");
  const names = { "/": t("key.seek"), "?": t("help") };
  return [
    el("h2", { id: "help-title" }, t("help")),
    el("dl", { class: "keys" }, keys.map((k) => [el("dt", {}, k.split(" ").map((one) => el("kbd", {}, one))),
      el("dd", {}, names[k] ?? t("nav." + goes[k.slice(2)]))])),
    el("p", {}, t("help.numbers")),
    el("p", {}, t("help.own")),
    el("button", { type: "button", onclick: () => at("help").close() }, t("close")),
  ];
}
