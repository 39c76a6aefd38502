import { canonical } from "../model/json.js";
import {
  and,
  type Conjunction,
  conjunction,
  dependentsOf,
  facets,
  listedNames,
  matches,
  underName,
} from "./conjunction.js";
import { accepts } from "./facts.js";
import type { Goal } from "./goals.js";
import { isEmpty, joined, type Language, languageOf } from "./language.js";
import { type Edge, type Proof, type Prover, provenIf, type Rules } from "./proof.js";
import { textsOf } from "./scalars.js";
import { inner, innerMap, keywordsOf, madeSchema, numberOf, type Schema } from "./schema.js";
import { words } from "./texts.js";

/** How goals about the fields of objects are proven. */
export const ofObjects: Rules = {
  // A listed field: an undocumented one is not sent.
  properties: (producer, { part, name }, _, prover) => {
    const consumer = inner(part, "properties", name);
    return consumer && isSent(producer, name, prover) ? [edgeTo(producer, consumer, name)] : "proven";
  },
  required: (producer, { name }, { required, minProperties }, prover) => {
    // Without it, and what goes with it alone, there can be too few fields.
    const isFull = minProperties > 0 && possible(producer, prover, name) < minProperties;
    return provenIf(required.has(name) || isFull);
  },
  patternProperties: (producer, { part, name: pattern }, _, prover) => {
    const language = languageOf(pattern);
    return fieldEdges(producer, inner(part, "patternProperties", pattern), prover, {
      language,
      has: (name) => matches(pattern, name),
      fresh: () => {
        const others = { all: [], none: patternsOf(producer.parts) };
        const names = joined(language, textsOf(prover.factsOf(namesOf(producer))), others);
        const fresh = words(names, 30).find((name) => !listedNames(producer).includes(name));
        return fresh !== undefined && isSent(producer, fresh, prover) ? fresh : undefined;
      },
    });
  },
  additionalProperties: (producer, goal, _, prover) => furtherEdges(producer, goal, prover, [goal.part]),
  unevaluatedProperties: (producer, goal, _, prover) => {
    const covering = facets([goal.part]);
    if (covering.some((part) => keywordsOf(part).additionalProperties !== undefined)) {
      return "proven";
    }
    const proof = furtherEdges(producer, goal, prover, covering);
    const unions = ["anyOf", "oneOf", "if", "dependentSchemas"];
    // Evaluated properties depend on the variant, so this does not prove the goal.
    const depends = covering.some((part) => unions.some((one) => one in keywordsOf(part)));
    return proof === "proven" && depends ? "unproven" : proof;
  },
  minProperties: (_, { part }, { minProperties, required }) =>
    provenIf(Math.max(minProperties, required.size) >= (numberOf(part, "minProperties") ?? 0)),
  maxProperties: (producer, { part }, { maxProperties }, prover) =>
    provenIf(Math.min(maxProperties, possible(producer, prover)) <= (numberOf(part, "maxProperties") ?? 0)),
  propertyNames: (producer, { part }, _, prover) => {
    const consumer = inner(part, "propertyNames");
    if (!consumer || prover.provesToTheLetter(namesOf(producer), consumer)) {
      return "proven";
    }
    const bad = listedNames(producer).filter((name) => !prover.validation.isValid(consumer, name));
    return provenIf(isClosed(producer, prover) && bad.every((name) => isImpossible(producer, name, prover)));
  },
  dependentRequired: (producer, { part, name }, { required }, prover) => {
    const given = new Set([...required, ...producer.parts.flatMap((one) => dependentsOf(one, name))]);
    return provenIf(!canHave(producer, name, prover) || dependentsOf(part, name).every((one) => given.has(one)));
  },
  dependentSchemas: (producer, { part, name }, _, prover) => {
    const consumer = inner(part, "dependentSchemas", name);
    const also = producer.parts.flatMap((one) => inner(one, "dependentSchemas", name) ?? []);
    const having = and(producer, madeSchema({ type: "object", required: [name] }), ...also);
    return consumer && canHave(producer, name, prover) ? [{ producer: having, consumer }] : "proven";
  },
};

/** Whether a field may be sent. */
function isSent(producer: Conjunction, name: string, { strict }: Prover): boolean {
  return (strict || underName(producer, name).documented) && !producer.parts.some((part) => denies(part, name));
}

