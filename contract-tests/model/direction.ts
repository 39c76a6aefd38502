import { isObject, isStrings, type Json, type JsonObject } from "./json.js";
import { mapInner, mapSchemas } from "./keywords.js";
import { composing } from "./layout.js";
import { kept, lazy } from "./lazy.js";
import { child, entries, type Node, objectAt, partsOf, rootNode } from "./node.js";

/** The way out, or the way back: `readOnly` and `writeOnly` fields belong to one of the two only. */
export type Direction = "request" | "response";

/** The direction of a node: the way to it leads through an operation's responses, or does not. */
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
 * A document as it holds for one direction, or for both if no direction is named: itself if no field belongs to one
 * only.
 */
export function directional(document: JsonObject, direction: Direction | undefined): JsonObject {
  return direction === undefined ? document : directions(document)[direction]();
}

const directions = kept((document: JsonObject) => {
  const hasSides = hasDirections(document);
  const side = (direction: Direction) => lazy(() => (hasSides ? inDirection(document, direction) : document));
  return { request: side("request"), response: side("response") };
});

/**
 * A document as it holds for one direction. A field of the other one alone is not required here; in a request it is not
 * even allowed, as the client does not send it, while a response that shows it anyway is no worse for it.
 */
function inDirection(document: JsonObject, direction: Direction): JsonObject {
  const mark = direction === "request" ? "readOnly" : "writeOnly";
  const change = (schema: Json, inherited: ReadonlySet<string> = new Set(), isVariant = false): Json => {
    if (!isObject(schema)) {
      return schema;
    }
    const own = fieldsMarked(document, schema, mark);
    const names = new Set([...inherited, ...own]);
    const isNeeded = (name: string) => !own.includes(name) && (isVariant || !inherited.has(name));
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
        ...(isStrings(required) && { required: required.filter(isNeeded) }),
        ...(fields !== undefined && { properties: fields }),
      },
      // The members of a list of schemas are about the same object; any other schema is about another one. The client
      // cannot choose a variant that requires a field which it does not send: providers differ about it.
      (inner) =>
        isPartOf(schema, inner)
          ? change(inner, names, direction === "request" && !isIn(schema.allOf, inner))
          : change(inner),
    );
  };
  return mapSchemas(document, (schema) => change(schema));
}

function isPartOf(schema: JsonObject, inner: Json): boolean {
  return composing.some((keyword) => isIn(schema[keyword], inner));
}

function isIn(list: Json | undefined, inner: Json): boolean {
  return Array.isArray(list) && list.includes(inner);
}

/** The fields that a schema, with all that its `allOf` adds, marks. */
export function fieldsMarked(document: JsonObject, schema: JsonObject, mark: string): string[] {
  // Its place does not matter here: its references are followed in the document.
  const node = { ...rootNode(document), value: schema };
  return partsOf(node).flatMap((part) =>
    entries(child(part, "properties")).flatMap(([name, field]) =>
      partsOf(field).some((one) => objectAt(one)[mark] === true) ? [name] : [],
    ),
  );
}
