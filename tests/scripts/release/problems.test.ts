import { describe, expect, test } from "vitest";
import { notesOf, type ReleaseFiles, releaseProblems, repositoryProblems } from "../../../scripts/release/problems.js";

const changelog = `# Changelog

## [Unreleased]

## [1.2.0] - 2027-03-04

### Added

- A field.

## [1.1.0] - 2027-01-02

- Older.
`;
const ready: ReleaseFiles = {
  packageJson: JSON.stringify({ version: "1.2.0", repository: { url: "git+https://host.example/ada/links.git" } }),
  packageLock: JSON.stringify({ version: "1.2.0" }),
  contract: JSON.stringify({ openapi: "3.1.0", info: { version: "1.2.0" } }),
  changelog,
};
const locally = { tag: undefined, repository: undefined };

describe("a release", () => {
  test("is ready where versions, changelog, tag and repository agree", () => {
    expect(releaseProblems(ready, locally)).toEqual([]);
    expect(releaseProblems(ready, { tag: "v1.2.0", repository: "ada/links" })).toEqual([]);
  });

  test.each<[what: string, files: Partial<ReleaseFiles>, says: RegExp]>([
    ["lock file", { packageLock: JSON.stringify({ version: "1.1.0" }) }, /package-lock\.json is at 1\.1\.0/],
    ["contract", { contract: JSON.stringify({ info: { version: "2.0.0" } }) }, /openapi\.json is at 2\.0\.0/],
    ["missing heading", { changelog: changelog.replace("[1.2.0]", "[1.20]") }, /no heading "## \[1\.2\.0\]/],
    ["heading without a date", { changelog: changelog.replace(" - 2027-03-04", "") }, /no heading/],
    ["empty section", { changelog: changelog.replace("### Added\n\n- A field.\n", "") }, /says nothing/],
    ["entry left over", { changelog: changelog.replace("]\n\n## [1.2", "]\n\n- More.\n\n## [1.2") }, /Unreleased/],
  ])("is refused for its %s", (_what, files, says) => {
    expect(releaseProblems({ ...ready, ...files }, locally)).toEqual([expect.stringMatching(says)]);
  });

  test("is refused for another tag, and in another repository", () => {
    expect(releaseProblems(ready, { tag: "1.2.0", repository: "ada/fork" })).toEqual([
      "The tag is 1.2.0 and the version 1.2.0: tag the release v1.2.0.",
      "package.json names the repository ada/links, not ada/fork: npm refuses provenance for another one.",
    ]);
  });

  test("is refused for a tag that is taken, and for changes that the tag would leave out", () => {
    expect(repositoryProblems({ changed: [], taggedElsewhere: false }, "1.2.0")).toEqual([]);
    expect(repositoryProblems({ changed: ["a.ts", "b.ts", "c.ts"], taggedElsewhere: true }, "1.2.0")).toEqual([
      "The tag v1.2.0 is at an earlier commit already: take the next version.",
      "Changes are not committed (a.ts and 2 more): a tag would leave them out.",
    ]);
  });

  test("has the changelog's section as its notes", () => {
    expect(notesOf(changelog, "1.2.0")).toBe("### Added\n\n- A field.");
    expect(notesOf(changelog, "1.1.0")).toBe("- Older.");
    expect(notesOf(changelog, "1.3.0")).toBeUndefined();
  });
});
