import { isObject, type Json, type JsonObject } from "./json.js";
import { kept } from "./lazy.js";
import { fromPointer, lookUp } from "./pointer.js";

/** On how many ways schemas may lead on for one value: a validator goes them all, for every value. */
export const mostWays = 10_000;

/** Why no value can be held against a schema in reasonable time; undefined if it can. */
export function entangled(document: JsonObject, schema: Json): string | undefined {
  const ways = waysIn(document);
  const seen = new Set<Json>();
  const pending = [schema];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    if (typeof next !== "object" || next === null || seen.has(next)) {
      continue;
    }
    seen.add(next);
    if (ways(next) > mostWays) {
      return `its schemas lead to each other on more than ${mostWays} ways for one value`;
    }
    pending.push(...Object.values(next), ...target(document, next));
  }
  return undefined;
}

/** How many schemas one leads to for the same value, each as often as there are ways to it. */
export const waysIn = kept((document: JsonObject): ((schema: Json) => number) => {
  const known = new Map<Json, number>();
  const ways = (schema: Json): number => {
    const held = known.get(schema);
    if (held !== undefined || !isObject(schema)) {
      return held ?? 1;
    }
    // Within itself, until it is known.
    known.set(schema, 1);
    const sum = [...target(document, schema), ...besides(schema)].reduce<number>((all, one) => all + ways(one), 1);
    known.set(schema, sum);
    return sum;
  };
  return ways;
});

function target(document: JsonObject, schema: Json): Json[] {
  const ref = isObject(schema) && typeof schema.$ref === "string" ? schema.$ref : undefined;
  return ref === undefined ? [] : [lookUp(document, fromPointer(ref)) ?? true];
}

/** The schemas in one that hold for the same value. */
function besides({
  allOf,
  anyOf,
  oneOf,
  not,
  if: condition,
  then,
  else: otherwise,
  dependentSchemas,
}: JsonObject): Json[] {
  const lists = [allOf, anyOf, oneOf].flatMap((list) => (Array.isArray(list) ? list : []));
  const single = [not, condition, then, otherwise].filter((one) => one !== undefined);
  return [...lists, ...single, ...(isObject(dependentSchemas) ? Object.values(dependentSchemas) : [])];
}
