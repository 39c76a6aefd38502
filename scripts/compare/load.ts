import { readFile } from "node:fs/promises";
import { relative, resolve } from "node:path";
import { parse } from "yaml";
import { InputError } from "../../contract-tests/model/errors.js";
import { isObject, type JsonObject } from "../../contract-tests/model/json.js";
import { redocly } from "../../contract-tests/model/redocly.js";

/** How long a server may take to hand out a document, in milliseconds. */
const patience = 30_000;

/**
 * Reads an OpenAPI 3 document from a file or a URL, in JSON or YAML. One that refers to other files is bundled by
 * Redocly CLI; any other is read here, which takes a tenth of the time. Throws {@link InputError} in one sentence.
 */
export async function loadDocument(source: string): Promise<JsonObject> {
  const url = /^https?:\/\//i.test(source);
  const place = url ? source : resolve(source);
  const shown = url ? withoutSecrets(source) : relative(process.cwd(), place) || place;
  const document = parsed(url ? await fetched(source, shown) : await read(place, shown), shown);
  mustBeOpenApi(document, shown);
  return refersElsewhere(document) ? bundled(place, shown) : document;
}

async function read(file: string, shown: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    const missing = error instanceof Error && "code" in error && error.code === "ENOENT";
    throw new InputError(missing ? `There is no file ${shown}.` : `${shown} cannot be read.`);
  }
}

async function fetched(url: string, shown: string): Promise<string> {
  try {
    const response = await fetch(url, { signal: AbortSignal.timeout(patience) });
    if (!response.ok) throw new InputError(`${shown} answered with status ${response.status} instead of a document.`);
    return await response.text();
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(`${shown} cannot be reached.`);
  }
}

/** A URL as it may be shown: credentials and tokens travel in its user part and its query. */
function withoutSecrets(url: string): string {
  return URL.canParse(url) ? new URL(url).origin + new URL(url).pathname : "The URL";
}

function parsed(text: string, shown: string): JsonObject {
  let value: unknown;
  try {
    // JSON's own parser is many times faster than YAML's.
    value = /^\s*\{/.test(text) ? jsonOrYaml(text) : parse(text, { logLevel: "error" });
  } catch (error) {
    const [reason] = (error instanceof Error ? error.message : "").split("\n");
    throw new InputError(`${shown} is neither JSON nor YAML: ${reason?.replace(/:$/, "")}.`);
  }
  if (!isObject(value)) throw new InputError(`${shown} is not an OpenAPI document.`);
  return value;
}

function jsonOrYaml(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return parse(text, { logLevel: "error" }); // YAML in braces
  }
}

function mustBeOpenApi(document: JsonObject, shown: string): void {
  if (document.swagger !== undefined)
    throw new InputError(`${shown} is Swagger ${String(document.swagger)}: convert it to OpenAPI 3 first.`);
  if (typeof document.openapi !== "string") throw new InputError(`${shown} is not an OpenAPI document.`);
  if (!/^3\.[012](\.|$)/.test(document.openapi))
    throw new InputError(`${shown} is OpenAPI ${document.openapi}, which is not understood here: 3.0 and 3.1 are.`);
}

function refersElsewhere(document: JsonObject): boolean {
  const pending: unknown[] = [document];
  while (pending.length > 0) {
    const value = pending.pop();
    if (Array.isArray(value)) pending.push(...value);
    else if (isObject(value)) {
      if (typeof value.$ref === "string" && !value.$ref.startsWith("#")) return true;
      for (const [key, inner] of Object.entries(value))
        if (key !== "example" && key !== "examples") pending.push(inner);
    }
  }
  return false;
}

async function bundled(place: string, shown: string): Promise<JsonObject> {
  const { code, stdout, stderr } = await redocly("bundle", place, "--ext", "json");
  if (code === 0) return parsed(stdout, shown);
  const reason = stderr.split("\n").find((line) => /can't|cannot|not found|resolve|error/i.test(line));
  throw new InputError(`${shown} refers to other files that cannot be read${reason ? `: ${reason.trim()}` : ""}.`);
}
