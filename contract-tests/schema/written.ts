import { child, entries, items, type Node } from "../model/node.js";
import type { Step } from "./walk.js";

/** A schema directly inside of another one, as the document has it. */
interface WrittenSchema {
  readonly node: Node;
  /** The step into a value; undefined for a part or a variant, which are about the same value. */
  readonly step: Exclude<Step, { readonly item: number }> | undefined;
}

/** The schemas directly inside a schema as written: each part of an `allOf` and each variant by itself, not merged. */
function writtenIn(node: Node): WrittenSchema[] {
  const [entry, item] = ["additionalProperties", "items"].map((keyword) => child(node, keyword));
  const parts = ["allOf", "anyOf", "oneOf"].flatMap((keyword) => items(child(node, keyword)));
  return [
    ...entries(child(node, "properties")).map(([name, field]) => ({ node: field, step: { field: name } })),
    ...(entry ? [{ node: entry, step: "entry" as const }] : []),
    ...(item ? [{ node: item, step: "items" as const }] : []),
    ...parts.map((part) => ({ node: part, step: undefined })),
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
