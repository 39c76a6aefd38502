import { isMultipleOf } from "../model/decimal.js";
import { canonical, isObject, isStrings, type Json, jsonType } from "../model/json.js";
import { stepInto } from "../model/pointer.js";
import { matches } from "../model/regexp.js";
import { type Bound, bounds, type Goal, goalsOf } from "./goals.js";
import { inner, innerList, innerMap, keywordsOf, madeSchema, numberOf, type Schema } from "./schema.js";

/** Three-valued: undefined is "not decided here". */
type Decided = boolean | undefined;

/**
 * Whether a goal refuses a value, by the meaning of its keyword and never by the validator: so each of the two can be
 * checked against the other. Undefined for keywords and formats that are not listed here.
 */
export function refuses(goal: Goal, value: Json): Decided {
  const { part, keyword } = goal;
  if (keyword === "false") {
    return true;
  }
  const own = bySelf[keyword];
  if (own) {
    return own(keywordsOf(part)[keyword] ?? null, value);
  }
  const applied = byApplied[keyword] ?? (isObject(value) ? onObjects[keyword] : undefined);
  if (applied) {
    return applied(goal, value);
  }
  if (Array.isArray(value) && onArrays[keyword]) {
    return onArrays[keyword](goal, value);
  }
  return keyword in onObjects || keyword in onArrays ? false : undefined;
}

/** A schema that asks nothing but a goal; undefined if the goal depends on other schemas or keywords. */
export function goalAlone({ part, keyword, name }: Goal): Schema | undefined {
  if (keyword === "required") {
    return madeSchema({ required: [name] });
  }
  return keyword in bySelf ? madeSchema({ [keyword]: keywordsOf(part)[keyword] ?? null }) : undefined;
}

/** Whether every goal of a schema accepts a value. */
export function meetsAll(schema: Schema, value: Json): Decided {
  return not(some(goalsOf(schema).map((goal) => refuses(goal, value))));
}

function not(one: Decided): Decided {
  return one === undefined ? undefined : !one;
}

function some(all: readonly Decided[]): Decided {
  if (all.includes(true)) {
    return true;
  }
  return all.includes(undefined) ? undefined : false;
}

/** How many hold; undefined if that depends on one that is not decided. */
function count(all: readonly Decided[]): number | undefined {
  return all.includes(undefined) ? undefined : all.filter((one) => one === true).length;
}

const meets = (schema: Schema | undefined, value: Json): Decided => (schema ? meetsAll(schema, value) : true);

const isOf = (type: Json, value: Json) =>
  jsonType(value) === type || (type === "number" && jsonType(value) === "integer");

/** How large a number is, or how long a value of another type. */
function measure(value: Json): number {
  if (typeof value === "number") {
    return value;
  }
  return typeof value === "string" ? [...value].length : Object.keys(value ?? {}).length;
}

const isBeyond = ({ type, bound, exclusive }: Bound, at: Json, value: Json): boolean => {
  const away = isOf(type, value) && typeof at === "number" ? measure(value) - at : Number.NaN;
  return (bound === "least" ? away < 0 : away > 0) || (exclusive === true && away === 0);
};

