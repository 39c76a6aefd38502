import { and, type Conjunction, prefixLength, underIndex } from "./conjunction.js";
import { alone, type Facts, leastContained } from "./facts.js";
import type { Goal } from "./goals.js";
import type { Edge, Prover, Standing } from "./proof.js";
import { inner, innerList, keywordsOf, numberOf, type Schema } from "./schema.js";

export function arrayGoal(producer: Conjunction, goal: Goal, facts: Facts, prover: Prover): Standing | undefined {
  const value = numberOf(goal.part, goal.keyword) ?? 0;
  switch (goal.keyword) {
    case "minItems":
      return Math.max(facts.minItems, ...producer.parts.map((part) => leastLength(producer, part, prover))) >= value
        ? "holds"
        : "open";
    case "maxItems":
      return Math.min(facts.maxItems, differentItems(producer, facts, prover)) <= value ? "holds" : "open";
    case "uniqueItems":
      return keywordsOf(goal.part).uniqueItems !== true || facts.uniqueItems || facts.maxItems <= 1 ? "holds" : "open";
    case "prefixItems":
      return edgesFor(producer, facts, [Number(goal.name)], inner(goal.part, "prefixItems", goal.name));
    case "items":
    case "unevaluatedItems":
      return itemEdges(producer, goal, facts);
    case "contains":
      return contains(producer, goal, facts, prover);
    case "maxContains":
      return maxContains(producer, goal, facts, prover);
    default:
      return undefined;
  }
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

function itemEdges(producer: Conjunction, goal: Goal, facts: Facts): Standing {
  const { part, keyword } = goal;
  if (keyword === "unevaluatedItems") {
    // With anything else that may have looked at an item, which ones are left depends on the value.
    const others = ["allOf", "anyOf", "oneOf", "if", "contains", "dependentSchemas"];
    if (keywordsOf(part).items !== undefined) {
      return "holds";
    }
    if (others.some((one) => one in keywordsOf(part))) {
      return "open";
    }
  }
  const own = innerList(part, "prefixItems").length;
  const most = Math.max(own, prefixLength(producer.parts));
  const indices = Array.from({ length: most - own + 1 }, (_, at) => own + at);
  return edgesFor(producer, facts, indices, inner(part, keyword));
}

function edgesFor(
  producer: Conjunction,
  facts: Facts,
  indices: readonly number[],
  consumer: ReturnType<typeof inner>,
): Standing {
  if (!consumer || consumer.value === true) {
    return "holds";
  }
  const edges: Edge[] = indices
    .filter((index) => index < facts.maxItems)
    .map((index) => ({ producer: underIndex(producer, index), consumer, step: { index }, shown: "[]" }));
  return edges.length === 0 ? "holds" : edges;
}

function contains(producer: Conjunction, { part }: Goal, facts: Facts, prover: Prover): Standing {
  const consumer = inner(part, "contains");
  const asked = numberOf(part, "minContains") ?? 1;
  if (!consumer || asked === 0) {
    return "holds";
  }
  const own = producer.parts.some((one) => {
    const held = inner(one, "contains");
    if (!held || (numberOf(one, "minContains") ?? 1) < asked) {
      return false;
    }
    return prover.same(held, consumer) || prover.provesToTheLetter(alone(held), consumer, true);
  });
  if (own) {
    return "holds";
  }
  const all = prefixLength(producer.parts) === 0 && facts.minItems >= asked;
  return all && prover.proves(underIndex(producer, 0), consumer, true) ? "holds" : "open";
}

function maxContains(producer: Conjunction, { part }: Goal, facts: Facts, prover: Prover): Standing {
  const consumer = inner(part, "contains");
  const most = numberOf(part, "maxContains");
  if (!consumer || most === undefined || facts.maxItems <= most) {
    return "holds";
  }
  const own = producer.parts.some((one) => {
    const held = inner(one, "contains");
    if (!held || (numberOf(one, "maxContains") ?? Number.POSITIVE_INFINITY) > most) {
      return false;
    }
    return prover.same(held, consumer) || prover.provesToTheLetter(alone(consumer), held, true);
  });
  if (own) {
    return "holds";
  }
  return prefixLength(producer.parts) === 0 && prover.disjoint(underIndex(producer, 0), consumer) ? "holds" : "open";
}
