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
