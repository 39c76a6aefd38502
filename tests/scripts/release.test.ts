import { expect, test } from "vitest";
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
const release = (codes: readonly number[], ...argv: string[]) => {
  ran.length = 0;
  const steps = () => codes.map((code, index) => step(`step ${index + 1}`, code));
  return call(releaseOf({ files: async () => files, steps }), argv);
};

test("a release is ready where nothing stands against it, and says what to push", async () => {
  const { code, output } = await release([0, 0], "--tag", "v1.2.0");
  expect([code, output]).toEqual([0, "\n1.2.0 is ready. To release it, push the tag v1.2.0.\n"]);
});

test.each([1, 2])("a step that ends with %s stops the release, after the other steps", async (failed) => {
  const { code, output } = await release([failed, 0]);
  expect([code, output]).toEqual([1, "\n1.2.0 is not ready to be released.\n"]);
  expect(ran).toEqual(["step 1", "step 2"]);
});

test("what the files say against it stops it too, with what to do", async () => {
  const { code, output } = await release([0], "--tag", "v1.3.0");
  expect([code, output]).toEqual([1, expect.stringMatching(/tag the release v1\.2\.0\.\n\n1\.2\.0 is not ready/)]);
  expect(ran).toEqual(["step 1"]);
});
