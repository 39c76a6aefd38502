import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ContractError, InputError } from "./errors.js";
import { isObject, type Json, type JsonObject } from "./json.js";
import { asOpenApi31 } from "./json-schema.js";
import { mappings, type Reference, references } from "./layout.js";
import { misplacedMarks } from "./marks.js";
import { withOperationIds } from "./operation-id.js";
import { asOpenApi, parseText } from "./parse.js";
import { fromPointer, lookUp, resolved, toPointer } from "./pointer.js";
import { type Reader, Refused, readerOf } from "./reader.js";
import { bundle, lint } from "./redocly.js";
import { isUrl, shownSource } from "./text.js";

/**
 * The one way in which every command reads an OpenAPI document: a file or a URL, JSON or YAML, in one file or in many.
 * The result is one document of OpenAPI 3.1 in which each path item is at its path and each operation has an
 * `operationId`. {@link readerOf} says which files are read for it. Throws {@link InputError} in one sentence.
 */
export async function readDocument(
  source: string,
  { allowRemoteRefs }: { readonly allowRemoteRefs?: boolean } = {},
): Promise<JsonObject> {
  return readBy(readerOf(source, allowRemoteRefs), source);
}

/** The same for a contract, which has to be valid. Throws {@link ContractError} with its problems. */
export async function readLinted(source: string): Promise<JsonObject> {
  const reader = readerOf(source);
  // Parse before linting: a text that is not a document gets a one-line error, and cyclic input never reaches the
  // linter.
  const document = await readBy(reader, source);
  await lint(source, reader);
  mustResolve(document, shownSource(source));
  const misplaced = misplacedMarks(document);
  if (misplaced.length > 0) {
    throw new ContractError([`${shownSource(source)} has misplaced marks:`, ...misplaced].join("\n  "));
  }
  return document;
}

async function readBy(reader: Reader, source: string): Promise<JsonObject> {
  const shown = shownSource(source);
  const document = asOpenApi(parseText(await reader.read(source), shown), shown);
  const isWhole = ![...references(document), ...mappings(document)].some(isElsewhere);
  return withOperationIds(withPathItems(asOpenApi31(isWhole ? document : await bundled(source, reader, shown))));
}

function isElsewhere({ ref }: Reference): boolean {
  return !ref.startsWith("#");
}

/** One document out of a root file and all that it refers to. */
async function bundled(source: string, reader: Reader, shown: string): Promise<JsonObject> {
  const { document: whole, failures } = await bundle(source, reader);
  // A $ref within data need not lead anywhere, and the value of a mapping need not be a reference.
  const document = asOpenApi(parseText(JSON.stringify(whole), shown), shown);
  const reasonFor = ({ ref }: Reference) => failures.get(ref.split("#")[0] ?? "");
  const left =
    references(document).find(isElsewhere) ??
    mappings(document).find((one) => isElsewhere(one) && reasonFor(one) instanceof Refused);
  if (!left) {
    return document;
  }
  const name = isUrl(left.ref) ? shownSource(left.ref) : JSON.stringify(left.ref);
  const [first] = failures.values();
  const reason = (reasonFor(left) ?? first)?.message ?? "it leads nowhere.";
  throw new InputError(`${shown} refers to ${name}, which cannot be read: ${reason}`);
}

/**
 * A document for a tool that follows every reference it finds, as JSON: without those that lead nowhere as far as
 * OpenAPI is concerned, which are those within data, and values of mappings that lead out of the document.
 */
export function selfContained(document: JsonObject): string {
  const real = new Set(references(document).map(({ tokens }) => toPointer(tokens)));
  const away = new Set(mappings(document).flatMap((one) => (isElsewhere(one) ? [toPointer(one.tokens)] : [])));
  const step = (value: Json, at: string): Json => {
    if (Array.isArray(value)) {
      return value.map((item, index) => step(item, `${at}/${index}`));
    }
    if (!isObject(value)) {
      return value;
    }
    const kept = Object.entries(value).flatMap(([key, inner]): [string, Json][] => {
      const place = at + toPointer([key]).slice(1);
      const isLoose = (key === "$ref" && !real.has(at)) || key === "externalValue" || away.has(place);
      return isLoose && typeof inner === "string" ? [] : [[key, step(inner, place)]];
    });
    return Object.fromEntries(kept);
  };
  return JSON.stringify(step(document, "#"));
}

/** Calls a tool with the file of a {@link selfContained} document, and removes it. */
export async function onItsOwn<Result>(document: JsonObject, use: (file: string) => Promise<Result>): Promise<Result> {
  const directory = await mkdtemp(join(tmpdir(), "document-"));
  try {
    const file = join(directory, "document.json");
    await writeFile(file, selfContained(document));
    return await use(file);
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

/** Each path item at its path, whatever it refers to. */
function withPathItems(document: JsonObject): JsonObject {
  const { paths } = document;
  if (!isObject(paths)) {
    return document;
  }
  const items = Object.entries(paths).map(([path, item]): [string, Json] => {
    const whole = resolved(document, item);
    return [path, isObject(whole) ? whole : item];
  });
  return { ...document, paths: Object.fromEntries(items) };
}

function mustResolve(document: JsonObject, shown: string): void {
  const lost = references(document).filter(({ ref }) => lookUp(document, fromPointer(ref)) === undefined);
  if (lost.length === 0) {
    return;
  }
  const lines = lost.slice(0, 20).map(({ ref, tokens }) => `  ${ref} at ${toPointer(tokens)}`);
  const more = lost.length > lines.length ? [`  and ${lost.length - lines.length} more`] : [];
  throw new ContractError([`${shown} refers to things that are missing:`, ...lines, ...more].join("\n"));
}
