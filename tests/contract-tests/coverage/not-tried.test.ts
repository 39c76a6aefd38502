import { expect, test } from "vitest";
import { deriveCases } from "../../../contract-tests/checks/derive.js";
import { notTried } from "../../../contract-tests/coverage/not-tried.js";
import { requirements } from "../../../contract-tests/coverage/requirements.js";
import { readContract } from "../../../contract-tests/model/contract.js";
import type { JsonObject } from "../../../contract-tests/model/json.js";

function contractOf(schema: JsonObject, schemas: JsonObject = {}) {
  const content = { "application/json": { schema } };
  return readContract({
    openapi: "3.1.0",
    info: { title: "Trains", version: "1" },
    paths: {
      "/trains": {
        post: {
          operationId: "addTrain",
          requestBody: { required: true, content },
          responses: { "204": { description: "Added." }, "400": { description: "Refused." } },
        },
      },
    },
    components: { schemas },
  });
}

test("a bound beyond what is generated is told, and neither tried nor required", () => {
  const contract = contractOf({
    type: "object",
    properties: {
      cars: { type: "array", maxItems: 100_000_000, items: { type: "string" } },
      note: { type: "string", maxLength: 2 ** 31 },
      name: { type: "string", maxLength: 65_536 },
    },
  });
  expect(notTried(contract)).toEqual([
    "addTrain: the maxItems of cars (100000000) is not tried: too large",
    "addTrain: the maxLength of note (2147483648) is not tried: too large",
  ]);
  const sizes = deriveCases(contract, 1).map(({ plan }) => JSON.stringify(plan.body ?? null).length);
  expect(Math.max(...sizes)).toBeGreaterThan(65_536);
  expect(Math.max(...sizes)).toBeLessThan(200_000);
  const required = JSON.stringify(requirements(contract).map(({ text }) => text));
  expect(required).toContain("name at its maxLength");
  expect(required).not.toMatch(/(?:cars|note) at its max/);
});

test("schemas that lead to each other give a bounded number of cases", () => {
  const names = Array.from({ length: 5 }, (_, index) => `T${index}`);
  const properties = Object.fromEntries(names.map((name) => [name, { $ref: `#/components/schemas/${name}` }]));
  const schemas = Object.fromEntries(names.map((name) => [name, { type: "object", properties }]));
  const contract = contractOf({ $ref: "#/components/schemas/T0" }, schemas);
  expect(deriveCases(contract, 1).length).toBeLessThan(3_000);
  expect(notTried(contract)).toEqual(["addTrain: the body is varied in its first 200 schemas only"]);
});
