import { el } from "./dom.js";
import { t } from "./text.js";

// A column is { id, head, cell(row), number, sort, wide }: sort names the order
// that a click on its head asks for, and dir is how it then runs. wide says from
// which width of the page on it is shown: 1 everywhere, 2 on tablets, 3 on desks.

const classes = (column) => "w" + (column.wide ?? 1) + (column.number ? " number" : "");

function head(columns, { sort, choose }) {
  return el("thead", {}, el("tr", {}, columns.map((c) => el("th", {
    scope: "col", class: classes(c), "aria-sort": c.sort ? (c.sort === sort ? c.dir : "none") : undefined,
  }, c.sort ? el("button", { type: "button", class: "sort", onclick: () => choose(c.sort) }, c.head,
    el("span", { class: "arrow", "aria-hidden": "true" }, c.sort === sort ? (c.dir === "ascending" ? "↑" : "↓") : "↕")) : c.head))));
}

const line = (columns, row, properties) => el("tr", properties, columns.map((c) => el("td", { class: classes(c) + (c.class ? " " + c.class : "") }, c.cell(row))));

// table draws all rows.
export function table(columns, rows, { caption, key, sort, choose, mark = () => "" }) {
  return el("div", { class: "scroll", tabindex: 0, role: "group", "aria-label": caption },
    el("table", {}, el("caption", { class: "sr" }, caption), head(columns, { sort, choose }),
      el("tbody", {}, rows.map((row) => line(columns, row, { key: key(row), class: mark(row) || undefined })))));
}

const height = 52;
const around = 8;

// Long draws those rows of a table that can be seen, however many there are.
// changed asks to be drawn again, end says that the last rows are near.
export class Long {
  constructor({ id, changed, end = () => {} }) {
    Object.assign(this, { id, changed, end, from: 0 });
  }

  // seen is how many rows fit.
  get seen() {
    const box = document.getElementById(this.id);
    return Math.ceil((box?.clientHeight || 800) / height) + 2 * around;
  }

  scrolled = (event) => {
    const box = event.currentTarget;
    const from = Math.max(0, Math.floor(box.scrollTop / height) - around);
    if (box.scrollTop + box.clientHeight > box.scrollHeight - 20 * height) this.end();
    if (Math.abs(from - this.from) < around / 2 && from !== 0) return;
    this.from = from;
    this.changed();
  };

  draw(columns, rows, { caption, key, sort, choose, more, mark = () => "" }) {
    const from = Math.max(0, Math.min(this.from, rows.length - this.seen));
    const to = Math.min(rows.length, from + this.seen);
    const space = (id, n) => (n > 0 ? el("tr", { key: id, class: "space", "aria-hidden": "true" }, el("td", { colspan: columns.length, style: { height: n * height + "px" } })) : null);
    return el("div", { id: this.id, key: this.id, class: "scroll tall", tabindex: 0, role: "group", "aria-label": caption, onscroll: this.scrolled },
      el("table", { "aria-rowcount": more ? -1 : rows.length + 1 }, el("caption", { class: "sr" }, caption), head(columns, { sort, choose }),
        el("tbody", {}, space("above", from),
          rows.slice(from, to).map((row, i) => line(columns, row, { key: key(row), "aria-rowindex": from + i + 2, class: mark(row) || undefined })),
          space("below", rows.length - to))));
  }
}

// csv writes rows as comma separated values. Cells that a spreadsheet would take
// for a formula get an apostrophe before them: names come from strangers.
export function csv(heads, rows) {
  const cell = (value) => {
    const text = value === null || value === undefined ? "" : String(value);
    const safe = /^[=+\-@\t\r]/.test(text) && !/^-?[0-9.]+$/.test(text) ? "'" + text : text;
    return /[",\n\r]/.test(safe) ? '"' + safe.replaceAll('"', '""') + '"' : safe;
  };
  return [heads, ...rows].map((row) => row.map(cell).join(",")).join("\r\n") + "\r\n";
}

// filled says how a list of so many rows stands.
export const filled = (n, more) => t(more ? "rows.more" : "rows", { n: n.toLocaleString("en") });
