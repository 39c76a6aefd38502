import { type Direction, fieldsMarked } from "../../contract-tests/model/direction.js";
import { isObject, isStrings, type Json, type JsonObject, setField } from "../../contract-tests/model/json.js";
import { mapInner, mapSchemas } from "../../contract-tests/model/keywords.js";
import { references, visit } from "../../contract-tests/model/layout.js";
import { child, entries, type Node, objectAt, rootNode } from "../../contract-tests/model/node.js";
import { asOpenApi31 } from "../../contract-tests/model/openapi-31.js";
import { type Operation, readOperations } from "../../contract-tests/model/operation.js";
import { fromPointer, lookUp, stepInto, toPointer } from "../../contract-tests/model/pointer.js";
import { unreadable } from "../../contract-tests/schema/schema.js";
import { reachable } from "../../contract-tests/schema/written.js";
import { readable } from "./normalize.js";

/** One of two documents as it holds for one direction: for requests, or for responses. */
export interface Side {
  readonly root: Node;
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
  readonly listedIsRequired?: boolean;
}

/** The names of the fields of a schema that belong to the other direction. */
export const oneWay = "x-one-way";

/**
 * A copy of a document of OpenAPI 3.1 with only the paths that count and what they refer to, everything at its own
 * pointer, each schema readable and as it holds for one direction.
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
  const read = mapSchemas(pruned(document, reading.paths), (schema) => change(schema));
  return { root: rootNode(read), operations: readOperations(read) };
}

/** A document with only some paths, and with what they lead to. */
function pruned(document: JsonObject, paths: readonly string[]): JsonObject {
  const copy: JsonObject = { paths: {} };
  for (const key of ["openapi", "info", "servers", "security"]) {
    if (document[key] !== undefined) {
      copy[key] = document[key];
    }
  }
  // Security requirements name schemes without a $ref.
  const wanted: (readonly string[])[] = [["components", "securitySchemes"], ...paths.map((path) => ["paths", path])];
  const taken = new Set<string>();
  for (let tokens = wanted.pop(); tokens; tokens = wanted.pop()) {
    const value = lookUp(document, tokens);
    const pointer = toPointer(tokens);
    if (value === undefined || taken.has(pointer)) {
      continue;
    }
    taken.add(pointer);
    put(copy, tokens, value);
    const alone: JsonObject = {};
    put(alone, tokens, value);
    wanted.push(...references(alone).map(({ ref }) => holderOf(fromPointer(ref))));
  }
  return copy;
}

/** What is copied as a whole for a reference into it: a component, or the item of a path. */
function holderOf(tokens: readonly string[]): readonly string[] {
  return tokens.slice(0, tokens[0] === "components" ? 3 : 2);
}

/** A document as OpenAPI 3.1 has it, in which each `$ref` leads somewhere: what does not is marked as unreadable. */
export function followable(document: JsonObject): JsonObject {
  const { openapi } = document;
  const held = typeof openapi === "string" && openapi.startsWith("3.0") ? asOpenApi31(document) : document;
  const lost = references(held).filter(({ ref }) => !leadsSomewhere(ref, held));
  if (lost.length === 0) {
    return held;
  }
  const copy = structuredClone(held);
  for (const { ref, tokens } of lost) {
    const holder = lookUp(copy, tokens.slice(0, -1));
    const value = { [unreadable]: [`$ref ${ref} leads nowhere`] };
    if (isObject(holder) || Array.isArray(holder)) {
      Object.defineProperty(holder, tokens.at(-1) ?? "", {
        value,
        enumerable: true,
        writable: true,
        configurable: true,
      });
    }
  }
  return copy;
}

function leadsSomewhere(ref: string, document: JsonObject): boolean {
  let here: Json | undefined = { $ref: ref };
  for (let hops = 0; hops < 100 && isObject(here) && typeof here.$ref === "string"; hops += 1) {
    here = here.$ref.startsWith("#/") ? lookUp(document, fromPointer(here.$ref)) : undefined;
  }
  return here !== undefined && !(isObject(here) && typeof here.$ref === "string");
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

function put(target: JsonObject, tokens: readonly string[], value: Json): void {
  const last = tokens.at(-1) ?? "";
  let here: JsonObject = target;
  for (const token of tokens.slice(0, -1)) {
    const inner = stepInto(here, token);
    const next: JsonObject = isObject(inner) ? inner : {};
    if (next !== inner) {
      setField(here, token, next);
    }
    here = next;
  }
  setField(here, last, value);
}

/** Whether any field of a document may belong to one direction alone. */
export function hasOneWay(document: JsonObject): boolean {
  let found = false;
  visit(document, ({ readOnly, writeOnly }) => {
    found ||= readOnly === true || writeOnly === true;
  });
  return found;
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

function isNonEmpty(value: Json | undefined): boolean {
  return Array.isArray(value) && value.length > 0;
}
