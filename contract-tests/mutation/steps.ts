import { isObject, type Json } from "../model/json.js";

/** A step into a value: a field, every item of an array, or every entry of a map. */
export type Step = { readonly field: string } | "items" | "entry";

/** A body with each value at a site replaced; undefined for a field removes it. */
export function edited(value: Json, steps: readonly Step[], edit: (value: Json) => Json | undefined): Json {
  const [step, ...rest] = steps;
  if (step === undefined) {
    return edit(value) ?? null;
  }
  const inside = (inner: Json) => (rest.length === 0 ? edit(inner) : edited(inner, rest, edit));
  if (step === "items") {
    return Array.isArray(value) ? value.map((item) => inside(item) ?? null) : value;
  }
  if (!isObject(value)) {
    return value;
  }
  const chosen = (name: string) => step === "entry" || step.field === name;
  return Object.fromEntries(
    Object.entries(value).flatMap(([name, inner]) => {
      const after = chosen(name) ? inside(inner) : inner;
      return after === undefined ? [] : [[name, after]];
    }),
  );
}

/** Every value at a site of a body. */
export function valuesAt(value: Json, steps: readonly Step[]): Json[] {
  const [step, ...rest] = steps;
  if (step === undefined) {
    return [value];
  }
  if (step === "items") {
    return Array.isArray(value) ? value.flatMap((item) => valuesAt(item, rest)) : [];
  }
  if (!isObject(value)) {
    return [];
  }
  if (step === "entry") {
    return Object.values(value).flatMap((entry) => valuesAt(entry, rest));
  }
  const inner = Object.hasOwn(value, step.field) ? value[step.field] : undefined;
  return inner === undefined ? [] : valuesAt(inner, rest);
}
