// Time series are drawn by uPlot, which is fetched when the first is looked at.
import { el } from "./dom.js";
import { factor, moment } from "./format.js";
import { twin, waiting } from "./parts.js";
import { t } from "./text.js";

let library = null;

// fetched gives uPlot, which stands in a global name once its file has run.
function fetched() {
  library ??= new Promise((done, failed) => {
    document.head.append(el("link", { rel: "stylesheet", href: "/vendor/uplot/uPlot.min.css" }));
    const script = el("script", { src: "/vendor/uplot/uPlot.iife.min.js" });
    script.onload = () => done(globalThis.uPlot);
    script.onerror = () => {
      library = null;
      failed(new Error("reading the plot"));
    };
    document.head.append(script);
  });
  return library;
}

// colour is what a colour of the page is in its theme of now.
function colour(name) {
  const probe = el("i", { style: { color: `var(${name})` } });
  document.body.append(probe);
  const is = getComputedStyle(probe).color;
  probe.remove();
  return is;
}

// lines are the levels of a health factor that are drawn with it.
const lines = (plot) => {
  const { ctx } = plot;
  const y = plot.valToPos(1, "y", true);
  if (y < plot.bbox.top || y > plot.bbox.top + plot.bbox.height) return;
  ctx.save();
  ctx.strokeStyle = plot.bad;
  ctx.setLineDash([6, 4]);
  ctx.beginPath();
  ctx.moveTo(plot.bbox.left, y);
  ctx.lineTo(plot.bbox.left + plot.bbox.width, y);
  ctx.stroke();
  ctx.restore();
};

// Trace is the plot of a health factor over time, which stays when the page is drawn anew.
export class Trace {
  constructor(id) {
    this.id = id;
    this.onsize = () => this.resize();
    this.ontheme = () => this.remake();
    addEventListener("resize", this.onsize);
    addEventListener("theme", this.ontheme);
  }

  close() {
    removeEventListener("resize", this.onsize);
    removeEventListener("theme", this.ontheme);
    this.plot?.destroy();
    this.plot = null;
  }

  // draw returns the place of the plot and its table, and fills the place afterwards.
  draw(history) {
    if (!history) return waiting(20);
    this.data = [history.points.map((p) => Date.parse(p.block.timestamp) / 1000), history.points.map((p) => (p.health_factor === null ? null : Math.min(Number(p.health_factor), 100)))];
    queueMicrotask(() => this.fill());
    const told = history.points.filter((p) => p.health_factor !== null);
    const label = told.length ? t("history.label", { n: told.length, from: factor(told[0].health_factor), to: factor(told.at(-1).health_factor) }) : t("history.none");
    return [
      el("div", { id: this.id, class: "trace", "data-own": "", role: "img", "aria-label": label }),
      twin(t("history"), [t("col.time"), t("col.block"), t("col.health")], [...history.points].reverse().map((p) => [moment(p.block.timestamp), p.block.number.toLocaleString("en"),
        p.health_factor === null ? t(p.status === "unknown" ? "unknown" : "nodebt") : factor(p.health_factor)])),
    ];
  }

  async fill() {
    const uPlot = await fetched().catch(() => null);
    const place = document.getElementById(this.id);
    if (!uPlot || !place) return;
    if (!this.plot || this.plot.root.parentNode !== place) this.make(uPlot, place);
    else this.plot.setData(this.data);
  }

  make(uPlot, place) {
    this.plot?.destroy();
    const axis = { stroke: colour("--muted"), grid: { stroke: colour("--line"), width: 1 }, ticks: { show: false }, font: "12px system-ui" };
    this.plot = new uPlot({
      width: place.clientWidth, height: 240, legend: { show: false }, cursor: { y: false }, padding: [12, 12, 0, 0],
      scales: { y: { range: (u, low, high) => around(low, high) } },
      series: [{}, { label: t("col.health"), stroke: colour("--link"), width: 2, paths: uPlot.paths.stepped({ align: 1 }), points: { size: 5 } }],
      axes: [{ ...axis, values: "{HH}:{mm}:{ss}", space: 80 }, { ...axis, size: 62, values: (u, all) => all.map((v) => String(Number(v.toFixed(5)))) }],
      hooks: { draw: [lines] },
    }, this.data, place);
    this.plot.bad = colour("--bad");
    this.plot.redraw();
  }

  resize() {
    const place = document.getElementById(this.id);
    if (this.plot && place) this.plot.setSize({ width: place.clientWidth, height: 240 });
  }

  remake() {
    this.plot?.destroy();
    this.plot = null;
    this.fill();
  }
}

// around gives a little room above and below, and a scale to what doesn't move.
function around(low, high) {
  if (low === null || high === null) return [0, 2];
  const room = Math.max((high - low) * 0.15, low * 0.002, 0.0005);
  return [low - room, high + room];
}
