import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { keyOf, readAccepted, withAccepted } from "../../../scripts/compare/accepted.js";
import { compareDocuments } from "../../../scripts/compare/compare.js";
import { isBreaking, isFine, jsonReport, tableReport } from "../../../scripts/compare/report.js";
import { documentOf } from "./documents.js";

const fields = (max: number) => ({ type: "object", properties: { name: { type: "string", maxLength: max } } });
const compared = compareDocuments(documentOf({ request: fields(9) }), documentOf({ request: fields(5) }));
const known = "request body: name: theirs says it must NOT have more than 5 characters";
let directory = "";

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "accepted-"));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

async function read(content: string) {
  const file = join(directory, "accepted.yaml");
  await writeFile(file, content);
  return readAccepted(file, "accepted.yaml");
}

describe("accepted differences", () => {
  it("are counted, not shown, and whole in JSON", () => {
    const comparison = withAccepted(compared, {
      about: undefined,
      differences: [{ difference: known, reason: "Told." }],
    });
    expect(compared.differences.map(keyOf)).toEqual([known]);
    expect([isBreaking(compared), isBreaking(comparison), isFine(comparison)]).toEqual([true, false, true]);
    expect(tableReport(comparison, true)).toBe(
      "1 operations compared: 0 breaking, 0 undecided, 0 compatible. Besides, 1 accepted.",
    );
    expect(JSON.parse(jsonReport(comparison))).toMatchObject({
      breaking: false,
      differences: [{ key: known, accepted: "Told." }],
    });
  });

  it("that are gone have to leave the file, for an operation alone too", () => {
    const gone = withAccepted(compared, {
      about: undefined,
      differences: [{ difference: "no such", reason: "Told." }],
    });
    expect([gone.stale, isFine(gone)]).toEqual([["no such"], false]);
    expect(isFine({ ...gone, differences: [] })).toBe(false);
    expect(tableReport(gone, false)).toContain("take it out of the file: no such");
    const operations = ["doThing", "another"];
    const part = withAccepted(compared, {
      about: undefined,
      differences: [{ difference: known, reason: "Told.", operations }],
    });
    expect([isBreaking(part), part.stale]).toEqual([false, [`${known} (another)`]]);
    const elsewhere = { difference: known, reason: "Told.", operations: ["another"] };
    expect(isBreaking(withAccepted(compared, { about: undefined, differences: [elsewhere] }))).toBe(true);
  });

  it("are read from a file, whose faults are told in a sentence", async () => {
    const entry = `  - difference: "${known}"\n    operations: [doThing]\n    reason: Told.\n`;
    expect(await read(`about: Their title\naccepted:\n${entry}`)).toEqual({
      about: "Their title",
      differences: [{ difference: known, operations: ["doThing"], reason: "Told." }],
    });
    await expect(read("accepted: 5")).rejects.toThrow(/^accepted\.yaml needs a list `accepted`/);
    await expect(read("accepted:\n  - difference: x")).rejects.toThrow(/^accepted\.yaml, entry 1, needs/);
    await expect(read('accepted:\n  - { difference: x, reason: " " }')).rejects.toThrow(
      /^accepted\.yaml, entry 1, needs/,
    );
    await expect(read("accepted:\n  - { difference: x, reason: Told., operations: all }")).rejects.toThrow(
      /^accepted\.yaml, entry 1, names `operations` that are no list/,
    );
    await expect(read("accepted: [")).rejects.toThrow("The accepted differences accepted.yaml are no YAML.");
    await expect(readAccepted(join(directory, "none.yaml"), "none.yaml")).rejects.toThrow(/cannot be read\.$/);
  });
});
