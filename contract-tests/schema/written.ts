import { child, entries, items, type Node } from "../model/node.js";
import type { Step } from "./walk.js";

/** A schema directly inside of another one, as the document has it. */
interface WrittenSchema {
  readonly node: Node;
  /** The step into a value; undefined for a part or a variant, which are about the same value. */
  readonly step: Exclude<Step, { readonly item: number }> | undefined;
  /** Tells it from its neighbours: a field's name, `entry`, `items`, `part1`, `variant1`. */
  readonly name: string;
}

/**
 * The schemas directly inside a schema as written: each part of an `allOf` and each variant by itself, not merged
 * (`innerOf`). An edit of the document has to know them apart.
 */
export function writtenIn(node: Node): WrittenSchema[] {
  const entry = child(node, "additionalProperties");
  const item = child(node, "items");
  const variants = [...items(child(node, "anyOf")), ...items(child(node, "oneOf"))];
  return [
    ...entries(child(node, "properties")).map(([name, field]) => ({ node: field, step: { field: name }, name })),
    ...(entry ? [{ node: entry, step: "entry" as const, name: "entry" }] : []),
    ...(item ? [{ node: item, step: "items" as const, name: "items" }] : []),
    ...items(child(node, "allOf")).map((part, index) => ({ node: part, step: undefined, name: `part${index + 1}` })),
    ...variants.map((variant, index) => ({ node: variant, step: undefined, name: `variant${index + 1}` })),
  ];
}

/** A schema and every one that it leads to as they are written, each once; `follows` chooses those gone into. */
export function reachable(start: Node, follows: (inner: WrittenSchema) => boolean = () => true): Node[] {
  const found = new Map<string, Node>();
  const pending = [start];
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (!found.has(node.pointer)) {
      found.set(node.pointer, node);
      pending.push(...writtenIn(node).flatMap((inner) => (follows(inner) ? [inner.node] : [])));
    }
  }
  return [...found.values()];
}
