import { expect, test } from "vitest";
import type { ReleaseRepository } from "../../scripts/release/problems.js";
import { releaseOf } from "../../scripts/release.js";
import { call } from "./run.js";

const files = {
  packageJson: JSON.stringify({ version: "1.2.0", repository: "ada/kites" }),
  packageLock: JSON.stringify({ version: "1.2.0" }),
  contract: JSON.stringify({ info: { version: "1.2.0" } }),
  changelog: "# Changelog\n\n## [1.2.0] - 2027-03-04\n\n- A field.\n",
};
const ran: string[] = [];
const step = (name: string, code: number) => async () => {
  ran.push(name);
  return code;
};
const committed = { changed: [], taggedElsewhere: false };
const release = (codes: readonly number[], ...argv: string[]) => releaseFrom(committed, codes, ...argv);
const releaseFrom = (repository: ReleaseRepository, codes: readonly number[], ...argv: string[]) => {
  ran.length = 0;
  const steps = () => codes.map((code, index) => step(`step ${index + 1}`, code));
  return call(releaseOf({ files: async () => files, repository: async () => repository, steps }), argv);
};

test("a release is ready where nothing stands against it, and says what to push", async () => {
  const { code, output } = await release([0, 0], "--tag", "v1.2.0");
  expect([code, output]).toEqual([0, "\n1.2.0 is ready. To release it, push the tag v1.2.0.\n"]);
});

test.each([
  ["that fails", [1, 0], 1, "1.2.0 is not ready to be released."],
  ["that could not run", [2, 0], 2, "Whether 1.2.0 is ready could not be told."],
  ["that fails, and one that could not run", [2, 1], 1, "1.2.0 is not ready to be released."],
])("a step %s stops the release, after the other steps", async (_what, codes, expected, says) => {
  const { code, output } = await release(codes);
  expect([code, output]).toEqual([expected, `\n${says}\n`]);
  expect(ran).toEqual(["step 1", "step 2"]);
});

test("what is not committed stops it too", async () => {
  const { code, output } = await releaseFrom({ ...committed, changed: ["CHANGELOG.md"] }, [0]);
  expect([code, output]).toEqual([1, expect.stringMatching(/^Changes are not committed \(CHANGELOG\.md\)/)]);
});

test("what the files say against it stops it too, with what to do", async () => {
  const { code, output } = await release([0], "--tag", "v1.3.0");
  expect([code, output]).toEqual([1, expect.stringMatching(/tag the release v1\.2\.0\.\n\n1\.2\.0 is not ready/)]);
  expect(ran).toEqual(["step 1"]);
});
