import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readContract } from "../../contract-tests/model/contract.js";
import { readDocument } from "../../contract-tests/model/document.js";
import { isObject, parseJson } from "../../contract-tests/model/json.js";
import { projectRoot } from "../../contract-tests/model/redocly.js";
import { startPlainProvider } from "../../contract-tests/provider/plain-provider.js";
import { main } from "../../scripts/contract.js";
import { call, vitest } from "./run.js";

const small = join(projectRoot, "tests", "fixtures", "small-contract", "openapi.yaml");

let directory = "";
let provider: Awaited<ReturnType<typeof startPlainProvider>>;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "descope-links-vitest-"));
  provider = await startPlainProvider(readContract(await readDocument(small)), { prefer: true });
});
afterAll(async () => {
  await provider.close();
  await rm(directory, { recursive: true, force: true });
});
const at = (...path: string[]) => join(directory, ...path);

/** Runs the small contract on a provider that is there already, which is quicker than a mock. */
const onProvider = (report: string, ...more: string[]) =>
  call(main, ["--contract", small, "--target", provider.url, "--prefer", "--report", at(report), ...more]);

/** The cases and the verdict of a report. */
async function reported(report: string) {
  const json = parseJson(await readFile(at(report, "results.json"), "utf8"));
  const { verdict, results, gaps, rows } = isObject(json) ? json : {};
  const cases = Array.isArray(results) ? results.filter(isObject).map(({ id, outcome }) => `${outcome} ${id}`) : [];
  return { verdict, gaps, rows, cases: cases.sort() };
}

describe("shards", () => {
  const shard = (index: number, count: number, folder: string, ...more: string[]) =>
    onProvider(
      `${folder}-${index}`,
      ...["--shard", `${index}/${count}`, "--seed", "5", "--reporter", "blob"],
      ...["--outputFile", at(folder, `${index}.json`), ...more],
    );

  test("merged say what one run says: the same cases, gaps and verdict", async () => {
    await onProvider("whole", "--seed", "5");
    for (const index of [1, 2, 3]) {
      expect(await shard(index, 3, "three")).toMatchObject({ code: 0 });
    }
    const merged = await onProvider(
      "merged",
      "--merge-reports",
      at("three"),
      "--reporter",
      "junit",
      "--outputFile",
      at("junit.xml"),
    );
    expect(merged).toMatchObject({ code: 0, output: expect.stringMatching(/^OK: \d+ cases, .* 0 gaps in coverage/m) });
    expect(await reported("merged")).toEqual(await reported("whole"));
    const { cases } = await reported("whole");
    expect(await readFile(at("junit.xml"), "utf8")).toContain(
      `<testsuites name="vitest tests" tests="${cases.length}"`,
    );
  });

  test("of seven, of which one is missing, are no verdict", async () => {
    for (const index of [1, 2, 3, 4, 6, 7]) {
      await shard(index, 7, "seven");
    }
    const merged = await onProvider("missing", "--merge-reports", at("seven"));
    expect(merged).toMatchObject({ code: 2, output: expect.stringMatching(/These are not all 7 shards .*: 5\.$/m) });
  });

  test("of different runs are not merged", async () => {
    await shard(1, 2, "mixed");
    await shard(2, 2, "mixed", "--seed", "6");
    expect(await onProvider("mixed", "--merge-reports", at("mixed"))).toMatchObject({
      code: 2,
      output: expect.stringContaining("These are not shards of one run: contract, seed, target or flags differ."),
    });
  });
});

describe("npx vitest run --project contract", () => {
  let broken: Server;
  let env: Record<string, string>;
  beforeAll(async () => {
    broken = createServer((request, response) => {
      const json = { "content-type": "application/json" };
      request.resume().once("end", () => response.writeHead(200, json).end('{"code":5}'));
    });
    await new Promise<void>((resolve) => broken.listen(0, "127.0.0.1", resolve));
    const { port } = broken.address() as AddressInfo;
    env = { CONTRACT_FILE: small, CONTRACT_TARGET: `http://127.0.0.1:${port}`, CONTRACT_REPORT: at("native") };
  });
  afterAll(() => broken.close());

  test("fails a test for a finding, with expected and received, its place and a request, whoever reports it", async () => {
    const { code, output } = await vitest(["response-conforms", "-t", "addBoat", "--reporter", "junit"], env);
    expect(code).toBe(1);
    expect(output).toMatch(/<failure message="expected [^"]+" type="breaking">/);
    expect(output).toMatch(/small-contract\/openapi\.yaml:\d+/);
    expect(output).toContain("curl -i -X POST");
    expect(output).toMatch(/^FAILED: \d+ case/m);
  });

  test("says in a sentence why it cannot run, and leaves no test green", async () => {
    const { code, output } = await vitest([], { ...env, CONTRACT_TARGET: "", CONTRACT_RATE: "fast" });
    expect(output).toContain('--rate takes a whole number from 1 to 100000, not "fast".');
    expect(output).not.toMatch(/Tests .*passed|\n {4}at /);
    expect(code).toBe(2);
  });
});
