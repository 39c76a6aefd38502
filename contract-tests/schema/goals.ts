import type { Json } from "../model/json.js";
import { kept } from "../model/lazy.js";
import { limits } from "../model/limits.js";
import { impliedBy, partsOf } from "./conjunction.js";
import { inner, keywordsOf, madeSchema, numberOf, type Schema, type TypeName } from "./schema.js";

/** One demand of a schema on a value: a keyword of one of its `allOf` parts, for some by name or index. */
export interface Goal {
  readonly part: Schema;
  readonly keyword: string;
  /** The field, the pattern of names or the index that is meant. */
  readonly name: string;
  readonly id: string;
}

/** A keyword that limits how large a number is, or how long a value of another type. */
export interface Bound {
  readonly keyword: string;
  readonly type: "string" | "number" | "array" | "object";
  /** Whether a value must be at least or at most as large, or as long. */
  readonly bound: "least" | "most";
  /** Whether a value exactly at the bound is refused. */
  readonly exclusive?: true;
}

export const bounds: readonly Bound[] = [
  { keyword: "minLength", type: "string", bound: "least" },
  { keyword: "maxLength", type: "string", bound: "most" },
  { keyword: "minimum", type: "number", bound: "least" },
  { keyword: "maximum", type: "number", bound: "most" },
  { keyword: "exclusiveMinimum", type: "number", bound: "least", exclusive: true },
  { keyword: "exclusiveMaximum", type: "number", bound: "most", exclusive: true },
  { keyword: "minItems", type: "array", bound: "least" },
  { keyword: "maxItems", type: "array", bound: "most" },
  { keyword: "minProperties", type: "object", bound: "least" },
  { keyword: "maxProperties", type: "object", bound: "most" },
];

/** The keywords with a say on values of one type, in the order in which their goals are looked at. */
const ofType: Readonly<Record<Bound["type"], readonly string[]>> = {
  string: ["minLength", "maxLength", "pattern", "format"],
  number: ["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"],
  array: ["minItems", "maxItems", "uniqueItems", "contains", "maxContains", "prefixItems", "items", "unevaluatedItems"],
  object: [
    ...["minProperties", "maxProperties", "propertyNames", "required", "properties", "patternProperties"],
    ...["additionalProperties", "unevaluatedProperties", "dependentRequired", "dependentSchemas"],
  ],
};

/** Every keyword that asks something of a value, in the same order. */
const asking = [
  ...["x-unreadable", "x-contradiction", "type", "enum", "const", ...Object.values(ofType).flat()],
  ...["anyOf", "oneOf", "not", "if", "$dynamicRef"],
];

/** Keywords whose goals a value meets or breaks by something inside of it, or by another goal of its own. */
const passedOn = new Set([
  ...["properties", "patternProperties", "prefixItems", "items", "unevaluatedItems", "anyOf", "oneOf"],
  ...["if", "dependentSchemas", "$dynamicRef", "x-unreadable", "x-contradiction", "false"],
]);

/** The keywords with a say on values of a type. */
export function keywordsFor(type: Bound["type"]): readonly string[] {
  return ofType[type];
}

const numericFormats: readonly (Json | undefined)[] = ["int32", "int64", "float", "double"];
const numbers: readonly TypeName[] = ["integer", "fraction"];

/** The types that a goal has a say on; undefined for all. */
export function typesOfGoal({ part, keyword }: Pick<Goal, "part" | "keyword">): readonly TypeName[] | undefined {
  if (keyword === "format" && numericFormats.includes(keywordsOf(part).format)) {
    return numbers;
  }
  const type = (["string", "number", "array", "object"] as const).find((one) => ofType[one].includes(keyword));
  return type === "number" ? numbers : type && [type];
}

/** All that a schema asks. */
export const goalsOf = kept((schema: Schema): readonly Goal[] => partsOf([schema]).flatMap(goalsOfPart));

/** The goals of a schema itself, without its `allOf`; kept, so that one goal is one object. */
export const goalsOfPart = kept((part: Schema): readonly Goal[] => {
  const goal = (keyword: string, name = ""): Goal => ({ part, keyword, name, id: `${part.id} ${keyword} ${name}` });
  const keywords = keywordsOf(part);
  return part.value === false
    ? [goal("false")]
    : asking
        .filter((keyword) => keywords[keyword] !== undefined && !impliedBy(part).said.includes(keyword))
        .filter((keyword) => keyword !== "maxContains" || keywords.contains !== undefined)
        .filter((keyword) => keyword !== "contains" || keywords.minContains !== 0)
        .flatMap((keyword) => namesIn(keyword, keywords[keyword]).map((name) => goal(keyword, name)));
});

const byName = ["required", "properties", "patternProperties", "prefixItems", "dependentRequired", "dependentSchemas"];

/** The names or indices that a keyword has a goal for each of; an empty one if its goal is about all. */
function namesIn(keyword: string, value: Json | undefined): readonly string[] {
  if (!byName.includes(keyword)) {
    return [""];
  }
  if (keyword === "required") {
    return Array.isArray(value) ? value.filter((name) => typeof name === "string") : [];
  }
  return typeof value === "object" ? Object.keys(value ?? {}) : [];
}

/** Whether it is a goal that a value breaks as a whole, and not by something inside of it. */
export function isWhole({ part, keyword }: Goal): boolean {
  const closes = keyword === "additionalProperties" || keyword === "unevaluatedProperties";
  return closes ? inner(part, keyword)?.value === false : !passedOn.has(keyword);
}

/** The bound that a goal is; undefined for other goals, and if it is so large that no value at it is tried. */
export function boundOf(goal: Goal): (Bound & { readonly at: number }) | undefined {
  const at = numberOf(goal.part, goal.keyword);
  const bound = at === undefined || isTooLarge(goal) ? undefined : bounds.find((one) => one.keyword === goal.keyword);
  return bound && at !== undefined ? { ...bound, at } : undefined;
}

/** Whether a goal is a bound on a size, and so large that no value at it is tried. */
export function isTooLarge({ part, keyword }: Goal): boolean {
  const type = bounds.find((one) => one.keyword === keyword)?.type;
  const most = { string: limits.text, array: limits.items, object: limits.items, number: Number.POSITIVE_INFINITY };
  return type !== undefined && (numberOf(part, keyword) ?? 0) > most[type];
}

/** Values of a type that measure as much as is given: of this length, or with as many items or fields, or the number. */
export function measuring(type: Bound["type"], size: number): Schema | undefined {
  const keywords = bounds.flatMap((one) => (one.type === type && !one.exclusive ? [[one.keyword, size]] : []));
  return size < 0 && type !== "number" ? undefined : madeSchema({ type, ...Object.fromEntries(keywords) });
}
