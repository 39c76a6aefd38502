import type { ErrorObject } from "ajv/dist/2020.js";
import { canonical, isObject, type Json } from "../model/json.js";
import { and, type Conjunction, conjunction, prefixLength, strings, underIndex, underName } from "./conjunction.js";
import { aroundLength, isEmpty, joined, type Language, languageOf } from "./language.js";
import { inner, keywordsOf, type Schema } from "./schema.js";
import type { Validation } from "./validate.js";

export const typeNames = ["null", "boolean", "integer", "fraction", "string", "array", "object"] as const;
export type TypeName = (typeof typeNames)[number];

/** A bound, and whether the number itself is beyond it. */
export interface Bound {
  readonly value: number;
  readonly exclusive: boolean;
}

/** What the parts of a conjunction come to together. */
export interface Facts {
  readonly types: ReadonlySet<TypeName>;
  /** All of its values, where they are few enough to be counted; undefined where they are not. */
  readonly values: readonly Json[] | undefined;
  readonly minimum: Bound;
  readonly maximum: Bound;
  readonly multiples: readonly number[];
  readonly minLength: number;
  readonly maxLength: number;
  readonly formats: readonly string[];
  /** Its patterns, without its lengths. */
  readonly patterns: Language;
  readonly minItems: number;
  readonly maxItems: number;
  readonly uniqueItems: boolean;
  readonly required: ReadonlySet<string>;
  readonly minProperties: number;
  readonly maxProperties: number;
  /** Whether no value can meet it; false also where nobody can tell. */
  readonly impossible: boolean;
}

export type FactsOf = (one: Conjunction) => Facts;

export function createFacts(validation: Validation): FactsOf {
  const known = new Map<string, Facts>();
  const pending = new Set<string>();
  const factsOf = (one: Conjunction): Facts => {
    const held = known.get(one.key);
    if (held) {
      return held;
    }
    const plain = read(one, validation);
    if (pending.has(one.key)) {
      return plain;
    }
    pending.add(one.key);
    const facts = {
      ...plain,
      impossible: plain.impossible || lacksRequired(one, plain, factsOf) || lacksItem(one, plain, factsOf),
    };
    pending.delete(one.key);
    known.set(one.key, facts);
    return facts;
  };
  return factsOf;
}

/** Whether it asks for a field that nothing can stand in. */
function lacksRequired(one: Conjunction, { required, types }: Facts, factsOf: FactsOf): boolean {
  if (types.size !== 1 || !types.has("object")) {
    return false;
  }
  return [...required].some((name) => factsOf(underName(one, name).held).impossible);
}

/** Whether it asks for an item that nothing can be. */
function lacksItem(one: Conjunction, { types, minItems }: Facts, factsOf: FactsOf): boolean {
  if (types.size !== 1 || !types.has("array") || prefixLength(one.parts) > 0) {
    return false;
  }
  const item = underIndex(one, 0);
  const contained = one.parts.flatMap((part) => (leastContained(part) > 0 ? (inner(part, "contains") ?? []) : []));
  return (minItems > 0 && factsOf(item).impossible) || contained.some((kind) => factsOf(and(item, kind)).impossible);
}

