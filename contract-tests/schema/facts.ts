import { multipleNear } from "../model/decimal.js";
import { canonical, isObject, type Json } from "../model/json.js";
import {
  and,
  type Conjunction,
  conjunction,
  deniedIn,
  dependentsOf,
  onPresence,
  partsOf,
  prefixLength,
  strings,
  underIndex,
  underName,
  unionId,
} from "./conjunction.js";
import { boundOf, bounds, type Goal, goalsOf, goalsOfPart, typesOfGoal } from "./goals.js";
import { aroundLength, isEmpty, joined, type Language, languageOf } from "./language.js";
import { refuses } from "./refuses.js";
import { inner, innerMap, keywordsOf, madeSchema, numberOf, type Schema, type TypeName, typeNames } from "./schema.js";
import type { Validation } from "./validate.js";

/** A bound, and whether the number itself is beyond it. */
export interface Bound {
  readonly value: number;
  readonly exclusive: boolean;
}

/** The combined facts of a conjunction's parts. */
export interface Facts {
  readonly types: ReadonlySet<TypeName>;
  /** All of its values, if they are few enough to be counted; undefined if they are not. */
  readonly values: readonly Json[] | undefined;
  /** The shortest list of values of any of its parts; undefined if they have none. */
  readonly listed: readonly Json[] | undefined;
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
  /** Whether no value can meet it; false also if that is not clear. */
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
      impossible:
        plain.impossible ||
        lacksRequired(one, plain, factsOf) ||
        lacksRoom(one, plain, factsOf) ||
        lacksItem(one, plain, factsOf),
    };
    pending.delete(one.key);
    known.set(one.key, facts);
    return facts;
  };
  return factsOf;
}

/** Whether it requires a field that cannot have any value. */
function lacksRequired(one: Conjunction, { required, types }: Facts, factsOf: FactsOf): boolean {
  if (types.size !== 1 || !types.has("object")) {
    return false;
  }
  return [...required].some((name) => factsOf(underName(one, name).held).impossible);
}

/** Whether it requires more fields than there can be. */
function lacksRoom(one: Conjunction, { minProperties, types }: Facts, factsOf: FactsOf): boolean {
  const isOpen = types.size !== 1 || !types.has("object") || minProperties === 0;
  return one.parts.some((part) => {
    if (isOpen || keywordsOf(part).additionalProperties !== false || innerMap(part, "patternProperties").length > 0) {
      return false;
    }
    const names = innerMap(part, "properties").filter(([name]) => !factsOf(underName(one, name).held).impossible);
    return names.length < minProperties;
  });
}

/** Whether it requires an item that cannot have any value, or more different ones than there are. */
function lacksItem(one: Conjunction, { types, minItems, uniqueItems }: Facts, factsOf: FactsOf): boolean {
  if (types.size !== 1 || !types.has("array") || prefixLength(one.parts) > 0) {
    return false;
  }
  const item = underIndex(one, 0);
  const contained = one.parts.flatMap((part) => (leastContained(part) > 0 ? (inner(part, "contains") ?? []) : []));
  const { impossible, values } = factsOf(item);
  if (minItems > (uniqueItems ? (values?.length ?? minItems) : minItems)) {
    return true;
  }
  return (minItems > 0 && impossible) || contained.some((kind) => factsOf(and(item, kind)).impossible);
}

/** What holds of values that break a bound, which are beyond it. */
function beyondBound({ at, type, bound, exclusive }: NonNullable<ReturnType<typeof boundOf>>): Schema[] {
  const isNumber = type === "number";
  const other = bounds.find(
    (one) => one.type === type && one.bound !== bound && (one.exclusive !== exclusive || !isNumber),
  );
  const step = bound === "least" ? -1 : 1;
  return other ? [madeSchema({ [other.keyword]: isNumber ? at : at + step })] : [];
}

/** The rest of a conjunction after the schemas that it negates: other types, and the other side of a bound. */
function besidesDenied(one: Conjunction): Schema[] {
  return deniedIn(one).flatMap((denied) => {
    const goals = goalsOf(denied).filter(({ keyword }) => keyword !== "type");
    const speakOf = goals.map((goal) => typesOfGoal(goal) ?? typeNames);
    const named = typesNamed(partsOf([denied]));
    const taken = named.filter((type) => speakOf.every((types) => !types.includes(type)));
    const left = typesNamed(one.parts).filter((type) => !taken.includes(type));
    const [goal, ...more] = goals;
    const bound = goal && boundOf(goal);
    const isTold = more.length === 0 && left.every((type) => named.includes(type) && speakOf[0]?.includes(type));
    return [
      ...(taken.length > 0 ? [madeSchema({ not: { type: taken } })] : []),
      ...(isTold && bound ? beyondBound(bound) : []),
    ];
  });
}

