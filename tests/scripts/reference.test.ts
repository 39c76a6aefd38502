import { readFileSync } from "node:fs";
import { appendFile, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { checks } from "../../contract-tests/checks/index.js";
import { marks } from "../../contract-tests/model/marks.js";
import { projectRoot } from "../../contract-tests/model/redocly.js";
import { operators } from "../../contract-tests/mutation/operators/index.js";
import { kinds } from "../../scripts/compare/kinds.js";
import { main, reference } from "../../scripts/reference.js";
import { call } from "./run.js";

const page = reference();
/** The names in the first column of the tables below a heading. */
const namesBelow = (heading: string) =>
  [...(page.split(`\n## ${heading}\n`)[1] ?? "").replace(/\n## .*/s, "").matchAll(/^\| (`.*?) \|/gm)].flatMap(
    ([, cell = ""]) => [...cell.matchAll(/`([\w-]+)`/g)].map(([, name = ""]) => name),
  );

test("names every check, mutation operator and kind of difference, each once", () => {
  const tables = { Checks: checks, "Mutation operators": operators };
  for (const [heading, listed] of Object.entries(tables)) {
    expect(namesBelow(heading)).toEqual(expect.arrayContaining(listed.map(({ name }) => name)));
    expect(namesBelow(heading)).toHaveLength(listed.length);
  }
  const found = namesBelow("Kinds of difference").flatMap((name) =>
    kinds.has(name)
      ? [name]
      : ["request", "response"].flatMap((direction) =>
          ["tightened", "loosened"].map((change) => `${direction}-${name}-${change}`),
        ),
  );
  expect(found.sort()).toEqual([...kinds.keys()].sort());
});

test("has every mark of the contract and of the code", () => {
  const ours = readFileSync(join(projectRoot, "generated", "openapi.json"), "utf8").match(/x-[a-z-]+(?=":)/g) ?? [];
  const written = new Set([...ours, ...Object.values(marks)]);
  written.delete("x-generated"); // the heading of a generated file
  expect(new Set(namesBelow("Marks of the contract"))).toEqual(written);
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
