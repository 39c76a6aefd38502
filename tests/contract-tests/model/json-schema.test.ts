import { describe, expect, test } from "vitest";
import { readContract } from "../../../contract-tests/model/contract.js";
import type { Json, JsonObject } from "../../../contract-tests/model/json.js";
import { asOpenApi31 } from "../../../contract-tests/model/json-schema.js";
import { allows } from "../../../contract-tests/model/validator.js";

/** What a contract takes as the body of one request, and as that of its response, by the same schema. */
function reading(schema: JsonObject, schemas: JsonObject = {}) {
  const content = { "application/json": { schema } };
  const document = {
    openapi: "3.1.0",
    info: { title: "Boats", version: "1" },
    paths: {
      "/boats": {
        post: {
          operationId: "addBoat",
          requestBody: { content },
          responses: { "200": { description: "It.", content } },
        },
      },
    },
    components: { schemas },
  };
  const contract = readContract(asOpenApi31(document));
  const [operation] = contract.operations;
  const request = operation?.body?.content[0]?.schema;
  const response = operation?.responses[0]?.content[0]?.schema;
  if (!request || !response) {
    throw new Error("no body");
  }
  return {
    request: (value: Json) => allows(request, value),
    response: (value: Json) => allows(response, value),
  };
}

describe("readOnly and writeOnly", () => {
  const boat = {
    type: "object",
    required: ["number", "name", "pin"],
    properties: {
      number: { type: "integer", readOnly: true },
      name: { type: "string" },
      pin: { $ref: "#/components/schemas/Pin" },
    },
  };
  const { request, response } = reading(boat, { Pin: { type: "string", writeOnly: true } });

  test("what is readOnly is not required of a request, and no part of it", () => {
    expect(request({ name: "Ida", pin: "1" })).toBe(true);
    expect(request({ name: "Ida", pin: "1", number: 4 })).toBe(false);
    expect(request({ name: "Ida" })).toBe(false);
  });

  test("what is writeOnly is not required of a response", () => {
    expect(response({ name: "Ida", number: 4 })).toBe(true);
    expect(response({ name: "Ida", number: 4, pin: "1" })).toBe(true);
    expect(response({ name: "Ida", pin: "1" })).toBe(false);
  });
});

describe("tagged unions", () => {
  const schemas = {
    Sail: { type: "object", required: ["kind"], properties: { kind: { type: "string" }, masts: { type: "integer" } } },
    Oar: { type: "object", required: ["kind"], properties: { kind: { type: "string" }, oars: { type: "integer" } } },
  };
  const union = { oneOf: [{ $ref: "#/components/schemas/Sail" }, { $ref: "#/components/schemas/Oar" }] };

  test("the tag decides between variants that overlap", () => {
    const mapping = { sailing: "#/components/schemas/Sail", rowing: "#/components/schemas/Oar" };
    const { request } = reading({ ...union, discriminator: { propertyName: "kind", mapping } }, schemas);
    expect(request({ kind: "sailing" })).toBe(true);
    expect(request({ kind: "rowing", oars: 2 })).toBe(true);
    expect(request({ kind: "Sail" })).toBe(false);
    expect(request({ kind: "sailing", masts: "two" })).toBe(false);
  });

  test("without a mapping a schema's own name is its tag", () => {
    const { request } = reading({ ...union, discriminator: { propertyName: "kind" } }, schemas);
    expect([request({ kind: "Oar" }), request({ kind: "rowing" })]).toEqual([true, false]);
  });

  test("variants that build on the union itself can be checked", () => {
    const { request } = reading(
      { $ref: "#/components/schemas/Boat" },
      {
        Boat: {
          type: "object",
          required: ["kind"],
          properties: { kind: { type: "string" } },
          oneOf: [{ $ref: "#/components/schemas/Ferry" }],
          discriminator: { propertyName: "kind" },
        },
        Ferry: {
          allOf: [{ $ref: "#/components/schemas/Boat" }, { type: "object", properties: { cars: { type: "integer" } } }],
        },
      },
    );
    expect([request({ kind: "Ferry", cars: 9 }), request({ kind: "Ferry", cars: "9" })]).toEqual([true, false]);
  });
});

test("what stands beside a $ref holds as well", () => {
  const { request } = reading({ $ref: "#/components/schemas/Name", maxLength: 3 }, { Name: { type: "string" } });
  expect([request("Ida"), request("Idas"), request(3)]).toEqual([true, false, false]);
});

