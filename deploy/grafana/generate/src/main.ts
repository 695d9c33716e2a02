// Writes the dashboards as JSON into the folder that is named on the command line.
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { build } from "./kit.js";
import { liquidations } from "./liquidations.js";
import { operations } from "./operations.js";
import { overview } from "./overview.js";
import { risk } from "./risk.js";
import { watchlist } from "./watchlist.js";

const folder = process.argv[2];
if (!folder) throw new Error("usage: main FOLDER");
mkdirSync(folder, { recursive: true });
for (const board of [overview, risk, liquidations, operations, watchlist]) {
  writeFileSync(join(folder, `${board.uid}.json`), JSON.stringify(build(board), null, 2) + "\n");
}
