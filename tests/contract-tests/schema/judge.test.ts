import fc from "fast-check";
import { expect, test } from "vitest";
import type { Json, JsonObject } from "../../../contract-tests/model/json.js";
import { asJsonSchema } from "../../../contract-tests/model/json-schema.js";
import { child, rootNode } from "../../../contract-tests/model/node.js";
import { schemaOf } from "../../../contract-tests/schema/engine.js";
import { invalidSamples } from "../../../contract-tests/schema/invalid-samples.js";
import { meetsAll } from "../../../contract-tests/schema/refuses.js";
import { validSamples } from "../../../contract-tests/schema/valid-samples.js";
import { validation } from "../../../contract-tests/schema/validate.js";
import { components, schemas } from "../random/schemas.js";

/** `JUDGE_SCHEMAS=5000 JUDGE_SEED=7 npx vitest run tests/contract-tests/schema/judge.test.ts` tries more, and others. */
const count = Number(process.env.JUDGE_SCHEMAS ?? 300);
const seed = Number(process.env.JUDGE_SEED ?? 3);

function nodeOf(schema: Json, others: JsonObject = {}) {
  const document = asJsonSchema({ paths: {}, components: { schemas: { ...others, Root: schema } } });
  const node = child(rootNode(document), "components", "schemas", "Root");
  if (!node) {
    throw new Error("no schema");
  }
  return node;
}

test(`the validator refuses a value exactly when a goal does (${count} schemas, seed ${seed})`, {
  timeout: 60_000 + count * 200,
}, () => {
  const decided = { true: 0, false: 0, open: 0 };
  const property = fc.property(
    schemas(true, 2),
    components(true, 1),
    fc.array(fc.jsonValue()),
    (root, others, more) => {
      const node = nodeOf(root, others);
      const schema = schemaOf(node);
      const made = [...validSamples(node), ...invalidSamples(node)].map(({ value }) => value);
      for (const value of [...made, ...(more as Json[])]) {
        const isMet = meetsAll(schema, value);
        const isValid = validation.isValid(schema, value);
        decided[`${isMet ?? "open"}`] += 1;
        expect([value, isMet ?? isValid]).toEqual([value, isValid]);
      }
    },
  );
  fc.assert(property, { numRuns: count, seed });
  expect(decided.true).toBeGreaterThan(count);
  expect(decided.false).toBeGreaterThan(count);
  expect(decided.open).toBeLessThan((decided.true + decided.false) / 4);
});

test.each<[keyword: string, schema: JsonObject]>([
  ["unevaluatedProperties", { type: "object", unevaluatedProperties: false }],
  ["a format that is not listed", { type: "string", format: "email" }],
  ["$dynamicRef", { $dynamicRef: "#x" }],
])("what is not listed is not decided: %s", (_what, schema) => {
  expect(meetsAll(schemaOf(nodeOf(schema)), schema.type === "object" ? { a: 1 } : "a")).toBeUndefined();
});

test("the formats of whole numbers are decided", () => {
  const values = [2 ** 31 - 1, 2 ** 31, -(2 ** 31) - 1, 1.5, "text"];
  expect(values.map((value) => meetsAll(schemaOf(nodeOf({ format: "int32" })), value))).toEqual([
    ...[true, false, false, false, true],
  ]);
});
