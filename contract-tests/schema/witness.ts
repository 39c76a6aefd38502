import type { Json } from "../model/json.js";
import { and, type Conjunction } from "./conjunction.js";
import { accepts, breaks } from "./facts.js";
import type { Goal } from "./goals.js";
import type { Sampler } from "./sampler.js";
import { inner, keywordsOf, madeSchema, type Schema } from "./schema.js";
import type { Hop, Obligation } from "./trace.js";

/** A value that the producer's side accepts and the consumer's refuses. */
export interface Shown {
  readonly value: Json;
  /** The part of it that is refused. */
  readonly inner: Json;
}

/** Why no witness was found. */
export type NotShown = "no-inner" | "no-outer" | "taken";

/** How many values of the innermost part are tried. */
const attempts = 6;

/**
 * Looks for a witness of an obligation: a value of the place that the producer accepts and the goal refuses, put into
 * accepted values around it, one hop after the other.
 */
export function witnessOf(
  obligation: Obligation,
  producer: Conjunction,
  consumer: Schema,
  sampler: Sampler,
  hasty = false,
): Shown | NotShown {
  // Mostly the first value shows it; looking for more is worth the time only if it does not.
  const first = attempt(obligation, producer, consumer, sampler, 1);
  return typeof first !== "string" || hasty ? first : attempt(obligation, producer, consumer, sampler, attempts);
}

function attempt(
  { producer: held, goal, path }: Obligation,
  producer: Conjunction,
  consumer: Schema,
  sampler: Sampler,
  count: number,
): Shown | NotShown {
  const inners = refusedValues(held, goal, sampler, count);
  if (inners.length === 0) {
    return "no-inner";
  }
  let outer = false;
  for (const inner of inners) {
    for (const value of around(inner, path, sampler, Math.min(count, 3))) {
      if (!accepts(sampler.validation, producer, value)) {
        continue;
      }
      outer = true;
      if (!sampler.validation.isValid(consumer, value)) {
        return { value, inner };
      }
    }
  }
  return outer ? "taken" : "no-outer";
}

/**
 * Values of a conjunction that a goal refuses, of those that show it. If the goal does not decide by itself, the schema
 * that it is in does.
 */
export function refusedValues(
  one: Conjunction,
  goal: Goal,
  { validation, values }: Sampler,
  count: number,
  shows: (value: Json) => boolean = () => true,
): Json[] {
  const wanted = (value: Json) =>
    (breaks(validation, goal, value) ?? !validation.isValid(goal.part, value)) && shows(value);
  const wish = { count, also: [goal.part, ...madeFor(goal)], wanted };
  // A value of a negated schema is one that it refuses.
  const denied = goal.keyword === "not" ? inner(goal.part, "not") : undefined;
  const likely = denied ? values(and(one, denied), { count, wanted }) : [];
  const found =
    likely.length === 0 && goal.keyword === "required" ? values(one, { ...wish, without: goal.name }) : likely;
  return found.length > 0 ? found : values(one, wish);
}

/** Helps to find a value beyond a goal. */
function madeFor({ part, keyword, name }: Goal): Schema[] {
  const value = keywordsOf(part)[keyword];
  if (keyword === "dependentRequired") {
    return [madeSchema({ required: [name] })];
  }
  if (keyword === "enum" && Array.isArray(value)) {
    const texts = value.filter((one) => typeof one === "string");
    const numbers = value.filter((one) => typeof one === "number");
    return [madeSchema({ enum: [...texts.map((one) => `${one}x`), ...numbers.map((one) => one + 1)] })];
  }
  return [];
}

/** Accepted values around an inner one. */
function* around(inner: Json, path: readonly Hop[], sampler: Sampler, count: number): Generator<Json> {
  const hop = path.at(-1);
  if (!hop) {
    yield inner;
    return;
  }
  const rest = path.slice(0, -1);
  const { step } = hop;
  if (!step) {
    if (accepts(sampler.validation, hop.around, inner)) {
      yield* around(inner, rest, sampler, count);
    }
    return;
  }
  const holders = sampler.holders(hop.around, { step, value: inner }, count);
  for (const holder of holders) {
    yield* around(holder, rest, sampler, count);
  }
}
