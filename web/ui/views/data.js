// Whether the numbers can be trusted: heads, endpoints, comparisons with the
// contracts, oracles, who listens, who is told.
import { get, text } from "../api.js";
import { download, el } from "../dom.js";
import { percent, span } from "../format.js";
import { icon } from "../icons.js";
import { read, total } from "../metrics.js";
import { clip, empty, panel, value, waiting } from "../parts.js";
import { table } from "../table.js";
import { t } from "../text.js";
import { ago } from "../shell.js";
import { now, world } from "../world.js";
import { deviation, loadCondition } from "./condition.js";

export function open() {
  const shown = {};
  return {
    every: 5000,
    title: () => t("nav.data"),
    async load() {
      const [metrics, notes, ready] = await Promise.all([
        text("/metrics").catch(() => null), get("/v1/notifications?limit=20"),
        fetch("/readyz?verbose", { signal: AbortSignal.timeout(10000) }).then((r) => r.text()), loadCondition(shown)]);
      Object.assign(shown, { metrics: metrics === null ? null : read(metrics), notes: notes.notifications, ready, loaded: true });
    },
    draw: () => [
      el("h1", {}, t("nav.data")),
      readiness(shown),
      panel(t("chains"), { id: "chains" }, chains(shown.metrics)),
      panel(t("endpoints"), { id: "endpoints" }, endpoints(shown.metrics)),
      el("div", { class: "grid two" },
        panel(t("deployments"), { id: "deployments" }, deployments()),
        panel(t("parity"), { id: "parity", note: t("parity.note") }, parity(shown))),
      el("div", { class: "grid two" },
        panel(t("oracles"), { id: "oracles", note: t("oracles.note") }, oracles(shown)),
        panel(t("deviation"), { id: "deviation", note: t("deviation.note") }, shown.condition ? deviation(shown.condition.deviations) : waiting(20))),
      el("div", { class: "grid two" },
        panel(t("clients"), { id: "clients" }, clients(shown)),
        panel(t("notifier"), { id: "notifier" }, notifier(shown))),
    ],
  };
}

const n = (x) => x.toLocaleString("en");

function readiness({ ready }) {
  const good = ready?.endsWith("ok\n") && !ready.includes("not ready");
  return el("div", { class: "verdict " + (ready ? (good ? "good" : "bad") : "") }, ready ? icon(good ? "ok" : "warn") : null,
    el("span", {}, ready ? el("b", {}, t(good ? "ready" : "notready")) : waiting(20)),
    ready ? [el("button", { type: "button", onclick: () => copyDiagnostics(ready) }, icon("copy"), t("diagnostics")),
      el("details", {}, el("summary", {}, "/readyz"), el("pre", {}, ready))] : null);
}

// copyDiagnostics hands over what helps to find a fault. It holds names of
// endpoints alone: their URLs never reach the page.
function copyDiagnostics(ready) {
  const report = JSON.stringify({ at: new Date(now()).toISOString(), ready: ready.trim().split("\n"), chains: world.chains, page: navigator.userAgent }, null, 1);
  if (navigator.clipboard) {
    navigator.clipboard.writeText(report).then(() => { document.getElementById("said").textContent = t("copied"); }, () => download("brink-diagnostics.json", "application/json", report));
  } else download("brink-diagnostics.json", "application/json", report);
}

const state = (c) => el("span", { class: "badge " + c.state }, icon(c.state === "live" ? "ok" : "warn"), t("chain." + c.state));
const block = (b) => (b ? [el("span", { class: "num" }, n(b.number)), el("small", {}, ago(b.timestamp))] : el("span", { class: "unknown" }, t("unknown")));

