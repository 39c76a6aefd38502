import { isStrings } from "../model/json.js";
import { stepInto } from "../model/pointer.js";
import { and, type Conjunction, conjunction, facets, listedNames, matches, underName } from "./conjunction.js";
import { accepts, type Facts } from "./facts.js";
import type { Goal } from "./goals.js";
import { isEmpty, joined, languageOf } from "./language.js";
import type { Edge, Prover, Standing } from "./proof.js";
import { textsOf } from "./scalars.js";
import { inner, innerMap, keywordsOf, madeSchema, numberOf, type Schema } from "./schema.js";
import { words } from "./texts.js";

/** A listed field: an undocumented one is not sent. */
export function propertyGoal(
  producer: Conjunction,
  { part, keyword, name }: Goal,
  { strict }: Prover,
): Standing | undefined {
  if (keyword !== "properties") {
    return undefined;
  }
  const consumer = inner(part, "properties", name);
  const { held, documented } = underName(producer, name);
  if ((!documented && !strict) || !consumer) {
    return "holds";
  }
  return [{ producer: held, consumer, step: { name }, shown: name }];
}

export function required(
  producer: Conjunction,
  { keyword, name }: Goal,
  { required: names, minProperties }: Facts,
  prover: Prover,
): Standing | undefined {
  if (keyword !== "required") {
    return undefined;
  }
  // An object with as many fields as there can be has all of them.
  const isFull =
    minProperties > 0 && listedNames(producer).includes(name) && possible(producer, prover) <= minProperties;
  return names.has(name) || isFull ? "holds" : "open";
}

/** Goals on names that are not listed one by one, and on how many there are. */
export function objectEdges(producer: Conjunction, goal: Goal, facts: Facts, prover: Prover): Standing | undefined {
  switch (goal.keyword) {
    case "patternProperties":
      return patternEdges(producer, goal, prover);
    case "additionalProperties":
      return furtherEdges(producer, goal, prover, [goal.part]);
    case "unevaluatedProperties":
      return unevaluated(producer, goal, prover);
    case "minProperties":
      return Math.max(facts.minProperties, facts.required.size) >= (numberOf(goal.part, goal.keyword) ?? 0)
        ? "holds"
        : "open";
    case "maxProperties":
      return Math.min(facts.maxProperties, possible(producer, prover)) <= (numberOf(goal.part, goal.keyword) ?? 0)
        ? "holds"
        : "open";
    case "propertyNames":
      return namesGoal(producer, goal, prover);
    case "dependentRequired":
      return dependentRequired(producer, goal, facts, prover);
    case "dependentSchemas":
      return dependentSchemas(producer, goal, prover);
    default:
      return undefined;
  }
}

/** How many fields there can be at the most. */
function possible(producer: Conjunction, prover: Prover): number {
  if (!isClosed(producer, prover)) {
    return Number.POSITIVE_INFINITY;
  }
  return listedNames(producer).filter((name) => !prover.factsOf(underName(producer, name).held).impossible).length;
}

/** Whether no name is possible besides the listed ones. */
function isClosed(producer: Conjunction, prover: Prover): boolean {
  const name = freshName(producer, [], prover);
  const patterns = producer.parts.some((part) => innerMap(part, "patternProperties").length > 0);
  return !patterns && (name === undefined || prover.factsOf(underName(producer, name).held).impossible);
}

/** A name that neither side lists; undefined if a producer has no other name. */
export function freshName(
  producer: Conjunction,
  others: readonly Schema[],
  prover: Pick<Prover, "factsOf" | "validation">,
): string | undefined {
  const taken = new Set([
    ...listedNames(producer),
    ...others.flatMap((part) => innerMap(part, "properties").map(([name]) => name)),
  ]);
  const patterns = [...producer.parts, ...others].flatMap((part) =>
    innerMap(part, "patternProperties").map(([pattern]) => pattern),
  );
  const free = (name: string) => !taken.has(name) && !patterns.some((pattern) => matches(pattern, name));
  const names = namesOf(producer);
  const facts = prover.factsOf(names);
  if (facts.values) {
    return facts.values.find((name) => typeof name === "string" && free(name))?.toString();
  }
  const made = words(joined(textsOf(facts), { all: [], none: patterns }), 20);
  const plain = ["any_key", "anyKey", "k", "Z", "0", "~", "any-key.1"];
  const name = [...plain, ...made].find((one) => free(one) && accepts(prover.validation, names, one));
  return name ?? (facts.impossible ? undefined : "any_key");
}

/** A producer's names, as texts. */
export function namesOf(producer: Conjunction): Conjunction {
  return conjunction([
    madeSchema({ type: "string" }),
    ...producer.parts.flatMap((part) => inner(part, "propertyNames") ?? []),
  ]);
}

function edgeTo(producer: Conjunction, consumer: Schema, name: string, shown: string): Edge {
  return { producer: underName(producer, name).held, consumer, step: { name }, shown };
}

