import { isObject, type Json } from "../model/json.js";
import type { Node } from "../model/node.js";
import { patternOf } from "../model/regexp.js";
import { type View, view } from "./view.js";

/** A value, and a schema that holds it, at one place of a larger value. */
export interface HeldValue {
  readonly schema: View;
  readonly value: Json;
}

/**
 * A value with the schema that holds it, and everything inside of both. Of a schema with branches, those that take the
 * value hold it. The walk ends where the value does.
 */
export function heldValues(isValid: (node: Node, value: Json) => boolean, node: Node, value: Json): HeldValue[] {
  const schema = view(node);
  if (schema.branches.length > 0) {
    return schema.branches
      .filter((branch) => isValid(branch, value))
      .flatMap((branch) => heldValues(isValid, branch, value));
  }
  return [{ schema, value }, ...inside(schema, value).flatMap(([inner, one]) => heldValues(isValid, inner, one))];
}

function inside(schema: View, value: Json): [Node, Json][] {
  if (Array.isArray(value)) {
    return ofItems(schema, value);
  }
  return isObject(value) ? ofEntries(schema, value) : [];
}

function ofItems({ prefix, items }: View, value: readonly Json[]): [Node, Json][] {
  return value.flatMap((item, index): [Node, Json][] => {
    const schema = prefix[index] ?? items;
    return schema ? [[schema, item]] : [];
  });
}

function ofEntries({ properties, patterns, additional }: View, value: { [key: string]: Json }): [Node, Json][] {
  const named = new Map(properties);
  return Object.entries(value).flatMap(([name, inner]): [Node, Json][] => {
    const field = named.get(name);
    if (field) {
      return [[field, inner]];
    }
    const matching = patterns.flatMap(([pattern, schema]) => (patternOf(pattern)?.test(name) ? [schema] : []));
    const unlisted = matching.length === 0 && typeof additional === "object" ? [additional] : [];
    return [...matching, ...unlisted].map((schema) => [schema, inner]);
  });
}
