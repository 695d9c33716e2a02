// Lets AsyncAPI's own parser read docs/asyncapi.yaml, with the schemas that it refers to. Whatever it has to say fails.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { Parser } from "@asyncapi/parser";

const source = fileURLToPath(new URL("../../docs/asyncapi.yaml", import.meta.url));
const { document, diagnostics } = await new Parser().parse(readFileSync(source, "utf8"), { source });
for (const d of diagnostics) console.error(`${d.path.join(".")}: ${d.message} (${d.code})`);
if (!document || diagnostics.length > 0) process.exit(1);
console.log(`docs/asyncapi.yaml: ${document.allChannels().all().length} channels, ${document.allMessages().all().length} messages`);
