import { isObject, type Json } from "./json.js";
import { limits } from "./limits.js";
import { child, entries, items, type Node } from "./node.js";

/**
 * The results for each schema so far. If schemas refer to each other, there are more ways to one than can be followed:
 * the result on the first of them holds on the others too.
 */
type Known = Map<Json, Json | undefined>;

/**
 * The sum of the examples on a schema and inside it, as a mock puts it together if a media type has no example of its
 * own. Undefined if they leave out a required part, or there are none at all. Parts that would make it larger than
 * {@link limits.text} are left out of it.
 */
export function exampleOf(schema: Node, within: readonly string[] = [], known: Known = new Map()): Json | undefined {
  if (!isObject(schema.value) || within.includes(schema.pointer)) {
    return undefined;
  }
  if (!known.has(schema.value)) {
    const { examples, example, const: only } = schema.value;
    const own = [...(Array.isArray(examples) ? examples : []), example, only].find((one) => one !== undefined);
    const below = [...within, schema.pointer];
    known.set(schema.value, own === undefined ? put(schema, (inner) => exampleOf(inner, below, known)) : own);
  }
  return known.get(schema.value);
}

/** Puts an example together from those inside of a schema. */
function put(schema: Node, of: (inner: Node) => Json | undefined): Json | undefined {
  const found = (nodes: readonly Node[]) => nodes.flatMap((node) => [of(node)]).filter((one) => one !== undefined);
  const [item] = found([child(schema, "items") ?? []].flat());
  if (item !== undefined) {
    return [item];
  }
  const [branch] = found([...items(child(schema, "oneOf")), ...items(child(schema, "anyOf"))]);
  const parts = found(items(child(schema, "allOf")));
  const others = branch === undefined ? parts : [...parts, branch];
  if (!others.every(isObject)) {
    return branch ?? parts[0];
  }
  const fields = entries(child(schema, "properties")).flatMap(([name, field]) => {
    const made = of(field);
    return made === undefined ? [] : [{ [name]: made }];
  });
  let left: number = limits.text;
  const kept = [...others, ...fields].filter((one) => {
    const size = JSON.stringify(one).length;
    const fits = size <= left;
    left -= fits ? size : 0;
    return fits;
  });
  const whole = Object.fromEntries(kept.flatMap((one) => Object.entries(one)));
  return Object.keys(whole).length > 0 ? whole : undefined;
}
