import fc from "fast-check";
import { isObject, type Json } from "../../model/json.js";
import { bounds as allBounds } from "../../schema/rules.js";
import { numeric } from "../../schema/view.js";
import type { RequestSite } from "../request-sites.js";

/** How a keyword bounds values. */
export interface Bound {
  readonly types: readonly string[];
  /** Which way is closer: up for a least, down for a most. */
  readonly inward: 1 | -1;
  /** Whether it counts something, and so is never below 0. */
  readonly size: boolean;
  readonly exclusive: boolean;
  readonly step: (site: RequestSite) => number;
}

const stepOfNumbers = ({ whole }: RequestSite) =>
  numeric(whole.keywords, "multipleOf") ?? (whole.types.includes("number") ? 0.001 : 1);

/** Every keyword that bounds a value. */
export const bounds: Readonly<Record<string, Bound>> = Object.fromEntries(
  allBounds.map(({ keyword, type, bound, exclusive = false }): [string, Bound] => [
    keyword,
    {
      types: type === "number" ? ["integer", "number"] : [type],
      inward: bound === "least" ? 1 : -1,
      size: type !== "number",
      exclusive,
      step: type === "number" ? stepOfNumbers : () => 1,
    },
  ]),
);

/** Candidates for values of exactly a size at a site; whether they are valid otherwise is for the validator to say. */
export function ofSize(site: RequestSite, { types, size: isCount }: Bound, size: number): Json[] {
  if (!isCount) {
    return [size];
  }
  if (size < 0) {
    return [];
  }
  if (types.includes("string")) {
    return texts(site, size);
  }
  if (types.includes("array")) {
    return lists(site, size);
  }
  return maps(site, size);
}

function texts({ values, whole: { keywords } }: RequestSite, size: number): string[] {
  const { pattern, format } = keywords;
  const shaped = typeof pattern === "string" ? matchingTexts(pattern) : [];
  const long = [
    ...(format === "uri" ? [`https://app.example.com/${"a".repeat(Math.max(0, size - 24))}`] : []),
    ...(format === "email"
      ? [`${"a".repeat(Math.min(60, Math.max(1, size - 30)))}@${"mail.".repeat(12)}example.com`]
      : []),
    "a".repeat(size),
  ];
  // With a format not every length can be hit: just beyond is as good.
  return [...values, ...shaped, ...long].filter(
    (value): value is string => typeof value === "string" && ([...value].length === size || long.includes(value)),
  );
}

/** Texts that match a pattern, made from the expression itself and not as the suite makes its own. */
export function matchingTexts(pattern: string): string[] {
  try {
    return [...new Set(fc.sample(fc.stringMatching(new RegExp(pattern)), { seed: 7, numRuns: 400 }))];
  } catch {
    return []; // what cannot be made has no witness, and so no mutant
  }
}

function lists({ values }: RequestSite, size: number): Json[] {
  const shown = values.flatMap((value) => (Array.isArray(value) ? [value] : []));
  const pool = [...new Map(shown.flat().map((value) => [JSON.stringify(value), value])).values()];
  const made = Array.from({ length: size }, (_, index) => pool[index % pool.length] ?? "any");
  return [...shown.filter(({ length }) => length === size), made];
}

function maps({ values }: RequestSite, size: number): Json[] {
  const shown = values.filter(isObject);
  const pool = shown.flatMap((value) => Object.values(value));
  const made = Object.fromEntries(
    Array.from({ length: size }, (_, index) => [`key_${index}`, pool[index % pool.length] ?? "any"]),
  );
  return [...shown.filter((value) => Object.keys(value).length === size), made];
}
