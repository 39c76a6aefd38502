import { isObject, type Json, type JsonObject, jsonType } from "../model/json.js";
import type { Node } from "../model/node.js";
import { matches } from "../model/regexp.js";
import { and, type Conjunction, without } from "./conjunction.js";
import { rangeOf } from "./edges.js";
import { goalsAt, isImplied, type PlacedGoal, takes, witnessAgainst } from "./engine.js";
import type { Facts } from "./facts.js";
import { formats, isBreakable } from "./formats.js";
import { boundOf, type Goal, isTooLarge, isWhole, measuring } from "./goals.js";
import { namesLike, type Place, placeOf, plainest, slotsOf, smallestObject, withoutField } from "./place.js";
import { refuses } from "./refuses.js";
import { inside, inVariant, shown } from "./sample.js";
import { keywordsOf, numberOf } from "./schema.js";
import { type Reached, reachedFrom, siteKey, variedSites } from "./walk.js";
import { refusedValues } from "./witness.js";

/** A value that is invalid in one respect. */
interface InvalidSample {
  readonly value: Json;
  /** Which inner value is wrong, such as `loginOptions.stepup`; empty for the value itself. */
  readonly path: string;
  /** Its fault, such as `text instead of boolean`. */
  readonly what: string;
  /** The keyword it breaks, as a schema path. */
  readonly at: readonly string[];
  /** Whether it breaks only that goal: only then it shows whether a provider heeds the keyword. */
  readonly isAlone: boolean;
}

/** Whether a value shows something: as a whole or, of a part, within the whole. */
type Shows = (value: Json) => boolean;

/**
 * Values that a schema refuses, each for one of its goals, at every one of the `reached` sites: one that the schema
 * would accept without that goal, and one that breaks more besides only if there is no other. `shows` has the last word
 * on the whole value: by default that the schema refuses it, as one variant may accept a value that another refuses.
 */
export function invalidSamples(
  node: Node,
  exemplars: readonly Json[] = [],
  shows: Shows = (value) => !takes(node, value),
): InvalidSample[] {
  const found = samplesOf(node, exemplars, shows, reachedFrom(node));
  return [...found, ...missing(node, found, shows)];
}

/** Whether samples break a goal: what is too large is not tried, and many a format asks nothing. */
export function canBreak(goal: Goal): boolean {
  const asks = goal.keyword !== "format" || isBreakable(String(keywordsOf(goal.part).format));
  return isWhole(goal) && asks && !isTooLarge(goal);
}

/** A sample against each goal that no other one breaks alone. */
function missing(root: Node, found: readonly InvalidSample[], shows: Shows): InvalidSample[] {
  const broken = new Set(found.flatMap(({ at, isAlone }) => (isAlone ? [siteKey({ at })] : [])));
  return variedSites(root).flatMap(({ node, view: { held }, path }) =>
    goalsAt(node).flatMap(({ goal, at }) => {
      const isOpen = canBreak(goal) && !broken.has(siteKey({ at })) && !isImplied(root, held, goal);
      const shown = isOpen ? witnessAgainst(root, held, goal) : undefined;
      return shown && shows(shown.value)
        ? [{ value: shown.value, path, what: wrong(goal, shown.inner), at, isAlone: true }]
        : [];
    }),
  );
}

function samplesOf(node: Node, exemplars: readonly Json[], shows: Shows, reached: Reached): InvalidSample[] {
  if (typeof node.value === "boolean" || reached.get(siteKey(node)) !== true) {
    return [];
  }
  const at = placeOf(node, exemplars);
  if (at.branches.length > 0) {
    return at.branches.flatMap((branch, index) =>
      samplesOf(branch, exemplars, shows, reached).map((sample) => inVariant(index, sample)),
    );
  }
  const own = goalsAt(node).flatMap((one) => (isWhole(one.goal) ? against(one, at, shows) : []));
  const inSlots = slotsOf(at, "any_key").flatMap(
    ({ node: inner, name, exemplars: values, around, amongMore = around }) => {
      const whole = (value: Json) => [around, amongMore].map((put) => put(value)).find(shows);
      return samplesOf(inner, values, (value) => whole(value) !== undefined, reached).map((sample) => ({
        ...sample,
        value: whole(sample.value) ?? around(sample.value),
        ...inside(name, sample),
      }));
    },
  );
  return [...own, ...inSlots];
}

/**
 * Values against a goal: from each group of likely mistakes one that breaks only that goal, or else any; and if none
 * breaks the goal alone, one that does is looked for.
 */
