import { readFile } from "node:fs/promises";
import { readDocument } from "../../contract-tests/model/document.js";
import { InputError } from "../../contract-tests/model/errors.js";
import { isObject, type JsonObject } from "../../contract-tests/model/json.js";
import { type RedoclyDiff, redoclyDiff } from "./redocly-diff.js";

/** Whether a version honours what changed since a base document. */
export interface Release extends RedoclyDiff {
  /** From which `info.version` to which. */
  readonly versions: { readonly base: string; readonly revision: string };
  /** Why the step is not enough, or the versions apart; empty where all is well. */
  readonly problems: readonly string[];
}

/**
 * Checks the step from the base document's `info.version` to the revision's, by `redocly diff`: a break needs a major
 * step, an addition a minor one, anything else a patch; below 1.0 a minor step is enough for a break. Where a
 * package.json is given, its version has to be the revision's: who reads one number has read both.
 */
export async function checkRelease(options: {
  readonly base: string;
  readonly revision: string;
  readonly packageFile?: string;
  readonly format: "markdown" | "stylish";
}): Promise<Release> {
  const { base, revision, packageFile, format } = options;
  const [before, after] = await Promise.all([readDocument(base), readDocument(revision)]);
  const versions = { base: infoVersion(before), revision: infoVersion(after) };
  const [diff, version] = await Promise.all([
    redoclyDiff(before, after, format),
    packageFile === undefined ? versions.revision : packageVersion(packageFile),
  ]);
  const apart =
    version === versions.revision
      ? []
      : [`package.json is at ${version} and info.version at ${versions.revision}: they have to agree.`];
  return { ...diff, versions, problems: [...diff.problems, ...apart] };
}

function infoVersion({ info }: JsonObject): string {
  return isObject(info) && typeof info.version === "string" ? info.version : "none";
}

async function packageVersion(file: string): Promise<string> {
  try {
    const value: unknown = JSON.parse(await readFile(file, "utf8"));
    if (isObject(value) && typeof value.version === "string") {
      return value.version;
    }
  } catch {
    // falls through to the one sentence
  }
  throw new InputError(`${file} names no version.`);
}

/** The report: what changed, then whether the version says so. */
export function releaseReport({ report, problems, versions }: Release, format: "markdown" | "stylish"): string {
  const honoured = `The version honours the changes (${versions.base} → ${versions.revision}).`;
  const verdict = problems.length === 0 ? [honoured] : problems;
  return [report, ...verdict.map((line) => (format === "markdown" ? `**${line}**` : line))].join("\n\n").trim();
}
