import { Problem } from "./api.js";
import { render } from "./dom.js";
import { follow } from "./live.js";
import { here } from "./route.js";
import { kept } from "./own.js";
import * as shell from "./shell.js";
import { speak } from "./text.js";
import * as world from "./world.js";

// Each view is a module that is fetched when it is first looked at. Its open
// gives an object: load reads what it shows, draw returns it as elements, every is
// the least pause between two loads, in milliseconds, and of are the chains that
// its numbers are made of, which are grey when one of these isn't live.
const views = {
  overview: () => import("./views/overview.js"),
  ladder: () => import("./views/ladder.js"),
  positions: () => import("./views/positions.js"),
  position: () => import("./views/position.js"),
  account: () => import("./views/account.js"),
  liquidations: () => import("./views/liquidations.js"),
  watch: () => import("./views/watch.js"),
  simulator: () => import("./views/simulator.js"),
  data: () => import("./views/data.js"),
};

const main = document.getElementById("main");
let view = null;
let place = "";
let trouble = "";
let loading = null;
let again = false;
let readAt = 0;

// draw shows what is known. It is cheap enough to be called whenever anything changed.
export function draw() {
  shell.draw(place.split("/")[0], view);
  if (view) render(main, trouble ? shell.problem(trouble) : view.draw());
}

// load reads anew what is shown; when asked while it reads, once more after.
export function load() {
  if (loading) {
    again = true;
    return loading;
  }
  const mine = view;
  loading = (async () => {
    try {
      // The blocks that the page names are read first: what it shows is never older.
      await world.load();
      await mine?.load();
      world.world.loadedAt = Date.now();
      if (mine === view) trouble = "";
    } catch (error) {
      if (mine === view && error instanceof Problem && error.status < 500) {
        world.world.loadedAt = Date.now();
        trouble = error.message;
      }
    } finally {
      readAt = Date.now();
      loading = null;
      draw();
    }
    if (again) {
      again = false;
      await load();
    }
  })();
  return loading;
}

// go opens the view of the address, or tells the open one what is chosen now.
async function go() {
  const at = here();
  const known = views[at.view] ? at.view : "overview";
  const next = known + "/" + at.id;
  if (next === place && view) {
    view.chosen?.(at.query);
  } else {
    place = next;
    const module = await views[known]();
    if (place !== next) return;
    view?.close?.();
    trouble = "";
    view = module.open({ id: at.id, query: at.query, draw, load });
    document.title = view.title() + " · brink";
    draw();
    scrollTo(0, 0);
    if (opened) main.focus({ preventScroll: true });
    opened = true;
  }
  draw();
  load();
}
let opened = false;

// soon loads once for all that happens within a moment, and not more often than
// the view wants.
let waiting = 0;
function soon() {
  if (waiting || document.hidden) return;
  const pause = Math.max(250, (view?.every ?? 1000) - (Date.now() - readAt));
  waiting = setTimeout(() => {
    waiting = 0;
    load();
  }, pause);
}

function happened(event) {
  view?.happened?.(event);
  shell.announce(event);
  soon();
}

function up(stands) {
  const w = world.world;
  if (!stands && (w.up || !w.tried)) w.lostAt = Date.now();
  const back = stands && !w.up;
  w.up = stands;
  w.tried = true;
  if (back) load();
  draw();
}

async function begin() {
  const language = kept("language", navigator.language.startsWith("zh") ? "zh" : "en");
  await speak(language).catch(() => {});
  shell.begin({ draw, load });
  addEventListener("hashchange", go);
  addEventListener("resize", () => requestAnimationFrame(draw));
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => dispatchEvent(new Event("theme")));
  document.addEventListener("visibilitychange", () => { if (!document.hidden) soon(); });
  follow({ up, happened, anew: load });
  await go();
  // Interest moves every position at every block without an event.
  setInterval(() => { if (Date.now() - readAt >= Math.max(4000, view?.every ?? 0)) soon(); }, 1000);
  setInterval(shell.tick, 1000);
}

begin();
