import fc from "fast-check";
import { expect, test } from "vitest";
import type { Json, JsonObject } from "../../../contract-tests/model/json.js";
import { asJsonSchema } from "../../../contract-tests/model/json-schema.js";
import { child, rootNode } from "../../../contract-tests/model/node.js";
import { takes } from "../../../contract-tests/schema/engine.js";
import { anything, isImpossible, shownBy, type Want, wantsIn } from "../../../contract-tests/schema/wants.js";

/** `WANTS_SCHEMAS=3000 WANTS_SEED=7 npx vitest run tests/contract-tests/schema/wants.test.ts` tries more, and others. */
const count = Number(process.env.WANTS_SCHEMAS ?? 150);
const seed = Number(process.env.WANTS_SEED ?? 5);

const names = ["a", "b", "c"];
const name = fc.constantFrom(...names);
const leaf = fc.constantFrom<Json>(
  { type: "string" },
  { type: "string", minLength: 2, maxLength: 3 },
  { enum: ["p", "q"] },
  { type: "integer", minimum: 1, maximum: 4 },
  { type: "number", multipleOf: 0.5 },
  { type: "boolean" },
  { const: "p" },
  { type: ["string", "null"] },
  { oneOf: [{ type: "boolean" }, { type: "boolean" }] },
);
const fields = (inner: fc.Arbitrary<Json>) => fc.dictionary(name, inner, { maxKeys: 3, noNullPrototype: true });
const conditions: fc.Arbitrary<Json> = fc.oneof(
  fc.record({ properties: fields(leaf) }),
  fc.record({ required: fc.array(name, { minLength: 1, maxLength: 1 }) }),
);
const objects = (inner: fc.Arbitrary<Json>): fc.Arbitrary<JsonObject> =>
  fc.record<JsonObject>(
    {
      type: fc.constant("object"),
      properties: fields(inner),
      required: fc.subarray(names),
      additionalProperties: fc.oneof(fc.boolean(), leaf),
      minProperties: fc.nat(2),
      maxProperties: fc.integer({ min: 1, max: 3 }),
      dependentRequired: fc.dictionary(name, fc.array(name, { maxLength: 1 }), { maxKeys: 1, noNullPrototype: true }),
      dependentSchemas: fc.dictionary(name, conditions, { maxKeys: 1, noNullPrototype: true }),
      if: conditions,
      // biome-ignore lint/suspicious/noThenProperty: the keyword is called that.
      then: conditions,
      else: conditions,
      not: fc.record({ required: fc.array(name, { minLength: 1, maxLength: 1 }) }),
      anyOf: fc.array(conditions, { minLength: 2, maxLength: 2 }),
    },
    { requiredKeys: ["type", "properties"] },
  );
const scalars = fc.constantFrom<Json>(null, true, false, 1, 2, 4, 0.5, "", "p", "q", "ab", "abc");
const holding = (inner: fc.Arbitrary<Json>) =>
  fc.dictionary(fc.constantFrom(...names, "z"), inner, { maxKeys: 4, noNullPrototype: true });
const values: fc.Arbitrary<Json> = holding(fc.oneof({ weight: 3, arbitrary: scalars }, holding(scalars)));

const keyOf = ({ kind, schemaPath, ...want }: Want) =>
  JSON.stringify([kind, schemaPath, "value" in want && want.value]);

test(`no value shows a want that is called impossible (${count} schemas, seed ${seed})`, {
  timeout: 60_000 + count * 300,
}, () => {
  let excused = 0;
  let shown = 0;
  const property = fc.property(
    objects(fc.oneof({ weight: 3, arbitrary: leaf }, objects(leaf))),
    fc.array(values, { minLength: 80, maxLength: 80 }),
    (schema, tried) => {
      const root = child(
        rootNode(asJsonSchema({ paths: {}, components: { schemas: { Root: schema } } })),
        "components",
        "schemas",
        "Root",
      );
      const wants = root ? wantsIn(root) : [];
      const possible = new Set(
        wants.flatMap(({ site, want }) => (isImpossible(site, want, anything) ? [] : [keyOf(want)])),
      );
      const impossible = new Set(wants.map(({ want }) => keyOf(want)).filter((key) => !possible.has(key)));
      excused += impossible.size;
      for (const value of root ? tried.filter((one) => takes(root, one)) : []) {
        const keys = root ? shownBy(root, value).map(keyOf) : [];
        shown += keys.length;
        expect([value, keys.filter((key) => impossible.has(key))]).toEqual([value, []]);
      }
    },
  );
  fc.assert(property, { numRuns: count, seed });
  expect(excused).toBeGreaterThan(count / 3);
  expect(shown).toBeGreaterThan(count);
});
