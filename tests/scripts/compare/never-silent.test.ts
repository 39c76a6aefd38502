import { describe, expect, it } from "vitest";
import type { Json, JsonObject } from "../../../contract-tests/model/json.js";
import { compareDocuments } from "../../../scripts/compare/compare.js";
import { documentOf } from "./documents.js";

type Way = "request" | "response";

/** The worst of what is found where values of `given` meet a schema that takes `taken`. */
function worst(
  way: Way,
  given: Json,
  taken: Json,
  schemas?: { readonly given: JsonObject; readonly taken: JsonObject },
) {
  const [giving, taking] = [
    documentOf({ [way]: given, ...(schemas && { schemas: schemas.given }) }),
    documentOf({ [way]: taken, ...(schemas && { schemas: schemas.taken }) }),
  ];
  const [ours, theirs] = way === "request" ? [giving, taking] : [taking, giving];
  return compareDocuments(ours, theirs, { literal: true }).differences[0]?.verdict ?? "nothing";
}

const text: JsonObject = { type: "string" };
const boat = (more: JsonObject): JsonObject => ({
  type: "object",
  properties: { oars: text, sail: text, next: { $ref: "#/components/schemas/Boat" } },
  ...more,
});
const has = (...names: string[]): JsonObject => ({ required: names });

describe.each<Way>(["request", "response"])("in a %s", (way) => {
  const circles: [what: string, given: Json, taken: Json][] = [
    [
      "two negated unions of the same variants",
      boat({ not: { oneOf: [has("oars"), has("sail")] } }),
      boat({ not: { anyOf: [has("oars"), has("sail")] } }),
    ],
    [
      "a negated union where one variant holds the other",
      { not: { oneOf: [{ type: "integer" }, { type: "number" }] } },
      { not: { type: "integer" } },
    ],
    [
      "a negation of a negated union",
      { not: { oneOf: [{ minimum: 4 }, { minimum: 6 }] }, type: "integer" },
      { not: { not: { maximum: 3 } }, type: "integer" },
    ],
    [
      "a condition on a negated union",
      boat({ not: { oneOf: [has("oars"), has("sail")] } }),
      boat(JSON.parse('{ "if": { "required": ["oars"] }, "then": { "not": { "required": ["sail"] } } }')),
    ],
    [
      "contained items of a negated union",
      { type: "array", items: { type: "integer", not: { oneOf: [{ minimum: 4 }, { minimum: 6 }] } } },
      { type: "array", items: { type: "integer" }, contains: { minimum: 6 }, minContains: 0, maxContains: 0 },
    ],
  ];

  it.each(circles)("%s is never its own proof", (_what, given, taken) => {
    const schemas: JsonObject = { Boat: boat({}) };
    expect(worst(way, given, taken, { given: schemas, taken: schemas })).toBe("breaking");
  });

  it("a negation of schemas that lead back to themselves is not taken for shown", () => {
    const chain = (end: JsonObject): JsonObject => ({
      Boat: boat({ anyOf: [{ not: { $ref: "#/components/schemas/Boat" } }, end] }),
    });
    const boats = { $ref: "#/components/schemas/Boat" };
    expect(worst(way, boats, boats, { given: chain(has("oars")), taken: chain(has("sail")) })).not.toBe("nothing");
  });

  it("variants of one kind alone are asked for at a place that leads back to itself", () => {
    const nest = (...more: Json[]): JsonObject => ({
      Nest: {
        anyOf: [
          { type: "boolean" },
          { type: "array", items: { oneOf: [{ $ref: "#/components/schemas/Nest" }, ...more] } },
        ],
      },
    });
    const nests = { $ref: "#/components/schemas/Nest" };
    const taken = nest({ type: "array", items: { type: "integer" } });
    expect(worst(way, nests, nests, { given: nest(), taken })).toBe("breaking");
  });

  it("schemas that lead back to themselves through a part are shown all the same", () => {
    const fleet = (least: number): JsonObject => ({
      Boat: boat({
        not: { required: ["oars", "sail"] },
        properties: { oars: text, sail: { ...text, minLength: least }, next: { $ref: "#/components/schemas/Boat" } },
      }),
    });
    const boats = { $ref: "#/components/schemas/Boat" };
    expect(worst(way, boats, boats, { given: fleet(2), taken: fleet(1) })).toBe("compatible");
    expect(worst(way, boats, boats, { given: fleet(1), taken: fleet(2) })).toBe("breaking");
  });

  const bounds: [given: JsonObject, taken: JsonObject, verdict: string][] = [
    [text, { ...text, minLength: 301 }, "breaking"],
    [{ ...text, minLength: 300 }, { ...text, minLength: 4_000 }, "breaking"],
    [{ ...text, minLength: 4_000 }, { ...text, minLength: 301 }, "compatible"],
    [{ ...text, pattern: "^[a-f]*$" }, { ...text, pattern: "^[a-f]*$", minLength: 2_500 }, "breaking"],
    [{ ...text, maxLength: 9_000 }, { ...text, maxLength: 301 }, "breaking"],
    [text, { ...text, pattern: "^(?:[a-z]{0,40}-){0,4000}[a-z]*$" }, "breaking"],
    [{ ...text, pattern: "^k{301}$" }, { ...text, pattern: "^k{5000}$" }, "breaking"],
    [{ type: "array" }, { type: "array", minItems: 301 }, "breaking"],
    [{ type: "object" }, { type: "object", minProperties: 301 }, "breaking"],
    [{ type: "integer", minimum: 1e17, maximum: 1e17 + 64 }, { type: "integer", minimum: 1e17 + 32 }, "breaking"],
  ];

  it.each(bounds)("%j where %j is taken", (given, taken, verdict) => {
    expect(worst(way, given, taken)).toBe(verdict);
  });
});

