import { isObject, type Json, type JsonObject, parseJson } from "../../contract-tests/model/json.js";

/** The files that decide whether a release is ready, as text. */
export interface ReleaseFiles {
  readonly packageJson: string;
  readonly packageLock: string;
  /** generated/openapi.json. */
  readonly contract: string;
  readonly changelog: string;
}

/** Where a release runs: undefined for what there is not. */
export interface ReleaseRun {
  /** The tag that is being released. */
  readonly tag: string | undefined;
  /** `owner/name` of the repository that it is released from. */
  readonly repository: string | undefined;
}

/** What a release is judged by in the repository. */
export interface ReleaseRepository {
  /** Files whose changes are not committed. */
  readonly changed: readonly string[];
  /** Whether this version's tag is at another commit than the one at hand. */
  readonly taggedElsewhere: boolean;
}

/** The version that a package.json, a package-lock.json or an OpenAPI document names. */
export function versionOf(text: string): string {
  const document = objectOr(parseJson(text), {});
  const { version } = objectOr(document.info, document);
  return typeof version === "string" ? version : "none";
}

function objectOr(value: Json | undefined, otherwise: JsonObject): JsonObject {
  return isObject(value) ? value : otherwise;
}

/** What the changelog says of a version, without its heading; undefined where it has no such heading with a date. */
export function notesOf(changelog: string, version: string): string | undefined {
  const [, ...sections] = changelog.split(/^## /m);
  const heading = new RegExp(`^\\[${version.replaceAll(".", "\\.")}\\] - \\d{4}-\\d{2}-\\d{2}\\r?\\n`);
  const section = sections.find((text) => heading.test(text));
  return section?.replace(heading, "").trim();
}

/** Why this is no release yet, a sentence each that says what to do; empty where it is one. */
export function releaseProblems(files: ReleaseFiles, { tag, repository }: ReleaseRun): string[] {
  const version = versionOf(files.packageJson);
  const problems: string[] = [];
  for (const [name, text] of [
    ["package-lock.json", files.packageLock],
    ["generated/openapi.json", files.contract],
  ] as const) {
    const other = versionOf(text);
    if (other !== version) {
      problems.push(`${name} is at ${other} and package.json at ${version}: they have to agree.`);
    }
  }
  if (tag !== undefined && tag !== `v${version}`) {
    problems.push(`The tag is ${tag} and the version ${version}: tag the release v${version}.`);
  }
  const notes = notesOf(files.changelog, version);
  if (notes === undefined) {
    problems.push(`CHANGELOG.md has no heading "## [${version}] - <date>": move there what stands under [Unreleased].`);
  }
  if (notes === "") {
    problems.push(`CHANGELOG.md says nothing under [${version}]: say what changes for callers.`);
  }
  if (unreleased(files.changelog) !== "") {
    problems.push(`CHANGELOG.md has entries under [Unreleased]: move them under [${version}], or take them out.`);
  }
  const named = repositoryOf(files.packageJson);
  if (repository !== undefined && named !== repository) {
    problems.push(
      `package.json names the repository ${named}, not ${repository}: npm refuses provenance for another one.`,
    );
  }
  return problems;
}

/** Why a tag on what is committed would not release what was checked; empty where it would. */
export function repositoryProblems({ changed, taggedElsewhere }: ReleaseRepository, version: string): string[] {
  const problems: string[] = [];
  if (taggedElsewhere) {
    problems.push(`The tag v${version} is at an earlier commit already: take the next version.`);
  }
  const [first, ...others] = changed;
  if (first !== undefined) {
    const more = others.length === 0 ? "" : ` and ${others.length} more`;
    problems.push(`Changes are not committed (${first}${more}): a tag would leave them out.`);
  }
  return problems;
}

function unreleased(changelog: string): string {
  const section = changelog.split(/^## /m).find((text) => text.startsWith("[Unreleased]"));
  return section?.slice("[Unreleased]".length).trim() ?? "";
}

/** `owner/name` of the repository that a package.json names. */
function repositoryOf(packageJson: string): string {
  const value = parseJson(packageJson);
  const repository = isObject(value) ? value.repository : undefined;
  const url = isObject(repository) ? repository.url : repository;
  return typeof url === "string" ? (/([^/:]+\/[^/]+?)(\.git)?$/.exec(url)?.[1] ?? url) : "none";
}
