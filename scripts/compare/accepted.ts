import { readFile, writeFile } from "node:fs/promises";
import { parseDocument } from "yaml";
import { InputError } from "../../contract-tests/model/errors.js";
import { isObject, isStrings, type Json } from "../../contract-tests/model/json.js";
import { parseText } from "../../contract-tests/model/parse.js";
import { type Comparison, type Difference, fingerprintOf } from "./difference.js";
import { lineOf } from "./words.js";

/** A difference that somebody looked at and accepted. */
interface AcceptedDifference {
  /** As {@link fingerprintOf} makes it. */
  readonly fingerprint: string;
  /** Its text, for readers. */
  readonly difference?: string;
  /** The operations it is accepted for; all that have it if the file names none. */
  readonly operations?: readonly string[];
  readonly reason: string;
}

/** A file of accepted differences. */
export interface Accepted {
  readonly file: string;
  /** The file as the user named it. */
  readonly shown: string;
  /** The `info.title` of the document that they are about: against another one the file does not count by itself. */
  readonly about: string | undefined;
  readonly differences: readonly AcceptedDifference[];
}

/** Reads YAML of the user's. Throws {@link InputError} in one sentence, which begins with `shown`. */
export async function readYaml(file: string, shown: string): Promise<Json> {
  const text = await readFile(file, "utf8").catch(() => {
    throw new InputError(`${shown} cannot be read.`);
  });
  return parseText(text, shown);
}

/** Reads a file of accepted differences. Throws {@link InputError} in one sentence. */
export async function readAccepted(file: string, shown: string): Promise<Accepted> {
  const value = await readYaml(file, shown);
  const { about, accepted } = isObject(value) ? value : {};
  if (!Array.isArray(accepted)) {
    throw new InputError(`${shown} needs a list \`accepted\`, each entry with \`fingerprint\` and \`reason\`.`);
  }
  return {
    file,
    shown,
    about: typeof about === "string" ? about : undefined,
    differences: accepted.map((entry, index) => readEntry(entry, `${shown}, entry ${index + 1},`)),
  };
}

function readEntry(entry: Json, shown: string): AcceptedDifference {
  const { fingerprint, difference, reason, operations } = isObject(entry) ? entry : {};
  if (typeof fingerprint !== "string" || typeof reason !== "string" || reason.trim() === "") {
    throw new InputError(`${shown} needs \`fingerprint\` and \`reason\`, both text.`);
  }
  if (operations !== undefined && !isStrings(operations)) {
    throw new InputError(`${shown} names \`operations\` that are not a list of operationIds.`);
  }
  return {
    fingerprint,
    ...(typeof difference === "string" && { difference }),
    ...(operations && { operations }),
    reason,
  };
}

/** A comparison with the accepted differences marked, and the entries of the file that are not there any more. */
export function withAccepted(comparison: Comparison, { differences: entries }: Accepted): Comparison {
  const met = new Map(entries.map((entry) => [entry, new Set<string>()]));
  const differences = comparison.differences.map((one) => {
    const entry = entryOf(one, entries);
    if (!entry) {
      return one;
    }
    met.get(entry)?.add(one.operation);
    return { ...one, accepted: entry.reason };
  });
  const stale = [...met].flatMap(([{ difference, fingerprint, operations = [] }, found]) => {
    const gone = operations.filter((operation) => !found.has(operation));
    const which = found.size > 0 && gone.length > 0 ? ` (${gone.join(", ")})` : "";
    return found.size === 0 || gone.length > 0 ? [`${difference ?? fingerprint}${which}`] : [];
  });
  return { ...comparison, differences, stale };
}

function entryOf(one: Difference, entries: readonly AcceptedDifference[]): AcceptedDifference | undefined {
  const fingerprint = fingerprintOf(one);
  return entries.find(
    (entry) => entry.fingerprint === fingerprint && (entry.operations?.includes(one.operation) ?? true),
  );
}

/**
 * Writes a file in which each difference is accepted: for the reason that the file gives already, or for a new one.
 * Returns how many there are.
 */
export async function writeAccepted(
  { differences }: Comparison,
  { file, about, differences: known }: Accepted,
  reason: string,
): Promise<number> {
  const entries = new Map<string, AcceptedDifference>();
  for (const one of differences) {
    const fingerprint = fingerprintOf(one);
    const entry = entryOf(one, known);
    const held = entries.get(fingerprint);
    const isNarrow = entry?.operations !== undefined || one.kind.startsWith("operation-");
    entries.set(fingerprint, {
      fingerprint,
      difference: lineOf(one),
      ...(isNarrow && { operations: [...(held?.operations ?? []), one.operation] }),
      reason: held?.reason ?? entry?.reason ?? reason,
    });
  }
  const document = parseDocument(await readFile(file, "utf8").catch(() => ""));
  if (about !== undefined && !document.has("about")) {
    document.set("about", about);
  }
  document.set("accepted", [...entries.values()]);
  await writeFile(file, document.toString({ lineWidth: 120 }));
  return entries.size;
}
