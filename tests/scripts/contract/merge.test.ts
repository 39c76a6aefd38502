import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inShard } from "../../../contract-tests/cases/shard.js";
import { deriveCases } from "../../../contract-tests/checks/derive.js";
import { readContract } from "../../../contract-tests/model/contract.js";
import type { Report } from "../../../contract-tests/reporters/report.js";
import { mergeShards } from "../../../scripts/contract/merge.js";
import { report, result } from "../../contract-tests/reporters/sample-report.js";
import { ourDocument, seed } from "../../contract-tests/support.js";

let directory = "";
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "descope-links-shards-"));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

/** Writes a shard's report and gives its folder. */
async function shard(index: number, change: Partial<Report> = {}, count = 2): Promise<string> {
  const folder = join(directory, `${index}-${Math.random()}`);
  const { run } = report();
  const part = report({
    run: { ...run, selection: { shard: { index, count } } },
    results: [result({ name: `case ${index}` })],
    ...change,
  });
  await mkdir(folder);
  await writeFile(join(folder, "results.json"), JSON.stringify(part));
  return folder;
}

const { contract } = report().run;

describe("shards", () => {
  test("have every case once between them", () => {
    const all = deriveCases(readContract(ourDocument), seed).map(({ name, check, operation }) => [
      check,
      operation.id,
      name,
    ]);
    const parts = [1, 2, 3].flatMap((index) => inShard(all, { index, count: 3 }));
    expect(parts).toHaveLength(all.length);
    expect(new Set(parts)).toEqual(new Set(all));
  });

  test("are merged into one run: all results, and the longest time", async () => {
    const merged = await mergeShards([await shard(1), await shard(2, { milliseconds: 9000 })], contract);
    expect(merged.results.map(({ name }) => name)).toEqual(["case 1", "case 2"]);
    expect(merged).toMatchObject({ milliseconds: 9000, run: { selection: { shard: { index: 1, count: 1 } } } });
  });

  test("are not merged where one is missing or there twice", async () => {
    await expect(mergeShards([await shard(1)], contract)).rejects.toThrow(/Each of the 2 shards .* look at 2/);
    await expect(mergeShards([await shard(2), await shard(2)], contract)).rejects.toThrow(/look at 1, 2/);
  });

  test.each<[what: string, change: Partial<Report>, message: RegExp]>([
    ["another seed", { seed: 2 }, /are not shards of one run: seed, target or flags differ/],
    ["another strictness", { strict: true }, /are not shards of one run/],
    ["another contract", { run: { ...report().run, contract: "another" } }, /is the report of another contract/],
  ])("are not merged with those of %s", async (_what, change, message) => {
    await expect(mergeShards([await shard(1), await shard(2, change)], contract)).rejects.toThrow(message);
  });

  test("have to be reports of this command", async () => {
    await expect(mergeShards([join(directory, "nowhere")], contract)).rejects.toThrow(/^There is no report in/);
    const folder = await shard(1);
    await writeFile(join(folder, "results.json"), "{}");
    await expect(mergeShards([folder], contract)).rejects.toThrow(/is no report of npm run contract/);
  });
});
