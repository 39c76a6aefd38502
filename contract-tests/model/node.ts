import { isObject, type Json, type JsonObject } from "./json.js";
import { fromPointer, lookUp, stepInto, toPointer } from "./pointer.js";

/**
 * A part of a bundled document, with every `$ref` on the way followed. `at` is its schema path: the way taken, as if
 * every part were there only once. It holds in the source files as well as in the bundle, and so leads to the place in
 * `openapi/`. `pointer` is its real place in the bundle: Ajv compiles that.
 */
export interface Node {
  readonly document: JsonObject;
  readonly value: Json;
  readonly at: readonly string[];
  readonly pointer: string;
  /** Further schemas that hold for the same value: a variant's come from the keywords beside its `oneOf`. */
  readonly also?: readonly Node[];
  /** The unions that it is a variant of, and all that were looked at on the way to it. */
  readonly chosen?: {
    readonly unions: readonly string[];
    readonly seen: readonly string[];
    /** The schemas that hold for none of its values: those of the variants that exclude it. */
    readonly excluded: readonly Node[];
  };
}

export function rootNode(document: JsonObject): Node {
  return { document, value: document, at: [], pointer: "#" };
}

/** The node under `tokens`, or undefined if there is none. */
export function child(node: Node | undefined, ...tokens: string[]): Node | undefined {
  let here = node;
  for (const token of tokens) {
    here = here && step(here, token);
  }
  return here;
}

function step(node: Node, token: string): Node | undefined {
  const inner = stepInto(node.value, token);
  if (inner === undefined) {
    return undefined;
  }
  return follow({
    document: node.document,
    value: inner,
    at: [...node.at, token],
    pointer: `${node.pointer}${toPointer([token]).slice(1)}`,
  });
}

function follow(node: Node): Node {
  let here = node;
  for (let hops = 0; isObject(here.value) && typeof here.value.$ref === "string"; hops += 1) {
    const target = here.value.$ref.startsWith("#") ? lookUp(here.document, fromPointer(here.value.$ref)) : undefined;
    if (target === undefined || hops > 100) {
      throw new Error(`${here.pointer}: $ref ${here.value.$ref} leads nowhere`);
    }
    // Keywords beside a $ref (OpenAPI 3.1) hold as well; only then can no pointer lead there.
    const { $ref, ...beside } = here.value;
    const schema = Object.keys(beside).some((key) => key !== "description" && key !== "summary");
    here = { ...here, value: schema && isObject(target) ? { ...target, ...beside } : target, pointer: $ref };
  }
  return here;
}

/** The named children of an object node, in document order. */
export function entries(node: Node | undefined): [string, Node][] {
  if (!node || !isObject(node.value)) {
    return [];
  }
  return Object.keys(node.value).flatMap((key) => {
    const inner = step(node, key);
    return inner ? [[key, inner] as [string, Node]] : [];
  });
}

/** The items of an array node. */
export function items(node: Node | undefined): Node[] {
  if (!node || !Array.isArray(node.value)) {
    return [];
  }
  return node.value.flatMap((_, index) => step(node, String(index)) ?? []);
}

/** The object at a node, or an empty one. */
export function objectAt(node: Node | undefined): JsonObject {
  return node && isObject(node.value) ? node.value : {};
}

/** A schema, what holds for the same value, and all that their `allOf` lists add, each once. */
export function partsOf(node: Node | undefined): Node[] {
  const parts: Node[] = [];
  const add = (part: Node) => {
    if (parts.some((one) => one.pointer === part.pointer && one.value === part.value)) {
      return;
    }
    parts.push(part);
    for (const inner of items(child(part, "allOf"))) {
      add(inner);
    }
  };
  for (const one of node ? [node, ...(node.also ?? [])] : []) {
    add(one);
  }
  return parts;
}
