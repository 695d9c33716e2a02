// Every view is opened, looked at, filtered and sorted.
import assert from "node:assert/strict";
import fs from "node:fs";
import path from "node:path";
import test from "node:test";
import AxeBuilder from "@axe-core/playwright";
import { compact, percent, usd } from "../ui/format.js";
import { drawn, patience, places, screenshots, show, until } from "./stage.mjs";

const views = ["overview", "positions", "position", "account", "ladder", "liquidations", "watch", "simulator", "data"];
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];

const looks = [["light", 1440], ["dark", 1440], ["dark", 360], ["light", 360], ["dark", 3840]];

const told = (v) => `${v.id}: ` + v.nodes.slice(0, 3).map((n) => n.html.slice(0, 160) + " " + n.any.map((a) => a.message).join(" ")).join(" | ");

export function viewTests(stage) {
  fs.mkdirSync(screenshots, { recursive: true });
  for (const view of views) {
    test(`${view}: it is whole, fits, and anybody can use it, light and dark, wide and narrow`, { timeout: 2 * patience }, async () => {
      const { page, context, trouble } = await show(stage(), (await places(stage()))[view]);
      for (const [colorScheme, width] of looks) {
        await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
        await page.setViewportSize({ width, height: width > 2000 ? 2160 : 900 });
        await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
        assert.ok(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `it is wider than ${width} px`);
        await page.screenshot({ path: path.join(screenshots, `${view}-${colorScheme}-${width}.png`), fullPage: true });
        if (width > 2000) continue; // the same elements in the same colours
        const { violations } = await new AxeBuilder({ page }).withTags(tags).analyze();
        assert.deepEqual(violations.map(told), [], `${colorScheme}, ${width} px`);
      }
      assert.deepEqual(trouble, []);
      await context.close();
    });
  }

  const factors = (page) => page.$$eval("#positions tbody .factor", (all) => all.map((n) => Number(n.title)));

  test("positions are sorted and filtered, and the address says how", { timeout: patience }, async () => {
    const { page, context } = await show(stage(), "/positions");
    const byHealth = await factors(page);
    assert.ok(byHealth.length > 5, "there is little to see");
    assert.deepEqual(byHealth, byHealth.toSorted((a, b) => a - b));
    await page.evaluate(() => (location.hash = "#/positions?sort=profit")); // its column stands on wide screens alone
    await until("the order by profit", async () => (await page.getAttribute("th[aria-sort=descending]", "scope")) === "col");
    const gains = await until("somebody who could earn", async () => {
      const all = (await stage().get("/v1/positions?sort=profit&limit=1000")).positions.map((p) => Number(p.liquidation?.[0]?.profit_usd ?? -Infinity));
      return all.filter(Number.isFinite).length > 2 && all;
    });
    assert.deepEqual(gains, gains.toSorted((a, b) => b - a));
    await page.click("#positions th button.sort:text('Debt')");
    await page.waitForFunction(() => location.hash.includes("sort=debt"));
    await until("the order by debt", async () => (await page.getAttribute("th[aria-sort=descending]", "scope")) === "col" && String(await factors(page)) !== String(byHealth));
    await page.selectOption("text=Protocol >> xpath=.. >> select", "morpho-blue");
    await page.waitForFunction(() => location.hash.includes("protocol=morpho-blue"));
    await drawn(page);
    await until("one protocol alone", async () => (await page.$$eval("#positions .venue", (all) => all.map((n) => n.firstChild.textContent))).every((name) => name === "morpho-local"));
    const want = (await stage().get("/v1/positions?protocol=morpho-blue&min_debt_usd=1&limit=1000")).positions.length;
    await until("as many rows as the server tells", async () => Number(await page.getAttribute("#positions table", "aria-rowcount")) === want + 1);
    const { markets } = await stage().get("/v1/markets");
    const weth = markets.find((m) => m.symbol === "WETH").asset;
    await page.selectOption("text=Asset >> xpath=.. >> select", weth);
    const withWeth = (await stage().get("/v1/positions?protocol=morpho-blue&min_debt_usd=1&limit=1000&asset=" + weth)).positions.length;
    await until("as many rows as hold the asset", async () => Number(await page.getAttribute("#positions table", "aria-rowcount")) === withWeth + 1);
    await page.selectOption("text=Asset >> xpath=.. >> select", "");
    await until("all rows again", async () => Number(await page.getAttribute("#positions table", "aria-rowcount")) === want + 1);
    const download = page.waitForEvent("download");
    await page.click("text=CSV");
    const text = fs.readFileSync(await (await download).path(), "utf8").trim().split("\r\n");
    assert.equal(text.length, want + 1);
    assert.match(text[1], /^31337:morpho-local:/);
    await page.click("text=Reset");
    await until("no filter", () => page.evaluate(() => location.hash === "#/positions"));
    await context.close();
  });

  test("the ladder's choices stand in its address, and its table says what it draws", { timeout: patience }, async () => {
    const { page, context } = await show(stage(), "/ladder?asset=BTC&range=20&view=bins");
    assert.equal(await page.$eval("#wall h2", (n) => n.textContent), "BTC (group)");
    assert.equal(await page.$$eval("#wall .hit", (all) => all.length), 40);
    await page.click("#wall .twin summary");
    assert.equal(await page.$$eval("#wall .twin tbody tr", (all) => all.length), 40);
    await page.selectOption("text=Split >> xpath=.. >> select", "protocol");
    await page.waitForSelector("#wall .legend");
    assert.ok((await page.evaluate(() => location.hash)).includes("by=protocol"));
    await context.close();
  });

  test("the ladder tells amounts of one asset, and modes; a bar leads to the positions that it counts", { timeout: patience }, async () => {
    const { page, context } = await show(stage(), "/ladder?asset=ETH");
    const unit = page.locator(".choice[aria-label=Unit]");
    assert.equal(await unit.locator("button:text('Amount')").isDisabled(), true);
    assert.match(await unit.getAttribute("title"), /one asset/);
    const { markets } = await stage().get("/v1/markets");
    const weth = markets.find((m) => m.symbol === "WETH").asset;
    await page.selectOption("text=Asset >> xpath=.. >> select", weth);
    await unit.locator("button:text('Amount')").click();
    await page.selectOption("text=Split >> xpath=.. >> select", "mode");
    await page.waitForFunction(() => /unit=amount/.test(location.hash) && /E-mode/.test(document.querySelector("#wall .legend")?.textContent));
    await drawn(page);
    assert.match(await page.textContent("#wall .tile:nth-child(4) .main"), /WETH/);
    await page.click("#wall .twin summary");
    assert.match(await page.textContent("#wall .twin thead"), /Collateral, WETH/);

    await page.locator("#wall .go").first().click();
    await page.waitForFunction(() => location.hash.startsWith("#/positions"));
    await drawn(page);
    const q = new URLSearchParams((await page.evaluate(() => location.hash)).split("?")[1]);
    assert.equal(q.get("moved"), weth);
    await page.waitForFunction(() => /WETH.*−50.0 %/.test(document.querySelector("main .chosen")?.textContent)); // the name comes with the markets
    await until("as many rows as the server tells", async () => {
      const { positions } = await stage().get("/v1/positions?limit=1000&moved=" + weth + "&change=" + q.get("change"));
      return positions.length > 0 && Number(await page.getAttribute("#positions table", "aria-rowcount")) === positions.length + 1;
    });
    await page.click("main .chosen button");
    await page.waitForFunction(() => !location.hash.includes("moved"));
    await context.close();
  });

  test("a position's history is what the feed told, and its liquidations say what they cost", { timeout: patience }, async () => {
    const { liquidations } = await until("a liquidation", async () => {
      const page = await stage().get("/v1/liquidations?limit=100");
      return page.liquidations.length ? page : null;
    });
    const l = liquidations[0];
    const id = [l.chain_id, l.deployment, l.market, l.account].filter(Boolean).join(":");
    const { page, context } = await show(stage(), "/position/" + id);
    assert.match(await page.textContent("#told tbody"), /Liquidated/);
    assert.match(await page.textContent("#events tbody"), /fee (\$|unknown).*gas (\d|unknown)/);
    await context.close();
  });

  test("what a liquidator could take of a position near the line says that it is for later", { timeout: patience }, async () => {
    const near = await until("somebody near the line", async () =>
      (await stage().get("/v1/positions?status=near&sort=profit&limit=100")).positions.find((p) => p.liquidation?.every((o) => o.once_liquidatable)));
    const { page, context } = await show(stage(), "/position/" + near.id);
    await until("each offer, for later", async () => { // the market moves on
      const now = await stage().get("/v1/positions/" + encodeURIComponent(near.id));
      const marks = await page.$$eval("#liquidator tbody tr", (rows) => rows.map((row) => /later/.test(row.cells[0].textContent)));
      return marks.length > 0 && JSON.stringify(marks) === JSON.stringify(now.liquidation.map((o) => o.once_liquidatable === true));
    });
    await context.close();
  });

  test("the overview asks for all falls of prices at once", { timeout: patience }, async () => {
    const { page, context } = await show(stage(), "/overview");
    const asked = await page.evaluate(() => performance.getEntriesByType("resource").map((r) => new URL(r.name).pathname));
    assert.ok(asked.includes("/v1/risk/shocks"));
    assert.equal(asked.includes("/v1/risk/simulate"), false);
    assert.equal(await page.$$eval("#shocks tbody tr", (all) => all.length), 5);
    await context.close();
  });

  test("the overview says of the markets' health what the server says, and when that isn't all", { timeout: 2 * patience }, async () => {
    let told;
    const listen = (change) => (url, answer) => {
      if (url.startsWith("/v1/risk/markets")) told = Object.assign(answer, change);
      return answer;
    };
    stage().line.words = listen({});
    const whole = await show(stage(), "/overview");
    const rows = (page, id) => page.$$eval(`#${id} tbody tr`, (all) => all.map((row) => [...row.cells].map((cell) => cell.querySelector(".num")?.title || cell.querySelector(".num")?.textContent)));
    assert.deepEqual(await rows(whole.page, "liquidity"), told.stablecoins.map((l) => [undefined, usd(l.available_usd), usd(l.borrowed_usd), usd(l.supplied_usd)]));
    assert.deepEqual(await rows(whole.page, "concentration"), told.near.map((r) => [undefined, String(r.accounts), usd(r.debt_usd), r.top10_share === null ? undefined : usd(r.top10_debt_usd)]));
    assert.deepEqual((await rows(whole.page, "lostdebt")).map((cells) => cells[1]), told.near.map((r) => usd(r.bad_debt_usd)));
    assert.deepEqual((await rows(whole.page, "lostdebt")).map((cells) => cells[2]), told.near.map((r) => usd(r.written_off_usd)));
    assert.deepEqual((await rows(whole.page, "writtenoff")).map((cells) => cells[2]), told.written_off.map((w) => usd(w.usd)));
    assert.deepEqual((await rows(whole.page, "deviation")).map((cells) => cells[3]), told.deviations.slice(0, 20).map((d) => percent(d.deviation, 3)));
    assert.ok(told.deviations.length > 0 && told.near.length === 4 && told.stablecoins.length === 1, "there is little to see");
    assert.match(await whole.page.textContent("#concentration tbody tr:nth-child(2)"), new RegExp("^" + told.near[1].deployment));
    assert.equal(await whole.page.$("#condition .note.warn"), null);
    await whole.context.close();

    stage().line.words = listen({ complete: "0.98769", near: [{ accounts: 1, debt_usd: "1234567.891", top10_debt_usd: "1000000.5", top10_share: "0.81", top10: [], bad_debt_usd: "7654.321", written_off_usd: null, written_off_since: null, written_off_unknown: 4, unpriced: 2, positions_unknown: 3 }], written_off: [] });
    const part = await show(stage(), "/overview");
    assert.match(await part.page.textContent("#condition .note.warn"), /Incomplete: 98\.76 %/);
    const [near] = await part.page.$$eval("#concentration tbody tr", (all) => all.map((row) => row.textContent));
    assert.equal(near, "All5 left out: unknown worth1" + compact("1234567.891") + "81.00 %");
    assert.match(await part.page.textContent("#lostdebt tbody tr"), /^All7 left out: unknown worth\$7\.65kunknown/);
    stage().line.words = null;
    await part.context.close();
  });

  test("a position answers what if, and how to reach 1.5", { timeout: patience }, async () => {
    const found = await stage().get("/v1/positions?limit=1&status=near&protocol=aave-v3");
    const other = await stage().get("/v1/positions?limit=1&protocol=aave-v3&min_health=1.01&max_health=1.4");
    const p = found.positions[0] ?? other.positions[0];
    const { page, context } = await show(stage(), "/position/" + p.id);
    await page.locator("#whatif input[type=range]").first().fill("-60");
    await until("another health factor", async () => {
      const [now, then] = await page.$$eval("#whatif .factor", (all) => all.map((n) => n.textContent));
      return then && now !== then;
    });
    await page.waitForSelector("#trace canvas");
    assert.ok(await page.$$eval("#goal .ways li", (all) => all.length) > 0);
    await context.close();
  });

  test("a watch list of one's own is kept, and marks what is below its threshold", { timeout: patience }, async () => {
    const { accounts: named } = await stage().get("/v1/accounts");
    const { positions } = await stage().get("/v1/positions?limit=20");
    const p = positions.find((p) => !named.some((a) => a.address === p.account));
    const { page, context } = await show(stage(), "/watch");
    await page.fill("#mine [name=address]", "0x123");
    await page.click("#mine button[type=submit]");
    await page.waitForSelector("#mine [role=alert]");
    await page.fill("#mine [name=address]", p.account);
    await page.fill("#mine [name=name]", "mine");
    await page.fill("#mine [name=threshold]", "9999");
    await page.click("#mine button[type=submit]");
    await page.waitForSelector("#mine tr.below");
    await page.reload();
    await drawn(page);
    assert.equal(await page.textContent("#mine tbody .who"), "mine");
    await page.click("#mine [aria-label=Remove]");
    await page.waitForFunction(() => !document.querySelector("#mine tbody"));
    await context.close();
  });

  test("keys lead everywhere, and the focus is where one looks", { timeout: patience }, async () => {
    const { page, context } = await show(stage(), "/overview");
    await page.keyboard.press("/");
    assert.equal(await page.evaluate(() => document.activeElement.id), "seek");
    const { accounts: [account] } = await stage().get("/v1/accounts");
    await page.keyboard.type(account.address);
    await page.keyboard.press("Enter");
    await page.waitForFunction((name) => document.querySelector("main h1")?.textContent === name, account.name);
    assert.equal(await page.evaluate(() => document.activeElement.id), "main");
    await page.keyboard.press("?");
    await page.waitForSelector("#help[open]");
    await page.keyboard.press("Escape");
    await page.keyboard.press("g");
    await page.keyboard.press("d");
    await page.waitForFunction(() => location.hash === "#/data");
    await context.close();
  });

  test("it speaks Chinese", { timeout: patience }, async () => {
    const { page, context } = await show(stage(), "/overview", { language: "zh-CN" });
    assert.equal(await page.textContent("main h1"), "总览");
    await page.selectOption(".tools select", "en");
    await page.waitForFunction(() => document.querySelector("main h1").textContent === "Overview");
    await context.close();
  });
}
