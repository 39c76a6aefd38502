import { canonical, isObject, isStrings, type Json, type JsonObject } from "../model/json.js";
import { inner as kinds } from "../model/layout.js";
import { createRecursion } from "./recursion.js";
import { inner, innerList, innerMap, keywordsOf, type Schema, schemaAt } from "./schema.js";

/** Keywords that do not affect validity. */
const annotations = new Set([
  "$comment",
  "$defs",
  "contentEncoding",
  "contentMediaType",
  "contentSchema",
  "default",
  "definitions",
  "deprecated",
  "description",
  "discriminator",
  "example",
  "examples",
  "externalDocs",
  "readOnly",
  "summary",
  "title",
  "writeOnly",
  "xml",
]);

/** The keywords besides those about values, which are worth a row of their own: see besides.ts. */
const told = new Set([
  "contentEncoding",
  "contentMediaType",
  "contentSchema",
  "default",
  "deprecated",
  "discriminator",
]);

export type Same = (a: Schema, b: Schema) => boolean;

/**
 * Decides whether two schemas are the same, keyword by keyword; kept per pair. Schemas that lead back to themselves are
 * the same if there is no difference on the way round. With `besides`, keywords besides those about values count as
 * well.
 */
export function createSame(besides = false): Same {
  const recursion = createRecursion();

  // Schemas that unfold alike mean the same, however they lead back to themselves: each step counts.
  function same(a: Schema, b: Schema): boolean {
    return a.id === b.id || recursion.shows(`${a.id} ${b.id}`, () => isSame(a, b), true);
  }

  function isSame(a: Schema, b: Schema): boolean {
    if (!isObject(a.value) || !isObject(b.value)) {
      return says("not", a.value) === says("not", b.value);
    }
    const keys = new Set([...Object.keys(a.value), ...Object.keys(b.value)]);
    return [...keys].every((keyword) => !counts(keyword, besides) || sameKeyword(keyword, a, b));
  }

  function sameKeyword(keyword: string, a: Schema, b: Schema): boolean {
    const [one, other] = [keywordsOf(a)[keyword], keywordsOf(b)[keyword]];
    if (keyword === "discriminator" && isObject(one) && isObject(other)) {
      return sameTags(one, other, a, b, same);
    }
    const [left, right] = [schemasUnder(a, keyword), schemasUnder(b, keyword)];
    if (!left || !right) {
      return says(keyword, one) === says(keyword, other);
    }
    // Each schema is matched with the one of its name, or in a list without an order with any other.
    const anyOrder = isOneOf(kinds.list, keyword) && keyword !== "prefixItems";
    const match = (name: string, schema: Schema) =>
      [name, ...(anyOrder ? right.keys() : [])].find((key) => {
        const candidate = right.get(key);
        return candidate !== undefined && same(schema, candidate);
      });
    const isMatched = ([name, schema]: [string, Schema]) => right.delete(match(name, schema) ?? "");
    return left.size === right.size && [...left].every(isMatched);
  }

  return same;
}

/** The schemas that a keyword holds, by name or index; undefined if its value is not one that holds schemas. */
function schemasUnder(schema: Schema, keyword: string): Map<string, Schema> | undefined {
  const value = keywordsOf(schema)[keyword];
  if (isOneOf(kinds.one, keyword)) {
    const only = inner(schema, keyword);
    return only && new Map([["only", only]]);
  }
  if (isOneOf(kinds.list, keyword) && Array.isArray(value)) {
    return new Map(innerList(schema, keyword).map((one, index) => [String(index), one]));
  }
  return isOneOf(kinds.map, keyword) && isObject(value) ? new Map(innerMap(schema, keyword)) : undefined;
}

/** Whether two schemas that differ in a keyword are not the same. */
function counts(keyword: string, besides: boolean): boolean {
  if (annotations.has(keyword)) {
    return besides && told.has(keyword);
  }
  return !keyword.startsWith("x-") || keyword === "x-unreadable" || keyword === "x-contradiction";
}

/** Whether the same tags in the same field mean the same variants, whatever these are called. */
function sameTags(one: JsonObject, other: JsonObject, a: Schema, b: Schema, same: Same): boolean {
  const [here, there] = [one, other].map(({ mapping }) => (isObject(mapping) ? mapping : {}));
  const target = ({ source }: Schema, to: Json | undefined) =>
    schemaAt(source, String(to).startsWith("#") ? String(to) : `#/components/schemas/${String(to)}`);
  return (
    one.propertyName === other.propertyName &&
    canonical(Object.keys(here ?? {}).sort()) === canonical(Object.keys(there ?? {}).sort()) &&
    Object.entries(here ?? {}).every(([tag, to]) => same(target(a, to), target(b, there?.[tag])))
  );
}

/** Keywords of one schema without effect if that schema accepts everything: the others have one even then. */
const undemanding = kinds.one.filter((keyword) => !["not", "contains", "if"].includes(keyword));

/** The meaning of a keyword's value, whatever its order or spelling; undefined if it might as well be left out. */
function says(keyword: string, value: Json | undefined): string {
  if (keyword === "type" && typeof value === "string") {
    return canonical([value]);
  }
  if (keyword === "required" || keyword === "type") {
    return canonical(isStrings(value) ? [...new Set(value)].sort() : []);
  }
  if (keyword === "enum" && Array.isArray(value)) {
    return [...new Set(value.map(canonical))].sort().join(",");
  }
  if (value === undefined) {
    return isOneOf(undemanding, keyword) ? "true" : "nothing";
  }
  if (isObject(value) && Object.keys(value).length === 0 && isOneOf(kinds.map, keyword)) {
    return "nothing";
  }
  return isOneOf(kinds.one, keyword) && isObject(value) && Object.keys(value).length === 0 ? "true" : canonical(value);
}

function isOneOf(list: readonly string[], keyword: string): boolean {
  return list.includes(keyword);
}
