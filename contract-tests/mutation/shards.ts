import { mustBeComplete, type Shard, whole } from "../cases/shard.js";
import { InputError } from "../model/errors.js";
import { isObject } from "../model/json.js";
import { providerNames } from "./mutant.js";
import type { MutantRecord } from "./record.js";

/** What a run writes to `mutation.json`: enough to be merged with the other shards of the same run. */
export interface MutationReport {
  /** Tells contracts apart, so that shards of different ones are not merged. */
  readonly contract: string;
  readonly seed: number;
  readonly full: boolean;
  readonly shard: Shard;
  readonly mutants: readonly MutantRecord[];
}

/** The mutants of all shards of one run. Throws {@link InputError} where one is missing, double, or of another run. */
export function merged(reports: readonly { readonly file: string; readonly report: unknown }[]): MutationReport {
  const read = reports.map(({ file, report }) => {
    if (!isReport(report)) {
      throw new InputError(`${file} is no report of npm run mutation.`);
    }
    return { file, report };
  });
  const [first] = read;
  if (!first) {
    throw new InputError("There is no report to merge.");
  }
  const { contract, seed, full, shard } = first.report;
  for (const { file, report } of read) {
    const same = report.contract === contract && report.seed === seed && report.full === full;
    if (!same || report.shard.count !== shard.count) {
      throw new InputError(`${file} and ${first.file} are not shards of the same run: contract, seed or flags differ.`);
    }
  }
  mustBeComplete(read.map(({ report }) => report.shard));
  return {
    ...{ contract, seed, full, shard: whole },
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
