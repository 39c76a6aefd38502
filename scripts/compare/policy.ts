import { InputError } from "../../contract-tests/model/errors.js";
import { isObject } from "../../contract-tests/model/json.js";
import { readYaml } from "./accepted.js";
import { type Comparison, fingerprintOf, type Verdict, verdicts } from "./difference.js";
import { kinds } from "./kinds.js";

/**
 * A user's verdicts on kinds of difference, or on single ones by their fingerprint: another verdict, or none at all.
 */
type Policy = ReadonlyMap<string, Verdict | "ignore">;

const severities = [...verdicts, "ignore"] as const;

/** A policy out of the names that are to be ignored and a file that gives kinds another verdict. */
export async function readPolicy(ignored: readonly string[], file: string | undefined): Promise<Policy> {
  const value = file === undefined ? {} : await readYaml(file, "The file of --severity");
  const given = Object.entries(isObject(value) ? value : {}).map(([name, severity]) => {
    const known = severities.find((one) => one === severity);
    if (known === undefined) {
      throw new InputError(`The file of --severity gives ${name} none of ${severities.join(", ")}.`);
    }
    return [named(name, "The file of --severity"), known] as const;
  });
  const names = ignored.flatMap((one) => one.split(","));
  return new Map([...given, ...names.map((name) => [named(name, "--ignore"), "ignore"] as const)]);
}

function named(name: string, where: string): string {
  if (!kinds.has(name) && !/^[0-9a-f]{12}$/.test(name)) {
    throw new InputError(
      `${where} takes kinds of difference (docs/reference.md lists them) and fingerprints, not ${JSON.stringify(name)}.`,
    );
  }
  return name;
}

/** A comparison with the verdicts that a policy gives, and without what it ignores. */
export function withPolicy(comparison: Comparison, policy: Policy): Comparison {
  const differences = comparison.differences.flatMap((one) => {
    const verdict = policy.get(fingerprintOf(one)) ?? policy.get(one.kind) ?? one.verdict;
    const judged = verdict === one.verdict ? one : { ...one, found: one.verdict };
    return verdict === "ignore" ? [] : [{ ...judged, verdict }];
  });
  const ignored = comparison.differences.length - differences.length;
  return { ...comparison, differences, ...(ignored > 0 && { ignored }) };
}
