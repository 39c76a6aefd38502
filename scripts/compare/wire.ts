import { isObject, type Json, type JsonObject } from "../../contract-tests/model/json.js";
import { keywordsFor } from "../../contract-tests/schema/rules.js";
import type { Comparer } from "./schemas/comparer.js";
import { alone, type TypeName } from "./schemas/facts.js";
import { inner, innerList, innerMap, keywordsOf, type Schema, schemaAt } from "./schemas/schema.js";

/** Marks another way to write what a schema takes. */
const spelling = "x-spelling";

/** Where rewritten schemas stand in a document: nothing else is there. */
const shelf = "x-on-the-wire";

/**
 * What takes a value after it went over the wire as text, as the values of parameters and headers do: digits are a
 * number and a text alike, and one value is a list of one.
 */
export function onTheWire(consumer: Schema, producer: Schema, comparer: Comparer): Schema {
  const { source } = consumer;
  if (source.id === "made") {
    return consumer;
  }
  const types = comparer.prover.factsOf(alone(producer)).types;
  const value = asText(consumer, types, 0);
  const held = source.document[shelf];
  const list: Json[] = Array.isArray(held) ? held : [];
  source.document[shelf] = list;
  list.push(value);
  return schemaAt(source, `#/${shelf}/${list.length - 1}`);
}

/** The pointer as the document's own readers know it. */
export function withoutShelf(pointer: string | undefined, original: Schema): string | undefined {
  return pointer?.startsWith(`#/${shelf}/`) ? original.pointer : pointer;
}

function asText(schema: Schema, sent: ReadonlySet<TypeName>, depth: number): Json {
  if (!isObject(schema.value) || depth > 4) {
    return schema.value;
  }
  const list = (keyword: string) => innerList(schema, keyword).map((one) => asText(one, sent, depth + 1));
  const held = inner(schema, "items");
  const unsent = new Set<TypeName>();
  const copy: JsonObject = {
    ...schema.value,
    ...(isObject(schema.value.properties) && {
      properties: Object.fromEntries(
        innerMap(schema, "properties").map(([name, one]) => [name, asText(one, unsent, depth + 1)]),
      ),
    }),
    ...(held && { items: asText(held, unsent, depth + 1) }),
  };
  for (const keyword of ["allOf", "anyOf", "oneOf"]) {
    if (Array.isArray(copy[keyword])) {
      copy[keyword] = list(keyword);
    }
  }
  const others = [...spellings(schema.value), ...single(schema, copy, sent)];
  return others.length > 0 ? { anyOf: [copy, ...others.map(asSpelling)] } : copy;
}

/** Marked, so that what a value lacks is told by the schema as written. */
function asSpelling(value: Json): Json {
  return isObject(value) ? { ...value, [spelling]: true } : value;
}

/** How else what a schema takes can be written. */
function spellings(value: JsonObject): Json[] {
  const types = typesOf(value);
  const listed = valuesListed(value);
  if (listed) {
    const texts = listed.flatMap((one) => (typeof one === "number" || typeof one === "boolean" ? [String(one)] : []));
    const parsed = listed.flatMap((one) => (typeof one === "string" ? readAs(one) : []));
    return texts.length + parsed.length > 0 ? [{ enum: [...texts, ...parsed] }] : [];
  }
  const found: Json[] = [];
  const bounded =
    ["pattern", "format", "maxLength", "not"].some((one) => one in value) || Number(value.minLength ?? 0) > 1;
  if (types?.includes("string") && !bounded) {
    found.push({ type: ["number", "boolean"] });
  }
  const limited = keywordsFor("number").some((one) => one in value);
  if (types?.includes("integer") && !limited) {
    found.push({ type: "string", pattern: "^-?(?:0|[1-9][0-9]*)$" });
  }
  if (types?.includes("number") && !limited) {
    found.push({ type: "string", pattern: "^-?(?:0|[1-9][0-9]*)(?:\\.[0-9]+)?$" });
  }
  if (types?.includes("boolean")) {
    found.push({ enum: ["true", "false"] });
  }
  return found;
}

function valuesListed({ enum: values, const: value }: JsonObject): Json[] | undefined {
  if (Array.isArray(values)) {
    return values;
  }
  return value === undefined ? undefined : [value];
}

/** One value where a list is taken: a list of one. */
function single(schema: Schema, copy: JsonObject, sent: ReadonlySet<TypeName>): Json[] {
  const types = typesOf(schema.value);
  if (!types?.includes("array") || sent.has("array") || sent.has("object")) {
    return [];
  }
  if (Number(keywordsOf(schema).minItems ?? 0) > 1 || keywordsOf(schema).maxItems === 0) {
    return [];
  }
  return [copy.items ?? { type: ["string", "number", "boolean"] }];
}

function typesOf(value: Json): string[] | undefined {
  if (!isObject(value)) {
    return undefined;
  }
  const { type } = value;
  if (typeof type === "string") {
    return [type];
  }
  return Array.isArray(type) ? type.filter((one) => typeof one === "string") : undefined;
}

/** What else a text can be read as. */
function readAs(text: string): Json[] {
  if (text === "true") {
    return [true];
  }
  if (text === "false") {
    return [false];
  }
  return /^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(text) ? [Number(text)] : [];
}

/** Whether a schema takes a single value in some way of reading its text. */
export function takesText(schema: Schema, value: Json, comparer: Comparer): boolean {
  if (typeof value === "object") {
    return false;
  }
  const text = String(value);
  return [text, ...readAs(text)].some((one) => comparer.prover.validation.isValid(schema, one));
}
