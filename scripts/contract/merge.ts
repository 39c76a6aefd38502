import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { mustBeComplete, whole } from "../../contract-tests/cases/shard.js";
import { InputError } from "../../contract-tests/model/errors.js";
import { isObject, parseJson } from "../../contract-tests/model/json.js";
import type { Report } from "../../contract-tests/reporters/report.js";

/** What shards of one run have in common, and the results of all of them. */
export type MergedShards = Pick<Report, "seed" | "strict" | "target" | "run" | "milliseconds" | "results">;

/**
 * Puts the reports of all shards of a run together, each in a folder of its own. Throws {@link InputError} where one
 * cannot be read, is missing, is there twice, or is of another run or of another contract than `contract`.
 */
export async function mergeShards(directories: readonly string[], contract: string): Promise<MergedShards> {
  const read = await Promise.all(directories.map(async (directory) => ({ directory, report: await open(directory) })));
  const [first] = read;
  if (!first) {
    throw new InputError("--merge takes the folders of the shards' reports.");
  }
  for (const { directory, report } of read) {
    if (report.run.contract !== contract) {
      throw new InputError(`${directory} is the report of another contract: give the same --contract as its run had.`);
    }
    if (key(report) !== key(first.report)) {
      throw new InputError(
        `${directory} and ${first.directory} are not shards of one run: seed, target or flags differ.`,
      );
    }
  }
  mustBeComplete(read.map(({ report }) => report.run.selection.shard));
  const { seed, strict, target, run } = first.report;
  return {
    seed,
    strict,
    target,
    run: { ...run, selection: { ...run.selection, shard: whole } },
    // Shards run beside each other: the longest of them is what was waited for.
    milliseconds: Math.max(...read.map(({ report }) => report.milliseconds)),
    results: read.flatMap(({ report }) => report.results),
  };
}

/** What all shards of a run agree on. A mock of the contract has another port each time. */
function key({ seed, strict, run: { provider, selection } }: Report): string {
  return JSON.stringify([seed, strict, provider, selection.operation, selection.check, selection.shard.count]);
}

async function open(directory: string): Promise<Report> {
  const file = join(directory, "results.json");
  const text = await readFile(file, "utf8").catch(() => {
    throw new InputError(`There is no report in ${directory}: --merge takes folders that --report wrote.`);
  });
  const report: unknown = parseJson(text);
  if (!isReport(report)) {
    throw new InputError(`${file} is no report of npm run contract.`);
  }
  return report;
}

function isReport(value: unknown): value is Report {
  return (
    isObject(value) &&
    typeof value.seed === "number" &&
    isObject(value.run) &&
    isObject(value.run.selection) &&
    isObject(value.run.selection.shard) &&
    isObject(value.run.provider) &&
    Array.isArray(value.results) &&
    value.results.every((one) => isObject(one) && typeof one.id === "string" && Array.isArray(one.findings))
  );
}
