import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { projectRoot } from "../../contract-tests/model/redocly.js";
import { main } from "../../scripts/contract.js";
import { jwt, startReadingRoom } from "../fixtures/reading-room/provider.js";
import { call } from "./run.js";

const contract = join(projectRoot, "tests", "fixtures", "reading-room", "openapi.yaml");
let directory = "";
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "reading-room-"));
});
afterAll(() => rm(directory, { recursive: true, force: true }));
const at = (name: string) => join(directory, name);

/** Runs the suite against the reading room. */
async function tried(args: readonly string[] = [], env: NodeJS.ProcessEnv = {}) {
  const { url, close } = await startReadingRoom();
  const flags = ["--contract", contract, "--target", url, "--seed", "1", "--report", at("report"), ...args];
  const ran = await call(main, flags, { env: { CONTRACT_BEARER: "room", ...env } }).finally(close);
  return { ...ran, line: /^(?:OK|FAILED|INCONCLUSIVE).*$/m.exec(ran.output)?.[0] ?? ran.output };
}

test("a provider with rules of its own comes from no verdict to a green one in two runs, by a file of values", async () => {
  const first = await tried();
  expect(first.line).toMatch(/^INCONCLUSIVE: .* 0 breaking, 0 lenient/);
  expect(first.output).toMatch(
    /; 200 or 204 never seen on 2 operations: register ada@example\.com with the provider, or name others by --values\./,
  );
  expect(first.output).toMatch(
    /\d+ cases undecided: name what the provider knows by --values, shelf \(\d+ cases\), a refresh JWT \(\d+ cases\)\./,
  );
  expect(first.code).toBe(2);

  const init = await call(main, ["--contract", contract, "--init-values", at("values.yaml")]);
  expect([init.code, init.output]).toEqual([0, expect.stringContaining("run again with --values")]);
  const empty = await readFile(at("values.yaml"), "utf8");
  const filled = empty
    .replace("\nshelf: []", "\nshelf: [maps, atlas]")
    .replace('\nrefreshJwt: ""', `\nrefreshJwt: ${jwt}`)
    .replace("\n  borrow:\n    member: []", "\n  borrow:\n    member: [grace@reading-room.example]");
  await writeFile(at("values.yaml"), filled);

  const secret = "preview-5a7c9e";
  const second = await tried(["--values", at("values.yaml"), "--header", `X-Preview: ${secret}`], {
    CONTRACT_HEADERS: `X-Gate: ${secret}`,
  });
  expect(second.line).toMatch(/^OK: .* 0 breaking, 0 lenient/);
  expect(second.output).not.toContain("never seen");
  expect(second.code).toBe(0);
  const json = await readFile(join(at("report"), "results.json"), "utf8");
  expect([json.includes(jwt), json.includes(secret), json.includes("X-Preview: (as given by --header)")]).toEqual([
    false,
    false,
    true,
  ]);

  // None is written over.
  const again = await call(main, ["--contract", contract, "--init-values", at("values.yaml")]);
  expect([again.code, again.output]).toEqual([2, expect.stringContaining("is there already")]);
});

describe("cannot run with", () => {
  test.each<[why: string, args: string[], message: RegExp]>([
    ["a header that the suite sets", ["--header", "Prefer: x"], /^--header Prefer is not possible: the suite sets/m],
    ["no header", ["--header", "Prefer"], /^--header takes "Name: value", in printable ASCII\.$/m],
    ["a file of values that is not there", ["--values", "nope.yaml"], /^--values nope\.yaml cannot be read/m],
  ])("%s: exit 2 and one sentence", async (_why, args, message) => {
    const { code, output } = await tried(args);
    expect([code, output]).toEqual([2, expect.stringMatching(message)]);
  });
});
