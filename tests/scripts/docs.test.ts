import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { main } from "../../scripts/docs.js";
import { call } from "./run.js";

test("a page that cannot be made is exit 2, and nothing is written", async () => {
  const directory = await mkdtemp(join(tmpdir(), "descope-links-docs-"));
  const { code, output } = await call(main, ["--contract", "nowhere.yaml", "--out", "page.html"], { cwd: directory });
  const left = await readdir(directory);
  await rm(directory, { recursive: true });
  expect([code, output]).toEqual([2, expect.stringMatching(/^There is no file \S*nowhere\.yaml\.\n$/)]);
  expect(left).toEqual([]);
});

test("a folder where a file has to be is exit 2 and one sentence", async () => {
  const { code, output } = await call(main, ["--out", "."], { cwd: tmpdir() });
  expect([code, output]).toEqual([
    2,
    expect.stringMatching(/^\. cannot be written \(\w+\): name another place with --out\.\n$/),
  ]);
});

test("a folder that is not there is not made: exit 2 and one sentence", async () => {
  const { code, output } = await call(main, ["--out", "nowhere/page.html"], { cwd: tmpdir() });
  const place = join("nowhere", "page.html");
  expect([code, output]).toEqual([2, `${place} cannot be written (ENOENT): name another place with --out.\n`]);
});
