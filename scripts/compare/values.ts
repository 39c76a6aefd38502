import { child, type Node, objectAt } from "../../contract-tests/model/node.js";
import { toPointer } from "../../contract-tests/model/pointer.js";
import type { Validator } from "../../contract-tests/model/validator.js";
import { view } from "../../contract-tests/schema/view.js";
import type { SchemaPair } from "./candidates.js";
import type { Difference, Verdict } from "./difference.js";
import { changedFields } from "./fields.js";
import { isFreeForm, schemasAt } from "./place.js";
import { same } from "./same.js";
import { type Counterexample, mustShow, type SearchResult, search, type Taker } from "./search.js";
import type { Way } from "./side.js";
import { unsettled } from "./unsettled.js";
import { kindOf, message, outcome } from "./wording.js";

/** Where a pair of schemas stands, and how what differs is to be judged. */
export interface ValueContext {
  readonly operation: string;
  readonly part: string;
  readonly way: Way;
  readonly judges: { readonly ours: Validator; readonly theirs: Validator };
  /** Whether their document is loose: then what it does not say is not taken for a promise of anything. */
  readonly loose: boolean;
}

/** What differs between two schemas for the same values. */
export function compareValues(pair: SchemaPair, context: ValueContext): Difference[] {
  if (same(pair.ours, pair.theirs)) return changedFields(pair, context, { ours: [], theirs: [] });
  const result = tried(() => search(pair, context.judges));
  if (typeof result === "string") return [undecided(pair, context, [], result)];
  const giving: Taker = context.way === "request" ? "ours" : "theirs";
  const doubts = unsettled(pair.ours, pair.theirs, giving);
  const found = result.found
    .filter((one) => documents(one, pair))
    .filter((one) => !doubts.some(({ unreadable, place }) => unreadable && startsWith(one.place, place)))
    .map((one) => difference(one, pair, context));
  // A witness settles a place, be it that their document only fails to rule it out.
  const decided = new Set(found.filter(({ verdict }) => verdict !== "compatible").map(({ field }) => field));
  const open = [
    ...doubts
      .filter(({ place, unreadable }) => unreadable || !decided.has(place.join(".")))
      .map(({ place, reason, ours, theirs }) => undecided({ ours, theirs }, context, place, reason)),
    ...limits(result, giving).map((reason) => undecided(pair, context, [], reason)),
  ];
  return folded([...found, ...open, ...changedFields(pair, context, result.taken)]);
}

/** A schema that Ajv cannot compile, or that never ends, is a reason and no crash. */
function tried<T>(run: () => T): T | string {
  try {
    return run();
  } catch (error) {
    const reason =
      error instanceof RangeError ? "a schema never ends" : String(error instanceof Error ? error.message : error);
    if (reason.startsWith("A witness")) throw error;
    return `a schema cannot be judged: ${reason}`;
  }
}

function limits({ taken, cut }: SearchResult, giving: Taker): string[] {
  return [
    ...(taken[giving].length === 0
      ? [`no value was found that ${giving === "ours" ? "our" : "their"} schema takes`]
      : []),
    ...(cut ? ["the search stopped before it had tried every value"] : []),
  ];
}

/**
 * Whether the side that takes a value says anything of the place it is refused for. That an object is open promises
 * nothing: nobody sends `linkId: 42` because a schema does not mention `linkId`.
 */
function documents({ taker, place, violation }: Counterexample, pair: SchemaPair): boolean {
  const root = [pair[taker]];
  const parents = schemasAt(root, place.slice(0, -1));
  if (place.length === 0) return true;
  if (violation.field !== undefined) return parents.length > 0;
  return schemasAt(root, place).length > 0 || parents.some(isFreeForm);
}

function difference(one: Counterexample, pair: SchemaPair, context: ValueContext): Difference {
  mustShow(one, pair, context.judges);
  const { taker, place, violation } = one;
  const lost = (context.way === "request") === (taker === "ours");
  const silent = lost && context.loose && context.way === "response" && saysNothing(one, pair);
  const verdict: Verdict = silent ? "undecided" : lost ? "breaking" : "compatible";
  const refusing = taker === "ours" ? "theirs" : "ours";
  const pointers = {
    [refusing]: realPointer(pair[refusing], violation.at),
    [taker]: (schemasAt([pair[taker]], place)[0] ?? schemasAt([pair[taker]], place.slice(0, -1))[0] ?? pair[taker])
      .pointer,
  };
  return {
    verdict,
    kind: kindOf(one, pair),
    operation: context.operation,
    part: context.part,
    field: place.join("."),
    message: silent ? `their document does not say; ours asks that it ${violation.message}` : message(one, context.way),
    ...pointers,
    witness: {
      what: outcome(taker, context.way, silent),
      value: one.value,
      judged: { ours: pair.ours.pointer, theirs: pair.theirs.pointer, validUnder: taker },
    },
  };
}

/** Whether their schemas leave out, at a place, the keyword by which ours refuses a value. */
function saysNothing({ place, keyword }: Counterexample, pair: SchemaPair): boolean {
  if (keyword === "required" || keyword === "additionalProperties") return false;
  const there = schemasAt([pair.theirs], place);
  if (keyword === "type")
    return there.every((node) => view(node).types.length === 0 && view(node).branches.length === 0);
  return there.every((node) => view(node).keywords[keyword] === undefined);
}

function undecided(
  at: Omit<SchemaPair, "examples">,
  context: ValueContext,
  place: readonly string[],
  reason: string,
): Difference {
  return {
    verdict: "undecided",
    kind: "value",
    operation: context.operation,
    part: context.part,
    field: place.join("."),
    message: reason,
    ours: at.ours.pointer,
    theirs: at.theirs.pointer,
  };
}

/**
 * One line for each difference: what is compatible about a place that is not as a whole would only hide the news, and
 * what differs in a schema differs wherever it is used, within itself too.
 */
function folded(differences: readonly Difference[]): Difference[] {
  const worse = new Set(differences.filter(({ verdict }) => verdict !== "compatible").map(({ field }) => field));
  const seen = new Set<string>();
  const outermost = [...differences].sort((a, b) => depth(a) - depth(b));
  return outermost.filter((one) => {
    const { verdict, kind, field, message, ours, theirs } = one;
    if (verdict === "compatible" && worse.has(field) && kind !== "field-deprecated") return false;
    // A field that is new is found by its values where ours is closed, and by its name where it is open.
    const what = kind === "field-new" ? [field] : [field.split(".").at(-1), message, ours, theirs];
    const key = [verdict, kind, ...what].join(" ");
    return seen.has(key) ? false : seen.add(key);
  });
}

function depth({ field }: Difference): number {
  return field.split(".").length;
}

function startsWith(place: readonly string[], start: readonly string[]): boolean {
  return start.every((token, index) => place[index] === token);
}

/** Where a keyword really stands, given the way that leads to it. */
function realPointer(schema: Node, at: readonly string[]): string {
  const way = at.slice(schema.at.length, -1);
  const node = child(schema, ...way);
  const keyword = at.at(-1);
  if (node && keyword !== undefined && keyword in objectAt(node))
    return `${node.pointer}${toPointer([keyword]).slice(1)}`;
  return node?.pointer ?? toPointer(at);
}
