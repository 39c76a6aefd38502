import type { Conjunction } from "./conjunction.js";
import { type Goal, goalsOf } from "./goals.js";
import type { Edge, Prover } from "./proof.js";
import { casesOf } from "./prover.js";
import type { Schema } from "./schema.js";

/** A demand of a consumer's schema that could not be shown to hold for all that its producer may send. */
export interface Obligation {
  readonly producer: Conjunction;
  readonly goal: Goal;
  /** How to get from the outermost pair to this one. */
  readonly path: readonly Hop[];
}

/** A step from one pair of schemas to a narrower one. */
export interface Hop extends Edge {
  /** The producer's side before the step: what holds around the part. */
  readonly around: Conjunction;
}

interface Trace {
  readonly obligations: readonly Obligation[];
  /** Whether there would have been more. */
  readonly cut: boolean;
}

interface Pair {
  readonly producer: Conjunction;
  readonly consumer: Schema;
  readonly path: readonly Hop[];
}

/** The goals of a pair that are open, and those that come to hops, with these. */
interface Local {
  readonly open: Pick<Obligation, "producer" | "goal">[];
  readonly behind: Pick<Obligation, "producer" | "goal">[];
  readonly hops: Hop[];
}

/** How many pairs of schemas are looked at from one pair on, and how many obligations are gathered. */
const limits = { pairs: 4_000, obligations: 400 };

export type Tracer = (producer: Conjunction, consumer: Schema) => Trace;

/**
 * Finds the places in which a pair of schemas differs in validity: each obligation once, by the shortest way. Common
 * parts of two pairs are looked at once, whatever leads to them.
 */
export function createTracer(prover: Prover): Tracer {
  const known = new Map<string, Local>();

  function localOf(producer: Conjunction, consumer: Schema): Local {
    const key = keyOf({ producer, consumer });
    const held = known.get(key);
    if (held) {
      return held;
    }
    const found: Local = { open: [], behind: [], hops: [] };
    known.set(key, found);
    for (const goal of goalsOf(consumer)) {
      ofGoal(producer, goal, found);
    }
    return found;
  }

  function ofGoal(producer: Conjunction, goal: Goal, found: Local): void {
    if (prover.provesGoal(producer, goal)) {
      return;
    }
    const failing = failingCases(producer, goal, prover);
    if (failing.length > 0) {
      for (const one of failing) {
        ofGoal(one, goal, found);
      }
      return;
    }
    const proof = prover.proofOf(producer, goal);
    const edges = typeof proof === "string" ? [] : proof;
    const unproven = edges.filter((edge) => !prover.proves(edge.producer, edge.consumer));
    found.hops.push(...unproven.map((edge) => ({ ...edge, around: producer })));
    if (proof !== "proven") {
      (unproven.length === 0 ? found.open : found.behind).push({ producer, goal });
    }
  }

  return (producer, consumer) => {
    const obligations = new Map<string, Obligation>();
    if (prover.proves(producer, consumer)) {
      return { obligations: [], cut: false };
    }
    const first: Pair = { producer, consumer, path: [] };
    // The pairs nearest to the first come first.
    const queue = new Map([[keyOf(first), first]]);
    for (const pair of queue.values()) {
      const { open, hops } = localOf(pair.producer, pair.consumer);
      gather(pair, open, obligations);
      enqueue(queue, pair, hops);
      if (queue.size > limits.pairs || obligations.size > limits.obligations) {
        return { obligations: [...obligations.values()], cut: true };
      }
    }
    // Each place leads to another, in a circle: then what a place asks besides, such as one variant only, is open.
    for (const pair of obligations.size === 0 ? [...queue.values()].slice(0, limits.obligations) : []) {
      gather(pair, localOf(pair.producer, pair.consumer).behind, obligations);
    }
    return { obligations: [...obligations.values()], cut: obligations.size === 0 || prover.exhausted() };
  };
}

function enqueue(queue: Map<string, Pair>, { path }: Pair, hops: readonly Hop[]): void {
  for (const hop of hops) {
    const key = keyOf(hop);
    queue.set(key, queue.get(key) ?? { producer: hop.producer, consumer: hop.consumer, path: [...path, hop] });
  }
}

function keyOf({ producer, consumer }: Pick<Pair, "producer" | "consumer">): string {
  return `${producer.key} -> ${consumer.id}`;
}

function gather(pair: Pair, asked: Local["open"], obligations: Map<string, Obligation>): void {
  for (const { producer, goal } of asked) {
    const name = `${producer.key} => ${goal.id}`;
    if (!obligations.has(name)) {
      obligations.set(name, { producer, goal, path: casePath(pair, producer) });
    }
  }
}

/** A case of the producer's is a step of its own, for the value itself. */
function casePath(pair: Pair, held: Conjunction): Hop[] {
  if (held.key === pair.producer.key) {
    return [...pair.path];
  }
  return [...pair.path, { producer: held, consumer: pair.consumer, around: pair.producer }];
}

/** The cases of a difference; if every case fails alike, it does not belong to any of them. */
function failingCases(producer: Conjunction, goal: Goal, prover: Prover): readonly Conjunction[] {
  const cases = casesOf(producer, goal, prover.factsOf) ?? [];
  const failing = cases.filter((one) => !prover.provesGoal(one, goal));
  if (failing.length === 0) {
    return [];
  }
  const union = goal.keyword === "anyOf" || goal.keyword === "oneOf";
  return union || failing.length < cases.length || dependsOnCase(producer, goal, prover) ? failing : [];
}

/** Whether what the producer says of a part is in its cases alone. */
function dependsOnCase(producer: Conjunction, goal: Goal, prover: Prover): boolean {
  const proof = prover.proofOf(producer, goal);
  return proof !== "proven" && proof !== "unproven" && proof.some((edge) => edge.producer.schemas.length === 0);
}
