import { parse } from "yaml";
import { InputError } from "./errors.js";
import { isObject, type JsonObject } from "./json.js";

/**
 * How many nodes aliases may add up to: far more than any description has, far fewer than one that is made to take all
 * memory.
 */
const aliasLimit = 100_000;

/**
 * An OpenAPI 3 document out of its text, JSON or YAML with merge keys. Throws {@link InputError}, which begins with
 * `shown`, in one sentence for anything else.
 */
export function parseOpenApi(text: string, shown: string): JsonObject {
  const document = plainJson(parsed(text, shown), shown);
  if (!isObject(document)) {
    throw new InputError(`${shown} is not an OpenAPI document.`);
  }
  if (document.swagger !== undefined) {
    throw new InputError(`${shown} is Swagger ${String(document.swagger)}: convert it to OpenAPI 3 first.`);
  }
  const { openapi } = document;
  if (typeof openapi !== "string") {
    throw new InputError(`${shown} is not an OpenAPI document: it does not start with openapi: 3.x.`);
  }
  if (!/^3\.[012](\.|$)/.test(openapi)) {
    throw new InputError(`${shown} is OpenAPI ${openapi}, which is not understood here: 3.0, 3.1 and 3.2 are.`);
  }
  return document;
}

function parsed(text: string, shown: string): unknown {
  try {
    // JSON's own parser is many times faster than YAML's.
    if (/^\s*\{/.test(text)) {
      return JSON.parse(text);
    }
  } catch {
    // YAML in braces, perhaps.
  }
  try {
    return parse(text, { logLevel: "error", merge: true, maxAliasCount: aliasLimit });
  } catch (error) {
    const [reason] = (error instanceof Error ? error.message : "").split("\n");
    const why = /alias count/i.test(reason ?? "") ? "its aliases multiply without bound" : reason?.replace(/:$/, "");
    throw new InputError(`${shown} is neither JSON nor YAML: ${why}.`);
  }
}

/** Without what YAML knows and JSON does not: one object in several places, keys that are no text. */
function plainJson(value: unknown, shown: string): unknown {
  try {
    return JSON.parse(JSON.stringify(value) ?? "null");
  } catch {
    throw new InputError(`${shown} holds itself: one of its aliases stands inside of what it names.`);
  }
}
