import { appendFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { checks } from "../../contract-tests/checks/index.js";
import { operators, wideOperators } from "../../contract-tests/mutation/operators/index.js";
import { kinds } from "../../scripts/compare/kinds.js";
import { main, reference } from "../../scripts/reference.js";
import { call } from "./run.js";

test("names every check, every mutation operator and every kind of difference, each once", () => {
  const names = [...[...checks, ...operators, ...wideOperators].map(({ name }) => name), ...kinds.keys()];
  const page = reference();
  const rows = [...page.matchAll(/^\| `([\w-]+)` \|/gm)].map(([, name]) => name);
  expect(rows.sort()).toEqual(names.sort());
});

test("a stale page is red and says what to run; a fresh one is green", async () => {
  const directory = await mkdtemp(join(tmpdir(), "descope-links-reference-"));
  const file = join(directory, "page.md");
  expect(await call(main, ["--check", "--out", file])).toMatchObject({ code: 1 });
  expect(await call(main, ["--out", file])).toMatchObject({ code: 0 });
  expect(await call(main, ["--check", "--out", file])).toMatchObject({ code: 0 });
  await appendFile(file, "More.\n");
  const { code, output } = await call(main, ["--check", "--out", file]);
  expect([code, output]).toEqual([1, expect.stringContaining("Run `npm run reference`")]);
  await rm(directory, { recursive: true });
});