/** Fields that the consumer knows by a pattern of their names. */
function patternEdges(producer: Conjunction, { part, name: pattern }: Goal, prover: Prover): Standing {
  const consumer = inner(part, "patternProperties", pattern);
  if (!consumer) {
    return "holds";
  }
  const listed = listedNames(producer).filter((name) => matches(pattern, name));
  const edges = listed.map((name) => edgeTo(producer, consumer, name, name));
  const theirs = producer.parts.flatMap((one) => innerMap(one, "patternProperties").map(([other]) => other));
  for (const other of theirs) {
    const both = joined(languageOf(pattern), languageOf(other));
    if (isEmpty(both) === true) {
      continue;
    }
    const [name] = words(both, 1);
    if (name === undefined) {
      return "open";
    }
    edges.push(edgeTo(producer, consumer, name, "*"));
  }
  const names = textsOf(prover.factsOf(namesOf(producer)));
  const rest = words(joined(languageOf(pattern), names, { all: [], none: theirs }), 30).find(
    (one) => !listed.includes(one),
  );
  if (rest !== undefined && (prover.strict || underName(producer, rest).documented)) {
    edges.push(edgeTo(producer, consumer, rest, "*"));
  }
  return settled(edges, prover);
}

/** Fields that the consumer neither lists nor knows by a pattern. `covering` are the schemas that may list them. */
function furtherEdges(producer: Conjunction, goal: Goal, prover: Prover, covering: readonly Schema[]): Standing {
  const consumer = inner(goal.part, goal.keyword);
  if (!consumer || consumer.value === true) {
    return "holds";
  }
  const listed = new Set(covering.flatMap((part) => innerMap(part, "properties").map(([name]) => name)));
  const patterns = covering.flatMap((part) => innerMap(part, "patternProperties").map(([pattern]) => pattern));
  const covered = (name: string) => listed.has(name) || patterns.some((pattern) => matches(pattern, name));
  const edges = listedNames(producer)
    .filter((name) => !covered(name))
    .map((name) => edgeTo(producer, consumer, name, name));
  const theirs = producer.parts.flatMap((one) => innerMap(one, "patternProperties").map(([pattern]) => pattern));
  for (const pattern of theirs) {
    if (patterns.includes(pattern)) {
      continue;
    }
    const language = joined(languageOf(pattern), { all: [], none: patterns });
    const name = words(language, 30).find((one) => !covered(one));
    if (name !== undefined) {
      edges.push(edgeTo(producer, consumer, name, "*"));
    } else if (isEmpty(language) !== true) {
      return "open";
    }
  }
  const fresh = freshName(producer, covering, prover);
  if (fresh !== undefined && !covered(fresh)) {
    edges.push(edgeTo(producer, consumer, fresh, "*"));
  }
  return settled(edges, prover);
}

/** A step that leads to no value which a producer can send is not an edge. */
function settled(edges: readonly Edge[], prover: Prover): Standing {
  const left = edges.filter(({ producer }) => !prover.factsOf(producer).impossible);
  return left.length === 0 ? "holds" : left;
}

function unevaluated(producer: Conjunction, goal: Goal, prover: Prover): Standing {
  const covering = facets([goal.part]);
  if (covering.some((part) => keywordsOf(part).additionalProperties !== undefined)) {
    return "holds";
  }
  const standing = furtherEdges(producer, goal, prover, covering);
  const depends = covering.some((part) =>
    ["anyOf", "oneOf", "if", "dependentSchemas"].some((one) => one in keywordsOf(part)),
  );
  // Evaluated properties depend on the variant, so this does not prove the goal.
  return standing === "holds" && depends ? "open" : standing;
}

function namesGoal(producer: Conjunction, { part }: Goal, prover: Prover): Standing {
  const consumer = inner(part, "propertyNames");
  if (!consumer) {
    return "holds";
  }
  if (prover.provesToTheLetter(namesOf(producer), consumer)) {
    return "holds";
  }
  if (!isClosed(producer, prover)) {
    return "open";
  }
  const bad = listedNames(producer).filter((name) => !prover.validation.isValid(consumer, name));
  return bad.every((name) => prover.factsOf(underName(producer, name).held).impossible) ? "holds" : "open";
}

function dependentRequired(producer: Conjunction, { part, name }: Goal, facts: Facts, prover: Prover): Standing {
  const { held, documented } = underName(producer, name);
  if ((!documented && !prover.strict) || prover.factsOf(held).impossible) {
    return "holds";
  }
  const asked = dependentsOf(part, name);
  const given = new Set([...facts.required, ...producer.parts.flatMap((one) => dependentsOf(one, name))]);
  return asked.every((one) => given.has(one)) ? "holds" : "open";
}

/** The fields that a part asks for beside another one. */
export function dependentsOf(part: Schema, name: string): readonly string[] {
  const list = stepInto(keywordsOf(part).dependentRequired, name);
  return isStrings(list) ? list : [];
}

function dependentSchemas(producer: Conjunction, { part, name }: Goal, prover: Prover): Standing {
  const consumer = inner(part, "dependentSchemas", name);
  const { held, documented } = underName(producer, name);
  if (!consumer || (!documented && !prover.strict) || prover.factsOf(held).impossible) {
    return "holds";
  }
  const also = producer.parts.flatMap((one) => inner(one, "dependentSchemas", name) ?? []);
  const having = and(producer, madeSchema({ type: "object", required: [name] }), ...also);
  return [{ producer: having, consumer }];
}