function chains(metrics) {
  if (!world.chains) return waiting(20);
  const columns = [
    { id: "name", head: t("col.chain"), cell: (c) => [el("b", {}, clip(c.name)), el("small", {}, String(c.chain_id))] },
    { id: "state", head: t("col.state"), cell: (c) => [state(c), c.reason ? el("small", { class: "error" }, c.reason) : null] },
    { id: "head", head: t("col.head"), number: true, cell: (c) => block(c.head) },
    { id: "processed", head: t("col.processed"), number: true, cell: (c) => block(c.processed) },
    { id: "safe", head: t("col.safe"), number: true, wide: 3, cell: (c) => block(c.safe) },
    { id: "finalized", head: t("col.finalized"), number: true, wide: 2, cell: (c) => block(c.finalized) },
    { id: "lag", head: t("col.lag"), number: true, wide: 2, cell: (c) => [t("blocks.n", { n: c.lag_blocks }), el("small", {}, span(c.lag_seconds))] },
    { id: "reorgs", head: t("col.reorgs"), number: true, wide: 3, cell: (c) => { const v = metrics ? total(metrics, "brink_reorgs_total", { chain: c.name }) : null; return value(v === null ? null : n(v)); } },
    { id: "complete", head: t("col.complete"), number: true, wide: 2, cell: (c) => percent(c.complete, c.complete === "1" ? 0 : 2) },
  ];
  return table(columns, world.chains, { caption: t("chains"), key: (c) => String(c.chain_id) });
}

function endpoints(metrics) {
  const rows = (world.chains ?? []).flatMap((c) => c.endpoints.map((e) => ({ ...e, chain: c })));
  const of = (e, name) => (metrics ? total(metrics, name, { chain: e.chain.name, endpoint: e.name }) : null);
  const mean = (e) => {
    const count = of(e, "brink_rpc_request_duration_seconds_count");
    return count ? ((of(e, "brink_rpc_request_duration_seconds_sum") / count) * 1000).toFixed(1) + " ms" : null;
  };
  const columns = [
    { id: "name", head: t("col.endpoint"), cell: (e) => [el("b", {}, clip(e.name)), e.active ? el("small", {}, t("active")) : null] },
    { id: "chain", head: t("col.chain"), wide: 2, cell: (e) => clip(e.chain.name) },
    { id: "state", head: t("col.state"), cell: (e) => [el("span", { class: "badge " + (e.state === "alive" ? "live" : "stale") }, icon(e.state === "alive" ? "ok" : "warn"), e.state), e.reason ? el("small", { class: "error" }, clip(e.reason, 120)) : null] },
    { id: "head", head: t("col.head"), number: true, cell: (e) => (e.head ? n(e.head) : t("unknown")) },
    { id: "requests", head: t("col.requests"), number: true, wide: 2, cell: (e) => { const v = of(e, "brink_rpc_request_duration_seconds_count"); return value(v === null ? null : n(v)); } },
    { id: "errors", head: t("col.errors"), number: true, wide: 2, cell: (e) => { const v = of(e, "brink_rpc_request_failures_total"); return metrics ? n(v ?? 0) : value(null); } },
    { id: "mean", head: t("col.answer"), number: true, wide: 2, cell: (e) => value(mean(e)) },
  ];
  return rows.length ? table(columns, rows, { caption: t("endpoints"), key: (e) => e.chain.chain_id + e.name }) : empty(t("noendpoint"), "warn");
}

function deployments() {
  const rows = (world.chains ?? []).flatMap((c) => c.deployments.map((d) => ({ ...d, chain: c })));
  const columns = [
    { id: "name", head: t("col.deployment"), cell: (d) => [el("b", {}, clip(d.name)), el("small", {}, d.protocol + " · " + d.chain.name)] },
    { id: "state", head: t("col.state"), cell: (d) => el("span", { class: "badge " + (d.state === "live" ? "live" : "stale") }, icon(d.state === "live" ? "ok" : "warn"), clip(d.state, 60)) },
    { id: "positions", head: t("col.positions"), number: true, cell: (d) => n(d.positions) },
    { id: "complete", head: t("col.complete"), number: true, cell: (d) => percent(d.complete, d.complete === "1" ? 0 : 2) },
  ];
  return rows.length ? table(columns, rows, { caption: t("deployments"), key: (d) => d.chain.chain_id + d.name }) : waiting(20);
}

const nometrics = (shown) => (shown.loaded ? empty(t("nometrics"), "unknown") : waiting(20));

function parity(shown) {
  if (!shown.metrics) return nometrics(shown);
  const rows = (shown.metrics.get("brink_parity_checks_total") ?? []).map((s) => ({ ...s.labels, checks: s.value,
    differ: total(shown.metrics, "brink_parity_mismatches_total", s.labels) ?? 0 }));
  const columns = [
    { id: "protocol", head: t("col.protocol"), cell: (r) => [el("b", {}, r.protocol), el("small", {}, r.chain)] },
    { id: "checks", head: t("col.compared"), number: true, cell: (r) => n(r.checks) },
    { id: "differ", head: t("col.differ"), number: true, cell: (r) => el("span", { class: r.differ ? "error" : "good" }, icon(r.differ ? "warn" : "ok"), n(r.differ)) },
  ];
  return rows.length ? table(columns, rows, { caption: t("parity"), key: (r) => r.chain + r.protocol }) : empty(t("parity.none"), "unknown");
}

