import { describe, expect, test } from "vitest";
import type { Case } from "../../../contract-tests/cases/case.js";
import { derive, deriveCases } from "../../../contract-tests/checks/derive.js";
import { coveredBy, evidenceOf, leftOutCases } from "../../../contract-tests/coverage/covered.js";
import { cannotBeShown, gaps, uncovered } from "../../../contract-tests/coverage/gaps.js";
import { coverageGoals } from "../../../contract-tests/coverage/goals.js";
import { notTried, tooMany } from "../../../contract-tests/coverage/not-tried.js";
import { readContract } from "../../../contract-tests/model/contract.js";
import type { JsonObject } from "../../../contract-tests/model/json.js";
import { limits } from "../../../contract-tests/model/limits.js";

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
  const required = JSON.stringify(coverageGoals(contract).map(({ text }) => text));
  expect(required).toContain("name at its maxLength");
  expect(required).not.toMatch(/(?:cars|note) at its max/);
});

function graph(count: number) {
  const names = Array.from({ length: count }, (_, index) => `T${index}`);
  const properties = Object.fromEntries(names.map((name) => [name, { $ref: `#/components/schemas/${name}` }]));
  const schemas = Object.fromEntries(names.map((name) => [name, { type: "object", properties }]));
  return contractOf({ $ref: "#/components/schemas/T0" }, schemas);
}

test.each([5, 12, 40])(
  "%i schemas that all refer to each other give a bounded number of cases, and no gap",
  (count) => {
    const contract = graph(count);
    const { cases, leftOut } = derive(contract, 1);
    expect(cases.length).toBeLessThanOrEqual(limits.cases);
    const evidence = cases.map((one) => evidenceOf(one, { outcome: "passed", seen: [] }));
    const coverage = coveredBy(contract, evidence, leftOutCases(contract, leftOut));
    expect(notTried(contract)).toEqual(["addTrain: the body is varied in its first 200 schemas only"]);
    expect(gaps(contract, coverage).filter(({ what }) => what.kind !== "success" && what.kind !== "status")).toEqual(
      [],
    );
  },
);

test("what only cases beyond the bound could cover is told, and no gap", () => {
  const contract = contractOf({ type: "object", properties: { name: { type: "string", maxLength: 3 } } });
  const all = deriveCases(contract, 1);
  const [left, kept] = [true, false].map((out) =>
    all.filter(({ name }) => name.includes("against its maxLength") === out),
  );
  const evidence = (kept ?? []).map((one) => evidenceOf(one, { outcome: "passed", seen: [] }));
  const open = (cases: readonly Case[]) => {
    const leftOut = leftOutCases(contract, cases);
    const coverage = coveredBy(contract, evidence, leftOut);
    return [
      gaps(contract, coverage).filter(({ what }) => what.kind === "broken"),
      tooMany(contract, coverage, leftOut),
    ];
  };
  expect(open([])).toEqual([[expect.objectContaining({ text: "no case breaks maxLength of name" })], []]);
  expect(open(left ?? [])).toEqual([
    [],
    [
      "addTrain: 1 of 1,001 cases are not tried: over the bound of 1,000 cases per operation; they alone cover 1 of what the contract requires",
    ],
  ]);
});

describe("a union leaves no gap that no edit of the contract could close", () => {
  const text = { type: "string" };
  const sleeper = { type: "object", required: ["beds"], properties: { beds: { type: "integer" } } };
  const gapsWith = (schema: JsonObject) => {
    const contract = contractOf({ type: "object", properties: { car: schema } });
    const cases = deriveCases(contract, 1);
    const seen = [
      { kind: "success" } as const,
      ...["204", "400"].map((status) => ({ kind: "status", status }) as const),
    ];
    const coverage = coveredBy(
      contract,
      cases.map((one) => evidenceOf(one, { outcome: "passed", seen })),
    );
    return {
      gaps: gaps(contract, coverage).map(({ text: said }) => said),
      hidden: cannotBeShown(uncovered(contract, coverage)).sort(),
    };
  };

  test.each<[what: string, schema: JsonObject]>([
    ["in another one", { anyOf: [{ oneOf: [text, { type: "integer" }] }, { type: "null" }] }],
    ["three deep", { oneOf: [{ anyOf: [{ anyOf: [text] }, { type: "boolean" }] }, { type: "null" }] }],
    ["in a list", { type: "array", items: { anyOf: [{ anyOf: [text] }, { type: "null" }] } }],
    ["of objects and null", { anyOf: [{ oneOf: [sleeper, { type: "array", items: text }] }, { type: "null" }] }],
  ])("%s: each type is broken by a case", (_what, schema) => {
    expect(gapsWith(schema)).toEqual({ gaps: [], hidden: [] });
  });

  test.each<[what: string, schema: JsonObject, hidden: string[]]>([
    ["beside anything", { anyOf: [text, {}] }, ["type of car"]],
    ["a list of texts beside any text", { anyOf: [{ ...text, enum: ["ice", "tgv"] }, text] }, ["enum of car"]],
    [
      "bounds that overlap",
      {
        anyOf: [
          { ...text, maxLength: 6 },
          { ...text, minLength: 3 },
        ],
      },
      ["maxLength of car", "minLength of car"],
    ],
    ["an object beside any object", { anyOf: [sleeper, { type: "object" }] }, ["required of beds", "type of car.beds"]],
    [
      "numbers of which both variants take some",
      {
        oneOf: [
          { type: "integer", minimum: 0 },
          { type: "integer", maximum: 10 },
        ],
      },
      ["minimum of car", "car at its minimum", "maximum of car", "car at its maximum"],
    ],
  ])("%s: what no request can show is told with the reason", (_what, schema, hidden) => {
    const reason = (what: string) => (what.includes(" at its ") ? "no value does" : "no value breaks it alone");
    const lines = hidden.map((one) => `addTrain: ${one} cannot be shown: ${reason(one)}`).sort();
    expect(gapsWith(schema)).toEqual({ gaps: [], hidden: lines });
  });

  test("and a keyword outside of variants is required as ever", () => {
    const contract = contractOf({ type: "object", properties: { car: { ...text, maxLength: 6 } } });
    expect(coverageGoals(contract).map(({ text: said }) => said)).toContain("no case breaks maxLength of car");
    expect(notTried(contract)).toEqual([]);
  });
});

test("a goal that the rest of its schema makes certain cannot be shown, and any other is required", () => {
  const contract = contractOf({
    type: "object",
    properties: {
      axles: { type: "integer", not: { type: "string" } },
      name: { type: "string", not: { enum: ["none"] } },
      cars: { type: "array", minItems: 1, items: { type: "integer" }, contains: { type: "number" } },
    },
    not: { required: ["name", "unlisted"] },
  });
  const asked = coverageGoals(contract).flatMap(({ text }) => (/ (?:not|contains) /.test(text) ? [text] : []));
  expect(asked).toEqual(
    ["not of the body", "not of axles", "not of name", "contains of cars"].map((one) => `no case breaks ${one}`),
  );
  const evidence = deriveCases(contract, 1).map((one) => evidenceOf(one, { outcome: "passed", seen: [] }));
  const open = uncovered(contract, coveredBy(contract, evidence)).filter(({ what }) => what.kind === "broken");
  expect(cannotBeShown(open)).toEqual([
    "addTrain: type of the body cannot be shown: no value breaks it alone",
    "addTrain: not of axles cannot be shown: no value breaks it alone",
    "addTrain: minItems of cars cannot be shown: no value breaks it alone",
    "addTrain: contains of cars cannot be shown: no value breaks it alone",
  ]);
  expect(open).toHaveLength(4);
});
