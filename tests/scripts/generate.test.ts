import { appendFile, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { main } from "../../scripts/generate.js";
import { call } from "./run.js";

const contract = `openapi: 3.1.0
info: { title: Bells, version: "1" }
paths:
  /bells:
    get:
      operationId: listBells
      responses: { "204": { description: None. } }
`;

let directory = "";
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "descope-links-generate-"));
  await writeFile(join(directory, "bells.yaml"), contract);
});
afterAll(() => rm(directory, { recursive: true, force: true }));

test("--check is green on what was just written, and names what is stale without writing it", async () => {
  const generate = (...more: string[]) =>
    call(main, ["--contract", "bells.yaml", "--out", "made", ...more], { cwd: directory });
  expect(await generate()).toEqual({ code: 0, output: "Wrote openapi.json, operations.ts, api.ts to made/.\n" });
  expect(await generate("--check")).toEqual({ code: 0, output: "made/ is fresh.\n" });
  const file = join(directory, "made", "operations.ts");
  await appendFile(file, "// more\n");
  const stale = await generate("--check");
  expect([stale.code, stale.output]).toEqual([
    1,
    expect.stringMatching(/^Stale: [^,]*operations\.ts\. Run `npm run generate`/),
  ]);
  expect(await readFile(file, "utf8")).toContain("// more");
});

test("what the client cannot carry of another contract is named, and the rest is generated", async () => {
  const trace = '    trace: { operationId: traceBells, responses: { "204": { description: None. } } }\n';
  await writeFile(join(directory, "traced.yaml"), contract + trace);
  const { code, output } = await call(main, ["--contract", "traced.yaml", "--out", "traced"], { cwd: directory });
  expect([code, output]).toEqual([
    0,
    expect.stringMatching(/TRACE \/bells \(traceBells\): fetch refuses.*\n.*without/),
  ]);
  const operations = await readFile(join(directory, "traced", "operations.ts"), "utf8");
  expect([operations.includes("listBells"), operations.includes("traceBells")]).toEqual([true, false]);

  const alone = contract.replace("    get:", "    trace:");
  await writeFile(join(directory, "alone.yaml"), alone);
  expect((await call(main, ["--contract", "alone.yaml", "--out", "alone"], { cwd: directory })).code).toBe(2);
});

test("generated/ belongs to our own contract: another one needs a folder of its own", async () => {
  const { code, output } = await call(main, ["--contract", "bells.yaml"], { cwd: directory });
  expect([code, output]).toEqual([2, expect.stringMatching(/^--contract needs --out <dir>/)]);
});

test("a file where a folder has to be is exit 2 and one sentence", async () => {
  const { code, output } = await call(main, ["--contract", "bells.yaml", "--out", "bells.yaml"], { cwd: directory });
  expect([code, output]).toEqual([2, "bells.yaml cannot be written (EEXIST): name another place with --out.\n"]);
});
