import { isObject } from "../model/json.js";
import { impliedBy, partsOf } from "./conjunction.js";
import { type Bound, bounds, isTooLarge, rules } from "./rules.js";
import { inner, innerList, innerMap, keywordsOf, madeSchema, numberOf, type Schema, type TypeName } from "./schema.js";

/** One demand of a schema on a value: a keyword of one of its `allOf` parts, for some by name or index. */
export interface Goal {
  readonly part: Schema;
  readonly keyword: string;
  /** The field, the pattern of names or the index that is meant. */
  readonly name: string;
  readonly id: string;
}

const numbers: readonly TypeName[] = ["integer", "fraction"];

/** The types that a keyword applies to; all if it is not listed. */
const speaksOf: Readonly<Record<string, readonly TypeName[]>> = {
  ...Object.fromEntries(rules.map(({ keyword, type }) => [keyword, type === "number" ? numbers : [type]])),
  items: ["array"],
  prefixItems: ["array"],
  contains: ["array"],
  maxContains: ["array"],
  unevaluatedItems: ["array"],
  properties: ["object"],
  patternProperties: ["object"],
  additionalProperties: ["object"],
  unevaluatedProperties: ["object"],
  propertyNames: ["object"],
  required: ["object"],
  dependentRequired: ["object"],
  dependentSchemas: ["object"],
};

const numericFormats = new Set(["int32", "int64", "float", "double"]);

/** The types that a goal has a say on; undefined for all. */
export function typesOfGoal({ part, keyword }: Pick<Goal, "part" | "keyword">): readonly TypeName[] | undefined {
  if (keyword !== "format") {
    return speaksOf[keyword];
  }
  const { format } = keywordsOf(part);
  return typeof format === "string" && numericFormats.has(format) ? numbers : ["string"];
}

const known = new WeakMap<Schema, readonly Goal[]>();

/** All that a schema asks. */
export function goalsOf(schema: Schema): readonly Goal[] {
  const held = known.get(schema);
  if (held) {
    return held;
  }
  const goals = partsOf([schema]).flatMap(goalsOfPart);
  known.set(schema, goals);
  return goals;
}

const single = [
  "x-unreadable",
  "x-contradiction",
  "type",
  "enum",
  "const",
  ...rules.map(({ keyword }) => keyword),
  "contains",
  "propertyNames",
  "anyOf",
  "oneOf",
  "not",
  "if",
  "$dynamicRef",
  "unevaluatedItems",
];

/** The goals of a schema itself, without its `allOf`; kept, so that one goal is one object. */
export function goalsOfPart(part: Schema): readonly Goal[] {
  const held = ofParts.get(part) ?? ofPart(part);
  ofParts.set(part, held);
  return held;
}

const ofParts = new WeakMap<Schema, readonly Goal[]>();

function ofPart(part: Schema): Goal[] {
  const goal = (keyword: string, name = ""): Goal => ({ part, keyword, name, id: `${part.id} ${keyword} ${name}` });
  if (part.value === false) {
    return [goal("false")];
  }
  const keywords = keywordsOf(part);
  const names = (keyword: string) => {
    const map = keywords[keyword];
    return isObject(map) ? Object.keys(map) : [];
  };
  const required = Array.isArray(keywords.required) ? keywords.required : [];
  return [
    ...single
      .filter((keyword) => keywords[keyword] !== undefined && !impliedBy(part).said.includes(keyword))
      .map((keyword) => goal(keyword)),
    ...required.flatMap((name) => (typeof name === "string" ? [goal("required", name)] : [])),
    ...innerMap(part, "properties").map(([name]) => goal("properties", name)),
    ...innerMap(part, "patternProperties").map(([name]) => goal("patternProperties", name)),
    ...(keywords.additionalProperties === undefined ? [] : [goal("additionalProperties")]),
    ...(keywords.unevaluatedProperties === undefined ? [] : [goal("unevaluatedProperties")]),
    ...innerList(part, "prefixItems").map((_, index) => goal("prefixItems", String(index))),
    ...(keywords.items === undefined ? [] : [goal("items")]),
    ...(keywords.maxContains !== undefined && keywords.contains !== undefined ? [goal("maxContains")] : []),
    ...names("dependentRequired").map((name) => goal("dependentRequired", name)),
    ...names("dependentSchemas").map((name) => goal("dependentSchemas", name)),
  ];
}

/** The state of a goal that is either proven here or stays open. */
export function holdsIf(proven: boolean): "holds" | "open" {
  return proven ? "holds" : "open";
}

/** The goals that a value breaks as a whole, and not by something inside of it. */
export function isWhole({ part, keyword }: Goal): boolean {
  const closes = keyword === "additionalProperties" || keyword === "unevaluatedProperties";
  return whole.has(keyword) || (closes && inner(part, keyword)?.value === false);
}

const whole = new Set([
  ...rules.map(({ keyword }) => keyword),
  ...[
    "const",
    "contains",
    "dependentRequired",
    "enum",
    "if",
    "maxContains",
    "not",
    "propertyNames",
    "required",
    "type",
  ],
]);

/** The bound that a goal is; undefined for other goals, and if it is so large that no value at it is tried. */
export function boundOf({ part, keyword }: Goal): (Bound & { readonly at: number }) | undefined {
  const at = numberOf(part, keyword);
  const bound = at === undefined || isTooLarge(keyword, at) ? undefined : bounds.find((one) => one.keyword === keyword);
  return bound && at !== undefined ? { ...bound, at } : undefined;
}

/** Values of a type that measure as much as is given: of this length, or with as many items or fields, or the number. */
export function measuring(type: Bound["type"], size: number): Schema | undefined {
  const keywords = bounds.flatMap((one) => (one.type === type && !one.exclusive ? [[one.keyword, size]] : []));
  return size < 0 && type !== "number" ? undefined : madeSchema({ type, ...Object.fromEntries(keywords) });
}
