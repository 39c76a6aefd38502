import { readFile } from "node:fs/promises";
import { parse } from "yaml";
import { InputError } from "../../contract-tests/model/errors.js";
import { isObject, isStrings, type Json, type JsonObject } from "../../contract-tests/model/json.js";
import type { Comparison, Difference } from "./difference.js";

/** A difference that somebody looked at and accepted. */
export interface AcceptedDifference {
  /** The difference as {@link keyOf} writes it. */
  readonly difference: string;
  /** The operations it is accepted for; all that have it where the file names none. */
  readonly operations?: readonly string[];
  readonly reason: string;
}

/** A file of accepted differences. */
export interface Accepted {
  /** The `info.title` of the document that they are about: against another one the file does not count by itself. */
  readonly about: string | undefined;
  readonly differences: readonly AcceptedDifference[];
}

/**
 * What a difference is called, the same from run to run: its part, field and message, such as
 * `request body: loginOptions.customClaims.*: theirs says it must be string`. The operation is not in it.
 */
export function keyOf({ part, field, message }: Difference): string {
  return [part, field, message].filter((one) => one !== "").join(": ");
}

/** Reads a file of accepted differences. Throws {@link InputError} in one sentence. */
export async function readAccepted(file: string, shown: string): Promise<Accepted> {
  const text = await readFile(file, "utf8").catch(() => {
    throw new InputError(`The accepted differences ${shown} cannot be read.`);
  });
  let value: unknown;
  try {
    value = parse(text, { logLevel: "error" });
  } catch {
    throw new InputError(`The accepted differences ${shown} are no YAML.`);
  }
  const list = isObject(value) ? value.accepted : undefined;
  if (!isObject(value) || !Array.isArray(list)) {
    throw new InputError(`${shown} needs a list \`accepted\`, each entry with \`difference\` and \`reason\`.`);
  }
  return {
    about: typeof value.about === "string" ? value.about : undefined,
    differences: list.map((entry, index) => readEntry(entry, `${shown}, entry ${index + 1},`)),
  };
}

function readEntry(entry: Json, where: string): AcceptedDifference {
  const { difference, reason, operations } = isObject(entry) ? entry : ({} satisfies JsonObject);
  if (typeof difference !== "string" || typeof reason !== "string" || reason.trim() === "") {
    throw new InputError(`${where} needs \`difference\` and \`reason\`, both text.`);
  }
  if (operations === undefined) {
    return { difference, reason };
  }
  if (!isStrings(operations)) {
    throw new InputError(`${where} names \`operations\` that are no list of operationIds.`);
  }
  return { difference, reason, operations };
}

/** A comparison with the accepted differences marked, and what of the file is not there any more. */
export function withAccepted(comparison: Comparison, { differences }: Accepted): Comparison {
  const used = new Set<AcceptedDifference>();
  const found = new Map<AcceptedDifference, Set<string>>();
  const marked = comparison.differences.map((one) => {
    const entry = differences.find(
      ({ difference, operations }) =>
        difference === keyOf(one) && (operations === undefined || operations.includes(one.operation)),
    );
    if (!entry) {
      return one;
    }
    used.add(entry);
    found.set(entry, (found.get(entry) ?? new Set()).add(one.operation));
    return { ...one, accepted: entry.reason };
  });
  const stale = differences.flatMap((entry) => {
    if (!used.has(entry)) {
      return [entry.difference];
    }
    const gone = (entry.operations ?? []).filter((operation) => !found.get(entry)?.has(operation));
    return gone.length > 0 ? [`${entry.difference} (${gone.join(", ")})`] : [];
  });
  return { ...comparison, differences: marked, stale };
}
