import type { Difference, News } from "./difference.js";
import type { Whole } from "./kinds.js";
import type { Match } from "./match.js";

/**
 * Whether an operation has to be called in another way. A prefix before all of our paths does not count: the consumer
 * sets it in the base URL.
 */
export function moved(match: Match, matches: readonly Match[]): [Whole, News][] {
  const { ours, theirs, by, prefix } = match;
  if (!theirs) {
    return [];
  }
  const isOwnPrefix = prefix !== commonPrefix(matches) || (prefix.startsWith("-") && theirs.bases !== undefined);
  const isElsewhere = (by === "prefix" && isOwnPrefix) || (by === "id" && theirs.path !== ours.path);
  const [here, there] = [ours.method.toUpperCase(), theirs.method.toUpperCase()];
  return [
    ...(here === there ? [] : [["operation-method-changed", { ours: here, theirs: there }] satisfies [Whole, News]]),
    ...(isElsewhere
      ? [["operation-path-changed", { ours: ours.path, theirs: theirs.path }] satisfies [Whole, News]]
      : []),
  ];
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
  const news: News = prefix.startsWith("-") ? { ours: prefix.slice(1) } : { theirs: prefix };
  const kind = "paths-prefix-changed";
  return [{ verdict: "compatible", kind, operation: "", part: { of: "paths" }, field: [], news }];
}
