import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { clearReports, writeReports } from "../../../contract-tests/reporters/files.js";
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

test.runIf(process.platform === "linux")(
  "a folder that cannot be made or written is refused before a run",
  async () => {
    const file = join(directory, "file");
    await writeFile(file, "");
    for (const place of [file, join(file, "inside"), "/proc/nowhere/reports", "/proc/self"]) {
      await expect(clearReports(place)).rejects.toThrow(/cannot be written .*name another place with --report/);
    }
  },
);

test("folders that are missing are made", async () => {
  await expect(clearReports(join(directory, "new", "one"))).resolves.toBeUndefined();
});

test.runIf(process.platform === "linux")("a pipe in the place of an older report is not waited for", async () => {
  const place = await mkdtemp(join(directory, "pipe-"));
  execFileSync("mkfifo", [join(place, "results.json")]);
  await expect(clearReports(place)).resolves.toBeUndefined();
});
