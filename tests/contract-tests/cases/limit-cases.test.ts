import { expect, test } from "vitest";
import { limitCases } from "../../../contract-tests/cases/limit-cases.js";
import { derive } from "../../../contract-tests/checks/derive.js";
import { readContract } from "../../../contract-tests/model/contract.js";
import type { JsonObject } from "../../../contract-tests/model/json.js";
import { limits } from "../../../contract-tests/model/limits.js";

/** One operation, whose body has so many fields and one of another kind. */
function contractOf(fields: number) {
  const properties = Object.fromEntries(
    Array.from({ length: fields }, (_, index): [string, JsonObject] => [
      `field${index}`,
      { type: "string", minLength: 2, maxLength: 9, pattern: "^[a-z]+$" },
    ]),
  );
  const inner = { type: "object", properties: { depth: { type: "integer", maximum: 7 } } };
  const schema: JsonObject = { type: "object", properties: { ...properties, inner }, required: ["field0"] };
  const content = { "application/json": { schema, example: { field0: "shown" } } };
  return readContract({
    openapi: "3.1.0",
    info: { title: "Wide", version: "1" },
    paths: {
      "/wide": {
        post: {
          operationId: "addWide",
          requestBody: { required: true, content },
          responses: { "204": { description: "Added." }, "400": { description: "Refused." } },
        },
      },
    },
  });
}

const contract = contractOf(4);
const [operation] = contract.operations;
const { cases: all } = derive(contract, 1);

function partedAt(most: number) {
  if (!operation) {
    throw new Error("no operation");
  }
  const { kept, leftOut } = limitCases(operation, all, most);
  return { kept: kept.map(({ name }) => name), leftOut: leftOut.map(({ name }) => name) };
}

test("within the bound nothing is left out", () => {
  expect(partedAt(all.length)).toEqual({ kept: all.map(({ name }) => name), leftOut: [] });
});

test("what was drawn by chance goes first, then what covers nothing of its own, the last first", () => {
  expect(partedAt(all.length - 1).leftOut).toEqual(["10 random bodies"]);
  const { kept, leftOut } = partedAt(all.length - 8);
  expect(kept).toHaveLength(all.length - 8);
  expect(leftOut).toContain("10 random bodies");
  // Of the texts against the pattern and nothing else the first is enough.
  expect(leftOut).toContain('field3: "~a", against its pattern');
  expect(kept).toEqual(
    expect.arrayContaining(["inner.depth: the most (7)", "inner.depth: 8, against its maximum", "every field"]),
  );
});

test("what alone covers something goes after that, the deepest first, and examples stay", () => {
  const { kept } = partedAt(14);
  expect(kept.filter((name) => name === "example default" || name === "204 empty").length).toBeGreaterThan(2);
  expect(kept).not.toContain("inner.depth: 8, against its maximum");
  expect(partedAt(1).kept.every((name) => !name.includes("field"))).toBe(true);
  expect(partedAt(1).kept).toContain("example default");
});

test("an operation has no more cases than the bound, whatever its schemas", () => {
  const { cases, leftOut } = derive(contractOf(190), 1);
  expect(cases).toHaveLength(limits.cases);
  expect(leftOut.length).toBeGreaterThan(limits.cases);
  expect(cases.map(({ name }) => name)).toContainEqual(
    expect.stringMatching(/^field189: "\w+", against its maxLength$/),
  );
});
