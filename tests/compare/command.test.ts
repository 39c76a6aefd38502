import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ownContract, projectRoot } from "../../contract-model/redocly.js";

const own = join(projectRoot, "generated", "openapi.json");
let directory = "";

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "compare-command-"));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

/** Our contract with one text in place of another, as a file. */
async function edited(name: string, ...edits: [from: string, to: string][]): Promise<string> {
  const text = edits.reduce((one, [from, to]) => one.replace(from, to), await readFile(own, "utf8"));
  const file = join(directory, name);
  await writeFile(file, text);
  return file;
}

function run(script: string, ...args: string[]): Promise<{ code: number | null; stdout: string; stderr: string }> {
  const child = spawn(process.execPath, ["--import", "tsx", join("scripts", script), ...args], { cwd: projectRoot });
  const output = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk) => {
    output.stdout += String(chunk);
  });
  child.stderr.on("data", (chunk) => {
    output.stderr += String(chunk);
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, ...output }));
  });
}

const linkIdAsNumber: [string, string] = [
  '"linkId": {\n            "type": "string"',
  '"linkId": {\n            "type": "integer"',
];
const version = (to: string): [string, string] => ['"version": "0.1.0"', `"version": "${to}"`];

describe("npm run compare", { timeout: 60_000 }, () => {
  it("exits 0 on what is the same, our own source files included", async () => {
    const { code, stdout } = await run("compare.ts", ownContract);
    expect([code, stdout.trim()]).toEqual([0, "4 operations compared: 0 breaking, 0 undecided, 0 compatible."]);
  });

  it("exits 1 on a break, with a witness", async () => {
    const { code, stdout } = await run(
      "compare.ts",
      await edited("number.json", linkIdAsNumber),
      "--format",
      "markdown",
    );
    expect(code).toBe(1);
    expect(stdout).toContain("**breaking** | `signInEnchantedLinkEmail` | `response 200 body: linkId`");
  });

  it("exits 2 in one sentence where it cannot run", async () => {
    const missing = await run("compare.ts", join(directory, "nowhere.json"));
    expect([missing.code, missing.stdout, missing.stderr.trim().split("\n").length]).toEqual([2, "", 1]);
    const { code, stderr } = await run("compare.ts", own, "--format", "pdf");
    expect([code, stderr.trim()]).toEqual([2, '--format takes table, json, markdown, not "pdf".']);
  });
});

describe("npm run release-check", { timeout: 60_000 }, () => {
  const check = (base: string, revision: string, ...more: string[]) =>
    run("release-check.ts", base, "--contract", revision, ...more);

  it("is green on an unchanged contract, whose version is the package's", async () => {
    const { code, stdout } = await run("release-check.ts", own);
    expect([code, stdout]).toEqual([0, expect.stringContaining("The version honours the changes")]);
  });

  it("is red on a break without its step, and green with it", async () => {
    const red = await check(own, await edited("break.json", linkIdAsNumber), "--format", "markdown");
    expect(red.code).toBe(1);
    expect(red.stdout).toContain("requires a **major** bump");
    expect(red.stdout).toContain(
      "info.version stayed 0.1.0, but these changes require a minor bump (0.2.0) while below 1.0.",
    );
    expect((await check(own, await edited("step.json", linkIdAsNumber, version("0.1.1")))).code).toBe(1);
    expect((await check(own, await edited("major.json", linkIdAsNumber, version("0.2.0")))).code).toBe(0);
  });

  it("asks for a major step from 1.0 on", async () => {
    const base = await edited("one.json", version("1.0.0"));
    expect((await check(base, await edited("minor.json", linkIdAsNumber, version("1.1.0")))).code).toBe(1);
    expect((await check(base, await edited("two.json", linkIdAsNumber, version("2.0.0")))).code).toBe(0);
  });

  it("cannot run without a base", async () => {
    const { code, stderr } = await run("release-check.ts", join(directory, "nowhere.json"));
    expect([code, stderr.trim().split("\n").length]).toEqual([2, 1]);
  });
});
