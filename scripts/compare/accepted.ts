import { readFile, writeFile } from "node:fs/promises";
import { parse, parseDocument } from "yaml";
import { InputError } from "../../contract-tests/model/errors.js";
import { isObject, isStrings, type Json } from "../../contract-tests/model/json.js";
import { type Comparison, type Difference, fingerprintOf } from "./difference.js";
import { messageOf, whereOf } from "./words.js";

/** A difference that somebody looked at and accepted. */
interface AcceptedDifference {
  /** As {@link fingerprintOf} makes it; absent in an entry from before there were fingerprints. */
  readonly fingerprint?: string;
  /** Its text, for readers. */
  readonly difference?: string;
  /** The operations it is accepted for; all that have it if the file names none. */
  readonly operations?: readonly string[];
  readonly reason: string;
}

/** A file of accepted differences. */
export interface Accepted {
  /** The `info.title` of the document that they are about: against another one the file does not count by itself. */
  readonly about: string | undefined;
  readonly differences: readonly AcceptedDifference[];
}

/** A difference in a line, such as `request body: loginOptions.customClaims.*: is string now, not number`. */
export function lineOf(one: Difference): string {
  return `${whereOf(one)}: ${messageOf(one)}`;
}

/** Reads a file of accepted differences. Throws {@link InputError} in one sentence. */
export async function readAccepted(file: string, shown: string): Promise<Accepted> {
  const text = await readFile(file, "utf8").catch(() => {
    throw new InputError(`The accepted differences ${shown} cannot be read.`);
  });
  const value = yaml(text, `The accepted differences ${shown} are not YAML.`);
  const { about, accepted } = isObject(value) ? value : {};
  if (!Array.isArray(accepted)) {
    throw new InputError(`${shown} needs a list \`accepted\`, each entry with \`fingerprint\` and \`reason\`.`);
  }
  return {
    about: typeof about === "string" ? about : undefined,
    differences: accepted.map((entry, index) => readEntry(entry, `${shown}, entry ${index + 1},`)),
  };
}

/** Reads YAML. Throws {@link InputError} with a message if it is not YAML. */
function yaml(text: string, message: string): unknown {
  try {
    return parse(text, { logLevel: "error" });
  } catch {
    throw new InputError(message);
  }
}

function readEntry(entry: Json, where: string): AcceptedDifference {
  const { fingerprint, difference, reason, operations } = isObject(entry) ? entry : {};
  const texts = {
    ...(typeof fingerprint === "string" && { fingerprint }),
    ...(typeof difference === "string" && { difference }),
  };
  if (Object.keys(texts).length === 0 || typeof reason !== "string" || reason.trim() === "") {
    throw new InputError(`${where} needs \`fingerprint\` and \`reason\`, both text.`);
  }
  if (operations !== undefined && !isStrings(operations)) {
    throw new InputError(`${where} names \`operations\` that are not a list of operationIds.`);
  }
  return { ...texts, ...(operations && { operations }), reason };
}

/**
 * A comparison with the accepted differences marked, and the entries of the file that are not there any more. Throws
 * {@link InputError} for an entry without a fingerprint.
 */
export function withAccepted(comparison: Comparison, { differences }: Accepted): Comparison {
  const old = differences.findIndex(({ fingerprint }) => fingerprint === undefined);
  if (old >= 0) {
    throw new InputError(
      `Entry ${old + 1} of the accepted differences is from before they had fingerprints: run the same command with --accept "<reason for what is new>", which moves the entries and keeps their reasons.`,
    );
  }
  const found = new Map(differences.map((entry) => [entry, new Set<string>()]));
  const marked = comparison.differences.map((one) => {
    const entry = entryOf(one, differences);
    if (entry) {
      found.get(entry)?.add(one.operation);
    }
    return entry ? { ...one, accepted: entry.reason } : one;
  });
  const stale = [...found].flatMap(([{ difference, fingerprint = "", operations = [] }, met]) => {
    const gone = operations.filter((operation) => !met.has(operation));
    const which = met.size > 0 && gone.length > 0 ? ` (${gone.join(", ")})` : "";
    return met.size === 0 || gone.length > 0 ? [`${difference ?? fingerprint}${which}`] : [];
  });
  return { ...comparison, differences: marked, stale };
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
  file: string,
  { differences }: Comparison,
  known: Accepted | undefined,
  about: string | undefined,
  reason: string,
): Promise<number> {
  const entries = new Map<string, AcceptedDifference>();
  const old = new Set(known?.differences.filter(({ fingerprint }) => fingerprint === undefined));
  for (const one of differences) {
    const fingerprint = fingerprintOf(one);
    const entry = entryOf(one, known?.differences ?? []) ?? inWords(one, old);
    const narrow = entry?.operations !== undefined || one.kind.startsWith("operation-");
    const held = entries.get(fingerprint);
    entries.set(fingerprint, {
      fingerprint,
      difference: lineOf(one),
      ...(narrow && { operations: [...(held?.operations ?? []), one.operation] }),
      reason: held?.reason ?? entry?.reason ?? reason,
    });
  }
  const text = await readFile(file, "utf8").catch(() => "");
  const document = parseDocument(text);
  if (about !== undefined && !document.has("about")) {
    document.set("about", about);
  }
  document.set("accepted", [...entries.values()]);
  await writeFile(file, document.toString({ lineWidth: 120 }));
  return entries.size;
}

/** The entry in words that names the place of a difference, and speaks of the same there. */
function inWords(one: Difference, old: ReadonlySet<AcceptedDifference>): AcceptedDifference | undefined {
  const place = `${whereOf(one)}: `;
  const subjects = [/-(?:became|security)-|-field-added$/.test(one.kind), one.kind.endsWith("-removed")];
  const isAlike = (message: string) =>
    /^(?:a|can|comes|has|is|its|no|only|ours?|stands|the|theirs?)\b/.test(message) &&
    /is (?:always|required)|missing/.test(message) === subjects[0] &&
    /not (?:listed|documented|there)/.test(message) === subjects[1];
  return [...old].find(
    ({ difference = "", operations }) =>
      difference.startsWith(place) &&
      isAlike(difference.slice(place.length)) &&
      (operations?.includes(one.operation) ?? true),
  );
}
