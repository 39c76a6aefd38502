import { directional, directionOf } from "../model/direction.js";
import { Undecided } from "../model/errors.js";
import { canonical, type Json, type JsonObject } from "../model/json.js";
import { kept } from "../model/lazy.js";
import { type Node, partsOf } from "../model/node.js";
import {
  asking,
  type Conjunction,
  conjunction,
  deniedIn,
  keywordsWithout,
  underName,
  unionCases,
} from "./conjunction.js";
import { accepts, createFacts, type FactsOf } from "./facts.js";
import { bounds, type Goal, goalsOfPart } from "./goals.js";
import { createStrictProver } from "./prover.js";
import type { Given, Sampler, Wish } from "./sampler.js";
import { createSampler } from "./samples.js";
import { createSource, keywordsOf, madeSchema, type Schema, type Source, schemaAt, sourceWith } from "./schema.js";
import { createTracer, type Tracer } from "./trace.js";
import { type Validation, validation } from "./validate.js";
import { type Shown, witnessOf } from "./witness.js";

/** The results on the schemas of a document as it holds for one direction, kept as long as the document. */
interface Engine {
  readonly source: Source;
  readonly factsOf: FactsOf;
  readonly sampler: Sampler;
  readonly trace: Tracer;
  /** Whether a conjunction has no value, for certain. */
  readonly isEmpty: (one: Conjunction) => boolean;
  /** Whether each value of a conjunction is one of a schema, for certain. */
  readonly proves: (one: Conjunction, schema: Schema) => boolean;
}

export function engineOf(node: Pick<Node, "document" | "at">): Engine {
  return engineFor(directional(node.document, directionOf(node)));
}

const engineFor = kept((document: JsonObject): Engine => {
  const factsOf = createFacts(certain);
  const sampler = createSampler(certain, factsOf);
  const prover = createStrictProver(certain, factsOf);
  const isEmpty = (one: Conjunction, depth = 0): boolean => {
    if (depth > deepest) {
      return false;
    }
    const { impossible, types, required } = factsOf(one);
    if (impossible || deniedIn(one).some((schema) => prover.proves(one, schema))) {
      return true;
    }
    const isNone = (each: Conjunction) => isEmpty(each, depth + 1);
    const fields = types.size === 1 && types.has("object") ? [...required] : [];
    return fields.some((name) => isNone(underName(one, name).held)) || (unionCases(one)?.every(isNone) ?? false);
  };
  return {
    source: createSource("contract", document),
    factsOf,
    trace: createTracer(prover),
    sampler: {
      ...sampler,
      samples: (one: Conjunction) => decided(() => sampler.samples(one)) ?? [],
      values: (one: Conjunction, wish: Wish) => decided(() => sampler.values(one, wish)) ?? [],
      holders: (one: Conjunction, given: Given, count: number) =>
        decided(() => sampler.holders(one, given, count)) ?? [],
    },
    isEmpty: (one: Conjunction) => decided(() => isEmpty(one)) ?? false,
    proves: (one: Conjunction, schema: Schema) => decided(() => prover.proves(one, schema)) ?? false,
  };
});

/** How deep fields and variants are gone into to see that there is no value. */
const deepest = 5;

/** A value without a decision does not count as valid. */
const certain: Validation = {
  ...validation,
  isValid: (schema, value) => decided(() => validation.isValid(schema, value)) ?? false,
};

function decided<T>(find: () => T): T | undefined {
  try {
    return find();
  } catch (error) {
    if (error instanceof Undecided) {
      return undefined;
    }
    throw error;
  }
}

/** The pointer of a schema of our own making, which no document has. */
export const ownPointer = "";

/** The schema of the document at a node. */
export function schemaOf(node: Node): Schema {
  return node.pointer === ownPointer ? madeSchema(node.value) : schemaAt(engineOf(node).source, node.pointer);
}

/** All that holds for the values of a node. */
export const heldBy = kept((node: Node) =>
  conjunction(
    [node, ...(node.also ?? [])].map(schemaOf),
    new Set(node.chosen?.unions ?? []),
    (node.chosen?.excluded ?? []).map(schemaOf),
  ),
);

