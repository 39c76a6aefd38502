import { isObject, type Json, type JsonObject, setField } from "../model/json.js";
import { and, type Conjunction, strings, underName } from "./conjunction.js";
import { complaints } from "./facts.js";
import { joined, languageOf } from "./language.js";
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
  yield* make(required);
  if (facts.minProperties > required.length) {
    yield* make([...required, ...moreNames(one, names, facts.minProperties)]);
  }
  const optional = names.filter((name) => !facts.required.has(name)).slice(0, 40);
  for (const part of saying) {
    yield* ofPart(one, part, required, make, sampler);
  }
  yield* make([...required, ...optional]);
  for (const name of optional) {
    yield* make([...required, name]);
  }
  for (const name of moreNames(one, names, 3)) {
    yield* make([...required, name]);
  }
  yield* pairs(required, optional, make);
  const counts = saying.flatMap((part) => [
    numberOf(part, "minProperties") ?? 0,
    (numberOf(part, "maxProperties") ?? -1) + 1,
  ]);
  for (const count of new Set(counts.flatMap((size) => [size, size - 1]))) {
    if (count > 0 && count <= 60) {
      yield* make([...new Set([...required, ...optional, ...moreNames(one, names, count)])].slice(0, count));
    }
  }
}

type Make = (names: Iterable<string>, over?: JsonObject) => Generator<JsonObject>;

function* pairs(required: readonly string[], optional: readonly string[], make: Make): Generator<JsonObject> {
  const few = optional.slice(0, 8);
  for (const [index, name] of few.entries()) {
    for (const other of few.slice(index + 1)) {
      yield* make([...required, name, other]);
    }
  }
}

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
  for (const name of Object.keys(asMap(keywordsOf(part).dependentRequired))) {
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

function asMap(value: Json | undefined): JsonObject {
  return isObject(value) ? value : {};
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
  for (const name of new Set([...names, ...Object.keys(fixed)])) {
    if (name === wish.without) {
      continue;
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

/** Names that are not listed and that a producer may use all the same. */
function moreNames(one: Conjunction, known: readonly string[], count: number): string[] {
  const nameSchemas = one.parts.flatMap((part) => inner(part, "propertyNames") ?? []);
  const patterns = nameSchemas.flatMap((schema) => {
    const { pattern } = keywordsOf(schema);
    return typeof pattern === "string" ? [languageOf(pattern)] : [];
  });
  const listed = nameSchemas.flatMap((schema) => {
    const { enum: values } = keywordsOf(schema);
    return Array.isArray(values) ? values.filter((value) => typeof value === "string") : [];
  });
  const byPattern = one.parts.flatMap((part) =>
    innerMap(part, "patternProperties").flatMap(([pattern]) => words(joined(languageOf(pattern), ...patterns), count)),
  );
  const free = patterns.length > 0 ? words(joined(...patterns), count) : [];
  const plain = ["any_key", ...Array.from({ length: count }, (_, index) => `k${index + 1}`)];
  const fresh = [...byPattern, ...listed, ...free, ...plain].filter((name) => !known.includes(name));
  return [...new Set(fresh)].slice(0, count);
}

/** An object changed by its errors until it is accepted; undefined if that leads nowhere. */
export function repaired(one: Conjunction, value: JsonObject, wish: Wish, sampler: Sampler): JsonObject | undefined {
  let here = value;
  for (let round = 0; round < 6; round += 1) {
    const errors = complaints(sampler.validation, one, here);
    if (errors.length === 0) {
      return here;
    }
    const changed = errors.reduce((now, error) => mended(one, now, error, wish, sampler), here);
    if (JSON.stringify(changed) === JSON.stringify(here)) {
      return undefined;
    }
    here = changed;
  }
  return undefined;
}

type Complaint = ReturnType<Sampler["validation"]["errors"]>[number];

function mended(one: Conjunction, value: JsonObject, error: Complaint, wish: Wish, sampler: Sampler): JsonObject {
  const { keyword, params, instancePath } = error;
  if (instancePath !== "") {
    return value;
  }
  const fixed = wish.given && "name" in wish.given.step ? wish.given.step.name : undefined;
  switch (keyword) {
    case "required":
    case "dependentRequired":
      return withMissing(one, value, params.missingProperty, wish, sampler);
    case "additionalProperties":
      return without(value, params.additionalProperty, fixed);
    case "unevaluatedProperties":
      return without(value, params.unevaluatedProperty, fixed);
    case "propertyNames":
      return without(value, params.propertyName, fixed);
    case "maxProperties": {
      const { required } = sampler.factsOf(one);
      const spare = Object.keys(value).find((name) => !required.has(name) && name !== fixed);
      return without(value, spare, fixed);
    }
    case "minProperties": {
      const [name] = moreNames(one, Object.keys(value), 1);
      return name === undefined ? value : withField(one, value, name, sampler);
    }
    default:
      return value;
  }
}

function without(value: JsonObject, name: unknown, fixed: string | undefined): JsonObject {
  if (typeof name !== "string" || name === fixed) {
    return value;
  }
  const { [name]: _gone, ...rest } = value;
  return rest;
}

function withMissing(one: Conjunction, value: JsonObject, name: unknown, wish: Wish, sampler: Sampler): JsonObject {
  if (typeof name !== "string" || name === wish.without || Object.hasOwn(value, name)) {
    return value;
  }
  return withField(one, value, name, sampler);
}

function withField(one: Conjunction, value: JsonObject, name: string, sampler: Sampler): JsonObject {
  const [made] = sampler.samples(underName(one, name).held);
  return made === undefined ? value : { ...value, [name]: made };
}