/** Whether a part forbids a field, by `not: { required: [name] }`. */
function denies(part: Schema, name: string): boolean {
  const denied = inner(part, "not");
  return canonical(denied ? keywordsOf(denied) : null) === canonical({ required: [name] });
}

function canHave(producer: Conjunction, name: string, prover: Prover): boolean {
  return isSent(producer, name, prover) && !isImpossible(producer, name, prover);
}

function isImpossible(producer: Conjunction, name: string, { factsOf }: Pick<Prover, "factsOf">): boolean {
  return factsOf(underName(producer, name).held).impossible;
}

/** How many fields there can be at the most, if a field is missing also. */
function possible(producer: Conjunction, prover: Prover, missing?: string): number {
  if (!isClosed(producer, prover)) {
    return Number.POSITIVE_INFINITY;
  }
  const lacking = missing === undefined ? [] : withThose(producer, missing);
  return listedNames(producer).filter((name) => !lacking.includes(name) && !isImpossible(producer, name, prover))
    .length;
}

/** A field, and those that cannot be there without it. */
function withThose(producer: Conjunction, missing: string): readonly string[] {
  const found = new Set([missing]);
  // A set goes on to what is added on the way.
  for (const one of found) {
    for (const name of listedNames(producer)) {
      if (producer.parts.some((part) => dependentsOf(part, name).includes(one))) {
        found.add(name);
      }
    }
  }
  return [...found];
}

/** Whether no name is possible besides the listed ones. */
function isClosed(producer: Conjunction, prover: Prover): boolean {
  const name = freshName(producer, [], prover);
  return patternsOf(producer.parts).length === 0 && (name === undefined || isImpossible(producer, name, prover));
}

/** A name that neither side lists; undefined if a producer has no other name. */
export function freshName(
  producer: Conjunction,
  others: readonly Schema[],
  prover: Pick<Prover, "factsOf" | "validation">,
): string | undefined {
  const taken = new Set([...listedNames(producer), ...others.flatMap(namesListed)]);
  const patterns = patternsOf([...producer.parts, ...others]);
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

function namesListed(part: Schema): string[] {
  return innerMap(part, "properties").map(([name]) => name);
}

/** The patterns of names for which parts have a schema. */
function patternsOf(parts: readonly Schema[]): string[] {
  return parts.flatMap((part) => innerMap(part, "patternProperties").map(([pattern]) => pattern));
}

function edgeTo(producer: Conjunction, consumer: Schema, name: string, shown = name): Edge {
  return { producer: underName(producer, name).held, consumer, step: { name }, shown };
}

/** The names that a consumer has one schema for, though it does not list them. */
interface Names {
  readonly language: Language;
  readonly has: (name: string) => boolean;
  /** One that the producer neither lists nor knows by a pattern, if it can send such a field. */
  readonly fresh: () => string | undefined;
}

/** The fields of some names. A step that leads to no value which a producer can send is not an edge. */
function fieldEdges(producer: Conjunction, consumer: Schema | undefined, prover: Prover, names: Names): Proof {
  if (!consumer || consumer.value === true) {
    return "proven";
  }
  const { language, has } = names;
  const further = patternsOf(producer.parts).map((pattern) => {
    const both = joined(languageOf(pattern), language);
    return { name: words(both, 30).find(has), both };
  });
  if (further.some(({ name, both }) => name === undefined && isEmpty(both) !== true)) {
    return "unproven";
  }
  const edges = [
    ...listedNames(producer)
      .filter(has)
      .map((name) => edgeTo(producer, consumer, name)),
    ...[...further.map(({ name }) => name), names.fresh()].flatMap((name) =>
      name === undefined ? [] : [edgeTo(producer, consumer, name, "*")],
    ),
  ].filter((edge) => !prover.factsOf(edge.producer).impossible);
  return edges.length === 0 ? "proven" : edges;
}

/** Fields that the consumer neither lists nor knows by a pattern. `covering` are the schemas that may list them. */
function furtherEdges(producer: Conjunction, goal: Goal, prover: Prover, covering: readonly Schema[]): Proof {
  const listed = new Set(covering.flatMap(namesListed));
  const patterns = patternsOf(covering);
  const has = (name: string) => !listed.has(name) && !patterns.some((pattern) => matches(pattern, name));
  return fieldEdges(producer, inner(goal.part, goal.keyword), prover, {
    ...{ language: { all: [], none: patterns }, has },
    fresh: () => [freshName(producer, covering, prover)].find((name) => name !== undefined && has(name)),
  });
}
