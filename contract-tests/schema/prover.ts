import { kept, keptByText } from "../model/lazy.js";
import { ofArrays } from "./arrays.js";
import { type Conjunction, split, underName, unionCases } from "./conjunction.js";
import { breaks, createFacts, type Facts, type FactsOf, namesType } from "./facts.js";
import { type Goal, goalsOf, typesOfGoal } from "./goals.js";
import { ofObjects } from "./objects.js";
import { type Proof, type Prover, provenIf, type Rules } from "./proof.js";
import { createRecursion } from "./recursion.js";
import { createSame, type Same } from "./same.js";
import { ofNumbers, ofTexts } from "./scalars.js";
import { inner, keywordsOf, madeSchema, type Schema } from "./schema.js";
import { ofUnions } from "./unions.js";
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
      const now = proofOf(producer, goal);
      if (now === "proven") {
        return true;
      }
      // One variant of `oneOf` is not its whole demand: its edge only leads to the place of a difference.
      const isReason = goal.keyword !== "oneOf";
      if (
        now !== "unproven" &&
        isReason &&
        now.every((edge) => proves(edge.producer, edge.consumer, edge.step !== undefined))
      ) {
        return true;
      }
      return casesOf(producer, goal, factsOf)?.every((one) => provesGoal(one, goal)) ?? false;
    });
  }

  function proofOf(producer: Conjunction, goal: Goal): Proof {
    const facts = factsOf(producer);
    if (facts.impossible) {
      return "proven";
    }
    const types = typesOfGoal(goal);
    if (types && !types.some((type) => facts.types.has(type))) {
      return "proven";
    }
    if (producer.parts.some((part) => saysSame(part, goal, same))) {
      return "proven";
    }
    return ofValues(facts, goal, validation) ?? rules[goal.keyword]?.(producer, goal, facts, self) ?? "unproven";
  }

  const self: Prover = {
    validation,
    factsOf,
    same,
    proves,
    provesToTheLetter,
    provesGoal,
    proofOf,
    strict: toTheLetter === undefined,
    exhausted: recursion.exhausted,
  };
  return self;
}

/** How the goals of each keyword are proven; those of others stay open. */
const rules: Rules = {
  ...{ ...ofTexts, ...ofNumbers, ...ofArrays, ...ofObjects, ...ofUnions },
  "x-contradiction": (producer, { keyword }) => provenIf(!producer.parts.some((one) => keyword in keywordsOf(one))),
  type: (_, { part }, { types }) => provenIf([...types].every((one) => namesType(keywordsOf(part).type, one))),
};

/** Keywords that mean something only together. */
const groups: Readonly<Record<string, string>> = {
  contains: "contains minContains",
  maxContains: "contains maxContains",
  if: "if then else",
  additionalProperties: "additionalProperties properties patternProperties",
  items: "items prefixItems",
};

/** Whether a part of the producer's has the goal's demand in the same keyword. */
function saysSame(part: Schema, goal: Goal, same: Same): boolean {
  const { keyword, name } = goal;
  if (part.id === goal.part.id || /^(?:unevaluated|x-)/.test(keyword)) {
    return same(part, goal.part);
  }
  const [one, other] = [part, goal.part].map((of) => (name === "" ? undefined : inner(of, keyword, name)));
  if (other) {
    return one !== undefined && same(one, other);
  }
  const names = groups[keyword] ?? keyword;
  return keywordsOf(part)[keyword] !== undefined && same(excerpt(part)(names), excerpt(goal.part)(names));
}

/** A schema with some of its keywords alone, at its own place. */
const excerpt = kept((schema: Schema) =>
  keptByText((names): Schema => {
    const named = Object.entries(keywordsOf(schema)).filter(([keyword]) => names.split(" ").includes(keyword));
    return { ...schema, value: Object.fromEntries(named), id: `${schema.id}?${names}` };
  }),
);

/** Where all of a producer's values are known: whether one of them breaks the keyword. */
function ofValues({ values }: Facts, goal: Goal, validation: Validation): Proof | undefined {
  const { part, keyword } = goal;
  if (!values?.every((value) => typeof value !== "object" || value === null)) {
    return values?.every((value) => validation.isValid(part, value)) ? "proven" : undefined;
  }
  const isBroken = values.some((value) => breaks(validation, goal, value) ?? !validation.isValid(part, value));
  if (keyword === "false" || keyword === "x-unreadable" || keyword === "$dynamicRef") {
    return values.length === 0 ? "proven" : "unproven";
  }
  return isBroken ? "unproven" : "proven";
}

/**
 * The cases by a union of the producer's own, by its types, or by the few values of a field that it asks for. Only what
 * a goal can depend on is taken apart, so that the cases stay few.
 */
export function casesOf(producer: Conjunction, goal: Goal, factsOf: FactsOf): readonly Conjunction[] | undefined {
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
  const { types, required } = factsOf(producer);
  const isNumber = (type: string) => type === "fraction" || (type === "integer" && types.has("fraction"));
  const variants = [...new Set([...types].map((type) => (isNumber(type) ? "number" : type)))];
  if (variants.length > 1 && !producer.chosen.has("types")) {
    return split(
      producer,
      "types",
      variants.map((type) => madeSchema({ type })),
    );
  }
  for (const name of required) {
    const { values = [] } = factsOf(underName(producer, name).held);
    if (values.length > 1 && values.length <= 40 && !producer.chosen.has(`field ${name}`)) {
      const fixed = values.map((value) => madeSchema({ properties: { [name]: { const: value } } }));
      return split(producer, `field ${name}`, fixed);
    }
  }
  return undefined;
}
