import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { readDocument } from "../../../contract-tests/model/document.js";
import { ownContract, projectRoot } from "../../../contract-tests/model/redocly.js";
import { readAccepted } from "../../../scripts/compare/accepted.js";
import { checkRelease } from "../../../scripts/compare/release.js";
import { main as compare } from "../../../scripts/compare.js";
import { main as releaseCheck } from "../../../scripts/release-check.js";
import { base } from "../../fixtures/compare-pairs/base.js";
import { call } from "../run.js";

const own = join(projectRoot, "generated", "openapi.json");
let directory = "";

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "compare-command-"));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

/** The base document at a version, with a break or without. */
async function released(version: string, size: "integer" | "string" = "integer"): Promise<string> {
  const text = JSON.stringify(base)
    .replace('"version":"1.0.0"', `"version":"${version}"`)
    .replace('"size":{"type":"integer"', `"size":{"type":"${size}"`);
  const file = join(directory, `${version}-${size}.json`);
  await writeFile(file, text);
  return file;
}

describe("npm run compare", () => {
  it("exits 0 on what is the same, our own source files included", async () => {
    const { code, output } = await call(compare, [ownContract]);
    expect(code).toBe(0);
    expect(output.trim()).toMatch(
      /^Before: generated\/openapi\.json\. Now: openapi\/openapi\.yaml\.\n\n\d+ operations compared: 0 breaking, 0 undecided, 0 compatible\.$/,
    );
  });

  it("exits 1 on a break, with a witness", async () => {
    const [ours, theirs] = [await released("1.0.0"), await released("1.0.0", "string")];
    const { code, output } = await call(compare, [theirs, "--contract", ours, "--format", "markdown"]);
    expect(code).toBe(1);
    expect(output).toContain("**breaking** | `createNote` | `response 200 body: size`");
  });

  it("exits 0 on a break that is accepted, and 1 once the accepted one is gone", async () => {
    const [ours, theirs] = [await released("1.0.0"), await released("1.0.0", "string")];
    const accepted = join(directory, "accepted.yaml");
    const found = JSON.parse((await call(compare, [theirs, "--contract", ours, "--format", "json"])).output);
    const prints: string[] = found.differences.map(({ fingerprint }: { fingerprint: string }) => fingerprint);
    const entries = [...new Set(prints)].map((fingerprint) => ({ fingerprint, reason: "Told." }));
    await writeFile(accepted, JSON.stringify({ accepted: entries }));
    const flags = ["--contract", ours, "--accepted", accepted];
    expect((await call(compare, [theirs, ...flags])).code).toBe(0);
    const { code, output } = await call(compare, [ours, ...flags]);
    expect([code, output]).toEqual([1, expect.stringContaining("not there any more")]);
  });

  it("takes our own list of accepted differences for the document that it is about, and for no other", async () => {
    const { about } = await readAccepted(join(projectRoot, "openapi", "accepted-differences.yaml"), "the list");
    const text = await readFile(own, "utf8");
    const titled = join(directory, "titled.json");
    await writeFile(titled, text.replace(/"title": "[^"]*"/, `"title": ${JSON.stringify(about)}`));
    const { code, output } = await call(compare, [titled]);
    expect([code, output]).toEqual([1, expect.stringContaining("not there any more")]);
  });

  it("accepts what differs, in a new file that reads as lines", async () => {
    const [ours, theirs] = [await released("1.0.0"), await released("1.0.0", "string")];
    const file = join(directory, "new.yaml");
    const flags = [theirs, "--contract", ours, "--accepted", file];
    const { code, output } = await call(compare, [...flags, "--accept", "Told."]);
    const text = await readFile(file, "utf8");
    expect(text).toMatch(/^about: .*\naccepted:\n {2}- fingerprint: \w+\n/);
    const { differences } = await readAccepted(file, "new.yaml");
    expect([code, output]).toEqual([0, `Wrote ${file}. Accepted differences: ${differences.length}.\n`]);
    expect((await call(compare, flags)).code).toBe(0);
  });

  it.each<[what: string, argv: string[], says: string]>([
    ["without a document", [], "Name one other OpenAPI document"],
    ["with three", ["one.json", "two.json", "three.json"], "Name one other OpenAPI document"],
    ["with one that is not there", ["nowhere.json"], "There is no file nowhere.json."],
    ["with an unknown format", [own, "--format", "pdf"], '--format takes table, json, markdown, github, not "pdf".'],
    [
      "with an unknown verdict",
      [own, "--fail-on", "all"],
      '--fail-on takes breaking, undecided, compatible, not "all".',
    ],
    ["with an unknown kind", [own, "--ignore", "colour"], "--ignore takes kinds of difference"],
    ["with an operation that is in neither", [own, "--operation", "fly"], "No operation is called so"],
    ["with a reason and no file", [own, "--accept", "Told."], "--accept needs --accepted <file> besides"],
    ["with an empty reason", [own, "--accept", " ", "--accepted", "new.yaml"], "--accept needs a reason"],
  ])("exits 2 in one sentence %s", async (_what, argv, says) => {
    const { code, output } = await call(compare, argv);
    expect([code, output]).toEqual([2, expect.stringContaining(says)]);
    expect(output.trim().split("\n")).toHaveLength(1);
  });
});

describe("npm run release-check", () => {
  const problems = async (base: string, revision: string) =>
    checkRelease(await readDocument(base), await readDocument(revision)).problems;

  it("is green on an unchanged contract, whose version is the package's", async () => {
    const { code, output } = await call(releaseCheck, [own]);
    expect([code, output]).toEqual([
      0,
      expect.stringMatching(/^Before: generated\/openapi\.json\. [\s\S]*The version honours the changes/),
    ]);
  });

  it("is red on a break without its step, and green with it, in CI where programs colour what they say", async () => {
    const [before, after] = [await released("0.1.0"), await released("0.1.0", "string")];
    vi.stubEnv("CI", "true");
    vi.stubEnv("GITHUB_ACTIONS", "true");
    vi.stubEnv("FORCE_COLOR", "1");
    const red = await call(releaseCheck, [before, "--contract", after, "--format", "markdown"]);
    vi.unstubAllEnvs();
    expect(red.code).toBe(1);
    expect(red.output).toContain("**breaking** | `createNote`");
    expect(red.output).toContain("these changes require a minor bump (0.2.0) while below 1.0.");
    expect(await problems(before, await released("0.2.0", "string"))).toEqual([]);
  });

  it("asks for a major step from 1.0 on", async () => {
    const before = await released("1.0.0");
    expect(await problems(before, await released("1.1.0", "string"))).toEqual([
      "info.version went from 1.0.0 to 1.1.0, but these changes require a major bump (2.0.0).",
    ]);
    expect(await problems(before, await released("2.0.0", "string"))).toEqual([]);
  });

  it("is red where the package is at another version than the contract", async () => {
    const contract = await readDocument(await released("0.1.0"));
    const release = checkRelease(contract, contract, "0.3.0");
    expect(release.problems).toEqual([
      "package.json is at 0.3.0 and info.version at 0.1.0: they have to agree.",
      "The version is read from generated/openapi.json: if openapi/ has another one, run npm run generate.",
    ]);
  });

  it.each<[what: string, argv: string[], says: string]>([
    ["without a base", [], "Name one base document"],
    ["with two", ["one.json", "two.json"], "Name one base document"],
    ["with a base that is not there", ["nowhere.json"], "There is no file nowhere.json."],
    ["with an unknown format", [own, "--format", "pdf"], '--format takes text, markdown, not "pdf".'],
  ])("exits 2 in one sentence %s", async (_what, argv, says) => {
    const { code, output } = await call(releaseCheck, argv);
    expect([code, output]).toEqual([2, expect.stringContaining(says)]);
    expect(output.trim().split("\n")).toHaveLength(1);
  });
});
