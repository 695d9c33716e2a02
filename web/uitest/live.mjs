// What happens is seen at once, and what is old looks it.
import assert from "node:assert/strict";
import test from "node:test";
import { drawn, patience, show, until } from "./stage.mjs";

const block = async (page) => Number((await page.textContent("#truth")).match(/block ([\d,]+)/)[1].replaceAll(",", ""));

// next is the next liquidation on the feed.
async function next(stage) {
  const { chains: [chain] } = await stage.get("/v1/chains");
  return until("a liquidation", async () => {
    const { liquidations: [l] } = await stage.get("/v1/liquidations?limit=1");
    return l && l.block.number > chain.processed.number ? l : null;
  }, 240000);
}

export function liveTests(stage) {
  test("a crash: the page shows the liquidation within two blocks", { timeout: 300000 }, async () => {
    const { page, context } = await show(stage(), "/liquidations");
    const l = await next(stage());
    const short = l.tx_hash.slice(0, 6) + "…" + l.tx_hash.slice(-4);
    await page.waitForFunction((text) => document.querySelector("#liquidations")?.textContent.includes(text), short, { timeout: patience });
    const seen = await block(page);
    assert.ok(seen <= l.block.number + 2, `it happened in block ${l.block.number} and is seen at ${seen}`);

    await page.click("#pause");
    const held = await page.textContent("#liquidations tbody");
    await next(stage());
    await page.waitForFunction(() => /[1-9]/.test(document.querySelector("#list .actions [role=status]").textContent), null, { timeout: patience });
    assert.equal(await page.textContent("#liquidations tbody"), held);
    await page.click("#pause");
    await page.waitForFunction((text) => document.querySelector("#liquidations tbody").textContent !== text, held, { timeout: patience });
    await context.close();
  });

  test("what a reorganisation took back is struck through and says so", { timeout: patience }, async () => {
    stage().line.words = (url, answer) => {
      if (url.startsWith("/v1/liquidations") && answer.liquidations?.[0]) answer.liquidations[0].status = "reverted";
      return answer;
    };
    const { page, context } = await show(stage(), "/liquidations");
    const row = page.locator("#liquidations tbody tr.reverted").first();
    assert.match(await row.textContent(), /taken back/);
    assert.match(await row.locator("td").nth(1).evaluate((n) => getComputedStyle(n).textDecorationLine), /line-through/);
    stage().line.words = null;
    await context.close();
  });

  test("the line is cut: the numbers grey out, a banner says since when, and goes when it stands again", { timeout: 300000 }, async () => {
    const { page, context } = await show(stage(), "/overview");
    assert.equal(await page.isVisible("#banner"), false);
    stage().line.break();
    await page.waitForSelector("#banner:not([hidden])", { timeout: patience });
    assert.match(await page.textContent("#banner"), /No connection since \d\d:\d\d:\d\d/);
    assert.ok(await page.evaluate(() => document.body.classList.contains("lost")));
    await page.waitForSelector("#truth .dot.off");
    const grey = await page.$eval(".tile .main .num", (n) => getComputedStyle(n).color === getComputedStyle(document.querySelector(".tile dt")).color);
    assert.ok(grey, "old numbers look live");
    stage().line.mend();
    await page.waitForSelector("#banner", { state: "hidden", timeout: patience });
    assert.equal(await page.evaluate(() => document.body.classList.contains("lost")), false);
    await context.close();
  });

  test("a stale chain is named with the moment and the reason", { timeout: patience }, async () => {
    stage().line.words = (url, answer) => {
      if (url.startsWith("/v1/chains")) Object.assign(answer.chains[0], { state: "stale", reason: "no new block <b>since</b> long" });
      return answer;
    };
    const { page, context } = await show(stage(), "/overview");
    await page.waitForSelector("#banner:not([hidden])");
    assert.match(await page.textContent("#banner"), /local is stale since \d\d:\d\d:\d\d: no new block <b>since<\/b> long/);
    const grey = () => page.$eval(".tile .main.num, .tile .main .num", (n) => getComputedStyle(n).color === getComputedStyle(document.querySelector(".tile dt")).color);
    assert.ok(await grey(), "numbers of a stale chain look live");
    stage().line.words = null;
    await page.waitForSelector("#banner", { state: "hidden", timeout: patience });
    assert.equal(await grey(), false, "numbers of a live chain look old");
    await context.close();
  });

  test("many tabs have one stream", { timeout: patience }, async () => {
    const clients = async () => Number((await (await fetch(stage().api + "/metrics")).text()).match(/^brink_feed_clients\{transport="sse"\} (\d+)/m)[1]);
    await until("nobody listens", async () => (await clients()) === 0);
    const { page, context } = await show(stage(), "/overview");
    const other = await context.newPage();
    await other.goto(stage().url + "/#/positions");
    await drawn(other);
    await drawn(page);
    assert.equal(await clients(), 1);
    await context.close();
  });
}
