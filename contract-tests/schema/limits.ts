import type { JsonObject } from "../model/json.js";
import { limits } from "../model/limits.js";
import { bounds } from "./rules.js";
import { numeric } from "./view.js";

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
