import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { inspect } from "node:util";
import { build } from "esbuild";
import { afterAll, beforeAll, expect, test } from "vitest";
import { ContractError } from "../../contract-tests/model/errors.js";
import { projectRoot } from "../../contract-tests/model/redocly.js";
import { bundling } from "../../scripts/build.js";
import { tsc } from "../../scripts/package/run.js";

let root = "";
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), "descope-links-build-"));
});
afterAll(() => rm(root, { recursive: true, force: true }));

test("what does not compile is refused, with file and line", async () => {
  await writeFile(join(root, "kite.ts"), 'export const kite: number = "red";\n');
  await writeFile(join(root, "tsconfig.json"), '{ "compilerOptions": { "types": [] }, "files": ["kite.ts"] }');
  const compiling = tsc(["-p", "."], root);
  await expect(compiling).rejects.toThrow(ContractError);
  await expect(compiling).rejects.toThrow(/\nkite\.ts\(1,14\): error TS2322: /);
});

test("the bundle leaves the error its name, which Node prints", async () => {
  const outfile = join(root, "error.mjs");
  await build({ ...bundling, entryPoints: [join(projectRoot, "src", "error.ts")], outfile });
  const { DescopeError } = await import(pathToFileURL(outfile).href);
  expect(inspect(new DescopeError("network", "No wind"))).toMatch(/^DescopeError: No wind\n/);
});
