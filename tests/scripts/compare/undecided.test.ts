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
    ["a negation", { ...text, not: { const: "reserved" } }, "`not`"],
    ["a condition", { ...text, if: { minLength: 900 }, else: { minLength: 0 } }, "`if`"],
    ["an unknown format", { ...text, format: "phone" }, 'the format "phone"'],
    ["a pattern that all samples match", { ...text, pattern: "^(?!reserved$)" }, "`pattern`"],
    ["names by pattern", { patternProperties: { "^x-secret": false } }, "`patternProperties`"],
    ["a pattern no engine reads", { ...text, pattern: "(?i)^[a-z" }, "is unreadable"],
    ["a type there is not", { type: "file" }, "is no type"],
    ["a reference to nowhere", { $ref: "#/components/schemas/Gone" }, "leads nowhere"],
  ];

  it.each(hard)("%s is undecided, with the reason, at its place", (_what, theirs, reason) => {
    const ours = "patternProperties" in Object(theirs) ? { type: "object" } : text;
    const found = requests(ours, theirs);
    expect(found).toContainEqual(expect.stringContaining("undecided request body: name"));
    expect(found.join("\n")).toContain(reason);
    expect(found.filter((one) => one.startsWith("breaking"))).toEqual([]);
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
    expect(found.filter((one) => !one.startsWith("compatible"))).toEqual([
      "breaking request body: name: theirs says it must NOT have fewer than 3 characters",
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
      "breaking response 200 body: code: ours says it must be string",
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
    expect(found.map(line)).toContain("undecided request body: no value was found that our schema takes");
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
    expect(found.map(line)).toEqual(["breaking response 200 body: label: ours says it must be string"]);
  });

  it("takes a variant that refers to itself for a reason, not for a crash", () => {
    const schemas: JsonObject = { Loop: { anyOf: [{ $ref: "#/components/schemas/Loop" }, text] } };
    const loop = documentOf({ request: { $ref: "#/components/schemas/Loop" }, schemas });
    const [first] = compareDocuments(documentOf({ request: { type: "integer" } }), loop).differences;
    expect(first?.verdict).not.toBe("compatible");
  });
});
