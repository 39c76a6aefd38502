import { canonical, isObject, isStrings, type Json } from "../../contract-tests/model/json.js";
import { inner } from "../../contract-tests/model/keywords.js";
import { child, type Node, objectAt } from "../../contract-tests/model/node.js";

/** Keywords that say nothing about which values are valid. */
const annotations = new Set([
  "$comment",
  "default",
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
  ...inner.map.filter((keyword) => keyword === "$defs" || keyword === "definitions"),
]);

/**
 * Whether two schemas say the same, keyword by keyword: then there is nothing to search. Schemas that lead back to
 * themselves are the same when nothing on the way round differs.
 */
export function same(a: Node, b: Node, assumed: ReadonlySet<string> = new Set()): boolean {
  const pair = `${a.pointer} ${b.pointer}`;
  if (assumed.has(pair)) return true;
  if (!isObject(a.value) || !isObject(b.value)) return canonical(a.value) === canonical(b.value);
  const here = new Set([...assumed, pair]);
  const keys = new Set([...keywords(a), ...keywords(b)]);
  return [...keys].every((keyword) => sameKeyword(keyword, a, b, here));
}

function keywords(node: Node): string[] {
  return Object.keys(objectAt(node)).filter(
    (key) => !annotations.has(key) && (!key.startsWith("x-") || key === "x-unreadable"),
  );
}

/** Whether one keyword says the same in two schemas. */
export function sameKeyword(keyword: string, a: Node, b: Node, assumed: ReadonlySet<string> = new Set()): boolean {
  const [one, other] = [child(a, keyword), child(b, keyword)];
  if (!one || !other) return says(keyword, objectAt(a)[keyword]) === says(keyword, objectAt(b)[keyword]);
  if (isOneOf(inner.one, keyword)) return same(one, other, assumed);
  if (isOneOf(inner.list, keyword) || isOneOf(inner.map, keyword)) {
    const [keys, others] = [Object.keys(Object(one.value)), Object.keys(Object(other.value))];
    if (keys.length !== others.length || !keys.every((key) => others.includes(key))) return false;
    return keys.every((key) => {
      const [x, y] = [child(one, key), child(other, key)];
      return x !== undefined && y !== undefined && same(x, y, assumed);
    });
  }
  return says(keyword, one.value) === says(keyword, other.value);
}

/** What a keyword's value comes to, whatever its order or spelling; nothing where it might as well be left out. */
function says(keyword: string, value: Json | undefined): string {
  if (keyword === "type" && typeof value === "string") return canonical([value]);
  if (keyword === "required" || keyword === "type")
    return canonical(isStrings(value) ? [...new Set(value)].sort() : []);
  if (keyword === "enum" && Array.isArray(value)) return value.map(canonical).sort().join(",");
  if (keyword === "additionalProperties" && value === undefined) return "true";
  if (value === undefined) return "nothing";
  if (isObject(value) && Object.keys(value).length === 0 && isOneOf(inner.map, keyword)) return "nothing";
  return isOneOf(inner.one, keyword) && isObject(value) && Object.keys(value).length === 0 ? "true" : canonical(value);
}

function isOneOf(list: readonly string[], keyword: string): boolean {
  return list.includes(keyword);
}
