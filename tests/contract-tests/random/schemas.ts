import fc from "fast-check";
import { isObject, type Json, type JsonObject } from "../../../contract-tests/model/json.js";

/** What a random document can refer to from any of its schemas. */
export const componentNames = ["First", "Second", "Node", "Tree"] as const;

export const referenceTo = (name: string): JsonObject => ({ $ref: `#/components/schemas/${name}` });

/** An object without what is undefined in it. */
export function given(value: { readonly [key: string]: Json | undefined }): JsonObject {
  return Object.fromEntries(Object.entries(value).filter((entry): entry is [string, Json] => entry[1] !== undefined));
}

const maybe = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

/** One of them, as often as its weight says. */
const weighted = <T>(...choices: readonly (readonly [weight: number, arbitrary: fc.Arbitrary<T>])[]) =>
  fc.oneof(...choices.map(([weight, arbitrary]) => ({ weight, arbitrary })));

const range = (least: number, most: number) =>
  fc
    .tuple(maybe(fc.integer({ min: least, max: most })), maybe(fc.integer({ min: least, max: most })))
    .map(([a, b]): [number | undefined, number | undefined] =>
      a !== undefined && b !== undefined && a > b ? [b, a] : [a, b],
    );

const patterns = [
  "^[a-z]+$",
  "^it_[0-9]{4}$",
  "^\\d{4}\\-\\d{2}$",
  "^(?:on|off)$",
  "[A-Z]",
  "^\\S+$",
  "^[^@]*$",
  "^(?=.*\\d).{2,8}$",
  "^\\p{L}+$",
];
const formats = [
  "email",
  "uri",
  "uri-reference",
  "uuid",
  "date",
  "date-time",
  "time",
  "duration",
  "ipv4",
  "ipv6",
  "hostname",
  "byte",
  "binary",
  "password",
  "int32",
  "unheard-of",
];
const words = ["soft", "loud", "größer", "a b", "", "1", "true"];

export const strings: fc.Arbitrary<JsonObject> = fc.oneof(
  range(0, 12).map(([minLength, maxLength]) => given({ type: "string", minLength, maxLength })),
  fc.constantFrom(...patterns).map((pattern) => ({ type: "string", pattern })),
  fc.tuple(fc.constantFrom("^[a-z]+$", "^\\S+$"), fc.integer({ min: 1, max: 40 })).map(([pattern, maxLength]) => ({
    type: "string",
    pattern,
    maxLength,
  })),
  fc.constantFrom(...formats).map((format) => ({ type: "string", format })),
  fc.uniqueArray(fc.constantFrom(...words), { minLength: 1 }).map((values) => ({ type: "string", enum: values })),
  fc.constantFrom("text", "").map((word) => ({ type: "string", not: { enum: [word] } })),
);

const numbers = (is31: boolean): fc.Arbitrary<JsonObject> =>
  fc
    .record({
      type: fc.constantFrom("integer", "number"),
      bounds: range(-20, 50),
      exclusive: fc.constantFrom("none", "none", "minimum", "maximum"),
      multipleOf: maybe(fc.constantFrom(2, 5)),
      fraction: fc.constantFrom(0.1, 0.25, undefined, undefined, undefined),
      format: fc.constantFrom("int64", "double", undefined, undefined),
    })
    .map(({ type, bounds: [minimum, most], exclusive, multipleOf, fraction, format }) => {
      // Wide enough for something to be in it.
      const maximum = most === undefined ? undefined : most + 20;
      const step = type === "number" ? (fraction ?? multipleOf) : multipleOf;
      const plain = given({ type, minimum, maximum, multipleOf: step, format });
      const bound = exclusive === "none" ? undefined : plain[exclusive];
      if (bound === undefined) {
        return plain;
      }
      const name = exclusive === "minimum" ? "exclusiveMinimum" : "exclusiveMaximum";
      const { [exclusive]: _bound, ...rest } = plain;
      return is31 ? { ...rest, [name]: bound } : { ...plain, [name]: true };
    });

/** Values of several types in one place; 3.0 has other means for that. */
const mixed: fc.Arbitrary<JsonObject> = fc.constantFrom<JsonObject>(
  { const: "fixed" },
  { const: 7 },
  { const: { kind: "fixed" } },
  { const: null },
  { enum: ["a", 1, true, null] },
  { enum: [{ level: 1 }, [1, 2]] },
  { type: ["string", "integer"] },
  { type: ["string", "integer", "null"], minLength: 2, minimum: 3 },
  { type: ["boolean", "array"], items: { type: "integer" } },
);

