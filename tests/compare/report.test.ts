import { describe, expect, it } from "vitest";
import { compareDocuments } from "../../compare/compare.js";
import { markdownReport } from "../../compare/markdown.js";
import { jsonReport, tableReport } from "../../compare/report.js";
import type { JsonObject } from "../../contract-model/json.js";
import own from "../../generated/openapi.json" with { type: "json" };

const ours: JsonObject = JSON.parse(JSON.stringify(own));

/** Our contract with text in place of text in its source. */
function edited(...edits: [from: string, to: string][]): JsonObject {
  return JSON.parse(edits.reduce((text, [from, to]) => text.replace(from, to), JSON.stringify(ours)));
}

const number = edited(['"linkId":{"type":"string"', '"linkId":{"type":"integer"']);
const several = edited(
  ['"linkId":{"type":"string"', '"linkId":{"type":"integer"'],
  ['"MaskedEmail":{"type":"string"', '"MaskedEmail":{"type":"string","maxLength":90'],
  ['"pattern":"^E\\\\d{6}$"', '"pattern":"^E[0-9]|x$"'],
);

describe("the report", () => {
  it("shows the worst first, with where it stands on both sides and a value", () => {
    const report = tableReport(compareDocuments(ours, number), false);
    expect(report).toContain(
      "breaking │ signInEnchantedLinkEmail │ response 200 body: linkId │ ours says it must be string",
    );
    expect(report).toMatch(/can come now, not allowed by ours: \{"linkId":-?\d+,"pendingRef":/);
    expect(report).toContain("ours    #/components/schemas/EnchantedLinkSent/properties/linkId/type");
    expect(report).toContain("4 operations compared: 1 breaking, 0 undecided, 0 compatible.");
  });

  it("gives a difference that several operations share one row, and counts what it does not show", () => {
    const report = tableReport(compareDocuments(ours, several), false);
    expect(report).toMatch(/all operations +│ response 400, 401, 429, default +│/);
    expect(report).toMatch(/Not shown: \d+ compatible \(--all shows them\)\.$/);
    expect(report).not.toContain("comes no longer");
    expect(tableReport(compareDocuments(ours, several), true)).toContain("comes no longer");
  });

  it("says so where nothing differs", () => {
    expect(tableReport(compareDocuments(ours, structuredClone(ours)), false)).toBe(
      "4 operations compared: 0 breaking, 0 undecided, 0 compatible.",
    );
  });

  it("is whole in JSON", () => {
    const report: unknown = JSON.parse(jsonReport(compareDocuments(ours, number)));
    expect(report).toMatchObject({
      breaking: true,
      differences: [
        { verdict: "breaking", operation: "signInEnchantedLinkEmail", field: "linkId", witness: { value: {} } },
      ],
    });
  });

  it("is a table in Markdown that no pipe in a pattern breaks", () => {
    const piped = edited(['"Locale":{"type":"string"', '"Locale":{"type":"string","pattern":"^(en|de)$"']);
    const report = markdownReport(compareDocuments(ours, piped), true);
    const rows = report.split("\n").filter((one) => one.startsWith("|"));
    expect(report).toContain("^(en\\|de)$");
    for (const row of rows) expect(row.match(/(?<!\\)\|/g)).toHaveLength(6);
  });
});
