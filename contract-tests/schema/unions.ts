import { isObject } from "../model/json.js";
import { and, type Conjunction, deniedIn, excluding, partsOf, underName, unionId } from "./conjunction.js";
import { alone, type FactsOf } from "./facts.js";
import { type Edge, type Prover, provenIf, type Rules } from "./proof.js";
import { inner, innerList, keywordsOf, type Schema } from "./schema.js";

/** How goals are proven that apply schemas to the same value. */
export const ofUnions: Rules = {
  anyOf: (producer, { part }, _, prover) => {
    const variants = innerList(part, "anyOf").filter((one) => !apart(producer, one, prover.factsOf));
    if (variants.some((one) => prover.proves(producer, one)) || isOfLast(producer, part, variants, prover)) {
      return "proven";
    }
    const best = closest(producer, variants, prover) ?? asWritten(part);
    return best ? [{ producer, consumer: best }] : "unproven";
  },
  oneOf: (producer, { part }, _, prover) => {
    const variants = innerList(part, "oneOf");
    const taking = variants.findIndex((one) => !apart(producer, one, prover.factsOf) && prover.proves(producer, one));
    if (taking >= 0) {
      return provenIf(variants.every((one, at) => at === taking || disjoint(producer, one, prover)));
    }
    const best = closest(producer, variants, prover);
    return best ? [{ producer, consumer: best }] : "unproven";
  },
  // None of the producer's values is of the negated schema, or of any of its variants.
  not: (producer, { part }, _, prover) => {
    const negated = inner(part, "not");
    const variants = negated ? innerList(negated, "anyOf") : [];
    const isNone = (one: Schema) => disjoint(producer, one, prover);
    return provenIf(negated !== undefined && ((variants.length > 0 && variants.every(isNone)) || isNone(negated)));
  },
  if: (producer, { part }, _, prover) => {
    const [test, met, unmet] = [inner(part, "if"), inner(part, "then"), inner(part, "else")];
    const edges: Edge[] = [
      ...(test && met && !disjoint(producer, test, prover) ? [{ producer: and(producer, test), consumer: met }] : []),
      ...(test && unmet && !prover.provesToTheLetter(producer, test) ? [{ producer, consumer: unmet }] : []),
    ];
    return provenIf(edges.every((one) => prover.proves(one.producer, one.consumer)));
  },
};

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

/** The union before other spellings of it were added. */
function asWritten(union: Schema): Schema | undefined {
  const [first, ...more] = innerList(union, "anyOf");
  return more.length > 0 && more.every(isSpelling) ? first : undefined;
}

function isSpelling(schema: Schema): boolean {
  return keywordsOf(schema)["x-spelling"] === true;
}

/** How deep a field is looked for that is not documented. */
const deepestField = 8;

/** Whether no value can be of both. False also if that cannot be shown. */
export function disjoint(producer: Conjunction, consumer: Schema, prover: Prover): boolean {
  const { factsOf, strict, same, provesToTheLetter } = prover;
  if (apart(producer, consumer, factsOf) || (!strict && isUnsent(producer, consumer, factsOf))) {
    return true;
  }
  const both = and(producer, consumer);
  return deniedIn(both).some((one) => same(one, consumer) || provesToTheLetter(both, one));
}

/** Whether all values of a consumer have a field that a producer does not document, or that is of another kind there. */
function isUnsent(producer: Conjunction, consumer: Schema, factsOf: FactsOf, depth = 0): boolean {
  if (depth > deepestField) {
    return false;
  }
  const unions = partsOf([consumer]).flatMap((part) => [innerList(part, "anyOf"), innerList(part, "oneOf")]);
  if (unions.some((list) => list.length > 0 && list.every((one) => isUnsent(producer, one, factsOf, depth + 1)))) {
    return true;
  }
  return fieldsNeeded(and(producer, consumer), factsOf).some((name) => {
    const { held, documented } = underName(producer, name);
    const inside = underName(alone(consumer), name).held.schemas;
    return !documented || inside.some((one) => isUnsent(held, one, factsOf, depth + 1));
  });
}

/** The fields that all values have. */
function fieldsNeeded(one: Conjunction, factsOf: FactsOf): string[] {
  const { types, required } = factsOf(one);
  return types.size === 1 && types.has("object") ? [...required] : [];
}

/** Whether two are of different types, or differ in a field that one of both asks for, such as a tag. */
export function apart(producer: Conjunction, consumer: Schema, factsOf: FactsOf): boolean {
  const both = and(producer, consumer);
  return (
    factsOf(both).impossible ||
    fieldsNeeded(both, factsOf).some((name) => factsOf(underName(both, name).held).impossible)
  );
}

/** The variant that a producer's values are most likely meant for, of several. */
function closest(producer: Conjunction, variants: readonly Schema[], prover: Prover): Schema | undefined {
  const fitting = variants.filter((one) => !disjoint(producer, one, prover));
  const scored =
    fitting.length < 2 ? [] : fitting.map((one) => ({ one, score: likeness(producer, one, prover.factsOf) }));
  return scored.sort((a, b) => b.score - a.score)[0]?.one ?? fitting[0];
}

/** How much a variant looks like what a producer sends: same types, same fields, same name. */
function likeness(producer: Conjunction, variant: Schema, factsOf: FactsOf): number {
  const [here, there] = [factsOf(producer), factsOf(alone(variant))];
  const types = [...here.types].filter((type) => there.types.has(type)).length / 10;
  const names = new Set(producer.parts.flatMap(namesListed));
  const shared = alone(variant)
    .parts.flatMap(namesListed)
    .filter((name) => names.has(name)).length;
  const named = producer.schemas.some(({ pointer }) => lastOf(pointer) === lastOf(variant.pointer)) ? 3 : 0;
  const wanted = [...there.required].filter((name) => !here.required.has(name)).length / 2;
  return isSpelling(variant) ? -1 : types + shared + named - wanted;
}

function namesListed(part: Schema): string[] {
  const { properties } = keywordsOf(part);
  return isObject(properties) ? Object.keys(properties) : [];
}

function lastOf(pointer: string): string {
  return pointer.slice(pointer.lastIndexOf("/") + 1);
}
