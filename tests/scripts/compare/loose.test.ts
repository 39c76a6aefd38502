import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../contract-tests/model/json.js";
import { compareDocuments } from "../../../scripts/compare/compare.js";
import type { Difference } from "../../../scripts/compare/difference.js";
import { vendorLike } from "../../fixtures/compare-pairs/vendor.js";
import { documentOf, line } from "./documents.js";
import own from "./fixtures/four-operations.json" with { type: "json" };

// Our contract as it was at 0.1.0: what ours is today is no matter of these tests.
const ours: JsonObject = JSON.parse(JSON.stringify(own));
const vendor = vendorLike(ours, 8);

/** The vendor's document with the schemas of some components changed. */
function vendorWith(schemas: JsonObject): JsonObject {
  const components = Object(vendor.components);
  return { ...vendor, components: { ...components, schemas: { ...Object(components.schemas), ...schemas } } };
}

const enchanted = (properties: JsonObject): JsonObject => ({ EnchantedLinkResponse: { type: "object", properties } });
const text = { type: "string" };

/** Each line once, however many operations share it. */
const linesOf = (differences: readonly Difference[]) => [...new Set(differences.map(line))];
const breakingIn = (differences: readonly Difference[]) =>
  linesOf(differences.filter(({ verdict }) => verdict === "breaking"));

describe("a vendor's document, loose as they are", () => {
  const { notes, differences } = compareDocuments(ours, vendor);
  const lines = linesOf(differences);

  it("breaks nothing, and says once why missing fields are not held against it", () => {
    expect(lines.filter((one) => one.startsWith("breaking"))).toEqual([]);
    expect(notes).toHaveLength(1);
    expect(notes[0]).toContain("count as required");
  });

  it("names our errors as not documented, which breaks nothing", () => {
    expect(lines).toContain("compatible response 429: is not documented now");
  });

  it("leaves undecided what it says nothing about", () => {
    expect(lines.filter((one) => one.includes("linkId"))).toEqual([
      'undecided response 200 body: linkId: not documented now; before: pattern "^\\d{2}$"',
    ]);
    expect(lines).toContain(
      'undecided request body: redirectUrl: now: format "url-or-path"; before: format "uri"; the format "url-or-path" cannot be checked here',
    );
  });

  it("names what can be sent besides, what may be ignored, and takes the odd scheme name for the bearer it is", () => {
    expect(lines).toContain("compatible request body: loginOptions.tenantId: is new");
    expect(lines).toContain("compatible request body: URI: is gone: accepted, perhaps ignored");
    expect(lines.filter((one) => one.includes("security"))).toEqual([]);
  });

  it("is taken at its word with literal", () => {
    const literal = compareDocuments(ours, vendor, { literal: true });
    expect(literal.notes[0]).toContain("--literal");
    const breaking = breakingIn(literal.differences);
    expect(breaking).toContain("breaking response 200 body: linkId: can be missing now");
    expect(breaking).toContain('breaking response 200 body: maskedEmail: now: no such limit; before: pattern "\\*"');
  });

  it("breaks where a documented field changes its type or is documented no more", () => {
    const typed = compareDocuments(
      ours,
      vendorWith(enchanted({ linkId: { type: "integer", format: "int32" }, pendingRef: text, maskedEmail: text })),
    );
    expect(breakingIn(typed.differences)).toEqual(["breaking response 200 body: linkId: is integer now, not string"]);
    const gone = compareDocuments(ours, vendorWith(enchanted({ pendingRef: text, maskedEmail: text })));
    expect(breakingIn(gone.differences)).toEqual(["breaking response 200 body: linkId: is gone: can be missing now"]);
  });

  it("requires no field that would have to hold itself without end", () => {
    const schemas: JsonObject = {
      Sent: { type: "object", properties: { linkId: text, before: { $ref: "#/components/schemas/Sent" } } },
    };
    const their = documentOf({ response: { $ref: "#/components/schemas/Sent" }, schemas });
    const our = documentOf({ response: { type: "object", required: ["linkId"], properties: { linkId: text } } });
    expect(compareDocuments(our, their).differences.map(line)).toEqual([
      "compatible response 200 body: before: is new",
    ]);
  });
});

describe("OpenAPI 3.0", () => {
  const both = (ours: JsonObject, theirs: JsonObject) =>
    compareDocuments(documentOf({ request: ours }), documentOf({ request: theirs, openapi: "3.0.3" })).differences.map(
      line,
    );

  it("reads nullable, a flag of an exclusive bound, and an example", () => {
    expect(both({ type: ["string", "null"] }, { type: "string", nullable: true, example: "a" })).toEqual([]);
    expect(both({ type: "string" }, { allOf: [{ type: "string" }], nullable: true })).toEqual([
      "compatible request body: now: null or string; before: string",
    ]);
    expect(
      both({ type: "number", exclusiveMinimum: 0 }, { type: "number", minimum: 0, exclusiveMinimum: true }),
    ).toEqual([]);
    expect(both({ type: "number", minimum: 0 }, { type: "number", minimum: 0, exclusiveMinimum: true })).toEqual([
      "breaking request body: now: more than 0; before: 0 or more",
    ]);
  });

  it("asks nothing of what only comes back", () => {
    const fields = { id: { type: "string", readOnly: true }, name: { type: "string" } };
    expect(
      both({ type: "object", properties: fields }, { type: "object", required: ["id"], properties: fields }),
    ).toEqual([]);
  });
});
