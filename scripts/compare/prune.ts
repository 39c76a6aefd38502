import { isObject, type Json, type JsonObject, setField } from "../../contract-tests/model/json.js";
import { fromPointer, lookUp, stepInto, toPointer } from "../../contract-tests/model/pointer.js";
import { unreadable } from "../../contract-tests/schema/schema.js";

/**
 * A copy of a document with only the named paths and what they refer to, everything at its own pointer. A vendor's
 * document has hundreds of operations: reading and compiling the others would take most of the time, and a fault in
 * one of them would be none of ours.
 */
export function prune(document: JsonObject, paths: readonly string[]): JsonObject {
  const pruned: JsonObject = {};
  for (const key of ["openapi", "info", "servers", "security"]) {
    if (document[key] !== undefined) {
      pruned[key] = structuredClone(document[key]);
    }
  }
  pruned.paths = {};
  // Security requirements name schemes without a $ref.
  const wanted = [["components", "securitySchemes"], ...paths.map((path) => ["paths", path])];
  const taken = new Set<string>();
  for (let tokens = wanted.pop(); tokens; tokens = wanted.pop()) {
    const pointer = toPointer(tokens);
    const value = lookUp(document, tokens);
    if (taken.has(pointer) || value === undefined) {
      continue;
    }
    taken.add(pointer);
    put(pruned, tokens, copy(document, value, wanted));
  }
  return pruned;
}

/** Copies a value; each `$ref` in it is noted, or marked as unreadable where it leads nowhere. */
function copy(document: JsonObject, value: Json, wanted: string[][]): Json {
  if (Array.isArray(value)) {
    return value.map((item) => copy(document, item, wanted));
  }
  if (!isObject(value)) {
    return value;
  }
  const { $ref } = value;
  if (typeof $ref === "string") {
    const tokens = fromPointer($ref);
    if (!$ref.startsWith("#/") || lookUp(document, tokens) === undefined) {
      return { [unreadable]: [`$ref ${$ref} leads nowhere`] };
    }
    wanted.push(tokens.slice(0, tokens[0] === "components" ? 3 : 2));
  }
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, copy(document, inner, wanted)]));
}

function put(target: JsonObject, tokens: readonly string[], value: Json): void {
  const last = tokens.at(-1);
  let here = target;
  for (const token of tokens.slice(0, -1)) {
    const inner = stepInto(here, token);
    here = isObject(inner) ? inner : set(here, token, {});
  }
  if (last !== undefined) {
    setField(here, last, value);
  }
}

function set(target: JsonObject, token: string, value: JsonObject): JsonObject {
  setField(target, token, value);
  return value;
}
