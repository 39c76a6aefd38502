import { isObject, type Json, type JsonObject } from "./json.js";
import { limits } from "./limits.js";
import { child, entries, items, type Node, objectAt } from "./node.js";

/** A value that examples add up to, with the length of its JSON. */
interface Made {
  readonly value: Json;
  readonly size: number;
}

/**
 * The results for each schema so far. If schemas refer to each other, there are more ways to one than can be followed:
 * the result on the first of them holds on the others too.
 */
type Known = Map<Json, Made | undefined>;

/**
 * The sum of the examples on a schema and inside it, as a mock puts it together if a media type has no example of its
 * own. Undefined if they leave out a required part, or there are none at all. Parts that would make it larger than
 * {@link limits.text} are left out of it.
 */
export function exampleOf(schema: Node): Json | undefined {
  return madeOf(schema, [], new Map())?.value;
}

function madeOf(schema: Node, within: readonly string[], known: Known): Made | undefined {
  if (!isObject(schema.value) || within.includes(schema.pointer)) {
    return undefined;
  }
  if (known.has(schema.value)) {
    return known.get(schema.value);
  }
  const made = ownExample(schema) ?? put(schema, (inner) => madeOf(inner, [...within, schema.pointer], known));
  known.set(schema.value, made);
  return made;
}

function ownExample(schema: Node): Made | undefined {
  const { examples, example, const: only } = objectAt(schema);
  const [own] = [...(Array.isArray(examples) ? examples : []), example, only].filter((one) => one !== undefined);
  return own === undefined ? undefined : { value: own, size: JSON.stringify(own).length };
}

/** Puts an example together from those inside of a schema. */
function put(schema: Node, of: (inner: Node) => Made | undefined): Made | undefined {
  const found = (nodes: readonly Node[]) => nodes.flatMap((node) => of(node) ?? []);
  const [branch] = found([...items(child(schema, "oneOf")), ...items(child(schema, "anyOf"))]);
  const parts = found(items(child(schema, "allOf")));
  const item = child(schema, "items");
  const inside = item && of(item);
  if (inside !== undefined) {
    return { value: [inside.value], size: inside.size + 2 };
  }
  const fields = entries(child(schema, "properties")).flatMap(([name, field]): Made[] => {
    const made = of(field);
    return made ? [{ value: { [name]: made.value }, size: made.size + name.length + 6 }] : [];
  });
  const others = [...parts, ...(branch === undefined ? [] : [branch])];
  if (!others.every(({ value }) => isObject(value))) {
    return branch ?? parts[0];
  }
  let size = 0;
  const kept = [...others, ...fields].filter((one) => {
    const fits = size + one.size <= limits.text;
    size += fits ? one.size : 0;
    return fits;
  });
  const whole: JsonObject = Object.fromEntries(kept.flatMap(({ value }) => Object.entries(Object(value))));
  return Object.keys(whole).length > 0 ? { value: whole, size } : undefined;
}
