import fc from "fast-check";
import { isObject, type Json, type JsonObject } from "../../../../contract-tests/model/json.js";

/** Two schemas, each with what it may refer to as `Node`, and the direction in which they are compared. */
export interface Pair {
  readonly way: "request" | "response";
  readonly ours: Json;
  readonly theirs: Json;
  readonly node: { readonly ours: Json; readonly theirs: Json };
}

/**
 * Every object that lists fields says something of both names: that nobody sends what nobody documents is a rule of
 * `compare`, and not of JSON Schema, by which the pairs are judged.
 */
export const names = ["a", "b"] as const;
export const patterns = ["^a", "^[a-z]*$", "^(?!ab$)", "[0-9]", "^(?:x|yy)+$", "^.{2,3}$"] as const;
export const formats = ["date", "ipv4", "uuid", "date-time", "email"] as const;
export const scalars: readonly Json[] = ["a", "ab", "", "x1", "yy", 0, 1, 2, -1, 0.5, null, true, false];
const reference: JsonObject = { $ref: "#/components/schemas/Node" };

/** Something once in so many times. */
const maybe = <T>(arbitrary: fc.Arbitrary<T>, times = 2): fc.Arbitrary<T | undefined> =>
  fc.oneof({ weight: times - 1, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });
const few = <T>(...values: T[]) => maybe(fc.constantFrom(...values), 3);

/** Without what is undefined, as JSON does it. */
const given = (parts: { readonly [keyword: string]: fc.Arbitrary<unknown> }): fc.Arbitrary<JsonObject> =>
  fc.record(parts).map((one) => JSON.parse(JSON.stringify(one)));

/** The least and the most of something, in this order; either may be left out. */
const range = (least: string, most: string, ...values: number[]): fc.Arbitrary<JsonObject> =>
  fc.tuple(few(...values), few(...values)).map(([one, other]): JsonObject => {
    const [low, high] = one !== undefined && other !== undefined && one > other ? [other, one] : [one, other];
    return { ...(low !== undefined && { [least]: low }), ...(high !== undefined && { [most]: high }) };
  });

const together = (...parts: fc.Arbitrary<JsonObject>[]): fc.Arbitrary<JsonObject> =>
  fc.tuple(...parts).map((all) => Object.assign({}, ...all));

const text = together(
  given({
    type: fc.constantFrom("string", "string", ["string", "null"], undefined),
    pattern: few(...patterns),
    format: maybe(fc.constantFrom(...formats), 6),
  }),
  range("minLength", "maxLength", 0, 1, 2, 3, 4, 400),
);
const number = together(
  given({
    type: fc.constantFrom("integer", "number", ["integer", "string"], undefined),
    multipleOf: maybe(fc.constantFrom(2, 3, 0.5, 0.1, 0.01), 3),
  }),
  fc.oneof(
    { weight: 3, arbitrary: range("minimum", "maximum", -1, 0, 0.5, 1, 2, 3, 100) },
    range("exclusiveMinimum", "exclusiveMaximum", -1, 0, 1, 2, 3),
    range("exclusiveMinimum", "maximum", -1, 0, 1, 2, 3),
  ),
);
const listed = fc.oneof(
  fc.record({ enum: fc.uniqueArray(fc.constantFrom(...scalars), { minLength: 1, maxLength: 4 }) }),
  fc.record({ const: fc.constantFrom<Json>(...scalars, { a: 1 }, [1], [], {}) }),
);
const types = fc
  .uniqueArray(fc.constantFrom("string", "integer", "number", "boolean", "null", "object", "array"), {
    minLength: 1,
    maxLength: 3,
  })
  .map((type): JsonObject => ({ type }));
const leaf: fc.Arbitrary<JsonObject> = fc.oneof(text, number, listed, types);

function arrays(depth: number): fc.Arbitrary<JsonObject> {
  const inner = schemas(depth - 1);
  const parts = given({
    type: fc.constantFrom("array", "array", undefined),
    items: maybe(inner),
    prefixItems: maybe(fc.array(inner, { minLength: 1, maxLength: 2 }), 4),
    contains: maybe(inner, 3),
    minContains: maybe(fc.constantFrom(0, 1, 2), 4),
    maxContains: maybe(fc.constantFrom(1, 2), 4),
    uniqueItems: maybe(fc.constant(true), 4),
    unevaluatedItems: maybe(fc.constantFrom<Json>(false, { type: "string" }), 8),
  });
  return together(parts, range("minItems", "maxItems", 0, 1, 2, 3));
}

