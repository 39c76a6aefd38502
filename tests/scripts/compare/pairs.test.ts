import { Ajv2020 } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { describe, expect, it } from "vitest";
import type { JsonObject } from "../../../contract-tests/model/json.js";
import { compareDocuments } from "../../../scripts/compare/compare.js";
import { kinds } from "../../../scripts/compare/kinds.js";
import { messageOf, whereOf } from "../../../scripts/compare/words.js";
import { base } from "../../fixtures/compare-pairs/base.js";
import { changed, changes } from "../../fixtures/compare-pairs/changes.js";

const pairs = changes.flatMap((change) => {
  const document = changed(change);
  return [
    { name: change.name, way: "forward", ours: base, theirs: document, expected: change.forward, names: change.names },
    { name: change.name, way: "back", ours: document, theirs: base, expected: change.back, names: change.names },
  ];
});

// One for all: the first schema of each has it compile those of JSON Schema itself.
const ajv = new Ajv2020({ strict: false });
formats.default(ajv);
let documents = 0;

/** A validator of its own: nothing of how the comparison reads, rewrites or validates is in it. */
function validator(document: JsonObject): (pointer: string, value: unknown) => boolean {
  documents += 1;
  const id = `https://validator.invalid/document-${documents}`;
  ajv.addSchema(document, id);
  return (pointer, value) => {
    const path = pointer.split("/").map(encodeURIComponent).join("/").replace("%23", "#");
    return ajv.validate({ $ref: `${id}${path}` }, value) === true;
  };
}

describe("the table of pairs", () => {
  it.each(pairs)("$way: $name is $expected", ({ ours, theirs, expected, names }) => {
    const { differences } = compareDocuments(ours, theirs);
    const [worst] = differences;
    expect(worst?.verdict ?? "compatible").toBe(expected);
    const unexplained = differences.filter(({ kind, verdict }) => !kinds.get(kind)?.verdict.includes(verdict));
    expect(unexplained).toEqual([]);

    const breaking = differences.filter(({ verdict }) => verdict === "breaking");
    if (expected === "breaking" && names !== undefined) {
      expect(breaking.map(whereOf)).toContain(names);
    }
    // One change is one finding, in each operation that has it.
    expect(new Set(breaking.map(whereOf)).size).toBeLessThanOrEqual(2);
    expect(differences.filter(({ verdict }) => verdict === "undecided").every(({ witness }) => !witness)).toBe(true);
    if (breaking.length === 0) {
      return;
    }
    const [validUnderOurs, validUnderTheirs] = [validator(ours), validator(theirs)];
    for (const one of breaking) {
      const { witness } = one;
      expect(witness, messageOf(one)).toBeDefined();
      if (witness?.schemas === undefined) {
        expect(witness?.message).not.toBe("");
        continue;
      }
      const { schemas, value } = witness;
      expect(validUnderOurs(schemas.ours, value)).toBe(schemas.validUnder === "ours");
      expect(validUnderTheirs(schemas.theirs, value)).toBe(schemas.validUnder === "theirs");
    }
  });

  it("holds at least sixty pairs, about half of them breaking", () => {
    const breaking = pairs.filter(({ expected }) => expected === "breaking").length;
    expect(pairs.length).toBeGreaterThanOrEqual(60);
    expect(breaking / pairs.length).toBeGreaterThan(0.4);
    expect(breaking / pairs.length).toBeLessThan(0.6);
  });

  it("finds nothing between a document and itself", () => {
    expect(compareDocuments(base, structuredClone(base)).differences).toEqual([]);
  });
});
