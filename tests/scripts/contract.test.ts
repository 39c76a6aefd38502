import { copyFile, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { startReferenceProvider } from "../../contract-tests/mock/reference-provider.js";
import { readContract } from "../../contract-tests/model/contract.js";
import { readDocument } from "../../contract-tests/model/document.js";
import { projectRoot } from "../../contract-tests/model/redocly.js";
import { main } from "../../scripts/contract.js";
import { call, run } from "./run.js";
import { copyTree, edit } from "./tree.js";

async function serve(listener: RequestListener) {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, close: () => new Promise((resolve) => server.close(resolve)) };
}

const small = join(projectRoot, "tests", "fixtures", "small-contract", "openapi.yaml");

let directory = "";
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "descope-links-contract-"));
});
afterAll(() => rm(directory, { recursive: true, force: true }));
const at = (...path: string[]) => join(directory, ...path);

/** The flags for a run of the small contract, with a folder for its reports. */
const onSmall = (report: string) => ["--contract", small, "--report", at(report)];

describe("npm run contract", () => {
  test.each<[why: string, args: string[], message: RegExp]>([
    [
      "a flag that is neither ours nor Vitest's",
      ["--bogus"],
      /Unknown option '--bogus': neither this command nor Vitest/,
    ],
    ["an unknown check", ["--check", "nope"], /"nope" is not a check. There are sends-what-is-documented,/],
    ["a shard of no whole", ["--shard", "3/2", "--seed", "1"], /^Vitest could not start: --shard <index> must be/],
    ["a reporter that is not there", ["--reporter", "nope"], /^Vitest could not start: Failed to load custom Reporter/],
    [
      "a file with a line, as an URL has it",
      ["http://127.0.0.1:4010"],
      /is not a file of the suite. Flags go behind --/,
    ],
    ["a merge of nothing", ["--merge-reports", "nosuch"], /^--merge-reports takes a folder .*: ENOENT/],
    ["an operation that is named twice", ["--operation", "a", "--operation", "b"], /^--operation is given twice/],
    [
      "a test that is not there",
      ["-t", "nope", "--seed", "1"],
      /no case has a name that matches -t "nope"; npx vitest list --project contract lists all names\.$/m,
    ],
    ["a recipient and no target", ["--recipient", "you@your-company.example"], /^--recipient goes with --target/],
    ["sends allowed to no target", ["--allow-sends"], /^--allow-sends goes with --target/],
    ["a shard without a seed", ["--shard", "1/2"], /--shard goes with --seed/],
    ["a contract that is not there", ["--contract", "nope.yaml"], /^There is no file nope\.yaml\.$/m],
    [
      "an operation that is not there",
      ["--operation", "nope"],
      /^--operation "nope" is not in the contract\. It has addBoat\./,
    ],
  ])("cannot run with %s: exit 2 and one sentence", async (_why, args, message) => {
    const { code, output } = await call(main, [
      ...(args[0] === "--contract" ? ["--report", at("none")] : onSmall("none")),
      ...args,
    ]);
    const told = output.replace(/^Linting .*\n/, "");
    expect(told).toMatch(message);
    expect([code, told.trim().split("\n").length]).toEqual([2, 1]);
  });

  test("cannot run without a project ID off loopback", async () => {
    const { code, output } = await call(main, ["--target", "https://provider.example", "--report", at("none")]);
    expect([code, output]).toEqual([2, expect.stringMatching(/^DESCOPE_PROJECT_ID is not set: .*\n$/)]);
  });

  test("cannot run where nobody answers", async () => {
    const gone = await serve(() => {});
    await gone.close();
    const { code, output } = await call(main, [...onSmall("none"), "--target", gone.url]);
    expect([code, output]).toEqual([2, expect.stringContaining(`No provider responds at ${gone.url} (ECONNREFUSED)`)]);
  });

  test("comes to no verdict where a provider leaves nearly everything undecided", async () => {
    const provider = await serve((request, response) => {
      const [status, body] = request.headers.authorization ? [429, '{"code":"E4"}'] : [401, '{"code":"E3"}'];
      const headers = { "content-type": "application/json", ...(status === 429 && { "retry-after": "3600" }) };
      request.resume().once("end", () => response.writeHead(status, headers).end(body));
    });
    const { code, output } = await call(main, [...onSmall("slow"), "--target", provider.url]);
    await provider.close();
    expect(output).toMatch(/INCONCLUSIVE: \d+ cases/);
    expect(output).toMatch(/\d+ of \d+ cases that could be sent stayed undecided: the provider limited the rate\./);
    expect(code).toBe(2);
  });

  test("is red where a provider does not do what the contract says, and shows what to do about it", async () => {
    const provider = await serve((request, response) => {
      request
        .resume()
        .once("end", () => response.writeHead(200, { "content-type": "application/json" }).end('{"maskedPhone":5}'));
    });
    const { code, output } = await call(main, [
      "--target",
      provider.url,
      "--operation",
      "signInMagicLinkSms",
      "--check",
      "response-conforms",
      "--seed",
      "5",
      "--report",
      at("red"),
    ]);
    await provider.close();
    expect(code).toBe(1);
    expect(output).toMatch(
      /^Linting the contract and deriving the cases …\nTarget \S+: a loopback host, so everything is sent\. If that/,
    );
    expect(output).toContain("  expected: a body in which maskedPhone must be string");
    expect(output).toContain("openapi/schemas/SmsSent.yaml#/properties/maskedPhone/type (line 6)");
    expect(output).toContain(`'Authorization: Bearer '"\${DESCOPE_PROJECT_ID:-P2contractsuite0000000000}"`);
    expect(output).toContain("Seed 5");
  });

  test("sends whatever bearer another contract has, and shows it nowhere", async () => {
    const bearer = "eyJhbGci.aa-bb_cc~d+e/f==";
    const provider = await serve((request, response) => {
      const known = request.headers.authorization === `Bearer ${bearer}`;
      const body = JSON.stringify(known ? { id: "5", said: bearer } : { code: "E3", said: request.headers });
      const headers = { "content-type": "application/json" };
      request.resume().once("end", () => response.writeHead(known ? 200 : 401, headers).end(body));
    });
    const check = ["--check", "response-conforms", "--target", provider.url];
    const { code, output } = await call(main, [...onSmall("bearer"), ...check], { env: { CONTRACT_BEARER: bearer } });
    await provider.close();
    expect([code, output]).toEqual([1, expect.stringContaining("a body in which id must be integer")]);
    const reports = ["results.json", "index.html"].map((name) => readFile(at("bearer", name), "utf8"));
    expect([output, ...(await Promise.all(reports))].filter((text) => text.includes("eyJhbGci"))).toEqual([]);
    expect(output).toContain(`'Authorization: Bearer '"$CONTRACT_BEARER"`);
  });

  test("is green on our own mock, strict, and leaves its reports", async () => {
    const { code, output } = await run("contract", onSmall("green"), {
      env: { GITHUB_ACTIONS: "true", GITHUB_STEP_SUMMARY: at("summary.md") },
    });
    expect(output).toMatch(
      /OK: \d+ cases, \d+ passed, 0 breaking, 0 lenient, 0 without an outcome, 0 gaps in coverage/,
    );
    expect(code).toBe(0);
    expect(JSON.parse(await readFile(at("green", "results.json"), "utf8"))).toMatchObject({
      verdict: { exitCode: 0, word: "OK", gated: true },
      run: { strict: true },
    });
    expect(await readFile(at("green", "index.html"), "utf8")).toContain("Passed");
    expect(await readFile(at("summary.md"), "utf8")).toContain("✅ Contract suite");
  });

  test("is red on a gap in coverage, with where the contract leaves it", async () => {
    const poorer = at("poorer.yaml");
    await copyFile(small, poorer);
    await edit(poorer, /\n *taken: .*/, "");
    const { code, output } = await call(main, ["--contract", poorer, "--report", at("gap")]);
    expect(output).toMatch(
      /addBoat: status 400 has no example of state — .*poorer\.yaml#\/paths\/~1boats\/post\/responses/,
    );
    expect([code, output]).toEqual([1, expect.stringContaining("1 gap in coverage")]);
  });

  test("a relaxed provider: lenient is reported and green, and red with --strict", async () => {
    const text = JSON.stringify(await readDocument(small)).replace('"minLength":1', '"minLength":0');
    const mock = await startReferenceProvider(readContract(JSON.parse(text)), { prefer: true });
    const args = ["--target", mock.url, "--prefer"];
    const lenient = await call(main, [...onSmall("lenient"), ...args]);
    const strict = await call(main, [...onSmall("strict"), ...args, "--strict"]);
    await mock.close();
    expect(lenient.output).toMatch(/0 breaking, 1 lenient/);
    expect([lenient.code, strict.code]).toEqual([0, 1]);
  });

  test("leaves no older report beside a newer verdict, not even where it cannot run", async () => {
    await mkdir(at("older"));
    for (const name of ["index.html", "results.json"]) {
      await writeFile(at("older", name), "{}");
    }
    expect(await call(main, ["--contract", "nope.yaml", "--report", at("older")])).toMatchObject({ code: 2 });
    expect(await readdir(at("older"))).toEqual([]);
  });
});

describe("on a tree of its own", () => {
  let tree: Awaited<ReturnType<typeof copyTree>>;
  beforeAll(async () => {
    tree = await copyTree();
  });
  afterAll(() => tree.remove());
  const inTree = (...path: string[]) => join(tree.root, ...path);

  test("a change of the contract without regenerating is red and says what to run", async () => {
    await edit(inTree("openapi", "openapi.yaml"), /\n {2}title: /, "\n  title: Further ");
    const { code, output } = await run("contract", [], { cwd: tree.root });
    await edit(inTree("openapi", "openapi.yaml"), "title: Further ", "title: ");
    expect([code, output]).toEqual([
      1,
      expect.stringMatching(/^Linting .*\nStale: generated\/openapi\.json, .*Run `npm run generate`/),
    ]);
  });

  test("a lint problem stops generation and leaves the files as they were", async () => {
    await edit(inTree("openapi", "schemas", "Locale.yaml"), /description: .*/, "");
    const { code, output } = await run("generate", [], { cwd: tree.root });
    expect(output).toContain("rule/every-property-is-described");
    expect(code).toBe(1);
    expect(await readFile(inTree("generated", "openapi.json"), "utf8")).toContain("en-GB");
  });
});
