import { isObject, type Json, type JsonObject } from "../../contract-tests/model/json.js";
import { type Comparer, shelved } from "../../contract-tests/schema/comparer.js";
import { alone, listedBy, typesNamed } from "../../contract-tests/schema/facts.js";
import { type Goal, goalsOf, keywordsFor } from "../../contract-tests/schema/goals.js";
import { refuses } from "../../contract-tests/schema/refuses.js";
import {
  inner,
  innerList,
  innerMap,
  keywordsOf,
  type Schema,
  type TypeName,
} from "../../contract-tests/schema/schema.js";
import type { Obligation } from "../../contract-tests/schema/trace.js";

/** Marks another way to write what a schema takes. */
const spelling = "x-spelling";

/** The schema of a document that one was rewritten from, by the rewritten one. */
const originals = new WeakMap<JsonObject, Schema>();

/**
 * A schema for a value after it went over the wire as text, as the values of parameters and headers do: digits are a
 * number and a text alike, one value is a list of one, and null cannot travel. Of `scalars`, objects go as JSON.
 */
export function onTheWire(
  consumer: Schema,
  producer: Schema,
  kind: "all" | "scalars" | undefined,
  comparer: Comparer,
): Schema {
  if (kind === undefined || consumer.source.id === "made") {
    return consumer;
  }
  const { types } = comparer.prover.factsOf(alone(producer));
  const depth = { objects: kind === "all" ? deepest : 1, hops: 2 * deepest };
  return shelved(asText(consumer, types, depth), consumer, comparer);
}

/** A goal of a rewritten schema as the goal of the schema as written that a value breaks; any other goal as it is. */
export function asWritten({ producer, goal }: Obligation, { prover }: Comparer, value?: Json): Goal {
  const original = isObject(goal.part.value) ? originals.get(goal.part.value) : undefined;
  if (!original) {
    return goal;
  }
  const goals = goalsOf(original);
  return (
    goals.find(({ keyword, name }) => keyword === goal.keyword && name === goal.name && keyword !== "anyOf") ??
    goals.find((one) => value !== undefined && refuses(one, value)) ??
    goals.find((one) => !prover.provesGoal(producer, one)) ??
    goal
  );
}

/** How deep values within values are read as text: through objects, and through anything. */
interface Depth {
  readonly objects: number;
  readonly hops: number;
}

const deepest = 4;

const unsent: ReadonlySet<TypeName> = new Set();

function asText(schema: Schema, sent: ReadonlySet<TypeName>, depth: Depth): Json {
  if (!isObject(schema.value) || depth.objects < 0 || depth.hops < 0) {
    return schema.value;
  }
  const hops = depth.hops - 1;
  const same = (one: Schema) => asText(one, sent, { ...depth, hops });
  const item = (one: Schema) => asText(one, unsent, { ...depth, hops });
  const field = (one: Schema) => asText(one, unsent, { objects: depth.objects - 1, hops });
  const copy: JsonObject = { ...schema.value };
  for (const [keywords, change] of [
    [["properties", "patternProperties", "additionalProperties"], field],
    [["items", "prefixItems"], item],
    [["allOf", "anyOf", "oneOf"], same],
  ] as const) {
    for (const keyword of keywords) {
      Object.assign(copy, changed(schema, keyword, change));
    }
  }
  const others = [...spellings(schema), ...single(schema, copy, sent), { type: "null" }];
  // Marked, so that a value is held against the schema as written first.
  const marked = others.map((one) => (isObject(one) ? { ...one, [spelling]: true } : one));
  const result: JsonObject = { anyOf: [copy, ...marked] };
  for (const one of [result, copy, ...marked]) {
    if (isObject(one)) {
      originals.set(one, schema);
    }
  }
  return result;
}

/** A keyword with a change of the schemas that it holds: in a list, in a map, or by itself. */
function changed(schema: Schema, keyword: string, change: (one: Schema) => Json): JsonObject {
  if (Array.isArray(keywordsOf(schema)[keyword])) {
    return { [keyword]: innerList(schema, keyword).map(change) };
  }
  if (/^p\w+Properties$|^properties$/.test(keyword)) {
    const fields = innerMap(schema, keyword).map(([name, one]) => [name, change(one)]);
    return fields.length > 0 ? { [keyword]: Object.fromEntries(fields) } : {};
  }
  const one = inner(schema, keyword);
  return one ? { [keyword]: change(one) } : {};
}

/** How else the values that a schema accepts can be written. */
function spellings(schema: Schema): Json[] {
  const keywords = keywordsOf(schema);
  const [listed] = listedBy(schema) ?? [];
  if (listed) {
    const texts = listed.flatMap((one) => (typeof one === "number" || typeof one === "boolean" ? [String(one)] : []));
    const parsed = listed.flatMap((one) => (typeof one === "string" ? readAs(one) : []));
    return texts.length + parsed.length > 0 ? [{ enum: [...texts, ...parsed] }] : [];
  }
  const types = typesIn(schema);
  const isLimited = keywordsFor("number").some((one) => one in keywords);
  const isShort =
    keywordsFor("string").every((one) => one === "minLength" || !(one in keywords)) && !("not" in keywords);
  const found: Json[] = [];
  if (types.includes("string") && isShort && Number(keywords.minLength ?? 0) < 2) {
    found.push({ type: ["number", "boolean"] });
  }
  if (types.includes("integer") && !isLimited) {
    const fraction = types.includes("fraction") ? "(?:\\.[0-9]+)?" : "";
    found.push({ type: "string", pattern: `^-?(?:0|[1-9][0-9]*)${fraction}$` });
  }
  return types.includes("boolean") ? [...found, { enum: ["true", "false"] }] : found;
}

/** The types that a schema names itself. */
function typesIn(schema: Schema): readonly TypeName[] {
  return keywordsOf(schema).type === undefined ? [] : typesNamed([schema]);
}

/** One value for a schema of lists: a list of one. */
function single(schema: Schema, copy: JsonObject, sent: ReadonlySet<TypeName>): Json[] {
  const { minItems, maxItems } = keywordsOf(schema);
  const isList = typesIn(schema).includes("array") && !sent.has("array") && !sent.has("object");
  const isOne = Number(minItems ?? 0) < 2 && maxItems !== 0;
  return isList && isOne ? [copy.items ?? { type: ["string", "number", "boolean"] }] : [];
}

/** The other values that a text can be read as. */
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
