import { isObject, type Json, type JsonObject } from "./json.js";
import { composing, reachedFrom } from "./layout.js";
import { kept } from "./lazy.js";
import { fromPointer, lookUp } from "./pointer.js";

/** On how many ways schemas may lead on for one value: a validator goes them all, for every value. */
export const mostWays = 10_000;

/** Why no value can be held against a schema in reasonable time; undefined if it can. */
export function entangled(document: JsonObject, schema: Json): string | undefined {
  const ways = waysIn(document);
  const isTooMuch = [...reachedFrom(document, [schema])].some((one) => isObject(one) && ways(one) > mostWays);
  return isTooMuch ? `its schemas lead to each other on more than ${mostWays} ways for one value` : undefined;
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

function target(document: JsonObject, schema: JsonObject): Json[] {
  return typeof schema.$ref === "string" ? [lookUp(document, fromPointer(schema.$ref)) ?? true] : [];
}

/** The keywords whose schemas hold for the same value. */
const inPlace = [...composing, "not", "if", "then", "else", "dependentSchemas"];

function besides(schema: JsonObject): Json[] {
  return inPlace.flatMap((keyword) => {
    const held = schema[keyword] ?? [];
    return keyword === "dependentSchemas" ? Object.values(held) : held;
  });
}
