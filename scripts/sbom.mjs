// node sbom.mjs PROGRAM FILE: writes what a Go program is made of, as the program itself says, as CycloneDX 1.5.
import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, dirname } from "node:path";

const [program, file] = process.argv.slice(2);
if (!program || !file) throw new Error("usage: node sbom.mjs PROGRAM FILE");
const info = JSON.parse(execFileSync("go", ["version", "-m", "-json", program], { encoding: "utf8" }));
const build = Array.isArray(info) ? info[0] : info;
const settings = Object.fromEntries((build.Settings ?? []).map(({ Key, Value }) => [Key, Value]));

const purl = (path, version) => `pkg:golang/${path.split("/").map(encodeURIComponent).join("/")}@${encodeURIComponent(version)}`;
const component = ({ Path, Version, Sum, Replace }) => {
  const used = Replace ?? { Path, Version, Sum };
  const made = { type: "library", name: used.Path, version: used.Version, purl: purl(used.Path, used.Version), "bom-ref": purl(used.Path, used.Version) };
  // "h1:" and a SHA-256 of the module's files, as go.sum has it: not the hash of one file, so that it is a property.
  if (used.Sum) made.properties = [{ name: "go:sum", value: used.Sum }];
  return made;
};

const ref = purl(build.Main.Path, build.Main.Version);
const libraries = (build.Deps ?? []).map(component);
libraries.push({ type: "library", name: "std", version: build.GoVersion, purl: purl("std", build.GoVersion), "bom-ref": purl("std", build.GoVersion) });
const bom = {
  bomFormat: "CycloneDX",
  specVersion: "1.5",
  version: 1,
  metadata: {
    component: {
      type: "application", name: basename(program), version: build.Main.Version, "bom-ref": ref, purl: ref,
      hashes: [{ alg: "SHA-256", content: createHash("sha256").update(readFileSync(program)).digest("hex") }],
      properties: ["GOOS", "GOARCH", "vcs.revision"].filter((key) => settings[key]).map((key) => ({ name: `go:${key}`, value: settings[key] })),
    },
  },
  components: libraries,
  dependencies: [{ ref, dependsOn: libraries.map((library) => library["bom-ref"]) }],
};
mkdirSync(dirname(file), { recursive: true });
writeFileSync(file, JSON.stringify(bom, null, 2) + "\n");