export const scalars = (is31: boolean): fc.Arbitrary<JsonObject> =>
  weighted<JsonObject>(
    [4, strings],
    [3, numbers(is31)],
    [1, fc.constant<JsonObject>({ type: "boolean" })],
    [
      1,
      fc.uniqueArray(fc.integer({ min: -3, max: 300 }), { minLength: 1, maxLength: 4 }).map((values) => ({
        type: "integer",
        enum: values,
      })),
    ],
    ...(is31 ? [[1, mixed] as const] : []),
  );

const nullable = (is31: boolean, schema: fc.Arbitrary<JsonObject>): fc.Arbitrary<JsonObject> =>
  fc.tuple(schema, fc.integer({ min: 0, max: 6 })).map(([one, die]) => {
    if (die > 0 || typeof one.type !== "string") {
      return one;
    }
    const withNull = Array.isArray(one.enum) ? { enum: [...one.enum, null] } : {};
    return is31 ? { ...one, ...withNull, type: [one.type, "null"] } : { ...one, ...withNull, nullable: true };
  });

const names = ["id", "name", "createdAt", "x-note", "größe", "kind", "a.b", "$ref-like", "__proto", "~/"];

/** What else an object's schema can say of its fields, told their names; only some of it is there in 3.0. */
const alsoOfFields = (is31: boolean, inner: fc.Arbitrary<JsonObject>): fc.Arbitrary<(fields: string[]) => JsonObject> =>
  weighted<(fields: string[]) => JsonObject>(
    [12, fc.constant(() => ({}))],
    [1, fc.constant(([first = "id", second = "seal"]) => ({ not: { required: [first, second] } }))],
    [1, fc.constant(([first = "id", second = "name"]) => ({ anyOf: [{ required: [first] }, { required: [second] }] }))],
    [1, fc.integer({ min: 1, max: 3 }).map((count) => (fields) => ({ minProperties: Math.min(count, fields.length) }))],
    [1, fc.integer({ min: 3, max: 5 }).map((maxProperties) => () => ({ maxProperties }))],
    ...(is31 ? newerOfFields(inner).map((one) => [1, one] as const) : []),
  );

const newerOfFields = (inner: fc.Arbitrary<JsonObject>): fc.Arbitrary<(fields: string[]) => JsonObject>[] => [
  fc.constant(([first = "id", second = "seal"]) => ({ dependentRequired: { [first]: [second] } })),
  inner.map((schema) => ([first = "id"]) => ({
    dependentSchemas: { [first]: { required: ["seal"], properties: { seal: schema } } },
  })),
  inner.map((schema) => ([first = "id"]) => ({
    if: { required: [first] },
    // Neither side asks for what the other one forbids.
    // biome-ignore lint/suspicious/noThenProperty: that is the keyword
    then: { required: ["seal"], properties: { seal: schema } },
    else: { properties: { seal: { type: "boolean" } } },
  })),
  fc.constantFrom<JsonObject>({ pattern: "^[\\w.$ößé~/-]+$" }, { maxLength: 12 }).map((rule) => () => ({
    propertyNames: rule,
  })),
  fc.constant(() => ({ unevaluatedProperties: false })),
];

function objects(is31: boolean, inner: fc.Arbitrary<JsonObject>): fc.Arbitrary<JsonObject> {
  const field = fc
    .tuple(inner, fc.constantFrom(undefined, undefined, undefined, "readOnly", "writeOnly", "deprecated"))
    .map(([schema, mark]) => (mark === undefined || "$ref" in schema ? schema : { ...schema, [mark]: true }));
  return fc
    .record({
      properties: fc.dictionary(fc.constantFrom(...names), field, { maxKeys: 3 }),
      required: fc.subarray(names),
      additional: weighted<Json | undefined>(
        [3, fc.constant(undefined)],
        [1, fc.constant(false)],
        [1, fc.constant(true)],
        [1, scalars(is31)],
      ),
      patterned: fc.constantFrom("none", "none", "beside", "alone"),
      also: alsoOfFields(is31, inner),
    })
    .map(({ properties, required, additional, patterned, also }) => {
      const there = required.filter((name) => name in properties);
      const isClosed = patterned === "alone" || (additional !== undefined && additional !== true);
      const byPattern = is31 && patterned !== "none" ? { patternProperties: { "^p_": { type: "integer" } } } : {};
      return given({
        type: "object",
        properties: { ...properties },
        required: there.length > 0 ? there : undefined,
        additionalProperties: patterned === "alone" ? false : additional,
        ...byPattern,
        // Where there is room for others, and of fields that anybody may send: else one rule contradicts the other.
        ...(isClosed
          ? {}
          : also(Object.keys(properties).filter((name) => !there.includes(name) && isFree(properties[name])))),
      });
    });
}

function isFree(field: JsonObject | undefined): boolean {
  return field?.readOnly === undefined && field?.writeOnly === undefined;
}

