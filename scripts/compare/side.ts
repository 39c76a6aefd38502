import { isObject, isStrings, type Json, type JsonObject } from "../../contract-tests/model/json.js";
import { mapInner, mapSchemas } from "../../contract-tests/model/keywords.js";
import { child, entries, items, type Node, objectAt, rootNode } from "../../contract-tests/model/node.js";
import { type Operation, readOperations } from "../../contract-tests/model/operation.js";
import { fromPointer } from "../../contract-tests/model/pointer.js";

/** One of two documents as it holds for what goes one way: for requests, or for responses. */
export interface Side {
  readonly root: Node;
  readonly operations: readonly Operation[];
}

export type Way = "request" | "response";

/** Who a document speaks for: the one that sends a value, or the one that takes it. */
export type Role = "producer" | "consumer";

/** A normalized document as it holds for requests or for responses. */
export function readSide(
  document: JsonObject,
  way: Way,
  role: Role,
  options: { readonly promised?: boolean } = {},
): Side {
  const oneWay = mapSchemas(document, (schema) => withoutOtherWay(schema, document, way, role, new Set()));
  const held = options.promised ? promise(oneWay) : oneWay;
  return { root: rootNode(held), operations: readOperations(held) };
}

/**
 * A `readOnly` field is not to be sent in requests, nor a `writeOnly` one in responses: who takes the value does not ask
 * for it and looks away, who sends it leaves it out. `marked` are the fields that a schema around this one marks so.
 */
function withoutOtherWay(schema: Json, document: JsonObject, way: Way, role: Role, marked: ReadonlySet<string>): Json {
  if (!isObject(schema)) {
    return schema;
  }
  const mark = way === "request" ? "readOnly" : "writeOnly";
  const leftOut = role === "consumer";
  const here = new Set([...marked, ...markedFields(schema, document, mark)]);
  const { required, properties } = schema;
  const kept: JsonObject = {
    ...schema,
    ...(isStrings(required) && { required: required.filter((name) => !here.has(name)) }),
    ...(isObject(properties) && {
      properties: Object.fromEntries(
        Object.entries(properties).map(([name, one]) => [name, isMarked(one, document, mark) ? leftOut : one]),
      ),
    }),
  };
  const { allOf, ...rest } = kept;
  const inside = mapInner(rest, (one) => withoutOtherWay(one, document, way, role, new Set()));
  if (!Array.isArray(allOf)) {
    return inside;
  }
  return { ...inside, allOf: allOf.map((one) => withoutOtherWay(one, document, way, role, here)) };
}

/** The fields that a schema marks, in itself and in its `allOf` parts. */
function markedFields(schema: JsonObject, document: JsonObject, mark: string, depth = 0): string[] {
  const { properties, allOf } = schema;
  const own = isObject(properties)
    ? Object.entries(properties).flatMap(([name, one]) => (isMarked(one, document, mark) ? [name] : []))
    : [];
  if (!Array.isArray(allOf) || depth > 8) {
    return own;
  }
  return [
    ...own,
    ...allOf.flatMap((one) => {
      const part = followed(one, document);
      return isObject(part) ? markedFields(part, document, mark, depth + 1) : [];
    }),
  ];
}

/** Whether a field is marked, be it where it is listed, in a schema that it refers to, or in an `allOf` part. */
function isMarked(field: Json, document: JsonObject, mark: string, depth = 0): boolean {
  const schema = followed(field, document);
  if (!isObject(schema) || depth > 8) {
    return false;
  }
  if (schema[mark] === true) {
    return true;
  }
  return Array.isArray(schema.allOf) && schema.allOf.some((part) => isMarked(part, document, mark, depth + 1));
}

function followed(value: Json, document: JsonObject): Json {
  let here: Json = value;
  for (let hops = 0; hops < 20 && isObject(here) && typeof here.$ref === "string"; hops += 1) {
    here = fromPointer(here.$ref).reduce<Json>(inside, document);
  }
  return here;
}

function inside(value: Json, token: string): Json {
  if (isObject(value)) {
    return value[token] ?? null;
  }
  return Array.isArray(value) ? (value[Number(token)] ?? null) : null;
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
function promise(document: JsonObject): JsonObject {
  const root = rootNode(document);
  const change = (schema: Json): Json => {
    if (!isObject(schema)) {
      return schema;
    }
    const names = entries(child({ document, value: schema, at: [], pointer: "" }, "properties")).flatMap(
      ([name, field]) => (field.value !== false && !leadsBackTo(field, root, schema) ? [name] : []),
    );
    return mapInner(names.length > 0 ? { ...schema, required: names } : schema, change);
  };
  return mapSchemas(document, change);
}

function leadsBackTo(field: Node, root: Node, schema: JsonObject): boolean {
  const seen = new Set<Json>();
  const pending = [field];
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (node.value === schema) {
      return true;
    }
    if (seen.has(node.value)) {
      continue;
    }
    seen.add(node.value);
    pending.push(...entries(child(node, "properties")).map(([, one]) => one));
    for (const keyword of ["allOf", "anyOf", "oneOf"]) {
      pending.push(...items(child(node, keyword)));
    }
  }
  return root.value === schema;
}

/** A schema and all that it leads to, each once. */
function reachable(start: Node): Node[] {
  const seen = new Map<Json, Node>();
  const pending = [start];
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (seen.has(node.value)) {
      continue;
    }
    seen.set(node.value, node);
    pending.push(...entries(child(node, "properties")).map(([, one]) => one));
    for (const keyword of ["allOf", "anyOf", "oneOf"]) {
      pending.push(...items(child(node, keyword)));
    }
    for (const keyword of ["items", "additionalProperties"]) {
      pending.push(...[child(node, keyword) ?? []].flat());
    }
  }
  return [...seen.values()];
}

function isNonEmpty(value: Json | undefined): boolean {
  return Array.isArray(value) && value.length > 0;
}
