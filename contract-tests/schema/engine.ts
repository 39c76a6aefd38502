import { directional, directionOf } from "../model/direction.js";
import { Undecided } from "../model/errors.js";
import type { Json, JsonObject } from "../model/json.js";
import type { Node } from "../model/node.js";
import { type Conjunction, conjunction, without } from "./conjunction.js";
import { accepts, createFacts, type FactsOf } from "./facts.js";
import type { Goal } from "./goals.js";
import { createStrictProver } from "./prover.js";
import { createSampler, type Given, type Sampler, type Wish } from "./samples.js";
import { createSource, madeSchema, type Schema, type Source, schemaAt } from "./schema.js";
import { type Validation, validation } from "./validate.js";

/** What is found out about the schemas of a document as it holds for one direction, kept as long as the document. */
interface Engine {
  readonly source: Source;
  readonly factsOf: FactsOf;
  readonly sampler: Sampler;
  /** Whether every value that holds without a goal holds with it, for certain: then no value can show it. */
  readonly isImplied: (one: Conjunction, goal: Goal) => boolean;
}

const engines = new WeakMap<JsonObject, Engine>();

export function engineOf(node: Pick<Node, "document" | "at">): Engine {
  const document = directional(node.document, directionOf(node));
  const known = engines.get(document);
  if (known) {
    return known;
  }
  const factsOf = createFacts(certain);
  const sampler = createSampler(certain, factsOf);
  const prover = createStrictProver(certain, factsOf);
  const made = {
    source: createSource("contract", document),
    factsOf,
    sampler: {
      ...sampler,
      samples: (one: Conjunction) => decided(() => sampler.samples(one)) ?? [],
      values: (one: Conjunction, wish: Wish) => decided(() => sampler.values(one, wish)) ?? [],
      holders: (one: Conjunction, given: Given, count: number) =>
        decided(() => sampler.holders(one, given, count)) ?? [],
    },
    isImplied: (one: Conjunction, goal: Goal) => decided(() => prover.provesGoal(without(one, goal), goal)) ?? false,
  };
  engines.set(document, made);
  return made;
}

/** What cannot be decided is not taken for valid. */
const certain: Validation = {
  ...validation,
  isValid: (schema, value) => decided(() => validation.isValid(schema, value)) ?? false,
  errors: (schema, value) => decided(() => validation.errors(schema, value)) ?? [],
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

/** The schema that is in the document where a node is. */
export function schemaOf(node: Node): Schema {
  return node.pointer === ownPointer ? madeSchema(node.value) : schemaAt(engineOf(node).source, node.pointer);
}

const held = new WeakMap<Node, Conjunction>();

/** All that holds for the values of a node. */
export function heldBy(node: Node): Conjunction {
  const made =
    held.get(node) ?? conjunction([node, ...(node.also ?? [])].map(schemaOf), new Set(node.chosen?.unions ?? []));
  held.set(node, made);
  return made;
}

/** Whether a value is one of a node's, for certain. */
export function takes(node: Node, value: Json): boolean {
  return accepts(certain, heldBy(node), value);
}
