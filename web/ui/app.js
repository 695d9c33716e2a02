import { follow, get, Problem, server } from "./api.js";
import { age, clock } from "./format.js";
import * as views from "./views.js";

const at = (id) => document.getElementById(id);

// What is shown, and when it was last known to be true.
const shown = { chains: [], positions: { positions: [], next: null }, liquidations: [] };
const link = { stream: false, loadedAt: Date.now(), lostAt: 0 };
let stopFollowing = () => {};

// Numbers that could not be read again for this long are not live, whatever
// the stream says.
const patience = 15000;
const alive = () => link.stream && Date.now() - link.loadedAt < patience;

const names = {
  chainName: (id) => shown.chains.find((c) => c.chain_id === id)?.name ?? "chain " + id,
  old: (id) => shown.chains.find((c) => c.chain_id === id)?.state !== "live",
};

function query() {
  const q = new URLSearchParams({ limit: "100" });
  if (at("account").value.trim()) {
    q.set("account", at("account").value.trim());
    return q;
  }
  if (at("which").value === "risk") q.set("status", "near,liquidatable,bad_debt");
  if (at("which").value === "unknown") q.set("status", "unknown");
  const dust = at("dust").value.trim();
  if (dust && dust !== "0") q.set("min_debt_usd", dust);
  return q;
}

// load reads everything that is shown, and returns where the feed goes on.
async function load() {
  const [positions, chains, liquidations] = await Promise.all([
    loadPositions(), get("/v1/chains"), get("/v1/liquidations?limit=20")]);
  shown.chains = chains.chains;
  shown.liquidations = liquidations.liquidations;
  link.loadedAt = Date.now();
  draw();
  return positions.as_of_cursor;
}

async function loadPositions() {
  const problem = at("choose-error");
  try {
    shown.positions = await get("/v1/positions?" + query());
    problem.hidden = true;
  } catch (error) {
    if (!(error instanceof Problem) || error.status !== 422) throw error;
    problem.textContent = error.message;
    problem.hidden = false;
    shown.positions = { ...(await get("/v1/positions?limit=1")), positions: [], next: null };
  }
  return shown.positions;
}

// none says why the table of positions is empty.
function none() {
  if (!at("choose-error").hidden) return "Nothing to show.";
  if (at("account").value.trim()) return "This account has no position here.";
  return at("which").value === "risk" ? "None: nobody is near liquidation." : "None.";
}

function draw() {
  views.positions(at("positions"), shown.positions.positions, names, none());
  at("positions-note").textContent = shown.positions.next ? "The first 100, lowest health factor first." : "";
  views.liquidations(at("liquidations"), shown.liquidations, names, server.now());
  drawTruth();
}

// drawTruth says how old the numbers are, and greys them when they are not live.
function drawTruth() {
  views.chains(at("chains"), shown.chains, server.now(), alive());
  const told = shown.chains.filter((c) => c.processed).map((c) =>
    `${c.name}: block ${c.processed.number}, ${age(c.processed.timestamp, server.now())} ago` +
    (c.finalized ? `, finalized to ${c.finalized.number}` : ""));
  at("truth").textContent = told.length ? told.join(" · ") : alive() ? "Waiting for the first block …" : "Connecting …";
  const warnings = shown.chains.filter((c) => c.state !== "live").map((c) =>
    `${c.name} is ${c.state}` + (c.processed ? ` since ${clock(c.processed.timestamp)}` : "") + (c.reason ? `: ${c.reason}` : ""));
  if (!alive()) warnings.unshift(`No connection since ${clock(link.stream ? link.loadedAt : link.lostAt)}. The numbers below are old.`);
  const banner = at("banner");
  const text = link.lostAt || link.stream ? warnings.join("\n") : "";
  if (banner.textContent !== text) banner.textContent = text;
  banner.hidden = !text;
  document.body.classList.toggle("lost", !alive());
}

function up(stands) {
  if (!stands && (link.stream || !link.lostAt)) link.lostAt = Date.now();
  link.stream = stands;
  drawTruth();
}

// begin loads and follows; when either fails, again a little later. A later
// begin takes the place of an earlier one.
let begun = 0;
async function begin() {
  const mine = ++begun;
  stopFollowing();
  try {
    const cursor = await load();
    if (mine === begun) stopFollowing = follow(cursor, { happened: soon, anew: begin, up });
  } catch {
    up(false);
    setTimeout(() => { if (mine === begun) begin(); }, 2000);
  }
}

// soon loads again, once for all that happens within a moment.
let waiting = 0;
function soon() {
  if (waiting) return;
  waiting = setTimeout(() => {
    waiting = 0;
    load().catch(drawTruth);
  }, 300);
}

let typing = 0;
at("choose").addEventListener("input", () => {
  clearTimeout(typing);
  typing = setTimeout(() => loadPositions().then(draw).catch(drawTruth), 250);
});
at("choose").addEventListener("submit", (event) => event.preventDefault());
document.addEventListener("visibilitychange", () => { if (!document.hidden) soon(); });

// Interest moves every position at every block without an event.
setInterval(() => { if (link.stream && !document.hidden) soon(); }, 4000);
setInterval(drawTruth, 1000);
begin();
