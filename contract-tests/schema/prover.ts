import { kept, keptByText } from "../model/lazy.js";
import { arrayGoal } from "./arrays.js";
import { and, type Conjunction, excluding, split, underName, unionCases, unionId } from "./conjunction.js";
import { apart, closest, disjoint } from "./disjoint.js";
import { breaks, createFacts, type Facts, type FactsOf } from "./facts.js";
import { type Goal, goalsOf, holdsIf, typesOfGoal } from "./goals.js";
import { objectEdges, propertyGoal, required } from "./objects.js";
import type { Prover, Standing } from "./proof.js";
import { createRecursion } from "./recursion.js";
import { createSame, type Same } from "./same.js";
import { numberGoal, textGoal } from "./scalars.js";
import { inner, innerList, keywordsOf, madeSchema, type Schema } from "./schema.js";
import type { Validation } from "./validate.js";

/** How many goals are looked at for one pair of schemas. */
const limit = 60_000;

/**
 * Proves by going through a pair of schemas at once, a producer's and a consumer's. That is why it is not the suite's
 * walk over one schema (contract-tests/schema/walk.ts): the next schema depends on both. It ends at a pair within
 * itself (see recursion.ts), and at {@link limit}.
 */
export function createProver(validation: Validation): Prover {
  const [factsOf, same] = [createFacts(validation), createSame()];
  // A field that is never sent, because it is not documented, is not a reason for a value to be of one variant and not
  // of another.
  return proverOf(validation, factsOf, same, proverOf(validation, factsOf, same));
}

/** The same for every value whatever: an undocumented field counts as sent. */
export function createStrictProver(validation: Validation, factsOf: FactsOf): Prover {
  return proverOf(validation, factsOf, createSame());
}

function proverOf(validation: Validation, factsOf: FactsOf, same: Same, toTheLetter?: Prover): Prover {
  const recursion = createRecursion(limit);
  const provesToTheLetter = toTheLetter?.proves ?? proves;

  function proves(producer: Conjunction, consumer: Schema, within = false): boolean {
    if (consumer.value === true) {
      return true;
    }
    if (producer.parts.some((part) => same(part, consumer))) {
      return true;
    }
    return recursion.shows(
      `${producer.key} -> ${consumer.id}`,
      () => goalsOf(consumer).every((goal) => provesGoal(producer, goal)),
      within,
    );
  }

  function provesGoal(producer: Conjunction, goal: Goal): boolean {
    return recursion.shows(`${producer.key} => ${goal.id}`, () => {
      const now = standing(producer, goal);
      if (now === "holds") {
        return true;
      }
      // One variant of `oneOf` is not its whole demand: its edge only leads to the place of a difference.
      const isReason = goal.keyword !== "oneOf";
      if (
        now !== "open" &&
        isReason &&
        now.every((edge) => proves(edge.producer, edge.consumer, edge.step !== undefined))
      ) {
        return true;
      }
      return cases(producer, goal)?.every((one) => provesGoal(one, goal)) ?? false;
    });
  }

  function standing(producer: Conjunction, goal: Goal): Standing {
    const facts = factsOf(producer);
    if (facts.impossible) {
      return "holds";
    }
    const types = typesOfGoal(goal);
    if (types && !types.some((type) => facts.types.has(type))) {
      return "holds";
    }
    if (producer.parts.some((part) => saysSame(part, goal, same))) {
      return "holds";
    }
    const counted = ofValues(facts, goal, validation);
    if (counted) {
      return counted;
    }
    return ofKeyword(producer, goal, facts, self);
  }

  const self: Prover = {
    validation,
    factsOf,
    same,
    proves,
    provesToTheLetter,
    provesGoal,
    standing,
    cases,
    disjoint: (producer, consumer) => disjoint(producer, consumer, self),
    closest: (producer, variants) => closest(producer, variants, self),
    strict: toTheLetter === undefined,
    exhausted: recursion.exhausted,
  };

  function cases(producer: Conjunction, goal: Goal): readonly Conjunction[] | undefined {
    return casesOf(producer, goal, factsOf);
  }
  return self;
}

