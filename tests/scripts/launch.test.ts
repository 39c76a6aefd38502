import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { projectRoot } from "../../contract-tests/model/redocly.js";

let directory = "";
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "descope-links-"));
});
afterAll(() => rm(directory, { recursive: true }));

/** Runs a command as `npm run` does. */
function launch(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join("scripts", "launch.mjs"), ...args], {
    cwd: projectRoot,
    encoding: "utf8",
    env: { ...process.env, NODE_OPTIONS: "" },
  });
  return { status, stdout, stderr };
}

/** A contract whose cases take hundreds of megabytes: many fields, each with texts as long as are sent. */
async function heavyContract(): Promise<string> {
  const fields = Array.from({ length: 300 }, (_, index) => [`field${index}`, { type: "string", maxLength: 65_536 }]);
  const schema = { type: "object", properties: Object.fromEntries(fields) };
  const file = join(directory, "heavy.json");
  const operation = {
    operationId: "addHeavy",
    requestBody: { required: true, content: { "application/json": { schema } } },
    responses: { "204": { description: "Added" } },
  };
  const document = {
    openapi: "3.1.0",
    info: { title: "Heavy", version: "1" },
    paths: { "/heavy": { post: operation } },
  };
  await writeFile(file, JSON.stringify(document));
  return file;
}

test("memory that runs out is exit code 2 and one sentence that names the operation", async () => {
  const { status, stderr } = launch(
    "--max-old-space-size=110",
    ...["contract", "--contract", await heavyContract(), "--report", join(directory, "report")],
  );
  expect(stderr.trim().split("\n").at(-1)).toMatch(
    /^The command ran out of memory while deriving the cases\. Run one operation at a time with --operation, or a part of the run with --shard\.$/,
  );
  expect(stderr).not.toMatch(/FATAL ERROR|Last few GCs|stack trace/);
  expect(status).toBe(2);
});

test("flags, output and exit code are the command's own", () => {
  const help = launch("contract", "--help");
  expect([help.status, help.stderr]).toEqual([0, ""]);
  expect(help.stdout).toContain("Usage: npm run contract");
  const unknown = launch("generate", "--nope");
  expect([unknown.status, unknown.stdout]).toEqual([2, ""]);
  expect(unknown.stderr).toContain("'--nope'");
});

test("a command that cannot be bundled is exit code 2, and names the file", () => {
  const { status, stdout, stderr } = launch("no-such-command");
  expect([status, stdout]).toEqual([2, ""]);
  expect(stderr).toMatch(/^The command cannot be put together: .*\n.*no-such-command\.ts"\n$/);
});

/** A tree with an empty package in the place of each that the commands need, but for some. */
async function treeWithout(...missing: string[]): Promise<string> {
  const tree = await mkdtemp(join(directory, "tree-"));
  const manifest = await readFile(join(projectRoot, "package.json"), "utf8");
  const { dependencies, devDependencies } = JSON.parse(manifest);
  for (const name of Object.keys({ ...dependencies, ...devDependencies }).filter((one) => !missing.includes(one))) {
    await mkdir(join(tree, "node_modules", name), { recursive: true });
    await writeFile(join(tree, "node_modules", name, "package.json"), "{}");
  }
  await writeFile(join(tree, "package.json"), manifest);
  await cp(join(projectRoot, "scripts"), join(tree, "scripts"), { recursive: true });
  return tree;
}

const { scripts } = JSON.parse(readFileSync(join(projectRoot, "package.json"), "utf8"));

describe("without a package that they need", () => {
  let tree = "";
  beforeAll(async () => {
    tree = await treeWithout("yaml");
  });

  // As npm starts them, without the start of npm itself.
  test.each(Object.entries(scripts))("npm run %s is one sentence and exit code 2", (_name, line) => {
    const { status, stdout, stderr } = spawnSync(String(line), {
      cwd: tree,
      encoding: "utf8",
      shell: true,
      env: { ...process.env, NODE_OPTIONS: "" },
    });
    expect({ status, stdout, stderr: stderr.replaceAll("\r", "") }).toEqual({
      status: 2,
      stdout: "",
      stderr: "Packages that the commands need are not installed (yaml): run npm ci --include=dev.\n",
    });
  });
});

test("many packages that are missing are counted", async () => {
  const tree = await treeWithout("tsx", "yaml", "vitest", "refa", "ajv");
  const { status, stderr } = spawnSync(process.execPath, [join("scripts", "launch.mjs"), "compare"], {
    cwd: tree,
    encoding: "utf8",
  });
  expect([status, stderr]).toEqual([
    2,
    expect.stringMatching(/\(\S+, \S+, \S+ and 2 more\): run npm ci --include=dev\.\n$/),
  ]);
});
