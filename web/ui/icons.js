import { el } from "./dom.js";

// Each is a path on a ground of 24 by 24, drawn with a line.
const paths = {
  overview: "M4 13h6V4H4zM14 20h6V11h-6zM4 20h6v-3H4zM14 7h6V4h-6z",
  positions: "M4 6h16M4 12h16M4 18h10",
  ladder: "M4 20V4M4 20h16M8 16h3M8 12h7M8 8h11",
  liquidations: "M12 3l3 6 6 .9-4.5 4.3 1.2 6.3L12 17.3 6.3 20.5l1.2-6.3L3 9.9 9 9z",
  watch: "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12zM12 14.8a2.8 2.8 0 1 0 0-5.6 2.8 2.8 0 0 0 0 5.6z",
  simulator: "M4 7h9M17 7h3M15 5v4M4 17h3M11 17h9M9 15v4M4 12h16",
  data: "M3 12h4l3-7 4 14 3-7h4",
  copy: "M9 9h11v11H9zM5 15H4V4h11v1",
  out: "M14 4h6v6M20 4l-9 9M18 14v6H4V6h6",
  star: "M12 3.5l2.6 5.4 5.9.8-4.3 4.1 1 5.9L12 16.9l-5.2 2.8 1-5.9L3.5 9.7l5.9-.8z",
  search: "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13zM15.5 15.5L20 20",
  sun: "M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8zM12 2v3M12 19v3M2 12h3M19 12h3M5 5l2 2M17 17l2 2M19 5l-2 2M5 19l2-2",
  moon: "M20 14.5A8.5 8.5 0 0 1 9.5 4 8.5 8.5 0 1 0 20 14.5z",
  help: "M9 9a3 3 0 1 1 4.2 2.8c-.8.4-1.2 1-1.2 2.2M12 17.5v.5",
  down: "M12 4v12M6 11l6 6 6-6M5 20h14",
  pause: "M8 5v14M16 5v14",
  play: "M7 4l13 8-13 8z",
  bell: "M6 17V11a6 6 0 1 1 12 0v6l1.5 2h-15zM10 21h4",
  close: "M5 5l14 14M19 5L5 19",
  warn: "M12 3.5L22 20.5H2zM12 10v5M12 17.5v.5",
  ok: "M4.5 12.5l5 5L20 7",
  block: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM6 6l12 12",
  fire: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM12 7v6M12 16v.5",
  unknown: "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18zM9.5 9.5a2.5 2.5 0 1 1 3.5 2.3c-.7.3-1 .8-1 1.7M12 16.5v.5",
};

// icon is for the eye alone: what it says must stand beside it, or in the label of what holds it.
export const icon = (name, className = "") => el("svg", { class: "icon " + className, viewBox: "0 0 24 24", "aria-hidden": "true", focusable: "false" },
  el("path", { d: paths[name] }));