function against({ goal, at }: PlacedGoal, place: Place, shows: Shows): InvalidSample[] {
  const lacking = without(place.held, goal);
  const breaks = (value: Json) => refuses(goal, value) !== false && shows(value);
  const isAlone = (value: Json) => place.sampler.accepts(lacking, value);
  const likely = mistakes(goal, place).flatMap((group) => {
    const breaking = group.filter(breaks);
    return breaking.find(isAlone) ?? breaking.slice(0, 1);
  });
  const values = likely.some(isAlone) ? likely : [...beside(goal, lacking, place, shows), ...likely];
  return values.map((value) => ({ value, path: "", what: wrong(goal, value), at, isAlone: isAlone(value) }));
}

/** A value that breaks a goal and keeps to all else, as near to it as there is one. */
function beside(goal: Goal, lacking: Conjunction, { sampler }: Place, shows: Shows): Json[] {
  const bound = boundOf(goal);
  const next = bound && measuring(bound.type, bound.bound === "least" ? bound.at - 1 : bound.at + 1);
  const nearest = next ? refusedValues(and(lacking, next), goal, sampler, 1, shows) : [];
  return nearest.length > 0 ? nearest : refusedValues(lacking, goal, sampler, 1, shows);
}

/** The likeliest mistakes about a goal, in groups of alike ones; others are searched for. */
function mistakes(goal: Goal, place: Place): readonly (readonly Json[])[] {
  const { part, keyword, name } = goal;
  const asked = keywordsOf(part)[keyword];
  const base = () => smallestObject(place.node, place.exemplars.filter(isObject)) ?? {};
  switch (keyword) {
    case "type":
      return [["text", 42, true, {}, []], [null], ...([asked].flat().includes("integer") ? [[1.5]] : [])];
    case "enum":
    case "const":
      return [["not-listed", 987_654]];
    case "pattern":
      return refused(String(asked)).map((text) => [text]);
    case "format":
      return (formats[String(asked)]?.invalid ?? []).map((text) => [text]);
    case "required":
      return leftOut(place, base(), name).map((value) => [value]);
    case "additionalProperties":
      return [[{ ...base(), unlisted_field: "any" }]];
    default:
      return [besideNumber(goal, place.facts)];
  }
}

/** The number next to one that a goal accepts; none for goals of other values. */
function besideNumber(goal: Goal, facts: Facts): number[] {
  const { least = 0, step } = rangeOf(facts);
  const bound = boundOf(goal);
  if (bound?.type === "number") {
    return [bound.exclusive ? bound.at : bound.at + (bound.bound === "least" ? -step : step)];
  }
  return goal.keyword === "multipleOf" ? [least + (numberOf(goal.part, goal.keyword) ?? 0) / 2] : [];
}

/**
 * An object without a required field. If that leaves it empty, it comes with another field as well: a parameter whose
 * fields are written apart would not be written at all, which is to leave out all of it.
 */
function leftOut({ properties }: Place, base: JsonObject, name: string): JsonObject[] {
  const rest = withoutField(base, name);
  const [other] = Object.keys(rest).length > 0 ? [] : properties.filter(([field]) => field !== name);
  const value = other && plainest(other[1]);
  return other && value !== undefined ? [rest, { [other[0]]: value }] : [rest];
}

/** Texts that a pattern refuses, each a small step away from one it takes. */
export function refused(pattern: string): string[] {
  const [first = ""] = namesLike(pattern);
  const steps = [
    first.slice(0, -1),
    `${first}~`,
    `~${first}`,
    `${first}${first}`,
    first.toUpperCase(),
    first.toLowerCase(),
    "~",
    "",
  ];
  // A pattern may exclude a single character: in the middle, as some readers trim a text.
  const within = [..." @0aA-._/é"].map((character) => `${first || "x"}${character}${first || "x"}`);
  const all = [...new Set([...steps, ...within])].filter((text) => matches(pattern, text) === false);
  const plain = all.filter((text) => /^[!-~](?:[ -~]*[!-~])?$/.test(text));
  // One of them at least can be written into any part of a request.
  return [...new Set([...all.slice(0, 2), ...plain.slice(0, 1), ...all])].slice(0, 3);
}

/** Says how a value breaks a goal. */
function wrong(goal: Goal, value: Json): string {
  const { part, keyword, name } = goal;
  const asked = keywordsOf(part)[keyword] ?? null;
  switch (keyword) {
    case "type":
      return value === 1.5 ? "a fraction" : `${jsonType(value)} instead of ${[asked].flat().join(" or ")}`;
    case "required":
      return `${name} left out`;
    case "additionalProperties":
    case "unevaluatedProperties":
      return "a field the contract does not list";
    default:
      return `${shown(value)}, against its ${keyword}`;
  }
}