function oracles(shown) {
  if (!shown.metrics) return nometrics(shown);
  const rows = (shown.metrics.get("brink_oracle_last_update_timestamp_seconds") ?? []).map((s) => {
    const every = total(shown.metrics, "brink_oracle_heartbeat_seconds", s.labels);
    const old = now() / 1000 - s.value;
    return { ...s.labels, old, every, late: every !== null && old > every };
  });
  const columns = [
    { id: "feed", head: t("col.feed"), cell: (r) => [clip(r.feed, 20), el("small", {}, r.chain)] },
    { id: "age", head: t("col.age"), number: true, cell: (r) => span(r.old) },
    { id: "every", head: t("col.heartbeat"), number: true, cell: (r) => value(r.every === null ? null : span(r.every)) },
    { id: "state", head: t("col.state"), cell: (r) => (r.every === null ? el("span", { class: "muted" }, t("notjudged"))
      : el("span", { class: "badge " + (r.late ? "stale" : "live") }, icon(r.late ? "warn" : "ok"), t(r.late ? "feed.late" : "feed.fresh"))) },
  ];
  return rows.length ? table(columns, rows, { caption: t("oracles"), key: (r) => r.chain + r.feed }) : empty(t("oracles.none"), "unknown");
}

function clients(shown) {
  if (!shown.metrics) return nometrics(shown);
  const rows = (shown.metrics.get("brink_feed_clients") ?? []).map((s) => ({ by: s.labels.transport, n: s.value,
    sent: total(shown.metrics, "brink_feed_events_sent_total", s.labels), dropped: total(shown.metrics, "brink_feed_clients_dropped_total", s.labels) }));
  const columns = [
    { id: "by", head: t("col.transport"), cell: (r) => ({ sse: "SSE", ws: "WebSocket" })[r.by] ?? r.by },
    { id: "n", head: t("col.connected"), number: true, cell: (r) => n(r.n) },
    { id: "sent", head: t("col.sent"), number: true, cell: (r) => value(r.sent === null ? null : n(r.sent)) },
    { id: "dropped", head: t("col.dropped"), number: true, cell: (r) => value(r.dropped === null ? null : n(r.dropped)) },
  ];
  return rows.length ? table(columns, rows, { caption: t("clients"), key: (r) => r.by }) : empty(t("unknown"), "unknown");
}

function notifier(shown) {
  if (!shown.metrics || !shown.notes) return nometrics(shown);
  const names = [...new Set([...(shown.metrics.get("brink_notification_queue_length") ?? []).map((s) => s.labels.channel), ...shown.notes.map((m) => m.channel)])];
  const rows = names.map((channel) => ({ channel, queue: total(shown.metrics, "brink_notification_queue_length", { channel }),
    last: total(shown.metrics, "brink_notification_last_success_timestamp_seconds", { channel }),
    failed: total(shown.metrics, "brink_notification_failures_total", { channel }), note: shown.notes.find((m) => m.channel === channel) }));
  const columns = [
    { id: "channel", head: t("col.channel"), cell: (r) => clip(r.channel) },
    { id: "last", head: t("col.lastsent"), number: true, cell: (r) => (r.last ? ago(new Date(r.last * 1000).toISOString()) : el("span", { class: "muted" }, t("never"))) },
    { id: "queue", head: t("col.queue"), number: true, cell: (r) => value(r.queue === null ? null : n(r.queue)) },
    { id: "failed", head: t("col.failed"), number: true, cell: (r) => value(r.failed === null ? null : n(r.failed)) },
    { id: "newest", head: t("col.newest"), wide: 2, cell: (r) => (r.note ? [t("note." + r.note.state), r.note.reason ? el("small", { class: "error" }, clip(r.note.reason, 80)) : null] : "–") },
  ];
  return rows.length ? table(columns, rows, { caption: t("notifier"), key: (r) => r.channel }) : empty(t("notifier.none"), "unknown");
}
