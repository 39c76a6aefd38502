import { child, entries, items, type Node } from "../../contract-tests/model/node.js";
import { view } from "../../contract-tests/schema/view.js";

/** The fields a schema lists, by name: in itself, in its `allOf` parts and in each of its branches. */
export function fieldsOf(node: Node, depth = 0): Map<string, Node[]> {
  const found = new Map<string, Node[]>();
  const note = (name: string, field: Node) => {
    const known = found.get(name) ?? [];
    if (!known.some(({ pointer }) => pointer === field.pointer)) found.set(name, [...known, field]);
  };
  const schema = view(node);
  for (const [name, field] of schema.properties) note(name, field);
  if (depth > 4) return found;
  for (const branch of schema.branches) {
    for (const [name, fields] of fieldsOf(branch, depth + 1)) for (const field of fields) note(name, field);
  }
  return found;
}

/** The schemas that hold for the items of an array, or for the entries of a map, under a schema. */
export function partsOf(node: Node, keyword: "items" | "additionalProperties", depth = 0): Node[] {
  const schema = view(node);
  const own = [node, ...items(child(node, "allOf"))].flatMap((part) => {
    const held = child(part, keyword);
    return held && typeof held.value !== "boolean" ? [held] : [];
  });
  if (depth > 4) return own;
  return [...own, ...schema.branches.flatMap((branch) => partsOf(branch, keyword, depth + 1))];
}

/**
 * The schemas that a document gives for a place in a value; none where it says nothing of it. Openness is not
 * documentation: that any further field *may* stand in an object tells nobody what to expect under a name.
 */
export function schemasAt(nodes: readonly Node[], place: readonly string[]): readonly Node[] {
  return place.reduce(
    (here, token) =>
      here.flatMap((node) =>
        token === "[]" ? partsOf(node, "items") : (fieldsOf(node).get(token) ?? partsOf(node, "additionalProperties")),
      ),
    nodes,
  );
}

/** Where in a value something is, as a place that holds for all values: `[]` for any item, `*` for any further name. */
export function placeOf(where: readonly string[], nodes: readonly (readonly Node[])[]): string[] {
  const place: string[] = [];
  let sides = nodes;
  for (const token of where) {
    const listed = sides.some((side) => side.some((node) => fieldsOf(node).has(token)));
    const item = /^\d+$/.test(token) && sides.some((side) => side.some((node) => partsOf(node, "items").length > 0));
    const name = listed ? token : item ? "[]" : "*";
    place.push(name);
    sides = sides.map((side) => schemasAt(side, [name]));
  }
  return place;
}

/** Whether a schema lists no field and says nothing of those it does not list. */
export function isFreeForm(node: Node): boolean {
  const schema = view(node);
  return (
    schema.additional === true && fieldsOf(node).size === 0 && entries(child(node, "patternProperties")).length === 0
  );
}
