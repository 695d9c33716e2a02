// Strangers write names and symbols; there can be very many rows; and a page has to arrive.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import test from "node:test";
import { drawn, patience, places, show } from "./stage.mjs";

const names = ["<script>globalThis.pwned=1</script>", "<img src=x onerror=globalThis.pwned=1>", "\u202Egnihtyna\u202C", "=HYPERLINK(\"x\")", "Z\u0310\u0351".repeat(40), "x".repeat(1 << 20), "", "{n}|$&"];

// mangled puts hostile words wherever an answer has a symbol or a name.
function mangled(value, n = { at: 0 }) {
  if (Array.isArray(value)) return value.map((v) => mangled(v, n));
  if (!value || typeof value !== "object") return value;
  return Object.fromEntries(Object.entries(value).map(([key, v]) => [key,
    /^(symbol|collateral_symbol|debt_symbol|name|rule|reason|deployment|channel)$/.test(key) && typeof v === "string" ? names[n.at++ % names.length] : mangled(v, n)]));
}

// tenThousand is a line on which there are so many positions.
async function tenThousand(stage) {
  const { positions: [one] } = await stage.get("/v1/positions?limit=1");
  const row = (i) => ({ ...one, id: one.id + "." + i, account: "0x" + i.toString(16).padStart(40, "0") });
  return {
    words: (url, answer) => {
      if (!url.startsWith("/v1/positions?")) return answer;
      const q = new URL(url, "http://x").searchParams;
      const from = Number(q.get("cursor") ?? 0);
      const to = Math.min(10000, from + Number(q.get("limit")));
      return { ...answer, positions: Array.from({ length: to - from }, (_, i) => row(from + i)), next: to < 10000 ? String(to) : null };
    },
    path: (url) => url.replace(/([?&])(cursor|limit)=[^&]*/g, "$1limit=1"),
  };
}

const plain = { words: null, path: (url) => url };
// toEnd scrolls to the last row that there is, and is done when the page has heard of it.
const toEnd = (page) => page.$eval("#positions", async (box) => {
  box.scrollTop = box.scrollHeight;
  await new Promise(requestAnimationFrame);
});

export function hostileTests(stage) {
  test("hostile names stay text, in every view", { timeout: 3 * patience }, async () => {
    const all = await places(stage());
    stage().line.words = (url, answer) => (/groups/.test(url) ? answer : mangled(answer));
    for (const [view, hash] of Object.entries(all)) {
      const { page, context, trouble } = await show(stage(), hash, { width: 1024 });
      assert.equal(await page.evaluate(() => globalThis.pwned), undefined, view);
      assert.equal(await page.$$eval("main script, main img, main b[onclick]", (found) => found.length), 0, view);
      assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), view + " is wider than the window");
      assert.ok(await page.evaluate(() => document.querySelector("main").textContent.length) < 400000, view + " shows a name of a megabyte");
      assert.deepEqual(trouble, [], view);
      await context.close();
    }
    stage().line.words = null;
  });

  test("ten thousand rows: few are drawn, and the last can be reached", { timeout: 2 * patience }, async () => {
    Object.assign(stage().line, await tenThousand(stage()));
    const { page, context } = await show(stage(), "/positions");
    await page.waitForSelector("#positions tbody tr");
    for (;;) {
      const rows = Number(await page.getAttribute("#positions table", "aria-rowcount"));
      assert.ok(await page.$$eval("#positions tbody tr", (all) => all.length) < 100, "all rows are drawn");
      if (rows === 10001) break;
      await toEnd(page);
      await page.waitForTimeout(50);
    }
    await toEnd(page);
    await page.waitForSelector(`#positions tr[aria-rowindex="10001"]`);
    const longest = await page.evaluate(async () => {
      const box = document.getElementById("positions");
      let worst = 0;
      for (let i = 0; i < 60; i++) {
        box.scrollTop = (i * 7919 % 10000) * 52;
        const begun = performance.now();
        box.dispatchEvent(new Event("scroll"));
        worst = Math.max(worst, document.querySelectorAll("#positions tbody tr").length, performance.now() - begun > 1000 ? 1e6 : 0);
        await new Promise(requestAnimationFrame);
      }
      return worst;
    });
    assert.ok(longest < 100, "scrolling draws too much, or takes too long");
    Object.assign(stage().line, plain);
    await context.close();
  });

  test("the end of a list, reached twice while it is read, brings more rows twice", { timeout: 2 * patience }, async () => {
    const line = await tenThousand(stage());
    let held = null;
    const hold = () => new Promise((arrived) => { held = arrived; });
    const { page, context } = await show(stage(), "/positions");
    Object.assign(stage().line, line, { words: async (url, answer) => {
      if (held && url.startsWith("/v1/chains")) {
        const arrived = held;
        held = null;
        await new Promise(arrived);
      }
      return line.words(url, answer);
    } });
    const tall = (n) => page.waitForFunction((least) => document.getElementById("positions")?.scrollHeight > least, n * 52, { timeout: patience });
    await tall(200);
    const first = await hold();
    await toEnd(page);
    const second = hold();
    first();
    await tall(400);
    const release = await second;
    await toEnd(page);
    release();
    await tall(800);
    Object.assign(stage().line, plain);
    await context.close();
  });

  test("the first paint of the overview takes at most 150 kB over the wire", { timeout: patience }, async () => {
    const context = await stage().browser.newContext();
    const page = await context.newPage();
    const client = await context.newCDPSession(page);
    await client.send("Network.enable");
    let bytes = 0;
    client.on("Network.loadingFinished", (event) => { bytes += event.encodedDataLength; });
    await page.goto(stage().url + "/");
    await drawn(page);
    assert.ok(bytes > 10000 && bytes <= 150000, `it took ${bytes} bytes`);
    console.log(`first paint: ${bytes} bytes`);
    await context.close();
  });

  test("what is vendored is the registry's file", () => {
    for (const name of ["uPlot.iife.min.js", "uPlot.min.css"]) {
      const here = fs.readFileSync(path.join(import.meta.dirname, "../ui/vendor/uplot", name));
      const theirs = fs.readFileSync(path.join(import.meta.dirname, "node_modules/uplot/dist", name));
      assert.ok(here.equals(theirs), name + " is another");
    }
    const licence = (at) => fs.readFileSync(path.join(import.meta.dirname, at));
    assert.ok(licence("../ui/vendor/uplot/LICENSE").equals(licence("node_modules/uplot/LICENSE")));
  });
}
