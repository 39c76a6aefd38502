import { type Direction, fieldsMarked } from "../../contract-tests/model/direction.js";
import { isObject, isStrings, type Json, type JsonObject } from "../../contract-tests/model/json.js";
import { mapInner, mapSchemas } from "../../contract-tests/model/keywords.js";
import { child, entries, type Node, objectAt, rootNode } from "../../contract-tests/model/node.js";
import { type Operation, readOperations } from "../../contract-tests/model/operation.js";
import { reachable } from "../../contract-tests/schema/written.js";

/** One of two documents as it holds for one direction: for requests, or for responses. */
export interface Side {
  readonly root: Node;
  readonly operations: readonly Operation[];
}

/** Who a document speaks for: the one that sends a value, or the one that takes it. */
export type Role = "producer" | "consumer";

/** A normalized document as it holds for requests or for responses. */
export function readSide(
  document: JsonObject,
  direction: Direction,
  role: Role,
  options: { readonly listedIsRequired?: boolean } = {},
): Side {
  const ofDirection = mapSchemas(document, (schema) =>
    withoutOtherDirection(schema, document, direction, role, new Set()),
  );
  const held = options.listedIsRequired ? withListedRequired(ofDirection) : ofDirection;
  return { root: rootNode(held), operations: readOperations(held) };
}

/**
 * A `readOnly` field is not to be sent in requests, nor a `writeOnly` one in responses: who takes the value does not ask
 * for it and looks away, who sends it leaves it out. `marked` are the fields that a schema around this one marks so.
 */
function withoutOtherDirection(
  schema: Json,
  document: JsonObject,
  direction: Direction,
  role: Role,
  marked: ReadonlySet<string>,
): Json {
  if (!isObject(schema)) {
    return schema;
  }
  const mark = direction === "request" ? "readOnly" : "writeOnly";
  const leftOut = role === "consumer";
  const here = new Set([...marked, ...fieldsMarked(document, schema, mark)]);
  const { required, properties } = schema;
  const kept: JsonObject = {
    ...schema,
    ...(isStrings(required) && { required: required.filter((name) => !here.has(name)) }),
    ...(isObject(properties) && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([name, one]) => [name, here.has(name) ? leftOut : one]),
      ),
    }),
  };
  const { allOf, ...rest } = kept;
  const inside = mapInner(rest, (one) => withoutOtherDirection(one, document, direction, role, new Set()));
  if (!Array.isArray(allOf)) {
    return inside;
  }
  return { ...inside, allOf: allOf.map((one) => withoutOtherDirection(one, document, direction, role, here)) };
}

/** Whether some schema that a document's success responses lead to marks a field as required. */
export function marksRequired(side: Side): boolean {
  return bodies(side).some((body) => reachable(body).some((schema) => isNonEmpty(objectAt(schema).required)));
}

/** Whether they document any field at all. */
export function documentsFields(side: Side): boolean {
  return bodies(side).some((body) => reachable(body).some((schema) => entries(child(schema, "properties")).length > 0));
}

function bodies({ operations }: Side): Node[] {
  return operations
    .flatMap(({ responses }) => responses)
    .flatMap(({ content }) => content)
    .flatMap(({ schema }) => schema ?? []);
}

/** Every documented field required, except one that would have to hold itself without end. */
function withListedRequired(document: JsonObject): JsonObject {
  const change = (schema: Json): Json => {
    if (!isObject(schema)) {
      return schema;
    }
    const names = entries(child({ ...rootNode(document), value: schema }, "properties")).flatMap(([name, field]) =>
      field.value !== false && !leadsTo(field, schema) ? [name] : [],
    );
    return mapInner(names.length > 0 ? { ...schema, required: names } : schema, change);
  };
  return mapSchemas(document, change);
}

/** Whether a field leads to a schema through what an object always has: a list may be empty, and a map too. */
function leadsTo(field: Node, schema: JsonObject): boolean {
  return reachable(field, ({ step }) => step === undefined || typeof step === "object").some(
    ({ value }) => value === schema,
  );
}

function isNonEmpty(value: Json | undefined): boolean {
  return Array.isArray(value) && value.length > 0;
}