const arrays = (is31: boolean, inner: fc.Arbitrary<JsonObject>): fc.Arbitrary<JsonObject> =>
  fc
    .record({
      items: inner,
      size: range(0, 4),
      unique: fc.boolean(),
      fixed: maybe(fc.tuple(inner, inner)),
      contains: fc.constantFrom<JsonObject | undefined>(
        undefined,
        undefined,
        undefined,
        { contains: { const: "seal" } },
        { contains: { type: "integer" }, minContains: 2 },
      ),
    })
    .map(({ items, size: [minItems, maxItems], unique, fixed, contains }) => {
      if (is31 && contains) {
        return { type: "array", items: { type: ["integer", "string"] }, ...contains };
      }
      return is31 && fixed && !unique
        ? { type: "array", prefixItems: fixed, items, minItems: 2 }
        : given({
            type: "array",
            items,
            minItems,
            maxItems,
            uniqueItems: unique && (minItems ?? 0) < 2 ? true : undefined,
          });
    });

/** Objects that tell their variant by a field; the discriminator may or may not be said. */
const tagged = (is31: boolean, inner: fc.Arbitrary<JsonObject>): fc.Arbitrary<JsonObject> =>
  fc
    .record({
      first: inner,
      second: inner,
      said: fc.boolean(),
      keyword: fc.constantFrom("oneOf", "anyOf"),
      beside: fc.boolean(),
    })
    .map(({ first, second, said, keyword, beside }): JsonObject => {
      const variant = (kind: string, field: string, schema: JsonObject): JsonObject => ({
        type: "object",
        required: ["kind"],
        properties: { kind: is31 ? { const: kind } : { type: "string", enum: [kind] }, [field]: schema },
      });
      return {
        [keyword]: [variant("cat", "lives", first), variant("dog", "barks", second)],
        ...(beside && { type: "object", properties: { since: { type: "integer" } } }),
        ...(said && { discriminator: { propertyName: "kind" } }),
      };
    });

const composed = (is31: boolean, inner: fc.Arbitrary<JsonObject>): fc.Arbitrary<JsonObject> => {
  const open = objects(is31, inner).map(
    ({ additionalProperties: _closed, patternProperties: _p, unevaluatedProperties: _u, maxProperties: _m, ...rest }) =>
      rest,
  );
  return fc.tuple(open, open, fc.boolean()).map(([first, second, closed]): JsonObject => {
    const properties = isObject(first.properties) ? Object.keys(first.properties) : [];
    const others = isObject(second.properties) ? Object.entries(second.properties) : [];
    const apart = others.filter(([name]) => !properties.includes(name));
    return {
      allOf: [first, { type: "object", properties: Object.fromEntries(apart) }],
      // Ajv loses sight of the fields beside dependentSchemas within a part; and fewer fields than all need others.
      ...(closed &&
        is31 &&
        !["dependentSchemas", "minProperties", "anyOf"].some((keyword) => keyword in first) && {
          unevaluatedProperties: false,
        }),
    };
  });
};

/** Any schema, at most so many levels deep. */
export function schemas(is31: boolean, depth: number): fc.Arbitrary<JsonObject> {
  const plain = nullable(is31, scalars(is31));
  if (depth <= 0) {
    return plain;
  }
  const inner = weighted<JsonObject>(
    [5, plain],
    [2, schemas(is31, depth - 1)],
    [1, fc.constantFrom("Node", "Tree").map(referenceTo)],
  );
  return weighted<JsonObject>(
    [2, plain],
    [4, nullable(is31, objects(is31, inner))],
    [2, nullable(is31, arrays(is31, inner))],
    [1, tagged(is31, inner)],
    [1, composed(is31, inner)],
    [1, fc.constant<JsonObject>({})],
  );
}

/** The named schemas: two of any kind, and two that stand within themselves, and need not. */
export function components(is31: boolean, depth: number): fc.Arbitrary<Record<string, JsonObject>> {
  const schema = schemas(is31, depth);
  return fc
    .record({ first: schema, second: schema, value: scalars(is31), listed: fc.boolean() })
    .map(({ first, second, value, listed }) => {
      const self = referenceTo("Node");
      return {
        First: first,
        Second: second,
        Node: { type: "object", properties: { value, next: listed ? { type: "array", items: self } : self } },
        // Each names the other, and both by a discriminator.
        Tree: {
          oneOf: [referenceTo("Leaf"), referenceTo("Branch")],
          discriminator: { propertyName: "is", mapping: { leaf: "#/components/schemas/Leaf", branch: "Branch" } },
        },
        Leaf: { type: "object", required: ["is"], properties: { is: { type: "string" }, value: { type: "integer" } } },
        Branch: {
          type: "object",
          required: ["is", "left"],
          properties: { is: { type: "string" }, left: referenceTo("Tree"), right: referenceTo("Tree") },
        },
      };
    });
}
