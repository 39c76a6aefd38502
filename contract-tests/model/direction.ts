import { isObject, isStrings, type Json, type JsonObject } from "./json.js";
import { mapInner, mapSchemas } from "./keywords.js";
import type { Node } from "./node.js";
import { fromPointer, lookUp } from "./pointer.js";

/** What goes out, or what comes back: `readOnly` and `writeOnly` fields belong to one of the two only. */
export type Direction = "request" | "response";

/** The direction of what stands at a node: the way to it leads through an operation's responses, or does not. */
export function directionOf({ at }: Pick<Node, "at">): Direction | undefined {
  if (at[0] !== "paths" || at.length < 4) {
    return undefined;
  }
  return at[3] === "responses" ? "response" : "request";
}

/** Whether any field of a document belongs to one direction only. */
export function hasDirections(document: JsonObject): boolean {
  return /"(?:readOnly|writeOnly)":true/.test(JSON.stringify(document));
}

/**
 * A document as it holds for one direction. What the other one alone has is not required here; in a request it is not
 * even allowed, as it is not the client's to send, while a response that shows it anyway is no worse for it.
 */
export function inDirection(document: JsonObject, direction: Direction): JsonObject {
  const mark = direction === "request" ? "readOnly" : "writeOnly";
  const change = (schema: Json, inherited: ReadonlySet<string> = new Set()): Json => {
    if (!isObject(schema)) {
      return schema;
    }
    const names = new Set([...inherited, ...markedIn(document, schema, mark)]);
    if (names.size === 0) {
      return mapInner(schema, (inner) => change(inner));
    }
    const { required, properties } = schema;
    const fields =
      isObject(properties) && direction === "request"
        ? Object.fromEntries(Object.entries(properties).map(([name, one]) => [name, names.has(name) ? false : one]))
        : properties;
    return mapInner(
      {
        ...schema,
        ...(isStrings(required) && { required: required.filter((name) => !names.has(name)) }),
        ...(fields !== undefined && { properties: fields }),
      },
      // What stands in a list of schemas is about the same object; anything else is about another one.
      (inner) => change(inner, isPartOf(schema, inner) ? names : undefined),
    );
  };
  return mapSchemas(document, (schema) => change(schema));
}

function isPartOf(schema: JsonObject, inner: Json): boolean {
  return ["allOf", "anyOf", "oneOf"].some((keyword) => {
    const list = schema[keyword];
    return Array.isArray(list) && list.includes(inner);
  });
}

/** The fields that a schema, with all that its `allOf` adds, marks. */
function markedIn(document: JsonObject, schema: JsonObject, mark: string, depth = 0): string[] {
  const { properties, allOf } = schema;
  const own = isObject(properties)
    ? Object.entries(properties).flatMap(([name, field]) => (isMarked(document, field, mark) ? [name] : []))
    : [];
  const parts = Array.isArray(allOf) && depth < 8 ? allOf.map((part) => followed(document, part)).filter(isObject) : [];
  return [...own, ...parts.flatMap((part) => markedIn(document, part, mark, depth + 1))];
}

function isMarked(document: JsonObject, field: Json, mark: string, depth = 0): boolean {
  if (isObject(field) && field[mark] === true) {
    return true;
  }
  const target = followed(document, field);
  if (!isObject(target) || depth > 8) {
    return false;
  }
  const { allOf } = target;
  const parts = Array.isArray(allOf) ? allOf : [];
  return target[mark] === true || parts.some((part) => isMarked(document, part, mark, depth + 1));
}

function followed(document: JsonObject, schema: Json, hops = 0): Json {
  if (!isObject(schema) || typeof schema.$ref !== "string" || hops > 100) {
    return schema;
  }
  return followed(document, lookUp(document, fromPointer(schema.$ref)) ?? null, hops + 1);
}
