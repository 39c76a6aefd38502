import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { readAccepted, withAccepted, writeAccepted } from "../../../scripts/compare/accepted.js";
import { compareDocuments } from "../../../scripts/compare/compare.js";
import { fingerprintOf } from "../../../scripts/compare/difference.js";
import { isFine, jsonReport, tableReport } from "../../../scripts/compare/report.js";
import { lineOf } from "../../../scripts/compare/words.js";
import { documentOf } from "./documents.js";

const fields = (max: number) => ({ type: "object", properties: { name: { type: "string", maxLength: max } } });
const compared = compareDocuments(documentOf({ request: fields(9) }), documentOf({ request: fields(5) }));
const said = "request body: name: now: 5 or fewer characters; before: 9 or fewer characters";
const [known = ""] = compared.differences.map(fingerprintOf);
const unread = { file: "", shown: "", about: undefined };
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
      ...unread,
      differences: [{ fingerprint: known, reason: "Told." }],
    });
    expect(compared.differences.map(lineOf)).toEqual([said]);
    expect([isFine(compared), isFine(comparison)]).toEqual([false, true]);
    expect(tableReport(comparison, true)).toBe(
      "1 operations compared: 0 breaking, 0 undecided, 0 compatible. Besides, 1 accepted.",
    );
    expect(JSON.parse(jsonReport(comparison))).toMatchObject({
      breaking: false,
      differences: [
        { fingerprint: known, message: "now: 5 or fewer characters; before: 9 or fewer characters", accepted: "Told." },
      ],
    });
  });

  it("that are gone have to leave the file, for an operation alone too", () => {
    const gone = withAccepted(compared, {
      ...unread,
      differences: [{ fingerprint: "0123456789ab", difference: "no such", reason: "Told." }],
    });
    expect([gone.stale, isFine(gone)]).toEqual([["no such"], false]);
    expect(isFine({ ...gone, differences: [] })).toBe(false);
    expect(tableReport(gone, false)).toContain("take it out of the file: no such");
    const operations = ["doThing", "another"];
    const part = withAccepted(compared, {
      ...unread,
      differences: [{ fingerprint: known, reason: "Told.", operations }],
    });
    expect([isFine({ ...part, stale: [] }), part.stale]).toEqual([true, [`${known} (another)`]]);
    const elsewhere = { fingerprint: known, reason: "Told.", operations: ["another"] };
    expect(isFine({ ...withAccepted(compared, { ...unread, differences: [elsewhere] }), stale: [] })).toBe(false);
  });

  it("are read from a file, whose faults are told in a sentence", async () => {
    const entry = `  - fingerprint: "${known}"\n    operations: [doThing]\n    reason: Told.\n`;
    expect(await read(`about: Their title\naccepted:\n${entry}`)).toMatchObject({
      about: "Their title",
      differences: [{ fingerprint: known, operations: ["doThing"], reason: "Told." }],
    });
    await expect(read("accepted: 5")).rejects.toThrow(/^accepted\.yaml needs a list `accepted`/);
    await expect(read("accepted:\n  - difference: x")).rejects.toThrow(/^accepted\.yaml, entry 1, needs/);
    await expect(read('accepted:\n  - { fingerprint: x, reason: " " }')).rejects.toThrow(
      /^accepted\.yaml, entry 1, needs/,
    );
    await expect(read("accepted:\n  - { fingerprint: x, reason: Told., operations: all }")).rejects.toThrow(
      /^accepted\.yaml, entry 1, names `operations` that are not a list/,
    );
    await expect(read("accepted: [")).rejects.toThrow(/^accepted\.yaml /);
    await expect(readAccepted(join(directory, "none.yaml"), "none.yaml")).rejects.toThrow(/cannot be read\.$/);
  });

  it("keep their reasons when the file is written again, and what is new gets another one", async () => {
    const file = join(directory, "again.yaml");
    await writeFile(file, `# Why.\naccepted:\n  - { fingerprint: "${known}", reason: Told. }\n`);
    const held = await readAccepted(file, "again.yaml");
    const more = compareDocuments(
      documentOf({ request: fields(9), response: fields(9) }),
      documentOf({ request: fields(5), response: fields(8) }),
    );
    await writeAccepted(more, held, "New.");
    const written = await readAccepted(file, "again.yaml");
    expect(written.differences.map(({ reason }) => reason)).toEqual(["Told.", "New."]);
    expect(await readFile(file, "utf8")).toMatch(/^# Why\./);
    expect(isFine(withAccepted(more, written), "compatible")).toBe(true);
  });

  it("survive a rewording and a reordering, and not another value", () => {
    const listed = (values: string[]) =>
      documentOf({ response: { type: "object", properties: { sort: { enum: values } } } });
    const prints = (ours: string[], theirs: string[]) =>
      compareDocuments(listed(ours), listed(theirs)).differences.map(fingerprintOf);
    const [one] = prints(["a", "b"], ["a", "b", "c", "d"]);
    expect(prints(["b", "a"], ["d", "c", "b", "a"])).toEqual([one]);
    expect(prints(["a", "b"], ["a", "b", "c", "e"])).not.toEqual([one]);
  });
});
