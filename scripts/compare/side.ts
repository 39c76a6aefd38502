import { type Direction, fieldsMarked } from "../../contract-tests/model/direction.js";
import { isObject, isStrings, type Json, type JsonObject } from "../../contract-tests/model/json.js";
import { asOpenApi31 } from "../../contract-tests/model/json-schema.js";
import { mapInner, mapSchemas } from "../../contract-tests/model/keywords.js";
import { references } from "../../contract-tests/model/layout.js";
import { child, entries, type Node, rootNode } from "../../contract-tests/model/node.js";
import { type Operation, readOperations } from "../../contract-tests/model/operation.js";
import { fromPointer, resolved, setAt, stepInto } from "../../contract-tests/model/pointer.js";
import { unreadable } from "../../contract-tests/schema/schema.js";
import { reachable } from "../../contract-tests/schema/written.js";
import { readable } from "./normalize.js";

/** One of two documents as it holds for one direction: for requests, or for responses. */
export interface Side {
  readonly document: JsonObject;
  readonly operations: readonly Operation[];
}

/** How a document is to be read. */
interface Reading {
  /** The paths that count: reading others would take most of the time, and a fault in them is not ours. */
  readonly paths: readonly string[];
  readonly direction: Direction;
  /** The party that the document speaks for: the sender of a value, or its receiver. */
  readonly role: "producer" | "consumer";
  /** Whether every documented field counts as required. */
  readonly listedIsRequired: boolean;
}

/** The names of the fields of a schema that belong to the other direction. */
export const oneWay = "x-one-way";

/**
 * A copy of a document of OpenAPI 3.1 with only the paths that count, everything at its own pointer, each schema readable
 * and as it holds for one direction.
 */
export function readSide(document: JsonObject, reading: Reading): Side {
  const change = (value: Json, marked: ReadonlySet<string> = new Set()): Json => {
    if (!isObject(value)) {
      return value;
    }
    const { one, names } = inDirection(readable(value), document, reading, marked);
    const { allOf, ...rest } = reading.listedIsRequired ? withListedRequired(one, value, document) : one;
    const copy = mapInner(rest, (inner) => change(inner));
    return Array.isArray(allOf) ? { ...copy, allOf: allOf.map((inner) => change(inner, names)) } : copy;
  };
  // What is referred to below another path counts as well.
  const linked = references(document).flatMap(({ ref }) =>
    ref.startsWith("#/paths/") ? fromPointer(ref).slice(1, 2) : [],
  );
  const paths = [...reading.paths, ...linked].map((path) => [path, stepInto(document.paths, path) ?? {}]);
  const read = mapSchemas({ ...document, paths: Object.fromEntries(paths) }, (schema) => change(schema));
  return { document: read, operations: readOperations(read) };
}

/** A document as OpenAPI 3.1 has it, in which each `$ref` leads somewhere: what does not is marked as unreadable. */
export function followable(document: JsonObject): JsonObject {
  const { openapi } = document;
  const held = typeof openapi === "string" && openapi.startsWith("3.0") ? asOpenApi31(document) : document;
  const lost = references(held).filter(({ ref }) => !leadsSomewhere(ref, held));
  const copy = lost.length > 0 ? structuredClone(held) : held;
  for (const { ref, tokens } of lost) {
    setAt(copy, tokens, { [unreadable]: [`$ref ${ref} leads nowhere`] });
  }
  return copy;
}

function leadsSomewhere(ref: string, document: JsonObject): boolean {
  const target = ref.startsWith("#/") ? resolved(document, { $ref: ref }) : undefined;
  return target !== undefined && !(isObject(target) && typeof target.$ref === "string");
}

/**
 * A `readOnly` field is not to be sent in requests, nor a `writeOnly` one in responses: who takes the value does not ask
 * for it and looks away, who sends it leaves it out. `marked` are the fields that a schema around this one marks so.
 */
function inDirection(
  schema: JsonObject,
  document: JsonObject,
  { direction, role }: Reading,
  marked: ReadonlySet<string>,
): { one: JsonObject; names: ReadonlySet<string> } {
  const mark = direction === "request" ? "readOnly" : "writeOnly";
  const names = new Set([...marked, ...fieldsMarked(document, schema, mark)]);
  const { required, properties } = schema;
  if (names.size === 0 || (required === undefined && properties === undefined)) {
    return { one: schema, names };
  }
  const fields = Object.entries(isObject(properties) ? properties : {});
  const one: JsonObject = { ...schema, [oneWay]: fields.flatMap(([name]) => (names.has(name) ? [name] : [])) };
  if (isStrings(required)) {
    one.required = required.filter((name) => !names.has(name));
  }
  if (isObject(properties)) {
    one.properties = Object.fromEntries(
      fields.map(([name, field]) => [name, names.has(name) ? role === "consumer" : field]),
    );
  }
  return { one, names };
}

/** The schemas that the bodies of a document's responses lead to. */
export function schemasOfResponses({ operations }: Side): Node[] {
  return operations
    .flatMap(({ responses }) => responses)
    .flatMap(({ content }) => content)
    .flatMap(({ schema }) => (schema ? reachable(schema) : []));
}

/** Every documented field required, except one that would have to hold itself without end. */
function withListedRequired(schema: JsonObject, original: JsonObject, document: JsonObject): JsonObject {
  const { properties } = schema;
  const fields = entries(child({ ...rootNode(document), value: original }, "properties"));
  const names = fields.flatMap(([name, field]) =>
    stepInto(properties, name) !== false && !leadsTo(field, original) ? [name] : [],
  );
  return names.length > 0 ? { ...schema, required: names } : schema;
}

/** Whether a field leads to a schema through what an object always has: a list may be empty, and a map too. */
function leadsTo(field: Node, schema: JsonObject): boolean {
  return reachable(field, ({ step }) => step === undefined || typeof step === "object").some(
    ({ value }) => value === schema,
  );
}
