import { execFileSync } from "node:child_process";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { main } from "../../../scripts/compare.js";
import { main as releaseCheck } from "../../../scripts/release-check.js";
import { call } from "../run.js";

let folder = "";

const root = `openapi: 3.1.0
info: { title: Boats, version: "1" }
paths:
  /v1/boats:
    get:
      operationId: listBoats
      responses:
        "200":
          description: All.
          content:
            application/json:
              schema:
                $ref: schemas/boat.yaml
  /v1/oars:
    get:
      operationId: listOars
      responses: { "200": { description: All., content: { application/json: { schema: { type: string } } } } }
`;
const boat = (sort: string) => `type: object\nproperties:\n  sort:\n    enum: [${sort}]\n`;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "revisions-"));
  await mkdir(join(folder, "api", "schemas"), { recursive: true });
  const git = (...args: string[]) =>
    execFileSync("git", ["-c", "user.name=a", "-c", "user.email=a@example.com", ...args], { cwd: folder });
  const write = async (sort: string, oar: string) => {
    await writeFile(join(folder, "api", "root.yaml"), root.replace("type: string", `type: ${oar}`));
    await writeFile(join(folder, "api", "schemas", "boat.yaml"), boat(sort));
  };
  await write("dinghy", "string");
  git("init", "-q");
  git("add", ".");
  git("commit", "-q", "-m", "one");
  git("tag", "v1");
  await write("dinghy, yawl", "integer");
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const run = (...argv: string[]) => call(main, argv, { cwd: folder });

test("a revision is compared with what it has become, files beside it included", async () => {
  const { code, output } = await run("v1:api/root.yaml", "api/root.yaml", "--operation", "listBoats");
  expect(output).toContain('"yawl" can come now');
  expect(output).toContain("1 operations compared: 1 breaking");
  expect(code).toBe(1);
  const back = await run("api/root.yaml", "v1:api/root.yaml", "--operation", "listBoats");
  expect([back.code, back.output]).toEqual([0, expect.stringContaining("0 breaking, 0 undecided, 1 compatible")]);
});

test("a revision alone is what the contract was", async () => {
  const { output } = await run("v1", "--contract", "api/root.yaml", "--path", "/v1/boats");
  expect(output).toMatch(/^Before: v1\. Now: .*api\/root\.yaml\.$/m);
  expect(output).toContain('"yawl" can come now');
});

test("a file that a revision does not have is named as it is there, and nothing is left behind", async () => {
  const { code, output } = await run("v1:api/none.yaml", "api/root.yaml");
  expect([code, output]).toEqual([2, expect.stringMatching(/^There is no file [0-9a-f]{10}:api\/none\.yaml\.\n$/)]);
  const { output: nowhere } = await run("v1:none/root.yaml", "api/root.yaml");
  expect(nowhere).toBe("v1:none/root.yaml: there is no folder none at this revision.\n");
  expect((await readdir(tmpdir())).filter((name) => name.startsWith("revision-"))).toEqual([]);
});

test("a revision that is not there is told from a file that is not there", async () => {
  const { code, output } = await run("v9:api/root.yaml", "api/root.yaml");
  expect([code, output]).toEqual([
    2,
    "There is no file v9:api/root.yaml, and no revision v9 in the Git repository (git fetch --tags fetches tags).\n",
  ]);
  expect((await run("v9", "--contract", "api/root.yaml")).output).toContain("no revision v9");
  expect((await run("api/none.yaml", "api/root.yaml")).output).toMatch(/^There is no file .*api\/none\.yaml\.\n$/);
  const outside = await call(main, ["v1", "--contract", "root.yaml"], { cwd: tmpdir() });
  expect([outside.code, outside.output]).toEqual([2, expect.stringContaining("no Git repository here")]);
});

test("release-check takes a revision as its base", async () => {
  const { code, output } = await call(releaseCheck, ["v1", "--contract", "api/root.yaml"], { cwd: folder });
  expect([code, output]).toEqual([1, expect.stringContaining('"yawl" can come now')]);
});

test("annotations are at the lines of the files that differ, what breaks as errors", async () => {
  const { output } = await run("v1:api/root.yaml", "api/root.yaml", "--format", "github");
  const lines = output.split("\n").filter((line) => line.startsWith("::"));
  expect(lines).toHaveLength(2);
  expect(output).toMatch(
    /^::error file=[^,]*api\/schemas\/boat\.yaml,line=4,title=response-enum-loosened › listBoats::/m,
  );
  expect(output).toMatch(/^::error file=[^,]*api\/root\.yaml,line=17,title=response-type-changed › listOars::/m);
});

test("a policy ignores kinds and changes verdicts, and decides what fails", async () => {
  const severity = join(folder, "severity.yaml");
  await writeFile(severity, "response-enum-loosened: compatible\n");
  const both = ["v1:api/root.yaml", "api/root.yaml"];
  const ignored = await run(...both, "--ignore", "response-type-changed", "--severity", severity);
  expect(ignored).toEqual({
    code: 0,
    output: expect.stringContaining("0 breaking, 0 undecided, 1 compatible. Ignored: 1."),
  });
  const strict = await run(
    ...both,
    "--ignore",
    "response-type-changed",
    "--severity",
    severity,
    "--fail-on",
    "compatible",
  );
  expect(strict.code).toBe(1);
  // Another verdict leaves it its fingerprint.
  const [found = ""] = /response-enum-loosened \w+/.exec((await run(...both)).output) ?? [];
  expect((await run(...both, "--severity", severity, "--all")).output).toContain(found);
  await writeFile(severity, "response-enum-loosened: fine\n");
  expect(await run(...both, "--severity", severity)).toEqual({
    code: 2,
    output: "The file of --severity gives response-enum-loosened none of breaking, undecided, compatible, ignore.\n",
  });
});