function read(one: Conjunction, validation: Validation): Facts {
  const { parts } = one;
  const numbers = (keyword: string) => parts.flatMap((part) => numberOf(part, keyword) ?? []);
  const most = (keyword: string) => Math.max(0, ...numbers(keyword));
  const least = (keyword: string) => Math.min(Number.POSITIVE_INFINITY, ...numbers(keyword));
  const texts = (keyword: string) =>
    parts.flatMap((part) => {
      const value = keywordsOf(part)[keyword];
      return typeof value === "string" ? [value] : [];
    });
  const bounds = {
    minimum: tightest(numbers("minimum"), numbers("exclusiveMinimum"), (a, b) => a - b),
    maximum: tightest(numbers("maximum"), numbers("exclusiveMaximum"), (a, b) => b - a),
  };
  const base = {
    ...bounds,
    multiples: [...new Set(numbers("multipleOf"))],
    minLength: most("minLength"),
    maxLength: least("maxLength"),
    formats: [...new Set(texts("format"))],
    patterns: joined(...texts("pattern").map(languageOf)),
    minItems: most("minItems"),
    maxItems: least("maxItems"),
    uniqueItems: parts.some((part) => keywordsOf(part).uniqueItems === true),
    required: new Set(parts.flatMap((part) => strings(part, "required"))),
    minProperties: most("minProperties"),
    maxProperties: least("maxProperties"),
  };
  const types = typesOf(parts, base);
  const values = few(one, types, base, validation);
  const left = values ? new Set(values.map(typeOf)) : types;
  return { ...base, types: left, values, impossible: left.size === 0 };
}

function typesOf(parts: readonly Schema[], base: Omit<Facts, "types" | "values" | "impossible">): Set<TypeName> {
  if (parts.some((part) => part.value === false)) {
    return new Set();
  }
  const types = new Set(typesNamed(parts));
  if (base.minLength > base.maxLength || emptyText(base)) {
    types.delete("string");
  }
  if (base.minItems > base.maxItems || parts.some((part) => asksTooMany(part, base.maxItems))) {
    types.delete("array");
  }
  if (Math.max(base.minProperties, base.required.size) > base.maxProperties) {
    types.delete("object");
  }
  if (isCrossed(base)) {
    for (const one of ["integer", "fraction"] as const) {
      types.delete(one);
    }
  }
  if (base.multiples.some((one) => Number.isInteger(one))) {
    types.delete("fraction");
  }
  return types;
}

/** How many items that a part asks for by `contains` there have to be at the least. */
export function leastContained(part: Schema): number {
  return keywordsOf(part).contains === undefined ? 0 : (numberOf(part, "minContains") ?? 1);
}

/** Whether a part asks for more items of a kind than it allows, or than there can be. */
function asksTooMany(part: Schema, maxItems: number): boolean {
  return leastContained(part) > Math.min(maxItems, numberOf(part, "maxContains") ?? Number.POSITIVE_INFINITY);
}

/** The types that parts name together, without those that they deny; all if they name none. */
export function typesNamed(parts: readonly Schema[]): TypeName[] {
  let types: TypeName[] = [...typeNames];
  for (const part of parts) {
    const { type, not } = keywordsOf(part);
    const denied = isObject(not) && Object.keys(not).join() === "type" ? not.type : undefined;
    types = types.filter((one) => names(type, one) !== false && names(denied, one) !== true);
  }
  return types;
}

/** Whether the value of `type` names a type; undefined if there is none. */
function names(type: Json | undefined, one: TypeName): boolean | undefined {
  const named = typeof type === "string" ? [type] : type;
  return Array.isArray(named) ? named.includes(one) || (named.includes("number") && isNumber(one)) : undefined;
}

function isCrossed({ minimum, maximum }: Pick<Facts, "minimum" | "maximum">): boolean {
  return minimum.value > maximum.value || (minimum.value === maximum.value && (minimum.exclusive || maximum.exclusive));
}

function emptyText({ patterns, minLength, maxLength }: Pick<Facts, "patterns" | "minLength" | "maxLength">): boolean {
  const { all, none } = patterns;
  if (all.length + none.length === 0) {
    return false;
  }
  return isEmpty(joined(patterns, aroundLength(minLength, maxLength))) === true;
}

function isNumber(type: TypeName): boolean {
  return type === "integer" || type === "fraction";
}