/** The formats decided here, each with its texts. */
const formats: Readonly<Record<string, RegExp>> = {
  uuid: /^(?:urn:uuid:)?[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i,
  ipv4: /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/,
};

/** The formats of numbers, each with its numbers. */
const ofNumbers: Readonly<Record<string, (value: number) => boolean>> = {
  int32: (value) => Number.isInteger(value) && value >= -(2 ** 31) && value < 2 ** 31,
  int64: Number.isInteger,
  float: () => true,
  double: () => true,
};

/** Keywords that a value meets or breaks by itself. */
const bySelf: Readonly<Record<string, (asked: Json, value: Json) => Decided>> = {
  type: (types, value) => ![types].flat().some((type) => isOf(type, value)),
  const: (only, value) => canonical(only) !== canonical(value),
  enum: (list, value) => Array.isArray(list) && !list.some((one) => canonical(one) === canonical(value)),
  ...Object.fromEntries(bounds.map((one) => [one.keyword, (at: Json, value: Json) => isBeyond(one, at, value)])),
  multipleOf: (unit, value) => typeof value === "number" && typeof unit === "number" && !isMultipleOf(value, unit),
  uniqueItems: (unique, value) =>
    unique === true && Array.isArray(value) && new Set(value.map((item) => canonical(item))).size < value.length,
  pattern: (pattern, value) => typeof value === "string" && not(matches(String(pattern), value)),
  format: (format, value) => {
    const isOfNumbers = Object.hasOwn(ofNumbers, String(format));
    if (typeof value === "number" && isOfNumbers) {
      return !ofNumbers[String(format)]?.(value);
    }
    return typeof value === "string" && !isOfNumbers && not(formats[String(format)]?.test(value));
  },
};

/** Keywords that apply schemas to the value itself. */
const byApplied: Readonly<Record<string, (goal: Goal, value: Json) => Decided>> = {
  anyOf: ({ part }, value) => not(some(innerList(part, "anyOf").map((one) => meetsAll(one, value)))),
  oneOf: ({ part }, value) => {
    const taking = count(innerList(part, "oneOf").map((one) => meetsAll(one, value)));
    return taking === undefined ? undefined : taking !== 1;
  },
  not: ({ part }, value) => meets(inner(part, "not"), value),
  if: ({ part }, value) => {
    const met = meets(inner(part, "if"), value);
    return met === undefined ? undefined : not(meets(inner(part, met ? "then" : "else"), value));
  },
};

const onArrays: Readonly<Record<string, (goal: Goal, value: readonly Json[]) => Decided>> = {
  prefixItems: ({ part, name }, value) => {
    const item = value[Number(name)];
    return item !== undefined && not(meets(inner(part, "prefixItems", name), item));
  },
  items: ({ part }, value) => {
    const rest = value.slice(innerList(part, "prefixItems").length);
    return some(rest.map((item) => not(meets(inner(part, "items"), item))));
  },
  contains: (goal, value) => contained(goal, value, (held) => held < (numberOf(goal.part, "minContains") ?? 1)),
  maxContains: (goal, value) => contained(goal, value, (held) => held > (numberOf(goal.part, "maxContains") ?? held)),
};

function contained({ part }: Goal, value: readonly Json[], isWrong: (held: number) => boolean): Decided {
  const held = count(value.map((item) => meets(inner(part, "contains"), item)));
  return held === undefined ? undefined : isWrong(held);
}

const onObjects: Readonly<Record<string, (goal: Goal, value: Json) => Decided>> = {
  required: ({ name }, value) => stepInto(value, name) === undefined,
  properties: ({ part, name }, value) => {
    const field = stepInto(value, name);
    return field !== undefined && not(meets(inner(part, "properties", name), field));
  },
  patternProperties: ({ part, name }, value) => {
    const of = inner(part, "patternProperties", name);
    return some(fieldsOf(value).map(([field, one]) => both(matches(name, field), not(meets(of, one)))));
  },
  additionalProperties: ({ part }, value) => {
    const listed = new Set(innerMap(part, "properties").map(([name]) => name));
    const patterns = innerMap(part, "patternProperties").map(([pattern]) => pattern);
    const rest = fieldsOf(value).filter(([name]) => !listed.has(name));
    const refused = rest.map(([name, one]) => {
      const covered = some(patterns.map((pattern) => matches(pattern, name)));
      return both(not(covered), not(meets(inner(part, "additionalProperties"), one)));
    });
    return some(refused);
  },
  propertyNames: ({ part }, value) =>
    some(fieldsOf(value).map(([name]) => not(meets(inner(part, "propertyNames"), name)))),
  dependentRequired: ({ part, name }, value) => {
    const asked = stepInto(keywordsOf(part).dependentRequired, name);
    return (
      stepInto(value, name) !== undefined && isStrings(asked) && asked.some((one) => stepInto(value, one) === undefined)
    );
  },
  dependentSchemas: ({ part, name }, value) =>
    stepInto(value, name) !== undefined && not(meets(inner(part, "dependentSchemas", name), value)),
};

function fieldsOf(value: Json): [name: string, value: Json][] {
  return isObject(value) ? Object.entries(value) : [];
}

function both(one: Decided, other: Decided): Decided {
  return not(some([not(one), not(other)]));
}