describe("examples", () => {
  const post = (content: JsonObject): JsonObject => ({
    operationId: "addBoat",
    requestBody: { content: { "application/json": content } },
    responses: { "204": { description: "Added." } },
  });
  const read = (content: JsonObject) =>
    readContract({ openapi: "3.1.0", info: {}, paths: { "/boats": { post: post(content) } } });

  test("one that breaks its schema is left out of all that is served and sent, with a word", () => {
    const { operations, warnings } = read({
      schema: { type: "integer" },
      examples: { right: { summary: "One.", value: 1 }, wrong: { value: "one" } },
    });
    expect(operations[0]?.body?.content[0]?.examples.map(({ name, value }) => [name, value])).toEqual([["right", 1]]);
    expect(warnings).toEqual(['POST /boats, body: the example "wrong" is left out, as it must be integer']);
  });

  test("those on a schema count where the media type has none, and only as a whole value", () => {
    const boat = {
      type: "object",
      required: ["name"],
      properties: {
        name: { type: "string", examples: ["Ida"] },
        tags: { type: "array", items: { type: "string", examples: ["old"] } },
        owner: { type: "object", properties: { age: { type: "integer" } } },
      },
    };
    const examplesOf = (schema: JsonObject) =>
      read({ schema }).operations[0]?.body?.content[0]?.examples.map(({ value }) => value);
    expect(examplesOf(boat)).toEqual([{ name: "Ida", tags: ["old"] }]);
    expect(examplesOf({ ...boat, required: ["name", "owner"] })).toEqual([]);
    expect(examplesOf({ allOf: [boat, { properties: { length: { examples: [7] } } }] })).toEqual([
      { name: "Ida", tags: ["old"], length: 7 },
    ]);
  });

  test("one that is meant for both directions loses what a request does not have", () => {
    const { operations, warnings } = read({
      schema: { type: "object", properties: { id: { type: "integer", readOnly: true }, name: { type: "string" } } },
      example: { id: 7, name: "Ida" },
    });
    expect(operations[0]?.body?.content[0]?.examples.map(({ value }) => value)).toEqual([{ name: "Ida" }]);
    expect(warnings).toEqual([]);
  });
});

describe("OpenAPI 3.0 as 3.1", () => {
  const rewritten = (schema: JsonObject) =>
    Object(asOpenApi31({ openapi: "3.0.3", components: { schemas: { A: schema } } }).components).schemas.A;

  test.each<[what: string, schema: JsonObject, as: JsonObject]>([
    ["a nullable type", { type: "string", nullable: true }, { type: ["string", "null"] }],
    ["nullable: false", { type: "string", nullable: false }, { type: "string" }],
    [
      "a nullable composition",
      { allOf: [{ type: "string" }], nullable: true },
      { anyOf: [{ allOf: [{ type: "string" }] }, { type: "null" }] },
    ],
    ["nullable without a type", { nullable: true, enum: ["a", null] }, { enum: ["a", null] }],
    ["an exclusive bound", { minimum: 1, exclusiveMinimum: true }, { exclusiveMinimum: 1 }],
    ["an inclusive bound", { maximum: 1, exclusiveMaximum: false }, { maximum: 1 }],
    ["company of a $ref", { $ref: "#/components/schemas/B", maxLength: 2 }, { $ref: "#/components/schemas/B" }],
    ["an example", { type: "string", example: "a" }, { type: "string", examples: ["a"] }],
    ["what is inside", { items: { type: "string", nullable: true } }, { items: { type: ["string", "null"] } }],
  ])("%s", (_what, schema, as) => {
    expect(rewritten(schema)).toEqual(as);
  });

  test.each<[what: string, schema: JsonObject]>([
    ["nullable, which 3.1 does not know", { nullable: true, items: { nullable: true, type: "string" } }],
    ["the id of older drafts", { id: "lamp", items: { type: "string" } }],
    ["references of an older draft", { $recursiveAnchor: true, items: { $recursiveRef: "#", type: "string" } }],
    ["what only Ajv knows", { $async: true, items: { type: "string" } }],
  ])("passed over, as JSON Schema does: %s", (_what, schema) => {
    const { request } = reading({ type: "array", ...schema });
    expect([request(["a"]), request([null])]).toEqual([true, false]);
  });

  test("a schema in an extension that another one refers to", () => {
    const document = asOpenApi31({
      openapi: "3.0.3",
      "x-schemas": { B: { type: "string", nullable: true } },
      components: { schemas: { A: { $ref: "#/x-schemas/B" } } },
    });
    expect(document["x-schemas"]).toEqual({ B: { type: ["string", "null"] } });
  });
});
