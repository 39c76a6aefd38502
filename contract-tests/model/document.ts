import { ContractError, InputError } from "./errors.js";
import { isObject, type JsonObject } from "./json.js";
import { references } from "./layout.js";
import { asOpenApi31 } from "./openapi-31.js";
import { withOperationIds } from "./operation-id.js";
import { parseOpenApi } from "./parse.js";
import { fromPointer, lookUp, toPointer } from "./pointer.js";
import { lint, redocly } from "./redocly.js";
import { isUrl, readText, shownSource } from "./text.js";

/**
 * The one way in which every command reads an OpenAPI document: a file or a URL, JSON or YAML, in one file or in many.
 * What comes back is one document of OpenAPI 3.1 in which each path item stands at its path and each operation has an
 * `operationId`. Throws {@link InputError} in one sentence.
 */
export async function readDocument(
  source: string,
  { allowRemoteRefs = false }: { readonly allowRemoteRefs?: boolean } = {},
): Promise<JsonObject> {
  const shown = shownSource(source);
  const document = parseOpenApi(await readText(source), shown);
  if (isUrl(source) && !allowRemoteRefs) {
    mustStay(document, source, shown);
  }
  const whole = references(document).some(({ ref }) => isElsewhere(ref)) ? await bundled(source, shown) : document;
  return withOperationIds(withPathItems(asOpenApi31(whole)));
}

/** The same for a contract, which has to be valid. Throws {@link ContractError} with what is wrong with it. */
export async function readLinted(source: string): Promise<JsonObject> {
  // Read before linted: what is no document at all is told in a sentence, and what never ends is not handed on.
  const document = await readDocument(source);
  await lint(source);
  mustResolve(document, shownSource(source));
  return document;
}

/** A document from somewhere else does not get to say which hosts are asked from here. */
function mustStay(document: JsonObject, source: string, shown: string): void {
  const { host } = new URL(source);
  const away = references(document).find(({ ref }) => isElsewhere(ref) && hostOf(ref, source) !== host);
  if (away) {
    throw new InputError(`${shown} refers to another host (${shownSource(away.ref)}): --allow-remote-refs lets it.`);
  }
}

function hostOf(ref: string, source: string): string | undefined {
  return URL.canParse(ref, source) ? new URL(ref, source).host : undefined;
}

function isElsewhere(ref: string): boolean {
  return !ref.startsWith("#");
}

/** One document out of a root file and all that it refers to. */
async function bundled(source: string, shown: string): Promise<JsonObject> {
  // Forced, as the bundler takes a $ref within data for one that has to lead somewhere.
  const { code, stdout, stderr } = await redocly("bundle", source, "--ext", "json", "--force");
  const document = code === 0 ? parseOpenApi(stdout, shown) : undefined;
  const left = document && references(document).find(({ ref }) => isElsewhere(ref));
  if (document && !left) {
    return document;
  }
  // The URL itself may hold what is secret.
  const reasons = stderr
    .replaceAll(source, shown)
    .split("\n")
    .filter((line) => /can't|cannot|no such/i.test(line));
  const reason = reasons.find((line) => !left || line.includes(left.ref.replace(/^\.\//, ""))) ?? reasons[0];
  throw new InputError(
    `${shown} refers to ${left ? JSON.stringify(left.ref) : "other files"}, which cannot be read${reason ? `: ${reason.trim()}` : "."}`,
  );
}

/** Each path item at its path, whatever it refers to. */
function withPathItems(document: JsonObject): JsonObject {
  const { paths } = document;
  if (!isObject(paths)) {
    return document;
  }
  const resolved = Object.entries(paths).map(([path, item]) => [path, wholeItem(document, item)] as const);
  return { ...document, paths: Object.fromEntries(resolved) };
}

function wholeItem(document: JsonObject, item: JsonObject[string], hops = 0): JsonObject[string] {
  if (!isObject(item) || typeof item.$ref !== "string" || hops > 100) {
    return item;
  }
  const { $ref, ...beside } = item;
  const target = wholeItem(document, lookUp(document, fromPointer($ref)) ?? null, hops + 1);
  return isObject(target) ? { ...target, ...beside } : item;
}

function mustResolve(document: JsonObject, shown: string): void {
  const lost = references(document).filter(({ ref }) => lookUp(document, fromPointer(ref)) === undefined);
  if (lost.length === 0) {
    return;
  }
  const lines = lost.slice(0, 20).map(({ ref, tokens }) => `  ${ref} at ${toPointer(tokens)}`);
  const more = lost.length > lines.length ? [`  and ${lost.length - lines.length} more`] : [];
  throw new ContractError([`${shown} refers to what is not there:`, ...lines, ...more].join("\n"));
}
