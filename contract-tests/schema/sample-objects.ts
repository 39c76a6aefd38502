import { isObject, type Json, type JsonObject, setField } from "../model/json.js";
import { and, type Conjunction, dependentsOf, strings, underName } from "./conjunction.js";
import { languageOf } from "./language.js";
import { namesOf } from "./objects.js";
import type { Sampler, Wish } from "./sampler.js";
import { inner, innerMap, keywordsOf, numberOf, type Schema } from "./schema.js";
import { words } from "./texts.js";

/**
 * Objects of a producer: with its required fields alone, with those that each schema of the same value adds, and with
 * all.
 */
export function* objects(
  one: Conjunction,
  wish: Wish,
  saying: readonly Schema[],
  sampler: Sampler,
): Generator<JsonObject> {
  const facts = sampler.factsOf(one);
  const required = [...facts.required];
  const make = (names: Iterable<string>, over: JsonObject = {}) => assembled(one, names, over, wish, sampler);
  const names = allNames(saying);
  const patterns = one.parts.flatMap((part) => innerMap(part, "patternProperties").map(([pattern]) => pattern));
  const more = (count: number) => {
    const matching = patterns.flatMap((pattern) => words(languageOf(pattern), count + names.length));
    const fresh = matching.filter((name) => !names.includes(name) && sampler.accepts(namesOf(one), name));
    return [...new Set([...fresh.slice(0, count), ...namesFor(one, count, sampler, names)])].slice(0, count);
  };
  yield* make(required);
  if (facts.minProperties > required.length) {
    yield* make([...required, ...more(facts.minProperties)]);
  }
  const optional = names.filter((name) => !facts.required.has(name)).slice(0, 40);
  for (const part of saying) {
    yield* ofPart(one, part, required, make, sampler);
  }
  yield* make([...required, ...optional]);
  for (const name of [...optional, ...more(3)]) {
    yield* make([...required, name]);
  }
  const counts = saying.flatMap((part) => [
    numberOf(part, "minProperties") ?? 0,
    (numberOf(part, "maxProperties") ?? -1) + 1,
  ]);
  for (const count of new Set(counts.flatMap((size) => [size, size - 1]))) {
    if (count > 0 && count <= 60) {
      yield* make([...new Set([...required, ...optional, ...more(count)])].slice(0, count));
    }
  }
  if (wish.count > 1) {
    yield* combined(one, [...required, ...optional], [...make(required)], wish, sampler);
  }
}

/** Objects that differ from those before them in one field, until there may be as many as are wished for. */
function* combined(
  one: Conjunction,
  names: readonly string[],
  made: readonly JsonObject[],
  { count }: Wish,
  sampler: Sampler,
): Generator<JsonObject> {
  const all = [...made];
  for (const name of names) {
    const bases = all.slice(0, 4 * count);
    for (const value of sampler.values(underName(one, name).held, { count })) {
      const more = bases.map((base) => ({ ...base, [name]: value }));
      yield* more;
      all.push(...more);
    }
  }
}

type Make = (names: Iterable<string>, over?: JsonObject) => Generator<JsonObject>;

/** As one part of it has it: with the fields it asks for, and with a field that it would refuse. */
function* ofPart(
  one: Conjunction,
  part: Schema,
  required: readonly string[],
  make: Make,
  sampler: Sampler,
): Generator<JsonObject> {
  const asked = strings(part, "required");
  const properties = innerMap(part, "properties").slice(0, 30);
  const fitting = (names: readonly string[]): JsonObject =>
    Object.fromEntries(
      properties.flatMap(([name, schema]) => {
        if (!names.includes(name) || !narrows(schema)) {
          return [];
        }
        const [value] = sampler.samples(and(underName(one, name).held, schema));
        return value === undefined ? [] : [[name, value] as const];
      }),
    );
  const own = fitting([...asked, ...required]);
  const names = [...required, ...asked];
  if (asked.length > 0 || Object.keys(own).length > 0) {
    yield* make(names, own);
  }
  const all = fitting(properties.map(([name]) => name));
  if (Object.keys(all).length > Object.keys(own).length) {
    yield* make(names, all);
  }
  for (const name of asked) {
    if (!required.includes(name)) {
      yield* make(required.filter((other) => other !== name));
    }
  }
  for (const [name, value] of refusedFields(one, properties.slice(0, 12), sampler)) {
    yield* make([...names, name], { ...own, [name]: value });
  }
  for (const name of refusedNames(one, part, sampler)) {
    yield* make([...required, name]);
  }
  for (const name of Object.keys(keywordsOf(part).dependentRequired ?? {})) {
    yield* make([...required, name]);
  }
}

/** A value for each field that the field's schema would refuse. */
function* refusedFields(
  one: Conjunction,
  properties: ReturnType<typeof innerMap>,
  sampler: Sampler,
): Generator<[name: string, value: Json]> {
  for (const [name, schema] of properties) {
    const { held } = underName(one, name);
    // A rule that a producer keeps itself is not broken by its values.
    if (!narrows(schema) || held.parts.includes(schema)) {
      continue;
    }
    const value = sampler.refused(held, schema);
    if (value !== undefined) {
      yield [name, value];
    }
  }
}

/** Names that a producer may use and a part refuses. */
function refusedNames(one: Conjunction, part: Schema, sampler: Sampler): string[] {
  const names = inner(part, "propertyNames");
  if (!names) {
    return [];
  }
  const refused = sampler.values(namesOf(one), {
    count: 2,
    also: [names],
    wanted: (name) => !sampler.validation.isValid(names, name),
  });
  return refused.filter((name) => typeof name === "string");
}

function narrows({ value }: Schema): boolean {
  return isObject(value) && Object.keys(value).length > 0;
}

/** An object with some names; undefined if a required field has no value. */
function* assembled(
  one: Conjunction,
  names: Iterable<string>,
  over: JsonObject,
  wish: Wish,
  sampler: Sampler,
): Generator<JsonObject> {
  const { required } = sampler.factsOf(one);
  const made: JsonObject = {};
  const given = wish.given && "name" in wish.given.step ? { [wish.given.step.name]: wish.given.value } : {};
  const fixed: JsonObject = { ...over, ...given };
  const all = new Set([...names, ...Object.keys(fixed)]);
  if (wish.without !== undefined) {
    all.delete(wish.without);
  }
  // A set that grows is gone through to its end.
  for (const name of all) {
    const dependents = one.parts.flatMap((part) => dependentsOf(part, name));
    for (const other of dependents.filter((other) => other !== wish.without)) {
      all.add(other);
    }
    const value = Object.hasOwn(fixed, name) ? fixed[name] : sampler.samples(underName(one, name).held)[0];
    if (value !== undefined) {
      setField(made, name, value);
    } else if (required.has(name)) {
      return;
    }
  }
  yield made;
}

function allNames(saying: readonly Schema[]): string[] {
  return [
    ...new Set(
      saying.flatMap((part) => [...innerMap(part, "properties").map(([name]) => name), ...strings(part, "required")]),
    ),
  ];
}

/** Names that fields may have besides those that are known. */
export function namesFor(one: Conjunction, count: number, sampler: Sampler, known: readonly string[] = []): string[] {
  const names = namesOf(one);
  const free = names.schemas.length > 1 ? sampler.values(names, { count: count + known.length }) : [];
  const plain = Array.from({ length: count + known.length }, (_, index) => `key_${index + 1}`);
  return (names.schemas.length > 1 ? free.filter((name) => typeof name === "string") : plain)
    .filter((name) => !known.includes(name))
    .slice(0, count);
}
