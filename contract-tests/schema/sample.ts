import { canonical, type Json, type JsonObject } from "../model/json.js";
import { kept } from "../model/lazy.js";

/** A value that a schema should accept, and the thing that it tries. */
export interface Sample {
  readonly value: Json;
  /** Which inner value is particular, such as `loginOptions.locale`; empty for the value itself. */
  readonly path: string;
  /** How it is particular, such as `empty`; empty for the plainest value. */
  readonly what: string;
}

/** Such as `loginOptions.locale: empty`. */
export function label({ path, what }: Pick<Sample, "path" | "what">): string {
  return [path, what].filter((part) => part !== "").join(": ");
}

/** The thing that a value tries, seen from the object or array around it. */
export function inside<T extends Pick<Sample, "path" | "what">>(name: string, inner: T): Pick<T, "path" | "what"> {
  return { path: inner.path === "" ? name : `${name}.${inner.path}`, what: inner.what };
}

/** The thing that a value of a variant tries: the first variant needs no mention. */
export function inVariant<T extends Pick<Sample, "path" | "what">>(index: number, inner: T): T {
  const variant = `variant ${index + 1}`;
  return index === 0 ? inner : { ...inner, what: inner.what === "" ? variant : `${inner.what} (${variant})` };
}

/** A value that tries something by itself. */
export const own = (value: Json, what: string): Sample => ({ value, path: "", what });

/** A value as a label shows it: short. */
export function shown(value: Json): string {
  const text = JSON.stringify(value);
  return text.length > 40 ? `${text.slice(0, 37)}…` : text;
}

/** Each value once. */
export function distinct(values: readonly Sample[]): Sample[] {
  const seen = new Set<string>();
  return values.filter(({ value }) => {
    const key = canonical(value);
    return seen.has(key) ? false : seen.add(key);
  });
}

/** How many values there are in a value, itself included. A shared one is counted once and looked up from then on. */
export function sizeOf(value: Json): number {
  return typeof value === "object" && value !== null ? sizeInside(value) : 1;
}

const sizeInside = kept((value: Json[] | JsonObject): number =>
  Object.values(value).reduce<number>((sum, inner) => sum + sizeOf(inner), 1),
);