/** The whole numbers of the format `int32`. */
export const int32 = { least: -(2 ** 31), most: 2 ** 31 - 1 } as const;

function read(one: Conjunction, validation: Validation): Facts {
  const parts = [...one.parts, ...besidesDenied(one)];
  const numbers = (keyword: string) => parts.flatMap((part) => numberOf(part, keyword) ?? []);
  const most = (keyword: string) => Math.max(0, ...numbers(keyword));
  const least = (keyword: string) => Math.min(Number.POSITIVE_INFINITY, ...numbers(keyword));
  const texts = (keyword: string) =>
    parts.flatMap((part) => {
      const value = keywordsOf(part)[keyword];
      return typeof value === "string" ? [value] : [];
    });
  const formats = [...new Set(texts("format"))];
  const [ofFormat] = formats.includes("int32") ? [int32] : [];
  const ofNumbers = {
    minimum: tightest(numbers("minimum").concat(ofFormat?.least ?? []), numbers("exclusiveMinimum"), (a, b) => a - b),
    maximum: tightest(numbers("maximum").concat(ofFormat?.most ?? []), numbers("exclusiveMaximum"), (a, b) => b - a),
  };
  const base = {
    ...ofNumbers,
    multiples: [...new Set(numbers("multipleOf"))],
    minLength: most("minLength"),
    maxLength: least("maxLength"),
    formats,
    patterns: joined(...texts("pattern").map(languageOf)),
    minItems: most("minItems"),
    maxItems: Math.min(least("maxItems"), ...parts.filter(isClosedList).map((part) => prefixLength([part]))),
    uniqueItems: parts.some((part) => keywordsOf(part).uniqueItems === true),
    required: requiredBy(parts),
    minProperties: most("minProperties"),
    maxProperties: least("maxProperties"),
    listed: parts.flatMap((part) => listedBy(part) ?? []).sort((a, b) => a.length - b.length)[0],
  };
  const isFalse = parts.some((part) => part.value === false);
  const types = new Set(isFalse ? [] : typesNamed(parts).filter((type) => !isGone(type, parts, base)));
  const values = few(one, types, base, validation);
  const left = values ? new Set(values.map(typeOf)) : types;
  return { ...base, types: left, values, impossible: left.size === 0 };
}

/** Whether a part lists all items there can be. */
function isClosedList(part: Schema): boolean {
  return keywordsOf(part).items === false;
}

/** The names that some parts require, and those that go with them. */
function requiredBy(parts: readonly Schema[]): ReadonlySet<string> {
  const required = new Set(parts.flatMap((part) => strings(part, "required")));
  // A set goes on to what is added on the way.
  for (const name of required) {
    for (const part of parts) {
      const met = onPresence(part, name).flatMap((one) => strings(one, "required"));
      for (const other of [...dependentsOf(part, name), ...met]) {
        required.add(other);
      }
    }
  }
  return required;
}

type Base = Omit<Facts, "types" | "values" | "impossible">;

/** Whether there is no value of a type. */
function isGone(type: TypeName, parts: readonly Schema[], base: Base): boolean {
  switch (type) {
    case "string":
      return base.minLength > base.maxLength || emptyText(base);
    case "array":
      return base.minItems > base.maxItems || parts.some((part) => asksTooMany(part, base.maxItems));
    case "object":
      return Math.max(base.minProperties, base.required.size) > base.maxProperties;
    case "fraction":
      return (
        isCrossed(base) ||
        base.multiples.some(Number.isInteger) ||
        base.formats.some((one) => one === "int32" || one === "int64")
      );
    default:
      return type === "integer" && isCrossed(base);
  }
}

/** How many items that a part asks for by `contains` there have to be at the least. */
export function leastContained(part: Schema): number {
  return keywordsOf(part).contains === undefined ? 0 : (numberOf(part, "minContains") ?? 1);
}

