import { readFile } from "node:fs/promises";
import { parse } from "yaml";
import { InputError } from "../../contract-tests/model/errors.js";
import { isObject } from "../../contract-tests/model/json.js";
import { type Comparison, fingerprintOf, type Verdict, verdicts } from "./difference.js";
import { kinds } from "./kinds.js";

/**
 * A user's verdicts on kinds of difference, or on single ones by their fingerprint: another verdict, or none at all.
 */
export type Policy = ReadonlyMap<string, Verdict | "ignore">;

const severities = [...verdicts, "ignore"] as const;

/** A policy out of the names that are to be ignored and a file that gives kinds another verdict. */
export async function readPolicy(ignored: readonly string[], file: string | undefined): Promise<Policy> {
  const entries = ignored.flatMap((one) => one.split(",")).map((name) => [named(name, "--ignore"), "ignore"] as const);
  if (file === undefined) {
    return new Map(entries);
  }
  const value: unknown = await readFile(file, "utf8")
    .then((text) => parse(text, { logLevel: "error" }))
    .catch(() => {
      throw new InputError("The file of --severity cannot be read as YAML.");
    });
  const given = Object.entries(isObject(value) ? value : {}).map(([name, severity]) => {
    const known = severities.find((one) => one === severity);
    if (known === undefined) {
      throw new InputError(`The file of --severity gives ${name} none of ${severities.join(", ")}.`);
    }
    return [named(name, "The file of --severity"), known] as const;
  });
  return new Map([...given, ...entries]);
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
  const judged = comparison.differences.map((one) => {
    const severity = policy.get(fingerprintOf(one)) ?? policy.get(one.kind);
    return { ...one, verdict: severity ?? one.verdict };
  });
  const differences = judged.flatMap(({ verdict, ...one }) => (verdict === "ignore" ? [] : [{ ...one, verdict }]));
  const ignored = judged.length - differences.length;
  return { ...comparison, differences, ...(ignored > 0 && { ignored }) };
}
