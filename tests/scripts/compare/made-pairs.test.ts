import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { describe, expect, it } from "vitest";
import type { Json, JsonObject } from "../../../contract-tests/model/json.js";
import { compareDocuments } from "../../../scripts/compare/compare.js";
import { documentOf, line } from "./documents.js";

const json = (text: string): JsonObject => JSON.parse(text);
const text: JsonObject = { type: "string" };

/** Fields whose plainest value is none: what stands beside one has to be found all the same. */
const siblings: Record<string, JsonObject> = {
  "an untagged union of open objects": {
    oneOf: [
      { type: "object", properties: { wick: text } },
      { type: "object", properties: { lens: text } },
    ],
  },
  "a tagged union": {
    oneOf: [
      { type: "object", required: ["sort", "oil"], properties: { sort: { const: "lamp" }, oil: text } },
      { type: "object", required: ["sort"], properties: { sort: { const: "torch" } } },
    ],
  },
  "a union of numbers": { oneOf: [{ type: "integer" }, { type: "number" }] },
  "a union of steps": { type: "integer", oneOf: [{ multipleOf: 4 }, { multipleOf: 6 }] },
  "a negated list": { ...text, not: { enum: ["a", "", "ab"] } },
  "a negated field": { type: "object", properties: { x: text }, not: { required: ["x"] } },
  "a negated negation": { not: { not: { type: "integer" } } },
  "a look-ahead": { ...text, pattern: "^(?=.*[0-9])(?!a)[a-z0-9]{6,}$" },
  "a back reference": { ...text, pattern: "^(x|y)\\1$" },
  "a tight address": { ...text, format: "uri", maxLength: 7 },
  "a long mail address": { ...text, format: "email", minLength: 40 },
  "a date by pattern": { ...text, format: "date", pattern: "^2033-" },
  "several patterns": { allOf: [{ ...text, pattern: "^q" }, { pattern: "k$" }, { minLength: 4 }] },
  "a contained item": { type: "array", items: text, contains: { const: "key" } },
  "several contained items": { type: "array", contains: { type: "integer", minimum: 8 }, minContains: 3 },
  "few contained items": { type: "array", minItems: 3, items: text, contains: { const: "a" }, maxContains: 1 },
  "a tuple": { type: "array", prefixItems: [text, { type: "integer", minimum: 5 }], items: false, minItems: 2 },
  "distinct items": { type: "array", uniqueItems: true, minItems: 3, items: { enum: ["r", "s", "t"] } },
  "names by pattern": { type: "object", propertyNames: { pattern: "^[A-Z]{2}$" }, minProperties: 2 },
  "fields by pattern": {
    type: "object",
    patternProperties: { "^n-[a-z]+$": { type: "integer" } },
    additionalProperties: false,
    minProperties: 1,
  },
  "a field that needs another": {
    type: "object",
    required: ["a"],
    properties: { a: text, b: text },
    dependentRequired: { a: ["b"] },
  },
  "a field that needs a schema": {
    type: "object",
    required: ["a"],
    dependentSchemas: { a: { required: ["c"], properties: { c: { type: "integer", minimum: 7 } } } },
  },
  "a condition": json(
    '{"type":"object","required":["k"],"properties":{"k":{"enum":["u","v"]}},"if":{"properties":{"k":{"const":"u"}}},"then":{"required":["z"],"properties":{"z":{"const":9}}},"else":{"required":["y"]}}',
  ),
  "nothing unevaluated": {
    allOf: [{ type: "object", properties: { a: text } }],
    properties: { b: { type: "integer" } },
    required: ["a"],
    unevaluatedProperties: false,
  },
  "small steps": { type: "number", multipleOf: 0.01, minimum: 0.05, maximum: 0.07 },
  "two steps at once": { allOf: [{ type: "integer", multipleOf: 4 }, { multipleOf: 6 }], minimum: 1 },
  "an open interval": { type: "number", exclusiveMinimum: 0, exclusiveMaximum: 1 },
  "a constant object": { const: { a: [1, { b: 2 }] } },
  "many fields": { type: "object", minProperties: 3, additionalProperties: { type: "integer", minimum: 4 } },
  "one of two fields": {
    type: "object",
    properties: { a: text, b: text },
    oneOf: [{ required: ["a"] }, { required: ["b"] }],
  },
  "an unknown format": { ...text, format: "phone" },
  "a long list": { type: "array", minItems: 60, items: { type: "integer" } },
};

