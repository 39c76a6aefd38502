import { isObject, type Json, type JsonObject } from "./json.js";
import { child, entries, items, type Node, objectAt } from "./node.js";

/**
 * The value that the examples on a schema and inside of it add up to, as a mock puts it together where a media type has
 * no example of its own. Undefined where they leave open what has to be there, or say nothing at all.
 */
export function exampleOf(schema: Node, within: readonly string[] = []): Json | undefined {
  if (!isObject(schema.value) || within.includes(schema.pointer)) {
    return undefined;
  }
  const here = [...within, schema.pointer];
  const { examples, example, const: only } = objectAt(schema);
  const [own] = [...(Array.isArray(examples) ? examples : []), example, only].filter((one) => one !== undefined);
  if (own !== undefined) {
    return own;
  }
  const [branch] = [...items(child(schema, "oneOf")), ...items(child(schema, "anyOf"))].flatMap((one) => {
    const value = exampleOf(one, here);
    return value === undefined ? [] : [value];
  });
  const parts = items(child(schema, "allOf")).flatMap((part) => exampleOf(part, here) ?? []);
  const item = child(schema, "items");
  const inside = item && exampleOf(item, here);
  if (inside !== undefined) {
    return [inside];
  }
  const fields = entries(child(schema, "properties")).flatMap(([name, field]) => {
    const value = exampleOf(field, here);
    return value === undefined ? [] : [[name, value] as const];
  });
  const objects = [...parts, ...(branch === undefined ? [] : [branch]), Object.fromEntries(fields)];
  if (!objects.every(isObject)) {
    return branch ?? parts[0];
  }
  const whole: JsonObject = Object.assign({}, ...objects);
  return Object.keys(whole).length > 0 ? whole : undefined;
}