/** All values of a conjunction, where an `enum`, a `const`, the types or the bounds leave few. */
function few(
  one: Conjunction,
  types: ReadonlySet<TypeName>,
  { minimum, maximum, multiples }: Pick<Facts, "minimum" | "maximum" | "multiples">,
  validation: Validation,
): Json[] | undefined {
  const lists = one.parts.flatMap((part) => listed(part) ?? []);
  const [shortest] = lists.sort((a, b) => a.length - b.length);
  const list = shortest ?? counted(types, minimum, maximum, multiples);
  if (list === undefined || list.length > 2_000) {
    return undefined;
  }
  const distinct = [...new Map(list.map((value) => [canonical(value), value])).values()];
  return distinct.filter((value) => types.has(typeOf(value)) && accepts(validation, one, value));
}

function listed(part: Schema): Json[][] | undefined {
  const keywords = keywordsOf(part);
  if ("const" in keywords && keywords.const !== undefined) {
    return [[keywords.const]];
  }
  return Array.isArray(keywords.enum) ? [keywords.enum] : undefined;
}

function counted(
  types: ReadonlySet<TypeName>,
  minimum: Bound,
  maximum: Bound,
  multiples: readonly number[],
): Json[] | undefined {
  const list: Json[] = [];
  for (const type of types) {
    if (type === "null") {
      list.push(null);
    } else if (type === "boolean") {
      list.push(false, true);
    } else if (type === "integer" && multiples.length === 0 && isCountable(minimum.value, maximum.value)) {
      for (let at = Math.ceil(minimum.value); at <= maximum.value; at += 1) {
        list.push(at);
      }
    } else {
      return undefined;
    }
  }
  return list;
}

/** Whether there are few whole numbers from one to another. Beyond 2⁵³ there is not a next one to every number. */
function isCountable(least: number, most: number): boolean {
  return most - least <= 64 && Number.isSafeInteger(Math.ceil(least)) && Number.isSafeInteger(Math.floor(most));
}

/** Whether every schema of a conjunction takes a value, and none does that it excludes. */
export function accepts(validation: Validation, one: Conjunction, value: Json): boolean {
  return one.minus
    ? complaints(validation, one, value).length === 0
    : one.schemas.every((schema) => validation.isValid(schema, value));
}

/** What the schemas of a conjunction say against a value, but for the goal that is taken away. */
export function complaints(
  validation: Validation,
  { schemas, minus }: Conjunction,
  value: Json,
): readonly ErrorObject[] {
  const isOfGoal = ({ keyword, parentSchema, schemaPath }: ErrorObject) =>
    (keyword === minus?.keyword && parentSchema === minus.part.value) || schemaPath.includes(`/${minus?.keyword}/`);
  return schemas.flatMap((schema) => validation.errors(schema, value)).filter((error) => !minus || !isOfGoal(error));
}

export function typeOf(value: Json): TypeName {
  if (value === null) {
    return "null";
  }
  if (Array.isArray(value)) {
    return "array";
  }
  if (typeof value === "number") {
    return Number.isInteger(value) ? "integer" : "fraction";
  }
  if (typeof value === "boolean") {
    return "boolean";
  }
  return typeof value === "string" ? "string" : "object";
}

function tightest(
  inclusive: readonly number[],
  exclusive: readonly number[],
  order: (a: number, b: number) => number,
): Bound {
  const bounds = [
    ...inclusive.map((value) => ({ value, exclusive: false })),
    ...exclusive.map((value) => ({ value, exclusive: true })),
  ];
  const open = order(1, 0) > 0 ? Number.NEGATIVE_INFINITY : Number.POSITIVE_INFINITY;
  return bounds.reduce<Bound>(
    (best, one) => {
      const apart = order(one.value, best.value);
      return apart > 0 || (apart === 0 && one.exclusive) ? one : best;
    },
    { value: open, exclusive: false },
  );
}

export function numberOf(part: Schema, keyword: string): number | undefined {
  const value = keywordsOf(part)[keyword];
  return typeof value === "number" ? value : undefined;
}

/** A conjunction of one schema. */
export function alone(schema: Schema): Conjunction {
  return conjunction([schema]);
}
