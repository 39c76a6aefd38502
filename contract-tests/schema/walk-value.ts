import { isObject, type Json } from "../model/json.js";
import type { Node } from "../model/node.js";
import { matches } from "../model/regexp.js";
import { takes } from "./engine.js";
import { type View, view } from "./view.js";

/** A value inside of a larger one, and a schema that holds it. */
interface HeldValue {
  readonly schema: View;
  readonly value: Json;
}

/**
 * A value with the schema that holds for it, and everything inside both. For a schema with branches, those that accept
 * the value hold. The walk ends at the end of the value.
 */
export function heldValues(node: Node, value: Json): HeldValue[] {
  const schema = view(node);
  if (schema.branches.length > 0) {
    return schema.branches.filter((branch) => takes(branch, value)).flatMap((branch) => heldValues(branch, value));
  }
  const inside = innerValues([schema], value);
  return [{ schema, value }, ...inside.flatMap(([nodes, inner]) => nodes.flatMap((one) => heldValues(one, inner)))];
}

/** The values directly inside a value, each with the outer one's schemas for it. */
export function innerValues(schemas: readonly View[], value: Json): [nodes: Node[], value: Json][] {
  if (Array.isArray(value)) {
    return value.map((item, index) => [schemas.flatMap(({ prefix, items }) => prefix[index] ?? items ?? []), item]);
  }
  if (!isObject(value)) {
    return [];
  }
  return Object.entries(value).map(([name, inner]) => [schemas.flatMap((schema) => ofField(schema, name)), inner]);
}

/** A pattern counts if it is not clear whether a name matches: its marks then apply. */
function ofField({ properties, patterns, additional }: View, name: string): Node[] {
  const named = properties.flatMap(([one, node]) => (one === name ? [node] : []));
  const matching = patterns.flatMap(([pattern, node]) => (matches(pattern, name) === false ? [] : [node]));
  const found = [...named, ...matching];
  return found.length > 0 || typeof additional === "boolean" ? found : [additional];
}
