import { limits } from "../model/limits.js";
import type { Node } from "../model/node.js";
import { toPointer } from "../model/pointer.js";
import { type View, view } from "./view.js";

/** A step into a value: a field, one of the first items, every further item of a list, or every further entry of a map. */
export type Step = { readonly field: string } | { readonly item: number } | "items" | "entry";

/** A schema directly inside of another one. */
export interface Inner {
  readonly node: Node;
  /** How to get there from a value of the outer schema; a branch is about the same value. */
  readonly steps: readonly Step[];
  /** As people write it: a field's name, `[]` for an item, `*` for an entry; empty for a branch. */
  readonly name: string;
}

/** Everything directly inside of a schema, in a fixed order: all walks over schemas go through here. */
export function innerOf(schema: View): Inner[] {
  const { properties, patterns, prefix, items, additional, branches } = schema;
  return [
    ...properties.map(([name, node]): Inner => ({ node, steps: [{ field: name }], name })),
    ...patterns.map(([, node]): Inner => ({ node, steps: ["entry"], name: "*" })),
    ...(typeof additional === "object" ? [{ node: additional, steps: ["entry" as const], name: "*" }] : []),
    ...prefix.map((node, index): Inner => ({ node, steps: [{ item: index }], name: "[]" })),
    ...(items ? [{ node: items, steps: ["items" as const], name: "[]" }] : []),
    ...branches.map((node): Inner => ({ node, steps: [], name: "" })),
  ];
}

/** A place that a walk reaches. */
export interface Place {
  readonly node: Node;
  readonly view: View;
  /** The way into a value, from the schema that the walk started at. */
  readonly steps: readonly Step[];
  /** The same as people write it, such as `user.tags.[]`; empty for the value itself. */
  readonly path: string;
  /** The field that this is, where it is one, and the schema that lists it. */
  readonly field: { readonly name: string; readonly required: boolean; readonly parent: View } | undefined;
  /** Whether the walk ends here: the schema stands within itself, or enough places have been reached. */
  readonly ends: boolean;
}

/** What tells a place of a contract from every other: the way to it. */
export function placeKey({ at }: Pick<Node, "at">): string {
  return toPointer(at);
}

/** A place that a walk has still to come to. */
interface Pending extends Pick<Place, "node" | "steps" | "path" | "field"> {
  /** The schemas that it stands within. */
  readonly within: readonly string[];
}

/**
 * Every place that a schema leads to, itself first and then level by level, each once. The walk ends, everywhere in the
 * same way, at a schema that stands within itself and after {@link limits.places}: such places are reached, and nothing
 * inside of them is.
 */
export function placesOf(root: Node): readonly Place[] {
  const known = places.get(root);
  if (known) {
    return known;
  }
  const found = walk(root);
  places.set(root, found);
  return found;
}

const places = new WeakMap<Node, readonly Place[]>();

function walk(root: Node): Place[] {
  const found: Place[] = [];
  const seen = new Set<string>();
  let level: Pending[] = [{ node: root, steps: [], path: "", field: undefined, within: [] }];
  while (level.length > 0) {
    const next: Pending[] = [];
    for (const { within, ...here } of level) {
      const key = placeKey(here.node);
      if (seen.has(key)) {
        continue;
      }
      seen.add(key);
      const { node } = here;
      const ends = typeof node.value === "boolean" || within.includes(node.pointer) || found.length >= limits.places;
      const place = { ...here, view: view(node), ends };
      found.push(place);
      if (!ends) {
        next.push(...below(place, [...within, node.pointer]));
      }
    }
    // What is listed after enough places have been found is not looked at any more.
    level = found.length >= limits.places ? [] : next;
  }
  return found;
}

function below({ view: schema, steps, path, field }: Place, within: readonly string[]): Pending[] {
  return innerOf(schema).map(({ node, steps: more, name }) => ({
    node,
    steps: [...steps, ...more],
    path: [path, name].filter((part) => part !== "").join("."),
    // A branch stands for the same field as the schema that has it.
    field: fieldOf(schema, node, name) ?? (more.length === 0 ? field : undefined),
    within,
  }));
}

function fieldOf(parent: View, node: Node, name: string): Place["field"] {
  if (!parent.properties.some(([, one]) => one === node)) {
    return undefined;
  }
  return { name, required: parent.required.includes(name), parent };
}

/** The places that a schema's values are varied in: all that the walk does not end at. */
export function openPlaces(root: Node): ReadonlySet<string> {
  return new Set(placesOf(root).flatMap(({ node, ends }) => (ends ? [] : [placeKey(node)])));
}
