import { describe, expect, test } from "vitest";
import { unusualRequests } from "../../../contract-tests/cases/unusual.js";
import { deriveCases } from "../../../contract-tests/checks/derive.js";
import { readContract } from "../../../contract-tests/model/contract.js";
import type { JsonObject } from "../../../contract-tests/model/json.js";
import { seed } from "../support.js";

function contractOf(operation: JsonObject, path = "/shelves") {
  return readContract({
    openapi: "3.1.0",
    info: { title: "Shelves", version: "1.0.0" },
    paths: {
      [path]: { post: { operationId: "addShelf", responses: { "204": { description: "Added" } }, ...operation } },
    },
  });
}

/** The unusual requests of an operation, each with its body or else its parameters, by name. */
function unusual(operation: JsonObject, path?: string): Record<string, unknown> {
  const contract = contractOf(operation, path);
  const [only] = contract.operations;
  const requests = only ? unusualRequests(only) : [];
  return Object.fromEntries(
    requests.map(({ name, plan }) => [name, plan.body && "json" in plan.body ? plan.body.json : plan.params]),
  );
}

const body = (schema: JsonObject): JsonObject => ({
  requestBody: { required: true, content: { "application/json": { schema } } },
});
const text = { type: "string" };

describe("what plain samples do not hold is sent once for an operation", () => {
  test("at the deepest place that accepts it", () => {
    const book = { type: "object", properties: { title: text, isbn: { type: "string", pattern: "^[0-9]+$" } } };
    const found = unusual(body({ type: "object", properties: { room: text, books: { type: "array", items: book } } }));
    expect(Object.keys(found)).toEqual([
      "books.[].title: characters beyond the BMP",
      "books.[].title: decomposed characters",
      "books.[].title: a long text",
      "every field in reverse order",
    ]);
    expect(found["books.[].title: characters beyond the BMP"]).toEqual({
      books: [{ title: expect.stringMatching(/[\u{10000}-\u{10ffff}]/u) }],
    });
    expect(Object.keys(Object(found["every field in reverse order"]))).toEqual(["books", "room"]);
  });

  test("not in place of an identity, unless there is nothing else", () => {
    const owner = { type: "object", properties: { name: { ...text, "x-identifies-person": true } } };
    const named = Object.keys(unusual(body({ type: "object", properties: { room: text, owner } })));
    expect(named).toContain("room: decomposed characters");
    const alone = Object.keys(unusual(body({ type: "object", additionalProperties: false, properties: { owner } })));
    expect(alone).toContain("owner.name: decomposed characters");
  });

  test("within the limits that are documented", () => {
    const short = { type: "string", maxLength: 500 };
    const labels = { type: "object", additionalProperties: text, maxProperties: 20 };
    const found = unusual(
      body({
        type: "object",
        additionalProperties: false,
        properties: { short, labels: { ...labels, additionalProperties: short } },
      }),
    );
    expect(Object.keys(found).filter((name) => /long|entries/.test(name))).toEqual([]);
    expect(Object.keys(found)).toContain("labels.*: characters beyond the BMP");
  });

  test.each<[what: string, map: JsonObject]>([
    ["any names", { additionalProperties: { type: "integer" } }],
    ["names of a form", { propertyNames: { pattern: "^[a-z]{2}[0-9]{2}$" }, additionalProperties: text }],
    ["nothing said of it", {}],
  ])("a map with many entries: %s", (_what, map) => {
    const found = unusual(body({ type: "object", properties: { rows: { type: "object", ...map } } }));
    const [name = ""] = Object.keys(found).filter((one) => one.includes("entries"));
    expect(name).toBe("rows: 25 entries");
    expect(Object.keys(Object(found[name]).rows).length).toBeGreaterThan(20);
  });

  test("in a parameter, where there is no body or it has no such place", () => {
    const parameters = [
      { name: "X-Note", in: "header", schema: text },
      { name: "shelf", in: "path", required: true, schema: text },
      { name: "page", in: "query", schema: { type: "integer" } },
    ];
    const found = unusual({ parameters }, "/shelves/{shelf}");
    expect(Object.keys(found)).toEqual([
      "shelf: characters beyond the BMP",
      "shelf: decomposed characters",
      expect.stringMatching(/: a long text$/),
    ]);
  });

  test("and is not taken for the same request in another order", () => {
    const contract = contractOf(body({ type: "object", required: ["a", "b"], properties: { a: text, b: text } }));
    const names = deriveCases(contract, seed).map(({ name }) => name);
    expect(names.filter((name) => name === "every field in reverse order")).toHaveLength(1);
  });
});
