import { limits } from "../model/limits.js";

/** A keyword that limits values of one type by itself, without another schema. */
export interface Rule {
  readonly keyword: string;
  /** The type of the values that it limits; `integer` is a number too. Values of other types pass. */
  readonly type: "string" | "number" | "array" | "object";
  /** For a bound: whether a value must be at least or at most as large, or as long. */
  readonly bound?: "least" | "most";
  /** Whether a value exactly at the bound is refused. */
  readonly exclusive?: true;
}

/** All such keywords: the one table for samples, coverage, mutation and comparison. */
export const rules: readonly Rule[] = [
  { keyword: "minLength", type: "string", bound: "least" },
  { keyword: "maxLength", type: "string", bound: "most" },
  { keyword: "pattern", type: "string" },
  { keyword: "format", type: "string" },
  { keyword: "minimum", type: "number", bound: "least" },
  { keyword: "maximum", type: "number", bound: "most" },
  { keyword: "exclusiveMinimum", type: "number", bound: "least", exclusive: true },
  { keyword: "exclusiveMaximum", type: "number", bound: "most", exclusive: true },
  { keyword: "multipleOf", type: "number" },
  { keyword: "minItems", type: "array", bound: "least" },
  { keyword: "maxItems", type: "array", bound: "most" },
  { keyword: "uniqueItems", type: "array" },
  { keyword: "minProperties", type: "object", bound: "least" },
  { keyword: "maxProperties", type: "object", bound: "most" },
];

/** A rule that is a bound. */
export type Bound = Rule & Required<Pick<Rule, "bound">>;

export const bounds: readonly Bound[] = rules.flatMap((rule) =>
  rule.bound === undefined ? [] : [{ ...rule, bound: rule.bound }],
);

/** Whether a bound is one on a size, and so large that no value at it is tried. */
export function isTooLarge(keyword: string, at: number): boolean {
  const type = bounds.find((one) => one.keyword === keyword)?.type;
  return type !== undefined && type !== "number" && at > (type === "string" ? limits.text : limits.items);
}

/** The keywords that limit values of a type. */
export function keywordsFor(type: Rule["type"]): string[] {
  return rules.filter((rule) => rule.type === type).map(({ keyword }) => keyword);
}
