import { describe, expect, test } from "vitest";
import type { JsonObject } from "../../../contract-tests/model/json.js";
import { conjunction, without } from "../../../contract-tests/schema/conjunction.js";
import { accepts, createFacts } from "../../../contract-tests/schema/facts.js";
import { goalsOf } from "../../../contract-tests/schema/goals.js";
import { createStrictProver } from "../../../contract-tests/schema/prover.js";
import { madeSchema } from "../../../contract-tests/schema/schema.js";
import { validation } from "../../../contract-tests/schema/validate.js";

const factsOf = createFacts(validation);
const { proves } = createStrictProver(validation, factsOf);
const alone = (schema: JsonObject) => conjunction([madeSchema(schema)]);
const facts = (schema: JsonObject) => factsOf(alone(schema));
const holdsWithin = (schema: JsonObject, other: JsonObject) => proves(alone(schema), madeSchema(other));

describe("what a denied schema leaves", () => {
  test.each<[type: string, denied: JsonObject, left: object]>([
    ["number", { minimum: 5 }, { maximum: { value: 5, exclusive: true } }],
    ["number", { exclusiveMinimum: 5 }, { maximum: { value: 5, exclusive: false } }],
    ["number", { maximum: 5 }, { minimum: { value: 5, exclusive: true } }],
    ["number", { exclusiveMaximum: 5 }, { minimum: { value: 5, exclusive: false } }],
    ["string", { minLength: 5 }, { maxLength: 4 }],
    ["string", { maxLength: 5 }, { minLength: 6 }],
    ["array", { minItems: 5 }, { maxItems: 4 }],
    ["array", { maxItems: 5 }, { minItems: 6 }],
    ["object", { minProperties: 5 }, { maxProperties: 4 }],
    ["object", { maxProperties: 5 }, { minProperties: 6 }],
  ])("of the type %s, without %j", (type, denied, left) => {
    expect(facts({ type, not: denied })).toMatchObject(left);
    expect(facts({ type, not: { ...denied, type } })).toMatchObject(left);
  });

  test("is nothing of the other types, of which the denied one takes all", () => {
    expect([...facts({ not: { required: ["mast"] } }).types]).toEqual(["object"]);
    expect([...facts({ not: { required: ["mast"], maxLength: 3 } }).types]).toEqual(["string", "object"]);
    expect(facts({ not: { type: "array", maxItems: 3 } }).types.size).toBe(7);
  });

  test("is told of no bound if the denied schema asks more", () => {
    expect(facts({ type: "integer", not: { minimum: 5, multipleOf: 2 } }).maximum.value).toBe(Number.POSITIVE_INFINITY);
  });
});

test("a list of items that differ has no more of them than there are", () => {
  const flags = (minItems: number) => ({ type: "array", uniqueItems: true, minItems, items: { type: "boolean" } });
  expect([flags(2), flags(3)].map((schema) => facts(schema).impossible)).toEqual([false, true]);
  expect([2, 1].map((maxItems) => holdsWithin(flags(0), { maxItems }))).toEqual([true, false]);
});

test("a whole number by its format has no fraction", () => {
  expect(["int32", "int64", "double"].map((format) => facts({ type: "number", format }).types.has("fraction"))).toEqual(
    [false, false, true],
  );
});

test("variants that leave no gap between them take all", () => {
  const numbers = (most: number, least: number) => ({ anyOf: [{ maximum: most }, { minimum: least }] });
  expect(holdsWithin({ type: "number" }, numbers(3, 1))).toBe(true);
  expect(holdsWithin({ type: "number" }, numbers(1, 3))).toBe(false);
});

test("of as many fields as there can be, each is there", () => {
  const boat = (minProperties: number) => ({
    ...{ type: "object", minProperties, additionalProperties: false },
    properties: { mast: { type: "string" }, boom: { type: "string" } },
  });
  expect([1, 2].map((least) => holdsWithin(boat(least), { required: ["mast"] }))).toEqual([false, true]);
});

test("without one required name the others are asked for as ever, and without what two parts ask alike neither asks", () => {
  const schema = madeSchema({
    ...{ type: "object", required: ["mast", "boom"] },
    allOf: [{ type: "object", required: ["mast"] }],
  });
  const lacking = (keyword: string, name = "") => {
    const goal = goalsOf(schema).find((one) => one.keyword === keyword && one.name === name);
    return goal && without(conjunction([schema]), goal);
  };
  const [mast, type] = [lacking("required", "mast"), lacking("type")];
  expect(mast && [{ boom: 1 }, { mast: 1 }, {}].map((value) => accepts(validation, mast, value))).toEqual([
    true,
    false,
    false,
  ]);
  expect(type && ["sail", {}].map((value) => accepts(validation, type, value))).toEqual([true, false]);
});