describe("what generated types or the wire go by, and no value shows", () => {
  const lamp: JsonObject = { type: "object", required: ["sort", "oil"], properties: { sort: text, oil: text } };
  const torch: JsonObject = { type: "object", required: ["sort", "wood"], properties: { sort: text, wood: text } };
  const light = (mapping: JsonObject, propertyName = "sort"): JsonObject => ({
    oneOf: [{ $ref: "#/components/schemas/Lamp" }, { $ref: "#/components/schemas/Torch" }],
    discriminator: { propertyName, mapping },
  });
  const schemas: JsonObject = { Lamp: lamp, Torch: torch };
  const [toLamp, toTorch] = ["#/components/schemas/Lamp", "Torch"];
  const both = { given: schemas, taken: schemas };
  const usual = light({ lamp: toLamp, torch: toTorch });

  it.each<[what: string, given: JsonObject, taken: JsonObject, verdict: string]>([
    ["the same tags", usual, light({ torch: toTorch, lamp: "Lamp" }), "nothing"],
    ["another tag", light({ lantern: toLamp, torch: toTorch }), usual, "breaking"],
    ["a tag more", light({ lamp: toLamp, light: toLamp, torch: toTorch }), usual, "breaking"],
    ["a tag less", usual, light({ lamp: toLamp, light: toLamp, torch: toTorch }), "compatible"],
    ["tags that changed places", light({ lamp: toTorch, torch: toLamp }), usual, "breaking"],
    ["tags in another field", light({ lamp: toLamp, torch: toTorch }, "oil"), usual, "breaking"],
    ["no tags any more", { oneOf: usual.oneOf ?? [] }, usual, "undecided"],
    ["tags where there were none", usual, { oneOf: usual.oneOf ?? [] }, "compatible"],
  ])("%s", (_what, given, taken, verdict) => {
    for (const way of ["request", "response"] as const) {
      expect(worst(way, given, taken, both)).toBe(verdict);
    }
  });

  const field = (more: JsonObject): JsonObject => ({ type: "object", properties: { scan: { ...text, ...more } } });
  const inside = (schema: JsonObject) => field({ contentMediaType: "application/json", contentSchema: schema });

  it.each<[given: JsonObject, taken: JsonObject, verdict: string]>([
    [field({ contentEncoding: "base64" }), field({ contentEncoding: "base32" }), "breaking"],
    [field({ contentEncoding: "base64" }), field({}), "undecided"],
    [field({ contentMediaType: "image/png" }), field({ contentMediaType: "image/gif" }), "breaking"],
    [inside({ type: "integer" }), inside({ type: "number" }), "compatible"],
    [inside({ type: "number" }), inside({ type: "integer" }), "breaking"],
    [field({ default: "a" }), field({}), "compatible"],
    [field({}), field({ default: "a" }), "compatible"],
    [field({ default: "a" }), field({ default: "b" }), "compatible"],
    [
      { anyOf: [field({ contentEncoding: "base64" }), { type: "null" }] },
      { anyOf: [field({ contentEncoding: "base32" }), { type: "null" }] },
      "breaking",
    ],
  ])("%j where %j is read", (given, taken, verdict) => {
    for (const way of ["request", "response"] as const) {
      expect(worst(way, given, taken)).toBe(verdict);
    }
  });
});