/** A whole without a goal of a schema within it, wherever that holds. */
function withoutGoal(whole: Node, held: Conjunction, goal: Goal): Schema {
  const twins = asking(goal, held.parts).filter(({ source }) => source === goal.part.source);
  const lacking = sourceWith(
    goal.part.source,
    goal.id,
    twins.map((part) => [part, keywordsWithout({ ...goal, part })]),
  );
  return schemaAt(lacking, whole.pointer);
}

/**
 * Whether certainly no value of a whole shows a goal of a schema within it: every value that it would accept without
 * the goal, it accepts. `sent` holds for all values besides. `own` is the goal alone, as the whole asks it, if that is
 * all that it is for.
 */
export function isImplied(
  whole: Node,
  held: Conjunction,
  goal: Goal,
  { sent = [], own }: { readonly sent?: readonly Schema[]; readonly own?: Schema | undefined } = {},
): boolean {
  const { proves } = engineOf(whole);
  const rest = conjunction([withoutGoal(whole, held, goal), ...sent]);
  return proves(rest, schemaOf(whole)) || (own !== undefined && proves(rest, own));
}

/** A value that a whole refuses for one goal of a schema within it, and the part that is refused. */
export function witnessAgainst(whole: Node, held: Conjunction, goal: Goal): Shown | undefined {
  const { trace, sampler } = engineOf(whole);
  const [rest, all] = [conjunction([withoutGoal(whole, held, goal)]), schemaOf(whole)];
  return decided(() => {
    for (const obligation of trace(rest, all).obligations.slice(0, mostObligations)) {
      const shown = witnessOf(obligation, rest, all, sampler, true);
      if (typeof shown !== "string") {
        return shown;
      }
    }
    return undefined;
  });
}

/** How many of the places in which a goal is missed are looked at. */
const mostObligations = 4;

/** Whether a value is one of a node's, for certain. */
export function takes(node: Node, value: Json): boolean {
  const held = heldBy(node);
  return accepts(certain, held, value) && !held.excluded.some((one) => certain.isValid(one, value));
}

/** A goal of the schema itself, and its place in the YAML. */
export interface PlacedGoal {
  readonly goal: Goal;
  readonly at: readonly string[];
}

/** All that the schemas of a node ask themselves, those of its `allOf` included; what several ask alike once. */
export const goalsAt = kept((node: Node): readonly PlacedGoal[] =>
  distinct(
    partsOf(node)
      .filter(({ pointer, at }) => pointer !== ownPointer && !isAssumed(at))
      .flatMap((part) => goalsOfPart(schemaOf(part)).map((goal) => ({ goal, at: [...part.at, goal.keyword] }))),
  ),
);

/** Whether a schema is an `if` or inside of one: that is assumed, and not demanded. */
function isAssumed(at: readonly string[]): boolean {
  return at.some((token, index) => token === "if" && !/^(?:properties|patternProperties)$/.test(at[index - 1] ?? ""));
}

function distinct(all: readonly PlacedGoal[]): PlacedGoal[] {
  const key = ({ goal: { part, keyword, name } }: PlacedGoal) =>
    [keyword, name, ...(keyword === "required" ? [] : [canonical(keywordsOf(part)[keyword])])].join(" ");
  return [...new Map(all.toReversed().map((one) => [key(one), one])).values()].reverse();
}

/** The value of a keyword of a node's schemas; of a bound that several give the narrowest. */
export function asked(node: Node, keyword: string): Json | undefined {
  const goals = goalsAt(node).filter(({ goal }) => goal.keyword === keyword);
  const values = goals.flatMap(({ goal }) => keywordsOf(goal.part)[keyword] ?? []);
  const numbers = values.filter((one) => typeof one === "number");
  const bound = bounds.find((one) => one.keyword === keyword)?.bound;
  return bound && numbers.length > 0 ? (bound === "least" ? Math.max : Math.min)(...numbers) : values[0];
}