/** What a field allows, less of it and more of it. */
const steps: Record<string, [less: JsonObject, more: JsonObject]> = {
  "a list of values": [{ enum: ["a", "b"] }, { enum: ["a", "b", "c"] }],
  "a length": [
    { ...text, maxLength: 5 },
    { ...text, maxLength: 9 },
  ],
  "a pattern": [
    { ...text, pattern: "^[A-Z]{2}$" },
    { ...text, pattern: "^[A-Z]{2,3}$" },
  ],
  "a format": [{ ...text, format: "uuid" }, text],
  "an exclusive bound": [
    { type: "integer", format: "int32", exclusiveMinimum: 10 },
    { type: "integer", format: "int32", exclusiveMinimum: 0 },
  ],
  "a type": [text, { type: ["string", "null"] }],
  "a negation": [{ ...text, not: { const: "zed" } }, text],
  "a number of contained items": [
    { type: "array", contains: { const: 1 }, minContains: 2 },
    { type: "array", contains: { const: 1 } },
  ],
  "a closed object": [
    { type: "object", properties: { a: text }, additionalProperties: false },
    { type: "object", properties: { a: text } },
  ],
  "a tagged variant's field": [
    { oneOf: [variant("x", 5), variant("y", 2)] },
    { oneOf: [variant("x", 9), variant("y", 2)] },
  ],
};

function variant(tag: string, max: number): JsonObject {
  return { type: "object", required: ["tag"], properties: { tag: { const: tag }, v: { ...text, maxLength: max } } };
}

const positions: Record<string, (field: Json, sibling: Json) => JsonObject> = {
  "beside it": (field, sibling) => ({
    type: "object",
    required: ["field", "sibling"],
    properties: { field, sibling },
  }),
  "further in": (field, sibling) => ({
    type: "object",
    required: ["sibling"],
    properties: { sibling, list: { type: "array", items: { type: "object", properties: { field } } } },
  }),
  "in another part": (field, sibling) => ({
    allOf: [
      { type: "object", required: ["sibling"], properties: { sibling } },
      { type: "object", properties: { field } },
    ],
  }),
};

const ajv = new Ajv2020({ strict: false, logger: false });
formats.default(ajv);

function accepts(schema: JsonObject): (value: unknown) => boolean {
  const validate = ajv.compile(schema);
  return (value) => validate(value) === true;
}

/** Each sibling with a third of the steps, positions and directions in turn, so that the table stays quick. */
const cases = Object.keys(siblings).flatMap((sibling, row) =>
  Object.keys(steps).flatMap((step, column) =>
    (row + column) % 3 > 0
      ? []
      : [
          {
            sibling,
            step,
            position: Object.keys(positions)[(row * 2 + column) % 3] ?? "",
            way: (row + column) % 2 === 0 ? ("request" as const) : ("response" as const),
          },
        ],
  ),
);

describe("made pairs", { timeout: 60_000 }, () => {
  it.each(Object.keys(siblings))("with %s: a step is seen one way, and taken for what it is the other way", (name) => {
    for (const { sibling, step, position, way } of cases.filter((one) => one.sibling === name)) {
      const [less, more] = (steps[step] ?? []).map(
        (field) => positions[position]?.(field, siblings[sibling] ?? {}) ?? {},
      );
      if (!less || !more) {
        throw new Error(`No such pair: ${step}`);
      }
      const [ours, theirs] = way === "request" ? [more, less] : [less, more];
      const compared = (one: JsonObject, other: JsonObject) =>
        compareDocuments(documentOf({ [way]: one }), documentOf({ [way]: other }), { literal: true }).differences;
      const [first] = compared(ours, theirs);
      expect(first?.verdict, `${step}, ${position}, ${way}`).toBe("breaking");
      const [gives, takes] = way === "request" ? [ours, theirs] : [theirs, ours];
      const value = first?.witness?.value;
      expect([accepts(gives)(value), accepts(takes)(value)], `${step}: ${JSON.stringify(value)}`).toEqual([
        true,
        false,
      ]);
      const back = compared(theirs, ours).filter(({ verdict }) => verdict !== "compatible");
      expect(back.map(line), `${step}, ${position}, ${way}, the other way round`).toEqual([]);
    }
  });
});
