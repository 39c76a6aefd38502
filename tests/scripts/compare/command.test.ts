import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { base } from "../../../benchmarks/compare-pairs/base.js";
import { ownContract, projectRoot } from "../../../contract-tests/model/redocly.js";
import { checkRelease } from "../../../scripts/compare/release.js";

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

describe("npm run compare", { timeout: 60_000 }, () => {
  it("exits 0 on what is the same, our own source files included", async () => {
    const { code, stdout } = await run("compare.ts", ownContract);
    expect(code).toBe(0);
    expect(stdout.trim()).toMatch(/^\d+ operations compared: 0 breaking, 0 undecided, 0 compatible\.$/);
  });

  it("exits 1 on a break, with a witness", async () => {
    const [ours, theirs] = [await released("1.0.0"), await released("1.0.0", "string")];
    const { code, stdout } = await run("compare.ts", theirs, "--contract", ours, "--format", "markdown");
    expect(code).toBe(1);
    expect(stdout).toContain("**breaking** | `createNote` | `response 200 body: size`");
  });

  it("exits 2 in one sentence where it cannot run", async () => {
    const missing = await run("compare.ts", join(directory, "nowhere.json"));
    expect([missing.code, missing.stdout, missing.stderr.trim().split("\n").length]).toEqual([2, "", 1]);
    const { code, stderr } = await run("compare.ts", own, "--format", "pdf");
    expect([code, stderr.trim()]).toEqual([2, '--format takes table, json, markdown, not "pdf".']);
  });
});

describe("npm run release-check", { timeout: 60_000 }, () => {
  const problems = async (base: string, revision: string) =>
    (await checkRelease({ base, revision, format: "stylish" })).problems;

  it("is green on an unchanged contract, whose version is the package's", async () => {
    const { code, stdout } = await run("release-check.ts", own);
    expect([code, stdout]).toEqual([0, expect.stringContaining("The version honours the changes")]);
  });

  it("is red on a break without its step, and green with it, in CI where programs colour what they say", async () => {
    const [before, after] = [await released("0.1.0"), await released("0.1.0", "string")];
    vi.stubEnv("CI", "true");
    vi.stubEnv("GITHUB_ACTIONS", "true");
    vi.stubEnv("FORCE_COLOR", "1");
    const red = await run("release-check.ts", before, "--contract", after, "--format", "markdown");
    vi.unstubAllEnvs();
    expect(red.code).toBe(1);
    expect(red.stdout).toContain("requires a **major** bump");
    expect(red.stdout).toContain("these changes require a minor bump (0.2.0) while below 1.0.");
    expect(await problems(before, await released("0.2.0", "string"))).toEqual([]);
  });

  it("asks for a major step from 1.0 on", async () => {
    const before = await released("1.0.0");
    expect(await problems(before, await released("1.1.0", "string"))).toEqual([
      expect.stringContaining("require a major bump (2.0.0)"),
    ]);
    expect(await problems(before, await released("2.0.0", "string"))).toEqual([]);
  });

  it("is red where the package is at another version than the contract", async () => {
    const packageFile = join(directory, "package.json");
    await writeFile(packageFile, '{"version":"0.3.0"}');
    const contract = await released("0.1.0");
    const release = await checkRelease({ base: contract, revision: contract, packageFile, format: "stylish" });
    expect(release.problems).toEqual(["package.json is at 0.3.0 and info.version at 0.1.0: they have to agree."]);
  });

  it("cannot run without a base", async () => {
    const { code, stderr } = await run("release-check.ts", join(directory, "nowhere.json"));
    expect([code, stderr.trim().split("\n").length]).toEqual([2, 1]);
  });
});