function ofKeyword(producer: Conjunction, goal: Goal, facts: Facts, prover: Prover): Standing {
  const { part, keyword } = goal;
  switch (keyword) {
    case "x-contradiction":
      return holdsIf(!producer.parts.some((one) => keyword in keywordsOf(one)));
    case "type":
      return holdsIf(allowsTypes(facts, part));
    case "anyOf":
      return anyOf(producer, goal, prover);
    case "oneOf":
      return oneOf(producer, goal, prover);
    case "not":
      return negation(producer, part, prover);
    case "if":
      return condition(producer, part, prover);
    default:
      return ofPlainKeyword(producer, goal, facts, prover);
  }
}

function ofPlainKeyword(producer: Conjunction, goal: Goal, facts: Facts, prover: Prover): Standing {
  return (
    textGoal(facts, goal, prover.validation) ??
    numberGoal(facts, goal) ??
    arrayGoal(producer, goal, facts, prover) ??
    objectGoal(producer, goal, facts, prover) ??
    "open"
  );
}

function negation(producer: Conjunction, part: Schema, prover: Prover): Standing {
  const negated = inner(part, "not");
  return holdsIf(negated !== undefined && isRefused(producer, negated, prover));
}

/** Whether none of a producer's values is of a schema, or of any of its variants. */
function isRefused(producer: Conjunction, negated: Schema, prover: Prover): boolean {
  const variants = innerList(negated, "anyOf");
  return (
    (variants.length > 0 && variants.every((one) => prover.disjoint(producer, one))) ||
    prover.disjoint(producer, negated)
  );
}

function objectGoal(producer: Conjunction, goal: Goal, facts: Facts, prover: Prover): Standing | undefined {
  return (
    propertyGoal(producer, goal, prover) ??
    required(producer, goal, facts, prover) ??
    objectEdges(producer, goal, facts, prover)
  );
}

function condition(producer: Conjunction, part: Schema, prover: Prover): Standing {
  const [test, then, otherwise] = [inner(part, "if"), inner(part, "then"), inner(part, "else")];
  if (!test) {
    return "holds";
  }
  const met = and(producer, test);
  const edges = [
    ...(then && !prover.disjoint(producer, test) ? [{ producer: met, consumer: then }] : []),
    ...(otherwise && !prover.provesToTheLetter(producer, test) ? [{ producer, consumer: otherwise }] : []),
  ];
  return holdsIf(edges.every((one) => prover.proves(one.producer, one.consumer)));
}

function anyOf(producer: Conjunction, { part }: Goal, prover: Prover): Standing {
  const variants = innerList(part, "anyOf").filter((one) => !apart(producer, one, prover.factsOf));
  if (variants.some((one) => prover.proves(producer, one)) || isOfLast(producer, part, variants, prover)) {
    return "holds";
  }
  const best = prover.closest(producer, variants) ?? asWritten(part);
  return best ? [{ producer, consumer: best }] : "open";
}

/** Whether what is of no other variant is of the last one: as numbers below 3 and those above 1 are all numbers. */
function isOfLast(producer: Conjunction, part: Schema, variants: readonly Schema[], prover: Prover): boolean {
  const [last, ...others] = variants.toReversed();
  const id = `not ${unionId(part, "anyOf")}`;
  return (
    last !== undefined &&
    others.length > 0 &&
    !producer.chosen.has(id) &&
    prover.proves(excluding(producer, id, others), last)
  );
}

function oneOf(producer: Conjunction, { part }: Goal, prover: Prover): Standing {
  const variants = innerList(part, "oneOf");
  const taking = variants.findIndex((one) => !apart(producer, one, prover.factsOf) && prover.proves(producer, one));
  if (taking >= 0) {
    return holdsIf(variants.every((one, at) => at === taking || prover.disjoint(producer, one)));
  }
  const best = prover.closest(producer, variants);
  return best ? [{ producer, consumer: best }] : "open";
}

/** The union before other spellings of it were added. */
function asWritten(union: Schema): Schema | undefined {
  const [first, ...more] = innerList(union, "anyOf");
  return more.length > 0 && more.every((one) => keywordsOf(one)["x-spelling"] === true) ? first : undefined;
}

