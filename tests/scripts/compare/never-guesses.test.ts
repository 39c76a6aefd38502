import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { expect, it } from "vitest";
import type { Json, JsonObject } from "../../../contract-tests/model/json.js";
import { compareDocuments } from "../../../scripts/compare/compare.js";
import { documentOf } from "./documents.js";

const few = <T>(...values: T[]) => fc.option(fc.constantFrom(...values), { nil: undefined, freq: 2 });

/** Leaves out what is undefined, as JSON does. */
const schema = (parts: fc.Arbitrary<{ [key: string]: unknown }>): fc.Arbitrary<JsonObject> =>
  parts.map((one) => JSON.parse(JSON.stringify(one)));

const text = schema(
  fc.record({
    type: fc.constant("string"),
    minLength: few(1, 2, 3),
    maxLength: few(3, 4, 9),
    pattern: few("^a", "^[a-z]*$", "^(?!ab$)"),
    not: few({ const: "a" }, { maxLength: 1 }),
  }),
);
const number = schema(
  fc.record({
    type: fc.constantFrom("integer", "number"),
    minimum: few(0, 1, 2),
    maximum: few(3, 4, 9),
    multipleOf: few(2, 3),
  }),
);
const values: fc.Arbitrary<JsonObject> = fc.record({
  enum: fc.constantFrom<Json[]>(["a"], ["a", "ab"], [1, 2], [null, "a"]),
});
const leaf = fc.oneof(text, number, values, fc.constant<JsonObject>({ type: ["string", "null"] }));
const composed = fc.oneof(
  { weight: 3, arbitrary: leaf },
  schema(
    fc.record({
      type: fc.constant("array"),
      items: leaf,
      minItems: few(1, 2),
      maxItems: few(2, 3),
      uniqueItems: few(true),
      contains: few({ const: "a" }, { type: "integer" }),
      maxContains: few(1, 2),
    }),
  ),
  fc.record({ anyOf: fc.tuple(leaf, leaf) }),
  fc.record({ type: fc.constant("string"), oneOf: fc.tuple(text, text) }),
  fc.record({ not: leaf }),
  fc.record({ oneOf: fc.tuple(leaf, leaf) }),
  fc.record({ allOf: fc.tuple(text, text) }),
);
// Each object lists the same names: that an unlisted name promises nothing is a rule of ours, not of the judges.
const body = schema(
  fc.record({
    type: fc.constant("object"),
    properties: fc.record({ a: composed, b: composed }),
    required: fc.subarray(["a", "b"]),
    additionalProperties: few(false),
  }),
);

const someTexts = ["", "a", "b", "ab", "abc", "abcd", "a1", "aaaaaaaaa", "aaaaaaaaaa"];
const plain: fc.Arbitrary<Json> = fc.constantFrom<Json>(
  ...someTexts,
  0,
  1,
  2,
  3,
  4,
  6,
  9,
  10,
  -1,
  0.5,
  2.5,
  null,
  true,
);
const value = fc.oneof(plain, fc.array(plain, { maxLength: 4 }));
const pool = fc.sample(fc.record({ a: value, b: value }, { requiredKeys: [] }), { numRuns: 3_000, seed: 7 });

it("never calls compatible what a value shows to be breaking", { timeout: 60_000 }, () => {
  const ajv = new Ajv2020({ strict: false });
  const missed = (ours: JsonObject, theirs: JsonObject, way: "request" | "response") => {
    const { differences } = compareDocuments(documentOf({ [way]: ours }), documentOf({ [way]: theirs }), {
      literal: true,
    });
    if ((differences[0]?.verdict ?? "compatible") !== "compatible") {
      return undefined;
    }
    const [giving, refusing] = way === "request" ? [ours, theirs] : [theirs, ours];
    const [gives, takes] = [ajv.compile(giving), ajv.compile(refusing)];
    return pool.find((one) => gives(one) && !takes(one));
  };
  fc.assert(
    fc.property(
      body,
      composed,
      fc.constantFrom("a", "b"),
      fc.constantFrom("request" as const, "response" as const),
      (ours, field, name, way) => {
        const theirs = { ...ours, properties: { ...Object(ours.properties), [name]: field } };
        expect(missed(ours, theirs, way)).toBeUndefined();
      },
    ),
    { numRuns: 60, seed: 20_261_121 },
  );
});
