import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stringify } from "yaml";
import { readDocument } from "../contract-tests/model/document.js";
import type { JsonObject } from "../contract-tests/model/json.js";
import { projectRoot } from "../contract-tests/model/redocly.js";
import { command, flags, start } from "../scripts/command.js";
import { compareDocuments } from "../scripts/compare/compare.js";
import { redoclyDiff } from "../scripts/compare/redocly-diff.js";
import { base } from "./compare-pairs/base.js";
import { changed, changes } from "./compare-pairs/changes.js";
import { vendorLike } from "./compare-pairs/vendor.js";

const usage = `Usage: node --import tsx benchmarks/compare.ts [--redocly]

Measures \`npm run compare\` without the start of Node: a pair of our contracts, and our four operations out of a
document of 400.

  --redocly    instead, compare the table of pairs by \`redocly diff\` and write what it says beside it (two minutes)`;

const verdictFile = join(projectRoot, "benchmarks", "compare-pairs", "redocly-verdicts.json");

export const main = command(usage, async (argv) => {
  const { redocly } = flags(argv, { redocly: { type: "boolean" } });
  const directory = await mkdtemp(join(tmpdir(), "compare-benchmark-"));
  try {
    await (redocly ? askRedocly() : measure(directory));
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
});

async function measure(directory: string): Promise<void> {
  const own = join(projectRoot, "generated", "openapi.json");
  const ours = await readDocument(own);
  const edited = JSON.stringify(ours).replace('"linkId":{"type":"string"', '"linkId":{"type":"integer"');
  const vendor = vendorLike(ours, 400);
  const files: [name: string, file: string, content: string][] = [
    ["our contract and an edited one", "edited.json", edited],
    ["400 operations, JSON", "vendor.json", JSON.stringify(vendor)],
    ["400 operations, YAML", "vendor.yaml", stringify(vendor)],
  ];
  for (const [name, file, content] of files) {
    const path = join(directory, file);
    await writeFile(path, content);
    const times: { load: number; compare: number }[] = [];
    let found = 0;
    for (let round = 0; round < 3; round += 1) {
      const start = performance.now();
      const [one, other] = await Promise.all([readDocument(own), readDocument(path)]);
      const loaded = performance.now();
      found = compareDocuments(one, other).differences.length;
      times.push({ load: loaded - start, compare: performance.now() - loaded });
    }
    const shown = times.map(({ load, compare }) => `${Math.round(load)} + ${Math.round(compare)} ms`).join(", ");
    console.log(`${name} (${Math.round(content.length / 1000)} KB, ${found} differences): load + compare ${shown}`);
  }
}

async function askRedocly(): Promise<void> {
  const verdicts: Record<string, { forward: string; back: string }> = {};
  for (const change of changes) {
    const after = changed(change);
    const verdict = async (one: JsonObject, other: JsonObject) =>
      /"impact": "major"/.test((await redoclyDiff(one, other, "json")).report) ? "breaking" : "compatible";
    verdicts[change.name] = { forward: await verdict(base, after), back: await verdict(after, base) };
  }
  await writeFile(verdictFile, `${JSON.stringify(verdicts, null, 2)}\n`);
  console.log(`Wrote the verdicts on ${changes.length * 2} pairs.`);
}

await start(import.meta.url, main);
