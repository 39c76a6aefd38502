import { isStrings, type Json } from "../../contract-tests/model/json.js";
import { type Node, objectAt } from "../../contract-tests/model/node.js";
import { formats } from "../../contract-tests/schema/formats.js";
import { listed, view } from "../../contract-tests/schema/view.js";
import { asks, never } from "./asks.js";
import { differingParts } from "./candidates.js";
import { overlapping, saidTwice } from "./composition.js";
import { sameKeyword } from "./same.js";

/** A place at which finding no counterexample proves nothing. */
export interface Unsettled {
  readonly place: readonly string[];
  readonly reason: string;
  /** Whether what was found there counts for nothing either: one of the schemas could not be read. */
  readonly unreadable: boolean;
  readonly ours: Node;
  readonly theirs: Node;
}

/**
 * Where the generator cannot be trusted to find a value that `giving` takes and `refusing` refuses, if there is one.
 * It walks the edges of types, lengths, bounds, lists and fields, one at a time; it does not solve patterns, negations
 * and conditions.
 */
export function unsettled(
  ours: Node,
  theirs: Node,
  giving: "ours" | "theirs",
  place: readonly string[] = [],
  within: readonly string[] = [],
): Unsettled[] {
  const key = `${ours.pointer} ${theirs.pointer}`;
  if (within.includes(key)) return [];
  const marks = [...unreadableIn(ours), ...unreadableIn(theirs)].map((reason) => ({ reason, unreadable: true }));
  const [gives, refuses] = giving === "ours" ? [ours, theirs] : [theirs, ours];
  const reasons = (marks.length > 0 ? [] : unreliable(gives, refuses)).map((reason) => ({ reason, unreadable: false }));
  return [
    ...[...marks, ...reasons].map((one) => ({ ...one, place, ours, theirs })),
    ...differingParts(ours, theirs).flatMap(({ part, inner }) =>
      unsettled(inner.ours, inner.theirs, giving, [...place, part], [...within, key]),
    ),
  ];
}

function unreadableIn(node: Node): string[] {
  const { "x-unreadable": reasons } = view(node).keywords;
  const inBranches = view(node).branches.flatMap((branch) => objectAt(branch)["x-unreadable"] ?? []);
  return [...new Set([...(isStrings(reasons) ? reasons : []), ...inBranches.filter((one) => typeof one === "string")])];
}

const ofText = ["pattern", "format", "minLength", "maxLength"];
const ofNumbers = ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"];

function unreliable(giving: Node, refusing: Node): string[] {
  const [gives, refuses] = [view(giving).keywords, view(refusing).keywords];
  if (listed(gives)) return []; // each of its values was tried
  const asked = asks(giving, refusing);
  const hard = asked.filter(({ keyword }) => never.includes(keyword)).map(({ keyword }) => keyword);
  const text = asked.filter(({ keyword }) => ofText.includes(keyword)).map(({ keyword }) => keyword);
  const numbers = asked.filter(({ keyword }) => ofNumbers.includes(keyword));
  const counts = asked.filter(({ keyword }) => keyword === "minItems" || keyword === "maxItems");
  const reasons = [...new Set(hard)].map((keyword) => `\`${keyword}\` is more than the search can work out`);
  for (const keyword of ["patternProperties", "prefixItems"]) {
    if (keyword in gives && !hard.includes(keyword) && !sameKeyword(keyword, giving, refusing))
      reasons.push(`\`${keyword}\` is more than the search can work out`);
  }
  const unknown = refuses.format;
  if (typeof unknown === "string" && text.includes("format") && !(unknown in formats) && !harmless.has(unknown)) {
    reasons.push(`nobody here can judge the format ${JSON.stringify(unknown)}`);
  } else if (text.length > 0 && [gives, refuses].some((side) => "pattern" in side || restricts(side.format))) {
    reasons.push(`no text was found that tells the two apart by ${quoted(text)}, which proves nothing`);
  }
  if (numbers.length > 0 && "multipleOf" in gives)
    reasons.push(`no number was found that tells the two apart by ${quoted(numbers.map(({ keyword }) => keyword))}`);
  if (counts.length > 0 && gives.uniqueItems === true)
    reasons.push("lengths of lists without repetition are not searched");
  const twice = saidTwice(refusing);
  if (twice.length > 0 && !sameKeyword("allOf", giving, refusing))
    reasons.push(`several parts of an \`allOf\` speak of ${quoted(twice)}`);
  if (overlapping(giving, refusing))
    reasons.push("whether a value fits two variants of a `oneOf` at once is not searched");
  return reasons;
}

/** Formats that ask nothing of a text. */
const harmless = new Set(["password", "binary", "int32", "int64", "float", "double"]);

function restricts(format: Json | undefined): boolean {
  return typeof format === "string" && !harmless.has(format);
}

function quoted(keywords: readonly string[]): string {
  return [...new Set(keywords)].map((keyword) => `\`${keyword}\``).join(", ");
}
