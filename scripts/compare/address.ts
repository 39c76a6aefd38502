import type { Difference } from "./difference.js";
import type { Match } from "./match.js";

/**
 * Whether an operation has to be called in another way. A prefix before all of our paths does not count: the consumer
 * sets it in the base URL.
 */
export function moved(match: Match, matches: readonly Match[]): ["path-changed" | "method-changed", string][] {
  const { ours, theirs, by, prefix } = match;
  if (!theirs) {
    return [];
  }
  const found: ["path-changed" | "method-changed", string][] = [];
  if (theirs.method !== ours.method) {
    found.push([
      "method-changed",
      `is called by ${theirs.method.toUpperCase()} there, not by ${ours.method.toUpperCase()}`,
    ]);
  }
  if (by === "prefix" && (prefix !== commonPrefix(matches) || (prefix.startsWith("-") && theirs.bases !== undefined))) {
    found.push(["path-changed", `is at ${theirs.path} there`]);
  }
  if (by === "id" && theirs.path !== ours.path) {
    found.push(["path-changed", `is at ${theirs.path} there`]);
  }
  return found;
}

/** The prefix behind which all of the operations stand that are there, if it is one and the same. */
function commonPrefix(matches: readonly Match[]): string | undefined {
  const there = matches.filter(({ theirs }) => theirs !== undefined);
  const [first] = there;
  return first?.by === "prefix" && there.every(({ by, prefix }) => by === "prefix" && prefix === first.prefix)
    ? first.prefix
    : undefined;
}

/** Names, once for the document, a prefix that the consumer's base URL can take in. */
export function prefixes(matches: readonly Match[]): Difference[] {
  const prefix = commonPrefix(matches);
  const based = matches.some(({ theirs }) => theirs?.bases !== undefined);
  if (prefix === undefined || (prefix.startsWith("-") && based)) {
    return [];
  }
  const message = prefix.startsWith("-")
    ? `leave out ${prefix.slice(1)}, and their document names no server that could put it there`
    : `stand behind ${prefix} there: set it in the base URL`;
  return [{ verdict: "compatible", kind: "prefix", operation: "", part: "paths", field: "", message }];
}
