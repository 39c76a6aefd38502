import { canonical, isObject, type JsonObject } from "../../contract-tests/model/json.js";
import { compareDocuments } from "./compare.js";
import type { Comparison, Difference } from "./difference.js";

const steps = ["major", "minor", "patch"] as const;
type Step = (typeof steps)[number];

/** Whether a version honours what changed since a base document. */
interface Release {
  readonly comparison: Comparison;
  /** From which `info.version` to which. */
  readonly versions: { readonly base: string; readonly revision: string };
  /** Why the step is not enough, or the versions apart; empty if all is well. */
  readonly problems: readonly string[];
}

/**
 * Checks the step from the base document's `info.version` to the revision's, by {@link compareDocuments}: differences
 * that may break need a major step, other news a minor one, and anything else a patch; below 1.0 a minor step is enough
 * for a break. If the package's version is given, it has to be the revision's: readers of one number have read both.
 */
export function checkRelease(before: JsonObject, after: JsonObject, packaged?: string): Release {
  const versions = { base: infoVersion(before), revision: infoVersion(after) };
  const comparison = compareDocuments(before, after);
  const problems = canonical(before) === canonical(after) ? [] : tooSmall(comparison, versions);
  if (packaged !== undefined && packaged !== versions.revision) {
    problems.push(`package.json is at ${packaged} and info.version at ${versions.revision}: they have to agree.`);
  }
  if (packaged !== undefined && problems.length > 0 && versions.base === versions.revision) {
    problems.push(
      "The version is read from generated/openapi.json: if openapi/ has another one, run npm run generate.",
    );
  }
  return { comparison, versions, problems };
}

/** The changes that callers have to make, though none of their requests is refused. */
const rewritten = /-field-removed$|^request-parameter-(?:removed|renamed)$|^operation-id-changed$/;

function stepFor({ verdict, kind }: Difference): Step {
  return verdict !== "compatible" || rewritten.test(kind) ? "major" : "minor";
}

function tooSmall({ differences }: Comparison, { base, revision }: Release["versions"]): string[] {
  const asked = steps.find((step) => differences.some((one) => stepFor(one) === step)) ?? "patch";
  const [before, after] = [base, revision].map((text) => /^(\d+)\.(\d+)\.(\d+)/.exec(text)?.slice(1).map(Number));
  if (!before || !after) {
    return [`info.version went from ${base} to ${revision}: both have to be numbers such as 1.2.3.`];
  }
  const isEarly = before[0] === 0;
  const needed = isEarly && asked === "major" ? "minor" : asked;
  const at = steps.indexOf(needed);
  const least = before.map((part, index) => (index < at ? part : Number(index === at) * (part + 1)));
  const firstApart = after.findIndex((part, index) => part !== (least[index] ?? 0));
  if (firstApart < 0 || (after[firstApart] ?? 0) > (least[firstApart] ?? 0)) {
    return [];
  }
  const went = base === revision ? `stayed ${base}` : `went from ${base} to ${revision}`;
  const early = isEarly ? " while below 1.0" : "";
  return [`info.version ${went}, but these changes require a ${needed} bump (${least.join(".")})${early}.`];
}

function infoVersion({ info }: JsonObject): string {
  return isObject(info) && typeof info.version === "string" ? info.version : "none";
}

/** Whether the version says what changed, in a sentence each. */
export function releaseVerdict({ problems, versions }: Release): readonly string[] {
  return problems.length > 0
    ? problems
    : [`The version honours the changes (${versions.base} → ${versions.revision}).`];
}
