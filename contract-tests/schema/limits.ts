import type { JsonObject } from "../model/json.js";
import { bounds } from "./rules.js";
import { numeric } from "./view.js";

/**
 * How far values are generated, in one place. What lies beyond is not tried and not required of the cases: a provider's
 * own limit on a request would be found there, and no fault in how it reads the contract.
 */
export const limits = {
  /** Characters of a text sent at its bound. */
  text: 64 * 1024,
  /** Items of a list, or entries of a map, sent at their bound. */
  items: 100,
  /** Values of one `enum` sent. */
  values: 100,
  /** Texts made from one pattern. */
  texts: 40,
  /** Schemas that a body or a parameter is varied in, those nearest to its top first; deeper ones are sent plain. */
  places: 200,
} as const;

/** The most of each bound on size that is tried. */
const sizes: ReadonlyMap<string, number> = new Map(
  bounds
    .filter(({ type }) => type !== "number")
    .map(({ keyword, type }) => [keyword, type === "string" ? limits.text : limits.items]),
);

/** Whether a value at this bound would be too large to be tried. */
export function isTooLarge(rule: string, keywords: JsonObject): boolean {
  const size = sizes.get(rule);
  const bound = numeric(keywords, rule);
  return size !== undefined && bound !== undefined && bound > size;
}

/** A bound on size, or undefined where there is none or it is too large to be tried. */
export function sizeBound(keywords: JsonObject, rule: string): number | undefined {
  return isTooLarge(rule, keywords) ? undefined : numeric(keywords, rule);
}
