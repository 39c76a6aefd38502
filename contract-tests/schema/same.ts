import { canonical, isObject, isStrings, type Json, type JsonObject } from "../model/json.js";
import { inner as kinds } from "../model/keywords.js";
import { createRecursion } from "./recursion.js";
import { inner, keywordsOf, type Schema, schemaAt } from "./schema.js";

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
    const inside = sameInner(keyword, a, b) ?? sameList(keyword, a, b) ?? sameMap(keyword, a, b);
    return inside ?? says(keyword, one) === says(keyword, other);
  }

  // Each of these is undefined if the keyword's value is not of that kind on both sides.

  function sameInner(keyword: string, a: Schema, b: Schema): boolean | undefined {
    if (!isOneOf(kinds.one, keyword)) {
      return undefined;
    }
    const [x, y] = [inner(a, keyword), inner(b, keyword)];
    return x && y && same(x, y);
  }

  function sameList(keyword: string, a: Schema, b: Schema): boolean | undefined {
    const [one, other] = [keywordsOf(a)[keyword], keywordsOf(b)[keyword]];
    if (!isOneOf(kinds.list, keyword) || !Array.isArray(one) || !Array.isArray(other)) {
      return undefined;
    }
    if (one.length !== other.length) {
      return false;
    }
    return keyword === "prefixItems" ? inOrder(keyword, a, b, one.length) : inAnyOrder(keyword, a, b, one.length);
  }

  function sameMap(keyword: string, a: Schema, b: Schema): boolean | undefined {
    const [one, other] = [keywordsOf(a)[keyword], keywordsOf(b)[keyword]];
    if (!isOneOf(kinds.map, keyword) || !isObject(one) || !isObject(other)) {
      return undefined;
    }
    const names = Object.keys(one);
    if (names.length !== Object.keys(other).length) {
      return false;
    }
    return names.every((name) => both(keyword, name, name, a, b));
  }

  function both(keyword: string, name: string, otherName: string, a: Schema, b: Schema): boolean {
    const [x, y] = [inner(a, keyword, name), inner(b, keyword, otherName)];
    return x !== undefined && y !== undefined && same(x, y);
  }

  function inOrder(keyword: string, a: Schema, b: Schema, length: number): boolean {
    return Array.from({ length }, (_, index) => String(index)).every((index) => both(keyword, index, index, a, b));
  }

  function inAnyOrder(keyword: string, a: Schema, b: Schema, length: number): boolean {
    const left = new Set(Array.from({ length }, (_, index) => String(index)));
    return Array.from({ length }, (_, index) => String(index)).every((index) => {
      const match = [index, ...left].find((other) => left.has(other) && both(keyword, index, other, a, b));
      return match !== undefined && left.delete(match);
    });
  }

  return same;
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
