import { describe, expect, it } from "vitest";
import type { Json, JsonObject } from "../../../contract-tests/model/json.js";
import { compareDocuments } from "../../../scripts/compare/compare.js";
import { documentOf, line } from "./documents.js";

const text: JsonObject = { type: "string" };
const lines = (way: "request" | "response", ours: Json, theirs: Json, schemas: JsonObject = {}) =>
  compareDocuments(documentOf({ [way]: ours, schemas }), documentOf({ [way]: theirs, schemas }), {
    literal: true,
  }).differences.map(line);
const variant = (fields: JsonObject, more: JsonObject = {}): JsonObject => ({
  type: "object",
  required: Object.keys(fields),
  properties: fields,
  ...more,
});
const lamp = variant({ sort: { const: "lamp" } });
const oil = variant({ litres: { type: "integer" } });

describe("a row names the news", () => {
  it("a value that is new or gone, and not those that stay", () => {
    const [few, more] = [{ enum: ["b", "a", "c", "d", "e"] }, { enum: ["a", "b", "c", "d", "e", "new"] }];
    expect(lines("response", few, more)).toEqual(['breaking response 200 body: "new" can come now']);
    expect(lines("request", more, few)).toEqual(['breaking request body: "new" is not accepted now']);
    expect(lines("request", few, more)).toEqual(['compatible request body: "new" is accepted now']);
  });

  it("the format of whole numbers, and not the bounds that it comes to", () => {
    const [whole, small] = [{ type: "integer" }, { type: "integer", format: "int32" }];
    expect(lines("request", whole, small)).toEqual([
      'breaking request body: now: format "int32"; before: no such limit',
    ]);
    expect(lines("request", small, { type: "integer", maximum: 2 ** 31 - 1 })).not.toContainEqual(
      expect.stringContaining("breaking"),
    );
    expect(lines("request", { type: "integer", minimum: 0, maximum: 9 }, small)).not.toContainEqual(
      expect.stringContaining("breaking"),
    );
    expect(lines("request", { type: "integer", minimum: 0 }, small)).toContainEqual(
      expect.stringContaining("breaking"),
    );
  });

  it.each<[by: string, variant: JsonObject, name: string]>([
    ["tag", variant({ sort: { const: "torch" }, wood: text }), 'sort "torch"'],
    ["title", variant({ wood: text }, { title: "A torch" }), '"A torch"'],
    ["name", { $ref: "#/components/schemas/Torch" }, "Torch"],
    ["required fields", variant({ wood: text, resin: text }), "the object with wood, resin"],
    ["type", { type: "boolean" }, "the boolean"],
  ])("a variant by its %s", (_by, added, name) => {
    const schemas: JsonObject = { Torch: variant({ wood: text }) };
    expect(lines("response", { oneOf: [lamp, oil] }, { oneOf: [lamp, oil, added] }, schemas)).toContain(
      `breaking response 200 body: ${name} can come now`,
    );
  });

  it("a variant by no value that another one has as well", () => {
    const lit = (more: JsonObject) => variant({ state: { const: "lit" }, ...more });
    expect(
      lines(
        "response",
        { oneOf: [lit({ oil: text }), oil] },
        { oneOf: [lit({ oil: text }), oil, lit({ wood: text })] },
      ),
    ).toContain("breaking response 200 body: the object with state, wood can come now");
  });

  it("a tag that can come, and one that comes no longer", () => {
    const schemas: JsonObject = {
      Lamp: variant({ sort: text, oil: text }),
      Torch: variant({ sort: text, wood: text }),
    };
    const union = (mapping: JsonObject): JsonObject => ({
      oneOf: [{ $ref: "#/components/schemas/Lamp" }, { $ref: "#/components/schemas/Torch" }],
      discriminator: { propertyName: "sort", mapping },
    });
    const [few, more] = [
      union({ lamp: "Lamp", torch: "Torch" }),
      union({ lamp: "Lamp", light: "Lamp", torch: "Torch" }),
    ];
    expect(lines("response", few, more, schemas)).toEqual([
      'breaking response 200 body: sort: "light" can come as a tag now',
    ]);
    expect(lines("response", more, few, schemas)).toEqual([
      'compatible response 200 body: sort: "light" comes as a tag no longer',
    ]);
  });

  it("a field that is new, gone or of the other direction, once", () => {
    const fields = (properties: JsonObject, more: JsonObject = {}) => ({ type: "object", properties, ...more });
    const [one, two] = [fields({ a: text }), fields({ a: text, b: text })];
    expect(lines("response", fields({ a: text, b: text }, { required: ["b"] }), one)).toEqual([
      "breaking response 200 body: b: is gone: can be missing now",
    ]);
    expect(lines("request", one, fields({ a: text, b: text }, { required: ["b"] }))).toEqual([
      "breaking request body: b: is new and required",
    ]);
    expect(lines("request", two, fields({ a: text, b: { ...text, readOnly: true } }))).toEqual([
      "compatible request body: b: is `readOnly` now: not to be sent",
    ]);
  });

  it("nothing that is in neither document, when values travel as text", () => {
    const query = (schema: JsonObject): JsonObject => ({
      openapi: "3.1.0",
      info: { title: "Lights", version: "1" },
      paths: {
        "/v1/lights": {
          get: { operationId: "list", parameters: [{ name: "size", in: "query", schema }], responses: {} },
        },
      },
    });
    const rows = (ours: JsonObject, theirs: JsonObject) =>
      compareDocuments(query(ours), query(theirs)).differences.map(line);
    expect(rows({ enum: ["1", "2"] }, { enum: ["1"] })).toEqual([
      'breaking query parameter size: "2" is not accepted now',
    ]);
    expect(rows(text, { type: "integer" })).toEqual(["breaking query parameter size: is integer now, not string"]);
    expect(rows({ type: "integer" }, { type: "integer", maximum: 5 })).toEqual([
      "breaking query parameter size: now: 5 or less; before: no such limit",
    ]);
    expect(rows({ type: "array", items: text }, { type: "array", items: { ...text, maxLength: 3 } })).toEqual([
      "breaking query parameter size: []: now: 3 or fewer characters; before: no such limit",
    ]);
  });
});

it("an operation's counterpart at another method is none if that has one of its own", () => {
  const document = (...methods: string[]): JsonObject => ({
    openapi: "3.1.0",
    info: { title: "Lights", version: "1" },
    paths: { "/v1/lights": Object.fromEntries(methods.map((one) => [one, { operationId: one, responses: {} }])) },
  });
  expect(compareDocuments(document("get", "post"), document("get")).differences.map(line)).toEqual([
    "breaking operation: is gone: neither its path nor its operationId is there",
  ]);
  expect(compareDocuments(document("get"), document("get", "post")).differences.map(line)).toEqual([
    "compatible operation: is new",
  ]);
});
