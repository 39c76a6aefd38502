import { parse } from "yaml";
import { InputError } from "./errors.js";
import { isObject, type Json, type JsonObject } from "./json.js";
import { flawOf, tooDeep } from "./strict-json.js";

/**
 * How many nodes aliases may add up to: far more than any description has, far fewer than one that is made to take all
 * memory.
 */
const aliasLimit = 100_000;

/** A value that has to be an OpenAPI 3 document. Throws {@link InputError}, which begins with `shown`, in one sentence. */
export function asOpenApi(document: Json, shown: string): JsonObject {
  if (!isObject(document)) {
    throw new InputError(`${shown} is ${kindOf(document)}, not an OpenAPI document.`);
  }
  const { openapi, swagger } = document;
  if (swagger !== undefined) {
    throw new InputError(`${shown} is Swagger ${String(swagger)}: convert it to OpenAPI 3 first.`);
  }
  if (typeof openapi === "number") {
    throw new InputError(
      `${shown} has the number ${openapi} as its field openapi, which has to be text: write it as "${openapi === 3 ? "3.0" : openapi}.0", in quotes.`,
    );
  }
  if (typeof openapi !== "string") {
    throw new InputError(`${shown} has no field openapi with a version such as 3.1.0: it is not an OpenAPI document.`);
  }
  if (!/^3\.[012](\.|$)/.test(openapi)) {
    throw new InputError(`${shown} is OpenAPI ${openapi}, which is not understood here: 3.0, 3.1 and 3.2 are.`);
  }
  return document;
}

function kindOf(value: Json): string {
  if (value === null) {
    return "empty";
  }
  if (Array.isArray(value)) {
    return "a list";
  }
  const isPage = typeof value === "string" && /^\s*<(?:!doctype|html|\?xml)/i.test(value);
  return isPage ? "a page of HTML or XML" : "a single value";
}

/** The value of a text, JSON or YAML with merge keys. Throws {@link InputError}, which begins with `shown`. */
export function parseText(text: string, shown: string): Json {
  const json = ofJson(text);
  if (json !== undefined) {
    return sound(json, text, shown);
  }
  try {
    // Without the parts of YAML that JSON does not have: one object in several places, keys other than texts.
    const written =
      JSON.stringify(parse(text, { logLevel: "error", merge: true, maxAliasCount: aliasLimit })) ?? "null";
    return sound(JSON.parse(written), written, shown);
  } catch (error) {
    throw error instanceof InputError ? error : new InputError(`${shown} ${whyUnread(error)}.`);
  }
}

/** JSON's own parser is many times faster than YAML's; undefined if it may be YAML in braces. */
function ofJson(text: string): Json | undefined {
  try {
    return /^\s*[{[]/.test(text) ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}

function sound(value: Json, text: string, shown: string): Json {
  const flaw = flawOf(text);
  if (!flaw) {
    return value;
  }
  throw new InputError(
    flaw.depth
      ? `${shown} ${tooDeep}, which nobody can have meant.`
      : `${shown} has the name ${JSON.stringify(flaw.name)} twice in one object: leave one of them out.`,
  );
}

function whyUnread(error: unknown): string {
  const [reason = ""] = (error instanceof Error ? error.message : "").split("\n");
  if (error instanceof RangeError || /call stack/.test(reason)) {
    return tooDeep;
  }
  if (/alias count/i.test(reason)) {
    return "is neither JSON nor YAML: its aliases multiply without bound";
  }
  if (/multiple documents/.test(reason)) {
    return "has several YAML documents, with --- between them: give each a file of its own";
  }
  if (/circular/i.test(reason)) {
    return "contains itself: one of its aliases is inside the value that it names";
  }
  return `is neither JSON nor YAML: ${reason.replace(/:$/, "")}`;
}
