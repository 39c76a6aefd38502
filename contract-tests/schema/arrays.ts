import { and, type Conjunction, prefixLength, underIndex } from "./conjunction.js";
import { alone, type Facts, leastContained } from "./facts.js";
import type { Goal } from "./goals.js";
import { type Proof, type Prover, provenIf, type Rules } from "./proof.js";
import { inner, innerList, keywordsOf, numberOf, type Schema } from "./schema.js";
import { disjoint } from "./unions.js";

/** How goals about lists are proven. */
export const ofArrays: Rules = {
  minItems: (producer, { part }, { minItems }, prover) => {
    const least = Math.max(minItems, ...producer.parts.map((one) => leastLength(producer, one, prover)));
    return provenIf(least >= (numberOf(part, "minItems") ?? 0));
  },
  maxItems: (producer, { part }, facts, prover) =>
    provenIf(Math.min(facts.maxItems, differentItems(producer, facts, prover)) <= (numberOf(part, "maxItems") ?? 0)),
  uniqueItems: (_, { part }, { uniqueItems, maxItems }) =>
    provenIf(keywordsOf(part).uniqueItems !== true || uniqueItems || maxItems <= 1),
  prefixItems: (producer, { part, name }, facts) =>
    edgesFor(producer, facts, [Number(name)], inner(part, "prefixItems", name)),
  items: itemEdges,
  unevaluatedItems: (producer, goal, facts) => {
    // With anything else that may have looked at an item, which ones are left depends on the value.
    const others = ["allOf", "anyOf", "oneOf", "if", "contains", "dependentSchemas"];
    const keywords = keywordsOf(goal.part);
    if (keywords.items !== undefined) {
      return "proven";
    }
    return others.some((one) => one in keywords) ? "unproven" : itemEdges(producer, goal, facts);
  },
  contains: (producer, { part }, facts, prover) => {
    const asked = leastContained(part);
    const isAll = prefixLength(producer.parts) === 0 && facts.minItems >= asked;
    return counted(producer, part, prover, {
      isTrivial: asked === 0,
      isEnough: (one) => leastContained(one) >= asked,
      implies: (own, kind) => prover.provesToTheLetter(alone(own), kind, true),
      ofItems: (kind) => isAll && prover.proves(underIndex(producer, 0), kind, true),
    });
  },
  maxContains: (producer, { part }, facts, prover) => {
    const most = (one: Schema) => numberOf(one, "maxContains") ?? Number.POSITIVE_INFINITY;
    return counted(producer, part, prover, {
      isTrivial: facts.maxItems <= most(part),
      isEnough: (one) => most(one) <= most(part),
      implies: (own, kind) => prover.provesToTheLetter(alone(kind), own, true),
      ofItems: (kind) => prefixLength(producer.parts) === 0 && disjoint(underIndex(producer, 0), kind, prover),
    });
  },
};

/** How it is shown how many items of a kind there are. */
interface Counting {
  readonly isTrivial: boolean;
  /** Whether another part counts as strictly. */
  readonly isEnough: (part: Schema) => boolean;
  /** Whether its count of its own kind says as much of the kind in question. */
  readonly implies: (own: Schema, kind: Schema) => boolean;
  /** Whether all items together show it. */
  readonly ofItems: (kind: Schema) => boolean;
}

function counted({ parts }: Conjunction, part: Schema, { same }: Prover, how: Counting): Proof {
  const kind = inner(part, "contains");
  const isOwn = (one: Schema, consumer: Schema) => {
    const own = inner(one, "contains");
    return own !== undefined && how.isEnough(one) && (same(own, consumer) || how.implies(own, consumer));
  };
  return provenIf(!kind || how.isTrivial || parts.some((one) => isOwn(one, kind)) || how.ofItems(kind));
}

/** How long a list has to be for the items that a part asks for by `contains`: not every first item can be one. */
function leastLength(producer: Conjunction, part: Schema, { factsOf }: Prover): number {
  const kind = inner(part, "contains");
  let [missing, length] = [leastContained(part), 0];
  for (const first = prefixLength(producer.parts); kind && missing > 0 && length < first; length += 1) {
    missing -= factsOf(and(underIndex(producer, length), kind)).impossible ? 0 : 1;
  }
  return length + missing;
}

/** How many different items there can be at the most, if they have to differ. */
function differentItems(producer: Conjunction, { uniqueItems }: Facts, { factsOf }: Prover): number {
  const isAlike = uniqueItems && prefixLength(producer.parts) === 0;
  return (isAlike ? factsOf(underIndex(producer, 0)).values?.length : undefined) ?? Number.POSITIVE_INFINITY;
}

function itemEdges(producer: Conjunction, { part, keyword }: Goal, facts: Facts): Proof {
  const own = innerList(part, "prefixItems").length;
  const most = Math.max(own, prefixLength(producer.parts));
  const indices = Array.from({ length: most - own + 1 }, (_, at) => own + at);
  return edgesFor(producer, facts, indices, inner(part, keyword));
}

function edgesFor(
  producer: Conjunction,
  { maxItems }: Facts,
  indices: readonly number[],
  consumer: Schema | undefined,
): Proof {
  const open = !consumer || consumer.value === true ? [] : indices.filter((index) => index < maxItems);
  return consumer && open.length > 0
    ? open.map((index) => ({ producer: underIndex(producer, index), consumer, step: { index }, shown: "[]" }))
    : "proven";
}
