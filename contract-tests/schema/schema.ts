import { isObject, type Json, type JsonObject } from "../model/json.js";
import { kept, keptByText } from "../model/lazy.js";
import { fromPointer, lookUp, toPointer } from "../model/pointer.js";

/** Marks a schema that could not be read as written: a list of reasons. Differences there stay undecided. */
export const unreadable = "x-unreadable";

/** One of the two documents, as it holds for requests or for responses: its `$ref`s stand alone and lead somewhere. */
export interface Source {
  readonly id: string;
  readonly document: JsonObject;
  /** Each schema looked at so far, by pointer: one object for one place, so that results can be kept by it. */
  readonly known: Map<string, Schema>;
  /** Whether one of its schemas lacks a keyword that the document has: then the document decides nothing. */
  readonly isLacking?: true;
}

/** A schema of a document, every `$ref` on the way followed. */
export interface Schema {
  readonly source: Source;
  readonly value: Json;
  readonly pointer: string;
  /** Unique among all documents. */
  readonly id: string;
}

export function createSource(id: string, document: JsonObject): Source {
  return { id, document, known: new Map() };
}

const made = createSource("made", {});

const madeOf = keptByText(
  (text): Schema => ({ source: made, value: JSON.parse(text), pointer: "", id: `made:${text}` }),
);

/** A schema of our own making, without a `$ref` in it. */
export function madeSchema(value: Json): Schema {
  return madeOf(JSON.stringify(value));
}

/** A source in which some schemas are others, wherever they are led to. The document stays as it is. */
export function sourceWith(source: Source, goal: string, others: readonly (readonly [Schema, Json])[]): Source {
  const id = `${source.id} - ${goal}`;
  const lacking: Source = { id, document: source.document, known: new Map(), isLacking: true };
  for (const [{ pointer }, value] of others) {
    lacking.known.set(pointer, { source: lacking, value, pointer, id: `${id}:${pointer}` });
  }
  return lacking;
}

/** The schema at a pointer of a document. */
export function schemaAt(source: Source, pointer: string): Schema {
  const schema = source.known.get(pointer) ?? resolve(source, pointer);
  source.known.set(pointer, schema);
  return schema;
}

function resolve(source: Source, pointer: string): Schema {
  let here = pointer;
  for (let hops = 0; hops < 100; hops += 1) {
    const known = source.known.get(here);
    if (known) {
      return known;
    }
    const value = lookUp(source.document, fromPointer(here));
    if (!isObject(value) || typeof value.$ref !== "string") {
      return { source, value: value ?? true, pointer: here, id: `${source.id}:${here}` };
    }
    here = toPointer(fromPointer(value.$ref));
  }
  return { source, value: { [unreadable]: [`$ref ${here} never ends`] }, pointer: here, id: `${source.id}:${here}` };
}

/** The schema under tokens of another, such as `properties`, `name`; undefined if there is none. */
export function inner(schema: Schema, ...tokens: string[]): Schema | undefined {
  const known = insides(schema);
  const key = tokens.length === 1 ? (tokens[0] ?? "") : tokens.join("\n");
  if (!known.has(key)) {
    known.set(key, find(schema, tokens));
  }
  return known.get(key);
}

const insides = kept((_: Schema) => new Map<string, Schema | undefined>());

function find(schema: Schema, tokens: readonly string[]): Schema | undefined {
  const value = lookUp(schema.value, tokens);
  if (value === undefined || (typeof value !== "boolean" && !isObject(value))) {
    return undefined;
  }
  if (schema.source === made) {
    return madeSchema(value);
  }
  return schemaAt(schema.source, `${schema.pointer}${toPointer(tokens).slice(1)}`);
}

/** The schemas in a list under a keyword, such as `anyOf`. */
export function innerList(schema: Schema, keyword: string): Schema[] {
  const list = keywordsOf(schema)[keyword];
  return Array.isArray(list) ? list.flatMap((_, index) => inner(schema, keyword, String(index)) ?? []) : [];
}

/** The schemas in a map under a keyword, such as `properties`. */
export function innerMap(schema: Schema, keyword: string): [name: string, schema: Schema][] {
  const map = keywordsOf(schema)[keyword];
  if (!isObject(map)) {
    return [];
  }
  return Object.keys(map).flatMap((name) => {
    const one = inner(schema, keyword, name);
    return one ? [[name, one] as [string, Schema]] : [];
  });
}

/** The keywords of a schema; none if it is `true` or `false`. */
export function keywordsOf({ value }: Schema): JsonObject {
  return isObject(value) ? value : {};
}

/** The number that a keyword gives; undefined if there is none. */
export function numberOf(part: Schema, keyword: string): number | undefined {
  const value = keywordsOf(part)[keyword];
  return typeof value === "number" ? value : undefined;
}

/** The types of values; a number is either an integer or a fraction. */
export const typeNames = ["null", "boolean", "integer", "fraction", "string", "array", "object"] as const;

export type TypeName = (typeof typeNames)[number];
