import type { Conjunction } from "./conjunction.js";
import { type Goal, goalsOf } from "./goals.js";
import type { Edge } from "./objects.js";
import type { Prover } from "./prover.js";
import type { Schema } from "./schema.js";

/** What a consumer's schema asks and nobody could show to hold for all that its producer may send. */
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

export interface Trace {
  readonly obligations: readonly Obligation[];
  /** Whether there would have been more. */
  readonly cut: boolean;
}

interface Local {
  readonly open: readonly { readonly producer: Conjunction; readonly goal: Goal }[];
  readonly hops: readonly Hop[];
}

/** How many pairs of schemas are looked at from one pair on, and how many obligations are gathered. */
const limits = { pairs: 4_000, obligations: 400 };

export type Tracer = (producer: Conjunction, consumer: Schema) => Trace;

/**
 * Finds where a pair of schemas differs in what bears on validity: each obligation once, by the shortest way. What two
 * pairs have in common is looked at once, whatever leads to it.
 */
export function createTracer(prover: Prover): Tracer {
  const known = new Map<string, Local>();

  function localOf(producer: Conjunction, consumer: Schema): Local {
    const key = `${producer.key} -> ${consumer.id}`;
    const held = known.get(key);
    if (held) return held;
    const found: { open: { producer: Conjunction; goal: Goal }[]; hops: Hop[] } = { open: [], hops: [] };
    known.set(key, found);
    for (const goal of goalsOf(consumer)) ofGoal(producer, goal, found);
    return found;
  }

  function ofGoal(producer: Conjunction, goal: Goal, found: { open: Local["open"][number][]; hops: Hop[] }): void {
    if (prover.provesGoal(producer, goal)) return;
    const cases = prover.cases(producer, goal);
    const failing = cases?.filter((one) => !prover.provesGoal(one, goal)) ?? [];
    const union = goal.keyword === "anyOf" || goal.keyword === "oneOf";
    // Where every case fails alike, the difference is none of the cases'.
    if (cases && failing.length > 0 && (union || failing.length < cases.length || dependsOnCase(producer, goal))) {
      for (const one of failing) ofGoal(one, goal, found);
      return;
    }
    const standing = prover.standing(producer, goal);
    if (standing === "holds") return;
    if (standing === "open") {
      found.open.push({ producer, goal });
      return;
    }
    const unproven = standing.filter((edge) => !prover.proves(edge.producer, edge.consumer));
    found.hops.push(...unproven.map((edge) => ({ ...edge, around: producer })));
    if (unproven.length === 0) found.open.push({ producer, goal });
  }

  /** Whether what the producer says of a part stands in its cases alone. */
  function dependsOnCase(producer: Conjunction, goal: Goal): boolean {
    const standing = prover.standing(producer, goal);
    return standing !== "holds" && standing !== "open" && standing.some((edge) => edge.producer.schemas.length === 0);
  }

  return (producer, consumer) => {
    if (prover.proves(producer, consumer)) return { obligations: [], cut: false };
    const obligations = new Map<string, Obligation>();
    const seen = new Set<string>();
    let level: { producer: Conjunction; consumer: Schema; path: readonly Hop[] }[] = [{ producer, consumer, path: [] }];
    let cut = false;
    while (level.length > 0 && !cut) {
      const next: typeof level = [];
      for (const pair of level) {
        const key = `${pair.producer.key} -> ${pair.consumer.id}`;
        if (seen.has(key)) continue;
        seen.add(key);
        const { open, hops } = localOf(pair.producer, pair.consumer);
        for (const { producer: held, goal } of open) {
          const name = `${held.key} => ${goal.id}`;
          if (!obligations.has(name)) obligations.set(name, { producer: held, goal, path: casePath(pair, held) });
        }
        for (const hop of hops)
          next.push({ producer: hop.producer, consumer: hop.consumer, path: [...pair.path, hop] });
        if (seen.size > limits.pairs || obligations.size > limits.obligations) {
          cut = true;
          break;
        }
      }
      level = next;
    }
    return { obligations: [...obligations.values()], cut: cut || prover.exhausted() };
  };
}

/** A case of the producer's is a step of its own, for the value itself. */
function casePath(pair: { producer: Conjunction; consumer: Schema; path: readonly Hop[] }, held: Conjunction): Hop[] {
  if (held.key === pair.producer.key) return [...pair.path];
  return [...pair.path, { producer: held, consumer: pair.consumer, around: pair.producer }];
}