function allowsTypes({ types }: Facts, part: Schema): boolean {
  const { type } = keywordsOf(part);
  const named: readonly unknown[] = Array.isArray(type) ? type : [type];
  const takes = (one: string) =>
    named.includes(one) || ((one === "integer" || one === "fraction") && named.includes("number"));
  return [...types].every(takes);
}

/** Keywords that mean something only together. */
const groups: Readonly<Record<string, readonly string[]>> = {
  contains: ["contains", "minContains"],
  maxContains: ["contains", "maxContains"],
  if: ["if", "then", "else"],
  additionalProperties: ["additionalProperties", "properties", "patternProperties"],
  items: ["items", "prefixItems"],
};

/** Whether a part of the producer's has the goal's demand in the same keyword. */
function saysSame(part: Schema, goal: Goal, same: Same): boolean {
  if (part.id === goal.part.id) {
    return true;
  }
  const { keyword, name } = goal;
  if (keyword === "unevaluatedProperties" || keyword === "unevaluatedItems") {
    return same(part, goal.part);
  }
  if (keyword === "x-unreadable" || keyword === "x-contradiction") {
    return same(part, goal.part);
  }
  if (["properties", "patternProperties", "dependentSchemas", "prefixItems"].includes(keyword)) {
    const [one, other] = [inner(part, keyword, name), inner(goal.part, keyword, name)];
    return one !== undefined && other !== undefined && same(one, other);
  }
  const names = groups[keyword] ?? [keyword];
  if (keywordsOf(part)[keyword] === undefined) {
    return false;
  }
  return same(only(part, names), only(goal.part, names));
}

/** A schema with some of its keywords alone, at its own place. */
function only(schema: Schema, names: readonly string[]): Schema {
  return excerpts(schema)(names.join(" "));
}

const excerpts = kept((schema: Schema) =>
  keptByText((names): Schema => {
    const named = Object.entries(keywordsOf(schema)).filter(([keyword]) => names.split(" ").includes(keyword));
    return { ...schema, value: Object.fromEntries(named), id: `${schema.id}?${names}` };
  }),
);

/** Where all of a producer's values are known: whether one of them breaks the keyword. */
function ofValues({ values }: Facts, goal: Goal, validation: Validation): Standing | undefined {
  const { part, keyword } = goal;
  if (!values?.every((value) => typeof value !== "object" || value === null)) {
    return values?.every((value) => validation.isValid(part, value)) ? "holds" : undefined;
  }
  const isBroken = values.some((value) => breaks(validation, goal, value) ?? !validation.isValid(part, value));
  if (keyword === "false" || keyword === "x-unreadable" || keyword === "$dynamicRef") {
    return values.length === 0 ? "holds" : "open";
  }
  return isBroken ? "open" : "holds";
}

/**
 * The cases by a union of the producer's own, by its types, or by the few values of a field that it asks for. Only what
 * a goal can depend on is taken apart, so that the cases stay few.
 */
function casesOf(producer: Conjunction, goal: Goal, factsOf: FactsOf): readonly Conjunction[] | undefined {
  if (producer.chosen.size >= 4) {
    return undefined;
  }
  const cases = unionCases(producer);
  if (cases) {
    return cases;
  }
  if (!["anyOf", "oneOf", "if", "not", "dependentSchemas"].includes(goal.keyword)) {
    return undefined;
  }
  const facts = factsOf(producer);
  if (facts.types.size > 1 && !producer.chosen.has("types")) {
    const numbers = ["integer", "fraction"] as const;
    const whole = numbers.every((one) => facts.types.has(one));
    const types = [...facts.types].filter((one) => !whole || !numbers.some((number) => number === one));
    const variants = [...types.map((type) => (type === "fraction" ? "number" : type)), ...(whole ? ["number"] : [])];
    if (variants.length > 1) {
      return split(
        producer,
        "types",
        variants.map((type) => madeSchema({ type })),
        false,
      );
    }
  }
  for (const name of facts.required) {
    const values = factsOf(underName(producer, name).held).values;
    if (!values || values.length < 2 || values.length > 40 || producer.chosen.has(`field ${name}`)) {
      continue;
    }
    return split(
      producer,
      `field ${name}`,
      values.map((value) => madeSchema({ properties: { [name]: { const: value } } })),
      false,
    );
  }
  return undefined;
}
