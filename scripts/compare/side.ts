import { isObject, isStrings, type Json, type JsonObject } from "../../contract-tests/model/json.js";
import { mapInner, mapSchemas } from "../../contract-tests/model/keywords.js";
import { child, entries, items, type Node, objectAt, rootNode } from "../../contract-tests/model/node.js";
import { type Operation, readOperations } from "../../contract-tests/model/operation.js";
import { createValidator, type Validator } from "../../contract-tests/model/validator.js";

/** One of two documents as it holds for what goes one way: for requests, or for responses. */
export interface Side {
  readonly root: Node;
  readonly validator: Validator;
  readonly operations: readonly Operation[];
}

export type Way = "request" | "response";

/** A normalized document as it holds for requests or for responses. */
export function readSide(document: JsonObject, way: Way, options: { readonly promised?: boolean } = {}): Side {
  const oneWay = mapSchemas(document, (schema) => withoutOtherWay(schema, way));
  const held = options.promised ? promise(oneWay) : oneWay;
  return { root: rootNode(held), validator: createValidator(held), operations: readOperations(held) };
}

/** A `readOnly` field is not required in requests, nor a `writeOnly` one in responses. */
function withoutOtherWay(schema: Json, way: Way): Json {
  if (!isObject(schema)) return schema;
  const mark = way === "request" ? "readOnly" : "writeOnly";
  const { required, properties } = schema;
  const kept =
    isStrings(required) && isObject(properties)
      ? required.filter((name) => {
          const property = properties[name];
          return !(isObject(property) && property[mark] === true);
        })
      : required;
  return mapInner({ ...schema, ...(kept !== undefined && { required: kept }) }, (one) => withoutOtherWay(one, way));
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
    if (!isObject(schema)) return schema;
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
    if (node.value === schema) return true;
    if (seen.has(node.value)) continue;
    seen.add(node.value);
    pending.push(...entries(child(node, "properties")).map(([, one]) => one));
    for (const keyword of ["allOf", "anyOf", "oneOf"]) pending.push(...items(child(node, keyword)));
  }
  return root.value === schema;
}

/** A schema and all that it leads to, each once. */
function reachable(start: Node): Node[] {
  const seen = new Map<Json, Node>();
  const pending = [start];
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (seen.has(node.value)) continue;
    seen.set(node.value, node);
    pending.push(...entries(child(node, "properties")).map(([, one]) => one));
    for (const keyword of ["allOf", "anyOf", "oneOf"]) pending.push(...items(child(node, keyword)));
    for (const keyword of ["items", "additionalProperties"]) pending.push(...[child(node, keyword) ?? []].flat());
  }
  return [...seen.values()];
}

function isNonEmpty(value: Json | undefined): boolean {
  return Array.isArray(value) && value.length > 0;
}