function objects(depth: number): fc.Arbitrary<JsonObject> {
  const inner = schemas(depth - 1);
  const listing = fc.oneof(
    { weight: 4, arbitrary: fc.record({ properties: fc.record({ a: inner, b: inner }) }) },
    fc.record({ properties: fc.record({ a: inner }), additionalProperties: schemas(depth - 1, false) }),
    fc.record({ patternProperties: fc.record({ "^[abc]": inner }) }),
    fc.record({ properties: fc.record({ a: inner }), patternProperties: fc.record({ "b|r$": inner }) }),
    fc.record({ additionalProperties: schemas(depth - 1, false) }),
  );
  const rest = given({
    type: fc.constantFrom("object", "object", "object", undefined),
    required: maybe(fc.subarray([...names], { minLength: 1 })),
    minProperties: maybe(fc.constantFrom(1, 2), 6),
    maxProperties: maybe(fc.constantFrom(1, 2), 6),
    propertyNames: maybe(fc.constantFrom<JsonObject>({ enum: ["a"] }, { maxLength: 1 }, { pattern: "^a" }), 6),
    dependentRequired: maybe(fc.constantFrom({ a: ["b"] }, { b: ["a"] }), 5),
    dependentSchemas: maybe(fc.record({ a: schemas(depth - 1, false) }), 8),
    unevaluatedProperties: maybe(fc.constant(false), 6),
  });
  const closed = maybe(fc.constant(false), 3);
  return fc.tuple(listing, rest, closed).map(([one, more, additionalProperties]) => ({
    ...(additionalProperties === undefined ? {} : { additionalProperties }),
    ...one,
    ...more,
  }));
}

/** Not as a literal: an object with `then` in it looks like a promise. */
function condition(test: Json, met: Json | undefined, unmet: Json | undefined): JsonObject {
  const parts: readonly [string, Json | undefined][] = [
    ["if", test],
    ["then", met],
    ["else", unmet],
  ];
  return JSON.parse(JSON.stringify(Object.fromEntries(parts)));
}

function composed(depth: number): fc.Arbitrary<JsonObject> {
  const inner = schemas(depth - 1, false);
  const list = fc.array(inner, { minLength: 2, maxLength: 3 });
  const choice = fc.oneof(
    fc.record({ anyOf: list }),
    fc.record({ oneOf: list }),
    fc.record({ allOf: list }),
    fc.record({ not: inner }),
    fc.tuple(inner, maybe(inner, 4), maybe(inner, 3)).map((parts) => condition(...parts)),
  );
  const beside = fc.oneof({ weight: 2, arbitrary: fc.constant<JsonObject>({}) }, leaf, objects(depth - 1));
  return fc.tuple(beside, choice).map(([one, other]) => ({ ...one, ...other }));
}

/** A schema; `anything` says whether it may be `true` or `false` as well. */
export function schemas(depth: number, anything = true): fc.Arbitrary<Json> {
  if (depth <= 0) {
    return leaf;
  }
  return fc.oneof(
    { weight: 4, arbitrary: leaf },
    { weight: 3, arbitrary: objects(depth) },
    { weight: 2, arbitrary: arrays(depth) },
    { weight: 4, arbitrary: composed(depth) },
    { weight: 1, arbitrary: fc.constant(reference) },
    ...(anything ? [{ weight: 1, arbitrary: fc.boolean() }] : []),
  );
}

const inList = ["allOf", "anyOf", "oneOf", "prefixItems"];
const inMap = ["properties", "patternProperties", "dependentSchemas"];
const single = [
  "items",
  "contains",
  "additionalProperties",
  "propertyNames",
  "not",
  "if",
  "then",
  "else",
  "unevaluatedItems",
  "unevaluatedProperties",
];

/** Every schema within one, itself first, as a way to it. */
function placesIn(schema: Json, way: readonly string[] = []): (readonly string[])[] {
  const inside = Object.entries(isObject(schema) ? schema : {}).flatMap(([keyword, value]) => {
    if (single.includes(keyword)) {
      return placesIn(value, [...way, keyword]);
    }
    const holds = inList.includes(keyword) || inMap.includes(keyword);
    return holds
      ? Object.entries(Object(value)).flatMap(([key, one]) => placesIn(one as Json, [...way, keyword, key]))
      : [];
  });
  return [way, ...inside];
}

