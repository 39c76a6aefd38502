import { isObject, type Json, type JsonObject } from "./json.js";
import { fromPointer, lookUp } from "./pointer.js";

/**
 * The kind of a place in an OpenAPI document: an object of the specification's, a map whose keys are names, or data (an
 * extension, an example, a default), in which a `$ref` is a field like any other.
 */
type Kind = "object" | "names" | "data";

/** The keywords with lists of schemas that are about the same value. */
export const composing = ["allOf", "anyOf", "oneOf"] as const;

/** The keywords of a schema that hold schemas, by how they hold them. */
export const inner = {
  one: [
    "additionalProperties",
    "items",
    "not",
    "if",
    "then",
    "else",
    "contains",
    "propertyNames",
    "unevaluatedProperties",
    "unevaluatedItems",
    "contentSchema",
  ],
  list: [...composing, "prefixItems"],
  map: ["properties", "patternProperties", "dependentSchemas", "$defs", "definitions"],
} as const;

const maps = new Set<string>([
  ...inner.map,
  "callbacks",
  "components",
  "content",
  "encoding",
  "headers",
  "links",
  "mapping",
  "parameters",
  "pathItems",
  "paths",
  "requestBodies",
  "responses",
  "schemas",
  "scopes",
  "securitySchemes",
  "variables",
  "webhooks",
]);

/** Maps whose keys are names of a kind of their own, so that `x-` marks an extension in them too. */
const extensible = new Set(["callbacks", "components", "paths", "responses"]);

const data = new Set(["example", "default", "enum", "const", "value", "dataValue"]);

/** The kind of the value under a key of a value of a kind; `map` is the key of the map that `kind` is about. */
function kindUnder(kind: Kind, map: string, key: string, value: Json): Kind {
  if (kind === "data") {
    return "data";
  }
  if (kind === "names") {
    if (key.startsWith("x-") && extensible.has(map)) {
      return "data";
    }
    return map === "components" ? "names" : "object";
  }
  if (key.startsWith("x-") || data.has(key)) {
    return "data";
  }
  if (key === "examples") {
    return Array.isArray(value) ? "data" : "names";
  }
  return maps.has(key) && isObject(value) ? "names" : "object";
}

/** An object that refers: the text of its `$ref`, and its place. */
export interface Reference {
  readonly ref: string;
  readonly tokens: readonly string[];
}

/** Every `$ref` of a document that refers to something, in document order. */
export function references(document: JsonObject): Reference[] {
  const found: Reference[] = [];
  visit(document, (value, tokens) => {
    if (typeof value.$ref === "string") {
      found.push({ ref: value.$ref, tokens });
    }
  });
  return found;
}

/** The names in the mappings of discriminators, which may be references too. */
export function mappings(document: JsonObject): Reference[] {
  const found: Reference[] = [];
  visit(document, ({ discriminator }, tokens) => {
    const named = isObject(discriminator) && isObject(discriminator.mapping) ? discriminator.mapping : {};
    for (const [tag, ref] of Object.entries(named)) {
      if (typeof ref === "string" && ref.includes("/")) {
        found.push({ ref, tokens: [...tokens, "discriminator", "mapping", tag] });
      }
    }
  });
  return found;
}

/** Looks at every object of a document that the specification describes, those of schemas included. */
export function visit(document: JsonObject, look: (value: JsonObject, tokens: readonly string[]) => void): void {
  const step = (value: Json, kind: Kind, map: string, tokens: readonly string[]): void => {
    if (kind === "data" || typeof value !== "object" || value === null) {
      return;
    }
    if (Array.isArray(value)) {
      for (const [index, item] of value.entries()) {
        step(item, kind, map, [...tokens, String(index)]);
      }
      return;
    }
    if (kind === "object") {
      look(value, tokens);
    }
    for (const [key, inner] of Object.entries(value)) {
      step(inner, kindUnder(kind, map, key, inner), key, [...tokens, key]);
    }
  };
  step(document, "object", "", []);
}

/** Every object that some values of a document lead to, by any keyword and reference, themselves included. */
export function reachedFrom(document: JsonObject, from: readonly unknown[]): ReadonlySet<unknown> {
  const seen = new Set<unknown>();
  const pending = [...from];
  while (pending.length > 0) {
    const one = pending.pop();
    if (typeof one !== "object" || one === null || seen.has(one)) {
      continue;
    }
    seen.add(one);
    if ("$ref" in one && typeof one.$ref === "string") {
      pending.push(lookUp(document, fromPointer(one.$ref)));
    }
    pending.push(...Object.values(one));
  }
  return seen;
}
