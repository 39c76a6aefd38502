import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../contract-tests/model/json.js";
import { compareDocuments } from "../../../scripts/compare/compare.js";
import { fingerprintOf } from "../../../scripts/compare/difference.js";
import { markdownReport } from "../../../scripts/compare/markdown.js";
import { jsonReport, tableReport } from "../../../scripts/compare/report.js";
import { base } from "../../fixtures/compare-pairs/base.js";
import { documentOf } from "./documents.js";
import own from "./fixtures/four-operations.json" with { type: "json" };

// Our contract as it was at 0.1.0: what ours is today is no matter of these tests.
const ours: JsonObject = JSON.parse(JSON.stringify(own));

/** Our contract with text in place of text in its source. */
function edited(...edits: [from: string, to: string][]): JsonObject {
  return JSON.parse(edits.reduce((text, [from, to]) => text.replace(from, to), JSON.stringify(ours)));
}

const text: JsonObject = JSON.parse(
  JSON.stringify(base).replace('"size":{"type":"integer"', '"size":{"type":"string"'),
);
const several = edited(
  ['"linkId":{"type":"string"', '"linkId":{"type":"integer"'],
  ['"MaskedEmail":{"type":"string"', '"MaskedEmail":{"type":"string","maxLength":90'],
  ['"pattern":"^E\\\\d{6}$"', '"pattern":"^E[0-9]|x$"'],
);

describe("the report", () => {
  it("shows the worst first, with where it stands on both sides and a value", () => {
    const report = tableReport(compareDocuments(base, text), false);
    expect(report).toMatch(/breaking │ createNote +│ response 200 body: size │ is string now, not integer/);
    expect(report).toMatch(/can come now, not allowed before: \{.*"size":"a"/);
    expect(report).toContain("before  #/components/schemas/NoteOut/properties/size/type");
    expect(report).toContain("2 operations compared: 1 breaking, 0 undecided, 0 compatible.");
  });

  it("gives a difference that several operations share one row, and counts what it does not show", () => {
    const comparison = compareDocuments(ours, several);
    const report = tableReport(comparison, false);
    const errors = comparison.differences.filter(({ kind }) => kind === "response-pattern-loosened");
    expect(report).toContain(`response-pattern-loosened ${[...new Set(errors.map(fingerprintOf))].join(",")};`);
    expect(report).toMatch(/all operations +│ response 400, 401, 429, default +│/);
    expect(report).toMatch(/Not shown: \d+ compatible \(--all shows them\)\.$/);
    expect(report).not.toContain("comes no longer");
    expect(tableReport(compareDocuments(ours, several), true)).toContain("comes no longer");
  });

  it("makes one row of one cause, however many fields and places it has", () => {
    const note = (fields: string[]): JsonObject => ({
      type: "object",
      additionalProperties: false,
      properties: Object.fromEntries(fields.map((field) => [field, { type: "string" }])),
    });
    const held = { $ref: "#/components/schemas/Note" };
    const response: JsonObject = { type: "object", properties: { first: held, last: held } };
    const of = (fields: string[]) => documentOf({ response, schemas: { Note: note(fields) } });
    const report = tableReport(compareDocuments(of(["title"]), of(["title", "colour", "size"])), false);
    expect(report).toContain("1 operations compared: 1 breaking, 0 undecided, 0 compatible.");
    expect(report).toMatch(/response 200 body: first\.colour, +│ is new, and no further fields/);
  });

  it("says so where nothing differs", () => {
    expect(tableReport(compareDocuments(base, structuredClone(base)), false)).toBe(
      "2 operations compared: 0 breaking, 0 undecided, 0 compatible.",
    );
  });

  it("is whole in JSON", () => {
    const report: unknown = JSON.parse(jsonReport(compareDocuments(base, text)));
    expect(report).toMatchObject({
      breaking: true,
      differences: [
        { verdict: "breaking", operation: "createNote", field: ["size"], witness: { value: { size: "a" } } },
      ],
    });
  });

  it("lets nothing of the other document steer the terminal", () => {
    const steering: JsonObject = JSON.parse(
      JSON.stringify(base).replace('"size":{"type":"integer"', '"si\\u001b[2Jze":{"type":"integer"'),
    );
    expect(tableReport(compareDocuments(base, steering), true)).not.toContain("\u001b");
  });

  it("is a table in Markdown that no pipe in a pattern breaks", () => {
    const piped = edited(['"Locale":{"type":"string"', '"Locale":{"type":"string","pattern":"^(en|de)$"']);
    const report = markdownReport(compareDocuments(ours, piped), true);
    const rows = report.split("\n").filter((one) => one.startsWith("|"));
    expect(report).toContain("en&#124;de");
    for (const row of rows) {
      expect(row.match(/(?<!\\)\|/g)).toHaveLength(7);
    }
  });

  it("neither links nor mentions nor shows a picture, whatever the other document says", () => {
    const named = edited([
      '"Locale":{"type":"string"',
      '"Locale":{"type":"string","enum":["@you <img src=x> [a](https://b.example)"]',
    ]);
    const report = markdownReport(compareDocuments(ours, named), true);
    expect(report).toContain("you &#60;img");
    expect(report).not.toMatch(/@you|<img|\]\(https/);
  });
});
