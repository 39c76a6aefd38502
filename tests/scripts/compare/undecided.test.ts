import { describe, expect, it } from "vitest";
import type { Json, JsonObject } from "../../../contract-tests/model/json.js";
import { compareDocuments } from "../../../scripts/compare/compare.js";
import { documentOf, line } from "./documents.js";

const of = (field: Json) => ({ type: "object", required: ["name"], properties: { name: field } });
const requests = (ours: Json, theirs: Json) =>
  compareDocuments(documentOf({ request: of(ours) }), documentOf({ request: of(theirs) })).differences.map(line);
const text: JsonObject = { type: "string" };

describe("what the search cannot decide", () => {
  const hard: [what: string, theirs: Json, reason: string][] = [
    ["a back reference", { ...text, not: { pattern: "^(a+)b\\1c\\1$", minLength: 90 } }, "anything but {"],
    ["an unknown format", { ...text, format: "phone" }, 'the format "phone"'],
    ["a pattern no engine reads", { ...text, pattern: "(?i)^[a-z" }, "is unreadable"],
    ["a type there is not", { type: "file" }, "is not a type"],
    ["a reference to nowhere", { $ref: "#/components/schemas/Gone" }, "leads nowhere"],
  ];

  it.each(hard)("%s is undecided, with the reason, at its place", (_what, theirs, reason) => {
    const found = requests(text, theirs);
    expect(found).toContainEqual(expect.stringContaining("undecided request body: name"));
    expect(found.join("\n")).toContain(reason);
    expect(found.filter((one) => one.startsWith("breaking"))).toEqual([]);
  });

  const decided: [what: string, ours: Json, theirs: Json, line: string][] = [
    [
      "a negation",
      text,
      { ...text, not: { const: "reserved" } },
      'breaking request body: name: now: anything but {"const":"reserved"}; before: no such limit',
    ],
    [
      "a negation of a type",
      { not: { type: "object" } },
      { type: ["string", "number", "boolean", "null"] },
      "breaking request body: name: now: boolean or null or number or string; before: array or boolean or null or number or string",
    ],
    [
      "a negation over objects",
      { type: "object", properties: { sort: text }, not: { required: ["sort"], properties: { sort: { const: "a" } } } },
      {
        type: "object",
        properties: { sort: text },
        not: { required: ["sort"], properties: { sort: { enum: ["a", "b"] } } },
      },
      'breaking request body: name: now: anything but {"required":["sort"],"properties":{"sort":{"enum":["a","b"]}}}; before: anything but {"required":["sort"],"properties":{"sort":{"const":"a"}}}',
    ],
    [
      "a pattern that hardly a text breaks",
      text,
      { ...text, pattern: "^(?!reserved$)" },
      'breaking request body: name: now: pattern "^(?!reserved$)"; before: no such limit',
    ],
    [
      "a name by pattern",
      { type: "object" },
      { patternProperties: { "^x-secret": false } },
      "breaking request body: name.*: fields named ^x-secret are not accepted now",
    ],
    [
      "a condition",
      text,
      JSON.parse('{ "type": "string", "if": { "minLength": 90 }, "then": { "pattern": "^b" } }'),
      'breaking request body: name: now: what holds if {"minLength":90}; before: no such limit',
    ],
  ];

  it.each(decided)("%s is decided by a value made for it", (_what, ours, theirs, expected) => {
    expect(requests(ours, theirs).filter((one) => !one.startsWith("compatible"))).toEqual([expected]);
  });

  it("takes a condition that asks nothing for what it is", () => {
    expect(requests(text, { ...text, if: { minLength: 900 }, else: { minLength: 0 } })).toEqual([]);
  });

  it("leaves nothing open where both sides say it", () => {
    const same = { ...text, not: { const: "reserved" }, format: "phone" };
    expect(requests(same, { ...same, description: "Said again." })).toEqual([]);
    expect(requests(same, { ...same, maxLength: 5 }).filter((one) => one.startsWith("undecided"))).toEqual([]);
  });

  it("leaves nothing open where only our side asks for more", () => {
    expect(requests({ ...text, pattern: "^[a-z]+$" }, text).filter((one) => !one.startsWith("compatible"))).toEqual([]);
  });

  it("takes a witness over doubt", () => {
    const found = requests(text, { ...text, not: { const: "reserved" }, minLength: 3 });
    expect(found.filter((one) => !one.startsWith("compatible")).sort()).toEqual([
      "breaking request body: name: now: 3 or more characters; before: no such limit",
      'breaking request body: name: now: anything but {"const":"reserved"}; before: no such limit',
    ]);
  });

  it("draws no conclusion from a place it could not read, and goes on elsewhere", () => {
    const fields = (name: Json, code: Json) => ({ type: "object", properties: { name, code } });
    const { differences } = compareDocuments(
      documentOf({ response: fields({ ...text, pattern: "^a" }, text) }),
      documentOf({ response: fields({ ...text, pattern: "(?i" }, { type: "integer" }) }),
      { literal: true },
    );
    expect(differences.map(line)).toEqual([
      "breaking response 200 body: code: is integer now, not string",
      'undecided response 200 body: name: the pattern "(?i" is unreadable',
    ]);
  });

  it("says so where no value fits a schema", () => {
    const schemas: JsonObject = {
      Endless: { type: "object", required: ["next"], properties: { next: { $ref: "#/components/schemas/Endless" } } },
    };
    const endless = { $ref: "#/components/schemas/Endless" };
    const found = compareDocuments(
      documentOf({ request: endless, schemas }),
      documentOf({ request: of(text) }),
    ).differences;
    expect(found.map(line)).toContain("undecided request body: no value was found that our schema accepts");
  });

  it("says so where schemas lead to one another in too many ways", () => {
    const reference = (level: number) => ({ $ref: `#/components/schemas/Level${level}` });
    const levels = Array.from({ length: 40 }, (_, level): [string, Json] => [
      `Level${level}`,
      { allOf: [reference(level + 1), { description: "once more", ...reference(level + 1) }] },
    ]);
    const documentWith = (last: JsonObject) =>
      documentOf({ request: reference(0), schemas: { ...Object.fromEntries(levels), Level40: last } });
    const found = compareDocuments(documentWith(text), documentWith({ ...text, maxLength: 9 })).differences;
    expect(found.map(line)).toEqual([
      "undecided request body: a schema leads to others in more than 10000 ways, as `allOf` within `allOf` does",
    ]);
  });

  it("says so where too many schemas have a say on one value", () => {
    const variants = Array.from({ length: 2_100 }, (_, at): Json => ({ properties: { [`field${at}`]: text } }));
    const found = requests({ anyOf: variants }, { anyOf: [...variants.slice(1), { required: ["other"] }] });
    expect(found).toEqual(["undecided request body: more than 2000 schemas have a say on one value"]);
  });

  it("ends where the pattern of a name does not", () => {
    const named = { type: "object", properties: { [`${"a".repeat(60)}!`]: text } };
    const theirs = { ...named, patternProperties: { "^(?:a+)+$": { type: "integer" } } };
    expect(requests(named, theirs).filter((one) => !one.startsWith("compatible"))).toEqual([]);
  });

  const empty: [what: string, schema: Json][] = [
    ["more characters than it allows", { ...text, minLength: 3, maxLength: 2 }],
    ["items of a kind that none is of", { type: "array", items: text, contains: { type: "integer" } }],
    ["an item that nothing can be", { type: "array", items: false, minItems: 1 }],
    ["more items of a kind than it allows", { type: "array", contains: text, minContains: 2, maxContains: 1 }],
  ];

  it.each(empty)("tells of a schema that takes no value, as it asks for %s", (_what, schema) => {
    const found = compareDocuments(
      documentOf({ request: schema }),
      documentOf({ request: { type: "boolean" } }),
    ).differences;
    expect(found.map(line)[0]).toBe("compatible request body: our schema accepts no value");
  });

  it("compares schemas that lead back to themselves", () => {
    const tree = (label: JsonObject): JsonObject => ({
      Tree: {
        type: "object",
        required: ["label"],
        properties: { label, children: { type: "array", items: { $ref: "#/components/schemas/Tree" } } },
      },
    });
    const response = { $ref: "#/components/schemas/Tree" };
    const found = compareDocuments(
      documentOf({ response, schemas: tree(text) }),
      documentOf({ response, schemas: tree({ type: "integer" }) }),
    ).differences;
    expect(found.map(line)).toEqual(["breaking response 200 body: label: is integer now, not string"]);
  });

  it("takes a variant that refers to itself for a reason, not for a crash", () => {
    const schemas: JsonObject = { Loop: { anyOf: [{ $ref: "#/components/schemas/Loop" }, text] } };
    const loop = documentOf({ request: { $ref: "#/components/schemas/Loop" }, schemas });
    const [first] = compareDocuments(documentOf({ request: { type: "integer" } }), loop).differences;
    expect(first?.verdict).not.toBe("compatible");
  });
});