describe("values that travel as text", () => {
  const operation = (parts: JsonObject): JsonObject => ({
    openapi: "3.1.0",
    info: { title: "One operation", version: "1" },
    paths: { "/v1/lights": { post: { operationId: "light", responses: { "200": { description: "OK" } }, ...parts } } },
  });
  const query = (schema: Json) => operation({ parameters: [{ name: "mark", in: "query", schema }] });
  const header = (more: JsonObject) =>
    operation({ responses: { "200": { description: "OK", headers: { "X-Mark": { required: true, ...more } } } } });
  const form = (mediaType: string, schema: Json, encoding: JsonObject = {}) =>
    operation({ requestBody: { required: true, content: { [mediaType]: { schema, encoding } } } });
  const [urlencoded, parts] = ["application/x-www-form-urlencoded", "multipart/form-data"];
  const number = { type: "integer" };
  const orNull = { type: ["integer", "null"] };
  const marks = (schema: Json): JsonObject => ({ type: "object", properties: { mark: schema } });
  const list = { type: "array", items: number };
  const verdict = (ours: JsonObject, theirs: JsonObject) =>
    compareDocuments(ours, theirs).differences[0]?.verdict ?? "nothing";

  it.each<[what: string, ours: JsonObject, theirs: JsonObject, verdict: string]>([
    ["null in a query", query(orNull), query(number), "nothing"],
    ["null as a variant", query({ anyOf: [number, { type: "null" }] }), query(number), "nothing"],
    ["null in a list", query({ ...list, items: orNull }), query(list), "nothing"],
    [
      "null in a map",
      query({ type: "object", additionalProperties: orNull }),
      query({ type: "object", additionalProperties: number }),
      "nothing",
    ],
    ["null in an enum", query({ enum: ["a", null] }), query({ enum: ["a"] }), "nothing"],
    ["null in a header", header({ schema: number }), header({ schema: orNull }), "nothing"],
    ["null in a form", form(urlencoded, marks(orNull)), form(urlencoded, marks(number)), "nothing"],
    ["null in the JSON of a part", form(parts, marks(marks(orNull))), form(parts, marks(marks(number))), "breaking"],
    ["text where digits are read", query(text), query(number), "breaking"],
    [
      "text where digits are read from a form",
      form(urlencoded, marks(text)),
      form(urlencoded, marks(number)),
      "breaking",
    ],
    [
      "an object in a header, exploded",
      header({ schema: marks(number) }),
      header({ schema: marks(number), explode: true }),
      "breaking",
    ],
    ["a list in a header, exploded", header({ schema: list }), header({ schema: list, explode: true }), "nothing"],
    ["a header without a schema", header({ schema: number }), header({}), "breaking"],
    [
      "a list in a form",
      form(urlencoded, marks(list)),
      form(urlencoded, marks(list), { mark: { explode: false } }),
      "breaking",
    ],
    [
      "a part as another media type",
      form(parts, marks(text), { mark: { contentType: "image/png" } }),
      form(parts, marks(text), { mark: { contentType: "image/gif" } }),
      "breaking",
    ],
    [
      "a part as one of more",
      form(parts, marks(text), { mark: { contentType: "image/png" } }),
      form(parts, marks(text), { mark: { contentType: "image/gif, image/*" } }),
      "compatible",
    ],
    [
      "a part as what it is anyway",
      form(parts, marks(text)),
      form(parts, marks(text), { mark: { contentType: "text/plain" } }),
      "nothing",
    ],
  ])("%s", (_what, ours, theirs, expected) => {
    expect(verdict(ours, theirs)).toBe(expected);
  });
});

describe("only what a document lists counts", () => {
  const with_ = (name: string): JsonObject => ({ type: "object", required: [name], properties: { [name]: text } });
  const two = [with_("oars"), with_("sail")];

  it.each<[what: string, given: JsonObject, taken: JsonObject, verdict: string]>([
    ["a variant with a field of its own", { oneOf: two }, { oneOf: [...two, with_("motor")] }, "compatible"],
    [
      "the same deep in a value",
      { ...with_("boat"), properties: { boat: { oneOf: two } } },
      { ...with_("boat"), properties: { boat: { oneOf: [...two, with_("motor")] } } },
      "compatible",
    ],
    [
      "a variant of listed fields",
      { type: "object", properties: { oars: text, sail: text }, required: ["oars"] },
      { oneOf: two },
      "breaking",
    ],
    [
      "a refused field that is not listed",
      with_("oars"),
      { ...with_("oars"), not: { required: ["motor"] } },
      "nothing",
    ],
    [
      "a refused field that is listed",
      { ...with_("oars"), properties: { oars: text, motor: text } },
      { ...with_("oars"), not: { required: ["motor"] } },
      "breaking",
    ],
  ])("%s", (_what, given, taken, verdict) => {
    const found = worst("request", given, taken);
    expect(verdict === "compatible" ? found === "compatible" || found === "nothing" : found === verdict, found).toBe(
      true,
    );
  });

  const names = (...list: string[]): JsonObject => ({
    type: "object",
    propertyNames: { enum: list },
    additionalProperties: text,
  });

  it("and a list of names is a list of names", () => {
    expect(
      worst("response", names("bow", "stern", "deck", "mast", "keel"), names("bow", "stern", "deck", "mast")),
    ).toBe("breaking");
    expect(worst("response", names("bow", "stern"), names("bow", "stern", "deck"))).toBe("compatible");
    expect(
      worst("request", names("bow", "stern"), {
        type: "object",
        properties: { bow: text, stern: text },
        additionalProperties: false,
      }),
    ).not.toBe("breaking");
  });
});

it("steps are decimal numbers", () => {
  const step = (multipleOf: number, more: JsonObject = {}): JsonObject => ({ type: "number", multipleOf, ...more });
  expect(worst("request", step(0.3), step(0.1))).not.toBe("breaking");
  expect(worst("request", step(4.35), step(0.01))).not.toBe("breaking");
  expect(worst("request", step(0.1), step(0.3))).toBe("breaking");
  expect(worst("request", step(5, { exclusiveMinimum: 0 }), step(5, { minimum: 5 }))).toBe("nothing");
  expect(worst("request", { allOf: [step(2), step(3)] }, step(6))).toBe("nothing");
});
