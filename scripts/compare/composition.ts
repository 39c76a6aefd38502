import { child, entries, items, type Node, objectAt } from "../../contract-tests/model/node.js";
import { view } from "../../contract-tests/schema/view.js";
import { same } from "./same.js";

/** Of what stands in several `allOf` parts, what the generator takes from only one of them. */
export function saidTwice(node: Node): string[] {
  const parts = partsOf(node);
  if (parts.length < 2) return [];
  const names = parts.flatMap((part) => [
    ...["pattern", "format", "multipleOf", "items", "additionalProperties", "anyOf", "oneOf"].filter(
      (one) => one in objectAt(part),
    ),
    ...entries(child(part, "properties")).map(([name]) => name),
  ]);
  return names.filter((name, index) => names.indexOf(name) < index);
}

function partsOf(node: Node, depth = 0): Node[] {
  if (depth > 8) return [];
  return [node, ...items(child(node, "allOf")).flatMap((part) => partsOf(part, depth + 1))];
}

/**
 * Whether a value may fit two variants of a `oneOf`, and so none: variants of different types never do, and those that
 * the giving side has as well it keeps apart itself.
 */
export function overlapping(giving: Node, refusing: Node): boolean {
  const known = items(child(giving, "oneOf"));
  const branches = items(child(refusing, "oneOf"));
  return branches.some((branch, index) =>
    branches.some(
      (other, at) =>
        at > index &&
        shareType(view(branch).types, view(other).types) &&
        ![branch, other].every((one) => known.some((variant) => same(variant, one))),
    ),
  );
}

function shareType(a: readonly string[], b: readonly string[]): boolean {
  return a.length === 0 || b.length === 0 || a.some((type) => b.includes(type));
}
