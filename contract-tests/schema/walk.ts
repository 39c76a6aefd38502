import type { Json } from "../model/json.js";
import { kept } from "../model/lazy.js";
import { limits } from "../model/limits.js";
import type { Node } from "../model/node.js";
import { toPointer } from "../model/pointer.js";
import { ownPointer } from "./engine.js";
import { madeSchema, type Schema } from "./schema.js";
import { type View, view } from "./view.js";

/** A step into a value: a field, one of the first items, every further item of a list, or every further entry of a map. */
export type Step = { readonly field: string } | { readonly item: number } | "items" | "entry";

/** A schema directly inside of another one. */
interface Inner {
  readonly node: Node;
  /** How to get there from a value of the outer schema; a branch is about the same value. */
  readonly steps: readonly Step[];
  /** As people write it: a field's name, `[]` for an item, `*` for an entry; empty for a branch. */
  readonly name: string;
}

/** Everything directly inside of a schema, in a fixed order: all walks over schemas go through here. */
export function innerOf(schema: View): Inner[] {
  const { properties, patterns, prefix, items, additional, branches } = schema;
  // A schema with variants is gone through in each of them, with the keywords beside them.
  if (branches.length > 0) {
    return branches.map((node): Inner => ({ node, steps: [], name: "" }));
  }
  return [
    ...properties.map(([name, node]): Inner => ({ node, steps: [{ field: name }], name })),
    ...patterns.map(([, node]): Inner => ({ node, steps: ["entry"], name: "*" })),
    ...(typeof additional === "object" ? [{ node: additional, steps: ["entry" as const], name: "*" }] : []),
    ...prefix.map((node, index): Inner => ({ node, steps: [{ item: index }], name: "[]" })),
    ...(items ? [{ node: items, steps: ["items" as const], name: "[]" }] : []),
  ];
}

/** A schema that a walk reaches, and how. */
export interface Site {
  readonly node: Node;
  readonly view: View;
  /** The steps into a value, from the schema that the walk started at. */
  readonly steps: readonly Step[];
  /** The same as people write it, such as `user.tags.[]`; empty for the value itself. */
  readonly path: string;
  /** The field that this is, if it is one, and the schema that lists it. */
  readonly field: { readonly name: string; readonly required: boolean; readonly parent: View } | undefined;
  /** The sites that it is directly inside of, the first of which has its steps; none for the start of the walk. */
  readonly parents: Site[];
  /** Whether it is a variant, or inside of one: what it refuses another variant may accept. */
  readonly inVariant: boolean;
  /** Whether the walk ends here: the schema is within itself, or allows any value. */
  readonly ends: boolean;
}

/** Tells a site from every other of its contract: by its schema path. */
export function siteKey({ at }: Pick<Node, "at">): string {
  return toPointer(at);
}

/** A site that a walk has still to look at. */
interface Pending extends Pick<Site, "node" | "steps" | "path" | "field" | "parents" | "inVariant"> {
  /** The schemas around it. */
  readonly within: readonly string[];
}

/**
 * Every schema that one leads to, itself first and then level by level, each once. The walk ends, everywhere in the
 * same way, at a schema within itself, which is reached and whose inner ones are not, and after {@link limits.sites}.
 */
export const sitesOf = kept((root: Node): readonly Site[] => {
  const found = new Map<string, Site>();
  let level: Pending[] = [
    { node: root, steps: [], path: "", field: undefined, parents: [], inVariant: false, within: [] },
  ];
  while (level.length > 0) {
    const next: Pending[] = [];
    for (const { within, ...here } of level) {
      // The same field can be there under a condition, and without it.
      const key = [siteKey(here.node), ...(here.node.also ?? []).map(({ pointer }) => pointer)].join(" ");
      const known = found.get(key);
      if (known) {
        known.parents.push(...here.parents);
        continue;
      }
      if (found.size >= limits.sites) {
        return [...found.values()];
      }
      const { node } = here;
      const ends = typeof node.value === "boolean" || (node.pointer !== ownPointer && within.includes(node.pointer));
      const site = { ...here, view: view(node), ends };
      found.set(key, site);
      if (!ends) {
        next.push(...below(site, [...within, node.pointer]));
      }
    }
    level = next;
  }
  return [...found.values()];
});

/** The sites whose values are gone through, without those with variants: these are gone through in each of them. */
export function variedSites(root: Node): Site[] {
  return sitesOf(root).filter(({ ends, view: { branches } }) => !ends && branches.length === 0);
}

function below(parent: Site, within: readonly string[]): Pending[] {
  const { view: schema, steps, path, field, inVariant } = parent;
  return innerOf(schema).map(({ node, steps: more, name }) => ({
    node,
    steps: [...steps, ...more],
    path: [path, name].filter((part) => part !== "").join("."),
    // A branch is about the same field as the schema that has it.
    field: fieldOf(schema, node, name) ?? (more.length === 0 ? field : undefined),
    parents: [parent],
    inVariant: inVariant || more.length === 0,
    within,
  }));
}

function fieldOf(parent: View, node: Node, name: string): Site["field"] {
  if (!parent.properties.some(([, one]) => one === node)) {
    return undefined;
  }
  return { name, required: parent.facts.required.has(name), parent };
}

/** A schema for a value inside, as one for the value around it; undefined for the entries of a map, which are unnamed. */
export function fromOutside(steps: readonly Step[], schema: Schema): Schema | undefined {
  let value: Json = schema.value;
  for (const step of steps.toReversed()) {
    if (step === "entry") {
      return undefined;
    }
    if (step === "items") {
      value = { items: value };
    } else if ("field" in step) {
      value = { properties: { [step.field]: value } };
    } else {
      value = { prefixItems: [...Array.from({ length: step.item }, () => true), value] };
    }
  }
  return madeSchema(value);
}

/**
 * The sites that a walk reaches, by their {@link siteKey}, each with whether its values are varied: at the end of the
 * walk, they are plain. Fields beyond it are sent only if they are required.
 */
export type Reached = ReadonlyMap<string, boolean>;

export function reachedFrom(root: Node): Reached {
  return new Map(sitesOf(root).map(({ node, ends }) => [siteKey(node), !ends]));
}
