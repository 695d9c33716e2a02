// What the tests stand on: the demo's market with the real program on it, a
// proxy that can cut the line or put other words into an answer, and Debian's
// Chromium.
import { spawn } from "node:child_process";
import http from "node:http";
import net from "node:net";
import path from "node:path";
import { chromium } from "playwright-core";

const root = path.resolve(import.meta.dirname, "../..");
export const screenshots = path.join(root, "screenshots");
export const patience = 120000;

export async function until(what, check, limit = patience) {
  const end = Date.now() + limit;
  for (let last; ;) {
    try {
      const found = await check();
      if (found) return found;
    } catch (error) {
      last = error;
    }
    if (Date.now() > end) throw new Error("waiting for " + what + (last ? ": " + last.message : ""));
    await new Promise((done) => setTimeout(done, 100));
  }
}

const free = () => new Promise((done) => {
  const server = net.createServer().listen(0, "127.0.0.1", () => {
    const { port } = server.address();
    server.close(() => done(port));
  });
});

// Line is the way between the browser and the program. While it is cut nothing
// gets through; words, if set, is given each JSON answer and returns another, or
// the promise of one; path is what is asked for instead.
class Line {
  constructor(port) {
    Object.assign(this, { port, cut: false, words: null, path: (url) => url, sockets: new Set() });
  }

  async open() {
    this.server = http.createServer((request, response) => this.pass(request, response));
    this.server.on("connection", (socket) => {
      this.sockets.add(socket);
      socket.on("close", () => this.sockets.delete(socket));
      if (this.cut) socket.destroy();
    });
    await new Promise((done) => this.server.listen(0, "127.0.0.1", done));
    this.url = "http://127.0.0.1:" + this.server.address().port;
  }

  pass(request, response) {
    const up = http.request({ host: "127.0.0.1", port: this.port, path: this.path(request.url), method: request.method, headers: request.headers }, async (answer) => {
      if (!this.words || !/json/.test(answer.headers["content-type"] ?? "")) {
        response.writeHead(answer.statusCode, answer.headers);
        answer.pipe(response);
        return;
      }
      const chunks = [];
      for await (const chunk of answer) chunks.push(chunk);
      const { "content-length": _, ...headers } = answer.headers;
      response.writeHead(answer.statusCode, headers);
      response.end(JSON.stringify(await this.words(request.url, JSON.parse(Buffer.concat(chunks)))));
    });
    up.on("error", () => response.destroy());
    response.on("close", () => up.destroy());
    request.pipe(up);
  }

  break() {
    this.cut = true;
    for (const socket of this.sockets) socket.destroy();
  }

  mend() { this.cut = false; }

  async close() {
    this.break();
    await new Promise((done) => this.server.close(done));
  }
}

// raise starts everything and returns it; close ends it.
export async function raise() {
  const port = await free();
  const demo = spawn(path.join(root, "bin/demo"), ["-listen", "127.0.0.1:" + port, "-accounts", "80", "-weeks", "4", "-block-time", "1500ms"], { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
  let said = "";
  for (const out of [demo.stdout, demo.stderr]) out.on("data", (text) => { said += text; });
  const gone = new Promise((_, failed) => demo.on("exit", (code) => failed(new Error("the demo has ended with " + code + ": " + said.slice(-2000)))));
  gone.catch(() => {});
  const line = new Line(port);
  await line.open();
  const get = async (at) => (await fetch("http://127.0.0.1:" + port + at)).json();
  await Promise.race([gone, until("the program", () => get("/v1/chains").then((c) => c.chains[0].state === "live"))]);
  const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });
  return { line, get, browser, url: line.url, api: "http://127.0.0.1:" + port,
    async close() {
      await browser.close();
      await line.close();
      const ended = new Promise((done) => demo.on("exit", done));
      demo.kill("SIGINT");
      await ended;
    } };
}

// troubles are what the browser complains of: errors, and what the policy forbids.
export function troubles(page) {
  const all = [];
  page.on("pageerror", (error) => all.push(error.message));
  page.on("console", (message) => { if (message.type() === "error") all.push(message.text()); });
  return all;
}

// show opens a view, in a window of its own, and waits until it is live and drawn.
export async function show(stage, hash, { theme = "light", width = 1440, language = "en-US" } = {}) {
  const context = await stage.browser.newContext({ viewport: { width, height: width < 500 ? 800 : 900 }, colorScheme: theme, locale: language, reducedMotion: "reduce" });
  const page = await context.newPage();
  const trouble = troubles(page);
  await page.goto(stage.url + "/#" + hash);
  await drawn(page);
  return { page, context, trouble };
}

export async function drawn(page) {
  await page.waitForSelector("#truth .dot.on", { timeout: patience });
  await page.waitForFunction(() => document.querySelector("main h1") && !document.querySelector("main .waiting"), null, { timeout: patience });
}

// places are the views, each with something to see.
export async function places(stage) {
  const { positions } = await stage.get("/v1/positions?limit=1");
  const { accounts } = await stage.get("/v1/accounts");
  return {
    overview: "/overview", positions: "/positions", position: "/position/" + positions[0].id, account: "/account/" + accounts[0].address,
    ladder: "/ladder?by=protocol", liquidations: "/liquidations", watch: "/watch", simulator: "/simulator?p.ETH=-30&d.ETH=5000000", data: "/data",
  };
}
