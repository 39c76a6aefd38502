import { InputError } from "../model/errors.js";
import { isObject } from "../model/json.js";
import { providerNames } from "./mutant.js";
import type { MutantRecord } from "./record.js";

/** A part of the mutants: the first, second, … of so many. Counted from 1, as Vitest does. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/** What a run writes to `mutation.json`: enough to be merged with the other shards of the same run. */
export interface MutationReport {
  /** Tells contracts apart, so that shards of different ones are not merged. */
  readonly contract: string;
  readonly seed: number;
  readonly full: boolean;
  readonly shard: Shard;
  readonly mutants: readonly MutantRecord[];
}

/** Reads `1/2`. Throws {@link InputError} for anything else. */
export function readShard(text: string): Shard {
  const [, index, count] = (/^([1-9]\d*)\/([1-9]\d*)$/.exec(text) ?? []).map(Number);
  if (index === undefined || count === undefined || index > count)
    throw new InputError(`--shard takes a part of a whole such as 1/2, not ${JSON.stringify(text)}.`);
  return { index, count };
}

/** The items of a shard: every item is in exactly one of them, and neighbours, which cost alike, are in different ones. */
export function inShard<T>(items: readonly T[], { index, count }: Shard): T[] {
  return items.filter((_, place) => place % count === index - 1);
}

/** The mutants of all shards of one run. Throws {@link InputError} where one is missing, double, or of another run. */
export function merged(reports: readonly { readonly file: string; readonly report: unknown }[]): MutationReport {
  const read = reports.map(({ file, report }) => {
    if (!isReport(report)) throw new InputError(`${file} is no report of npm run mutation.`);
    return { file, report };
  });
  const [first] = read;
  if (!first) throw new InputError("There is no report to merge.");
  const { contract, seed, full, shard } = first.report;
  for (const { file, report } of read) {
    const same = report.contract === contract && report.seed === seed && report.full === full;
    if (!same || report.shard.count !== shard.count)
      throw new InputError(`${file} and ${first.file} are not shards of the same run: contract, seed or flags differ.`);
  }
  const missing = Array.from({ length: shard.count }, (_, place) => place + 1).filter(
    (index) => read.filter(({ report }) => report.shard.index === index).length !== 1,
  );
  if (missing.length > 0)
    throw new InputError(`Each of the ${shard.count} shards has to be there once: look at ${missing.join(", ")}.`);
  return {
    ...{ contract, seed, full, shard: { index: 1, count: 1 } },
    mutants: read.flatMap(({ report }) => report.mutants),
  };
}

function isReport(value: unknown): value is MutationReport {
  return (
    isObject(value) &&
    typeof value.contract === "string" &&
    typeof value.seed === "number" &&
    isObject(value.shard) &&
    Array.isArray(value.mutants) &&
    value.mutants.every((one) => isObject(one) && providerNames.some((name) => name === one.provider))
  );
}
