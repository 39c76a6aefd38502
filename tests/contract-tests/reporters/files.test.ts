import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { writeReports } from "../../../contract-tests/reporters/files.js";
import { hostile, report, result } from "./sample-report.js";

let directory = "";
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "reports-"));
});
afterAll(() => rm(directory, { recursive: true }));

test.each([0, 1, 3])("%i results are written one a line, and read back as they were", async (count) => {
  const results = Array.from({ length: count }, (_, index) => result({ name: `${hostile} ${index}` }));
  const written = report({ title: hostile, results });
  await writeReports(directory, written);
  const text = await readFile(join(directory, "results.json"), "utf8");
  expect(JSON.parse(text)).toEqual(written);
  expect(text.split("\n").filter((line) => line.startsWith('    {"id"'))).toHaveLength(count);
  expect(text).not.toMatch(/<|(?!\n)[\p{Cc}\p{Cf}]/u);
});
