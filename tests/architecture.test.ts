import { spawnSync } from "node:child_process";
import { copyFile, mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { projectRoot } from "../contract-tests/model/redocly.js";

/** Each folder with an import from the one after it: the order of docs/architecture.md only goes down. */
const upward = [
  ["src/planted.ts", "../contract-tests/model/json.js"],
  ["contract-tests/model/planted.ts", "../schema/view.js"],
  ["contract-tests/schema/planted.ts", "../provider/plan.js"],
  ["contract-tests/provider/planted.ts", "../mock/server.js"],
  ["contract-tests/mock/planted.ts", "../cases/case.js"],
  ["contract-tests/cases/planted.ts", "../checks/check.js"],
  ["contract-tests/checks/planted.ts", "../coverage/gaps.js"],
  ["contract-tests/coverage/planted.ts", "../reporters/report.js"],
  ["contract-tests/reporters/planted.ts", "../mutation/mutant.js"],
  ["contract-tests/mutation/planted.ts", "../suite.js"],
  ["contract-tests/mutation/operators/planted.ts", "../../suite.js"],
  ["contract-tests/planted.ts", "../scripts/command.js"],
  ["scripts/compare/planted.ts", "../../benchmarks/client.js"],
] as const;
const downward = ["contract-tests/mutation/operators/down.ts", "../../model/json.js"] as const;
const cycle = [
  ["scripts/one.ts", "./two.js"],
  ["scripts/two.ts", "./one.js"],
] as const;

const typeCycle = [
  ["scripts/three.ts", "./four.js"],
  ["scripts/four.ts", "./three.js"],
] as const;

let directory = "";
let said = "";

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "descope-links-architecture-"));
  await copyFile(join(projectRoot, "biome.json"), join(directory, "biome.json"));
  for (const [file, from] of [...upward, downward, ...cycle]) {
    await mkdir(dirname(join(directory, file)), { recursive: true });
    await writeFile(
      join(directory, file),
      `import * as other from "${from}";\n\nexport const planted = () => other;\n`,
    );
  }
  for (const [file, from] of typeCycle) {
    await writeFile(
      join(directory, file),
      `import type { Planted as Other } from "${from}";\n\nexport type Planted = Other[];\n`,
    );
  }
  const biome = join(projectRoot, "node_modules", "@biomejs", "biome", "bin", "biome");
  const { stdout, stderr } = spawnSync(
    process.execPath,
    [biome, "lint", "--colors=off", "--reporter=github", "--max-diagnostics=none", "."],
    { cwd: directory, encoding: "utf8" },
  );
  said = stdout + stderr;
});
afterAll(() => rm(directory, { recursive: true, force: true }));

/** What the linter says of one of the planted files. */
function about(file: string): string[] {
  return said.split("\n").filter((line) => line.includes(`${file},line=`));
}

test.each(upward)("%s must not import %s", (file) => {
  expect(about(file)).toEqual([expect.stringContaining("stands before that folder in docs/architecture.md")]);
});

test("a folder may import from those before it", () => {
  expect(about(downward[0])).toEqual([]);
});

test("no file may import itself by way of others, its types included", () => {
  expect(about(cycle[0][0])).toEqual([expect.stringContaining("part of a cycle")]);
  expect(about(typeCycle[0][0])).toEqual([expect.stringContaining("part of a cycle")]);
});
