import { describe, expect, test } from "vitest";
import { inShard, readShard } from "../../../contract-tests/cases/shard.js";
import type { MutantRecord } from "../../../contract-tests/mutation/record.js";
import { type MutationReport, merged } from "../../../contract-tests/mutation/shards.js";

test.each(["0/2", "3/2", "1", "a/b", "1/0", "-1/2", "1/2/3"])("%s is no shard", (text) => {
  expect(() => readShard(text)).toThrow(/--shard takes a part of a whole such as 1\/2/);
});

test("every item is in exactly one shard", () => {
  const items = Array.from({ length: 11 }, (_, index) => index);
  const parts = ["1/3", "2/3", "3/3"].map((text) => inShard(items, readShard(text)));
  expect(parts.flat().sort((left, right) => left - right)).toEqual(items);
  expect(parts.map(({ length }) => length)).toEqual([4, 4, 3]);
});

describe("reports are merged", () => {
  const mutant = (id: string): MutantRecord => ({
    ...{ provider: "plain", id, effect: "breaking", family: "statuses", operation: null, what: "", location: "" },
    ...{ outcome: "killed", findings: [] },
  });
  const report = (index: number, change: Partial<MutationReport> = {}) => ({
    file: `${index}.json`,
    report: {
      ...{ contract: "c1", seed: 1, full: false, shard: { index, count: 2 }, mutants: [mutant(`m${index}`)] },
      ...change,
    },
  });

  test("of all shards of a run", () => {
    const { mutants, shard } = merged([report(2), report(1)]);
    expect([mutants.map(({ id }) => id).sort(), shard]).toEqual([["m1", "m2"], { index: 1, count: 1 }]);
  });

  test.each<[why: string, reports: Parameters<typeof merged>[0], message: RegExp]>([
    ["none", [], /There is no report/],
    ["one missing", [report(1)], /Each of the 2 shards has to be there once: look at 2/],
    ["one twice", [report(1), report(1)], /look at 1, 2/],
    ["another contract", [report(1), report(2, { contract: "c2" })], /2\.json and 1\.json are not shards of the same/],
    ["another seed", [report(1), report(2, { seed: 3 })], /not shards of the same run/],
    ["another count", [report(1), report(2, { shard: { index: 2, count: 3 } })], /not shards of the same run/],
    ["another file", [report(1), { file: "x.json", report: { some: "thing" } }], /x\.json is no report/],
  ])("but not with %s", (_why, reports, message) => {
    expect(() => merged(reports)).toThrow(message);
  });
});
