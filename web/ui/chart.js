// Charts as drawings, which can be read by programs as well; each caller puts a
// table with the same numbers beside it.
import { el } from "./dom.js";

// ticks are round numbers from nought to at least a number.
export function ticks(most, count = 4) {
  if (!(most > 0)) return [0, 1];
  const rough = most / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = power * [1, 2, 2.5, 5, 10].find((m) => m * power >= rough);
  return Array.from({ length: Math.ceil(most / step - 1e-9) + 1 }, (_, i) => i * step);
}

// large says that the page is shown larger, as on very large screens.
export const large = () => innerWidth >= 2600;

// wide is how wide a chart with this id may be: as wide as its place was when it
// was drawn last, or is likely to be.
export function wide(id, share = 1) {
  const place = document.getElementById(id);
  const main = document.getElementById("main").clientWidth;
  return Math.round(Math.max(240, place?.clientWidth || (innerWidth < 1250 ? main : main * share) - 36));
}

// frame is the ground of a chart with lines at round values. inside is called
// with the room that there is and returns what is drawn on it.
export function frame({ id, share, label, format, marks, height = 220, className = "" }, inside) {
  const width = wide(id, share);
  const [left, bottom, top] = large() ? [84, 32, 20] : [58, 24, 14];
  const box = { left, top, width: width - left - 2, height: height - bottom - top, floor: height - bottom };
  const y = (v) => top + box.height * (1 - v / marks.at(-1));
  return el("div", { class: "chart", id, style: { height: height + "px" } }, el("svg", { class: "plot " + className, width, height, viewBox: `0 0 ${width} ${height}`, role: "img", "aria-label": label },
    marks.map((v) => [el("line", { class: "gridline", x1: left, x2: width, y1: y(v), y2: y(v) }), el("text", { class: "axis", x: left - 6, y: y(v) + 4, "text-anchor": "end" }, format(v))]),
    inside(box)));
}

// bars is a bar for each of some values, with names below as far as they fit.
export function bars(values, { id, share, label, format }) {
  const marks = ticks(Math.max(...values.map((v) => v.value)));
  return frame({ id, share, label, format, marks }, (box) => {
    const step = box.width / values.length;
    const each = Math.ceil(values.length / Math.max(2, Math.floor(box.width / 70)));
    return values.map((v, i) => {
      const tall = box.height * v.value / marks.at(-1);
      const x = box.left + i * step;
      return el("g", {},
        el("rect", { class: "hit", x, y: box.top, width: step, height: box.height }, el("title", {}, v.title)),
        v.value > 0 ? el("rect", { class: "column", x: x + step * 0.14, width: step * 0.72, y: box.floor - Math.max(tall, 1.5), height: Math.max(tall, 1.5), rx: Math.min(2, step / 6) }) : null,
        i % each === 0 ? el("text", { class: "axis", x: x + step / 2, y: box.floor + (large() ? 22 : 17), "text-anchor": "middle" }, v.name) : null);
    });
  });
}