/** Whether a part requires more items of a kind than it allows, or than there can be. */
function asksTooMany(part: Schema, maxItems: number): boolean {
  return leastContained(part) > Math.min(maxItems, numberOf(part, "maxContains") ?? Number.POSITIVE_INFINITY);
}

/** The types that parts name together, without those that they deny; all if they name none. */
export function typesNamed(parts: readonly Schema[]): TypeName[] {
  let types: TypeName[] = [...typeNames];
  for (const part of parts) {
    const { type, not } = keywordsOf(part);
    const denied = isObject(not) && Object.keys(not).join() === "type" ? not.type : undefined;
    types = types.filter((one) => namesType(type, one) !== false && namesType(denied, one) !== true);
  }
  return types;
}

/** Whether the value of `type` names a type; undefined if there is none. */
export function namesType(type: Json | undefined, one: TypeName): boolean | undefined {
  const named = typeof type === "string" ? [type] : type;
  return Array.isArray(named) ? named.includes(one) || (named.includes("number") && isNumber(one)) : undefined;
}

/** Whether the bounds of numbers leave none, or none that is a multiple. */
function isCrossed({ minimum, maximum, multiples }: Pick<Facts, "minimum" | "maximum" | "multiples">): boolean {
  const units = Number.isFinite(minimum.value) ? multiples.filter((unit) => unit > 0) : [];
  return (
    minimum.value > maximum.value ||
    units.some((unit) => multipleNear(minimum.value, unit, "atLeast") > maximum.value) ||
    (minimum.value === maximum.value && (minimum.exclusive || maximum.exclusive))
  );
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

/** All values of a conjunction, if an `enum`, a `const`, the types or the bounds leave few. */
function few(
  one: Conjunction,
  types: ReadonlySet<TypeName>,
  { listed, minimum, maximum }: Pick<Facts, "listed" | "minimum" | "maximum">,
  validation: Validation,
): Json[] | undefined {
  const list = listed ?? counted(types, minimum, maximum);
  if (list === undefined || list.length > 2_000) {
    return undefined;
  }
  const distinct = [...new Map(list.map((value) => [canonical(value), value])).values()];
  return distinct.filter((value) => types.has(typeOf(value)) && accepts(validation, one, value));
}

/** The list of values of a part, in a list as there may be several. */
export function listedBy(part: Schema): Json[][] | undefined {
  const keywords = keywordsOf(part);
  if ("const" in keywords && keywords.const !== undefined) {
    return [[keywords.const]];
  }
  return Array.isArray(keywords.enum) ? [keywords.enum] : undefined;
}

function counted(types: ReadonlySet<TypeName>, minimum: Bound, maximum: Bound): Json[] | undefined {
  const list: Json[] = [];
  for (const type of types) {
    if (type === "null") {
      list.push(null);
    } else if (type === "boolean") {
      list.push(false, true);
    } else if (type === "integer" && isCountable(minimum.value, maximum.value)) {
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

/**
 * Whether every schema of a conjunction accepts a value. In one without a goal, each of the other goals decides for
 * itself; if they cannot, that is left open.
 */
export function accepts(validation: Validation, one: Conjunction, value: Json): boolean {
  return one.minus
    ? one.parts.every((part) =>
        goalsOfPart(part).every((goal) => isChosen(one, goal) || breaks(validation, goal, value) !== true),
      )
    : one.schemas.every((schema) => validation.isValid(schema, value));
}

/** Whether a goal is a union of which one variant is among the schemas. */
function isChosen({ chosen, minus }: Conjunction, { part, keyword, name }: Goal): boolean {
  // A part that lacks the goal is called after it.
  const id = part.id.replace(` - ${minus?.id}`, "");
  return chosen.has(unionId({ id }, keyword)) || chosen.has(unionId({ id }, `${keyword}/${name}`));
}

/** Whether a value breaks a goal, of a format by the validator; undefined if that is not clear. */
export function breaks(validation: Validation, goal: Goal, value: Json): boolean | undefined {
  const { format } = keywordsOf(goal.part);
  const isFormat = goal.keyword === "format" && format !== undefined;
  return refuses(goal, value) ?? (isFormat ? !validation.isValid(madeSchema({ format }), value) : undefined);
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

/** A conjunction of one schema. */
export function alone(schema: Schema): Conjunction {
  return conjunction([schema]);
}