function changedAt(value: Json, way: readonly string[], change: (inner: Json) => Json): Json {
  const [key, ...rest] = way;
  if (key === undefined) {
    return change(value);
  }
  if (Array.isArray(value)) {
    return value.map((item, index) => (String(index) === key ? changedAt(item, rest, change) : item));
  }
  return isObject(value) ? { ...value, [key]: changedAt(value[key] ?? null, rest, change) } : value;
}

/** A keyword gone, or its number moved by one, or its list without its last. */
function nudged(schema: Json, which: number, by: -1 | 0 | 1): Json {
  if (!isObject(schema)) {
    return schema;
  }
  // The names that an object lists stay listed.
  const entries = Object.entries(schema).filter(([keyword]) => !/^(?:p.*|additionalP)roperties$/.test(keyword));
  const [keyword = "", value = null] = entries[which % Math.max(entries.length, 1)] ?? [];
  const { [keyword]: _gone, ...rest } = schema;
  if (typeof value === "number" && by !== 0 && !(value + by <= 0 && keyword !== "minimum" && keyword !== "maximum")) {
    return { ...rest, [keyword]: value + by };
  }
  if (Array.isArray(value) && value.length > 1 && by !== 0) {
    return { ...rest, [keyword]: by < 0 ? value.slice(0, -1) : value.slice(1) };
  }
  return rest;
}

/** Another schema that has something to do with the first. */
function related(one: Json): fc.Arbitrary<Json> {
  const places = placesIn(one);
  const place = fc.nat({ max: places.length - 1 }).map((index) => places[index] ?? []);
  const other = schemas(1, false);
  return fc.oneof(
    {
      weight: 12,
      arbitrary: fc
        .tuple(place, fc.nat({ max: 7 }), fc.constantFrom(-1 as const, 0 as const, 1 as const))
        .map(([way, which, by]) => changedAt(one, way, (inner) => nudged(inner, which, by))),
    },
    { weight: 8, arbitrary: fc.tuple(place, other).map(([way, next]) => changedAt(one, way, () => next)) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(place, other)
        .map(([way, next]) => changedAt(one, way, (inner) => ({ not: { anyOf: [{ not: inner }, next] } }))),
    },
    {
      weight: 5,
      arbitrary: fc
        .tuple(place, other, fc.constantFrom("anyOf", "oneOf", "allOf"))
        .map(([way, next, keyword]) => changedAt(one, way, (inner) => ({ [keyword]: [inner, next] }))),
    },
    { weight: 1, arbitrary: place.map((way) => changedAt(one, way, (inner) => ({ not: { not: inner } }))) },
    {
      weight: 1,
      arbitrary: fc
        .tuple(place, other)
        .map(([way, test]) => changedAt(one, way, (inner) => condition(test, inner, inner))),
    },
    { weight: 2, arbitrary: schemas(2, false) },
  );
}

/** What a schema may refer to: something that holds itself. */
const recursive: fc.Arbitrary<Json> = fc.oneof(
  fc.record({ a: leaf, required: fc.boolean() }).map(({ a, required }) => ({
    type: "object",
    properties: { a, b: reference },
    ...(required && { required: ["a"] }),
  })),
  leaf.map((one) => ({ anyOf: [one, { type: "array", items: reference }] })),
  leaf.map((one) => ({ anyOf: [one, { type: "object", properties: { a: true, b: { not: reference } } }] })),
);

export const pairs: fc.Arbitrary<Pair> = fc
  .record({
    way: fc.constantFrom("request" as const, "response" as const),
    swapped: fc.boolean(),
    hostile: fc.constantFrom(false, false, false, false, true),
    one: schemas(2, false),
    node: recursive,
  })
  .chain(({ way, swapped, hostile, one, node }) =>
    fc
      .record({ other: related(one), node: fc.oneof({ weight: 3, arbitrary: fc.constant(node) }, related(node)) })
      .map((changed) => {
        const [ours, theirs] = swapped ? [changed.other, one] : [one, changed.other];
        const nodes = swapped ? { ours: changed.node, theirs: node } : { ours: node, theirs: changed.node };
        const pair: Pair = { way, ours, theirs, node: nodes };
        // A name that every object of JavaScript has.
        return hostile ? JSON.parse(JSON.stringify(pair).replaceAll('"b"', '"constructor"')) : pair;
      }),
  );
