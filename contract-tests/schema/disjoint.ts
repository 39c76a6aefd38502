import { isObject } from "../model/json.js";
import { and, type Conjunction, partsOf, underName } from "./conjunction.js";
import { alone, type FactsOf } from "./facts.js";
import type { Prover } from "./proof.js";
import { inner, innerList, keywordsOf, type Schema } from "./schema.js";

/** How deep a field is looked for that is not documented. */
const deepestField = 8;

/** Whether no value can be of both. False also if that cannot be shown. */
export function disjoint(producer: Conjunction, consumer: Schema, prover: Prover): boolean {
  if (apart(producer, consumer, prover.factsOf)) {
    return true;
  }
  if (!prover.strict && isUnsent(producer, consumer, prover.factsOf)) {
    return true;
  }
  const both = and(producer, consumer);
  const refused = [...producer.excluded, ...negations(both)];
  return refused.some((one) => prover.same(one, consumer) || prover.provesToTheLetter(both, one));
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
  const { types, required: asked } = factsOf(and(producer, consumer));
  if (types.size !== 1 || !types.has("object")) {
    return false;
  }
  return [...asked].some((name) => {
    const { held, documented } = underName(producer, name);
    const inside = underName(alone(consumer), name).held.schemas;
    return !documented || inside.some((one) => isUnsent(held, one, factsOf, depth + 1));
  });
}

/** Whether two are of different types, or differ in a field that one of both asks for, such as a tag. */
export function apart(producer: Conjunction, consumer: Schema, factsOf: FactsOf): boolean {
  const both = and(producer, consumer);
  return factsOf(both).impossible || impossibleField(both, factsOf);
}

/** Whether a field that one of both requires, or closes, cannot have any value. */
function impossibleField(both: Conjunction, factsOf: FactsOf): boolean {
  const facts = factsOf(both);
  if (facts.types.size !== 1 || !facts.types.has("object")) {
    return false;
  }
  return [...facts.required].some((name) => factsOf(underName(both, name).held).impossible);
}

/** The variant that a producer's values are most likely meant for, of several. */
export function closest(producer: Conjunction, variants: readonly Schema[], prover: Prover): Schema | undefined {
  const fitting = variants.filter((one) => !prover.disjoint(producer, one));
  if (fitting.length < 2) {
    return fitting[0];
  }
  const scored = fitting.map((one) => ({ one, score: likeness(producer, one, prover.factsOf) }));
  return scored.sort((a, b) => b.score - a.score)[0]?.one;
}

function negations({ parts }: Conjunction): Schema[] {
  return parts.flatMap((part) => inner(part, "not") ?? []);
}

/** How much a variant looks like what a producer sends: same types, same fields, same name. */
function likeness(producer: Conjunction, variant: Schema, factsOf: FactsOf): number {
  const own = alone(variant);
  const [here, there] = [factsOf(producer), factsOf(own)];
  const types = [...here.types].filter((type) => there.types.has(type)).length / 10;
  const names = new Set(producer.parts.flatMap((part) => Object.keys(objectOf(part))));
  const shared = own.parts.flatMap((part) => Object.keys(objectOf(part))).filter((name) => names.has(name)).length;
  const named = producer.schemas.some(({ pointer }) => lastOf(pointer) === lastOf(variant.pointer)) ? 3 : 0;
  const wanted = [...there.required].filter((name) => !here.required.has(name)).length / 2;
  if (keywordsOf(variant)["x-spelling"] === true) {
    return -1;
  }
  return types + shared + named - wanted;
}

function objectOf(part: Schema) {
  const { properties } = keywordsOf(part);
  return isObject(properties) ? properties : {};
}

function lastOf(pointer: string): string {
  return pointer.slice(pointer.lastIndexOf("/") + 1);
}
