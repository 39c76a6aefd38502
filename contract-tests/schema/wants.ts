import { canonical, type Json } from "../model/json.js";
import { kept } from "../model/lazy.js";
import { limits } from "../model/limits.js";
import type { Node } from "../model/node.js";
import { toPointer } from "../model/pointer.js";
import { and, type Conjunction } from "./conjunction.js";
import { engineOf, goalsAt, takes } from "./engine.js";
import { boundOf, measuring } from "./goals.js";
import { freshName } from "./objects.js";
import { namesLike } from "./place.js";
import { meetsAll } from "./refuses.js";
import { type Sample, shown } from "./sample.js";
import type { Given, Wish } from "./sampler.js";
import { madeSchema, type Schema } from "./schema.js";
import type { View } from "./view.js";
import { reachedFrom, type Site, siteKey, variedSites } from "./walk.js";
import { heldValues } from "./walk-value.js";

/** The positive form of a goal: something that a valid value has to show. */
export type Want = {
  /** The schema path of what asks for it. */
  readonly schemaPath: readonly string[];
  /** The field or the keyword that is meant. */
  readonly name: string;
  /** Narrows the values of the schema to those that show it. */
  readonly schema: Schema;
} & (
  | /** A field that is there, or left out; a value right at a bound. */ { readonly kind: "sent" | "left-out" | "edge" }
  | { readonly kind: "value"; readonly value: Json }
);

/** All that the values of a schema have to show themselves, apart from what is inside them. */
const wantsOf = kept(({ node, facts, types, properties }: View): readonly Want[] => {
  const values = facts.listed?.slice(0, limits.values) ?? (types.join() === "boolean" ? [true, false] : []);
  return [
    ...values.map((value): Want => {
      return { kind: "value", schemaPath: node.at, name: "", value, schema: madeSchema({ enum: [value] }) };
    }),
    ...properties.flatMap(([name, { at: schemaPath }]): Want[] => {
      const there = { type: "object", required: [name] };
      const missing = { type: "object", not: { required: [name] } };
      return [
        { kind: "sent", schemaPath, name, schema: madeSchema(there) },
        ...(facts.required.has(name)
          ? []
          : [{ kind: "left-out" as const, schemaPath, name, schema: madeSchema(missing) }]),
      ];
    }),
    ...(facts.listed ? [] : goalsAt(node)).flatMap(({ goal, at }): Want[] => {
      const bound = boundOf(goal);
      const schema = bound && !bound.exclusive ? measuring(bound.type, bound.at) : undefined;
      return schema ? [{ kind: "edge", schemaPath: at, name: goal.keyword, schema }] : [];
    }),
  ];
});

const isOfField = ({ kind }: Want) => kind === "sent" || kind === "left-out";

/** A want, and the site of the schema that has it. */
interface PlacedWant {
  readonly site: Site;
  readonly want: Want;
}

/** The wants of every schema that the walk reaches. A schema with variants has those of each of them. */
export const wantsIn = kept((root: Node): readonly PlacedWant[] => {
  const reached = reachedFrom(root);
  const isReached = (want: Want) => !isOfField(want) || reached.has(siteKey({ at: want.schemaPath }));
  return variedSites(root).flatMap((site) =>
    wantsOf(site.view).flatMap((want) => (isReached(want) ? [{ site, want }] : [])),
  );
});

/** The wants that a value shows, and all inside it. */
export function shownBy(root: Node, value: Json): Want[] {
  return heldValues(root, value).flatMap(({ schema, value: held }) =>
    wantsOf(schema).filter((want) => meetsAll(want.schema, held) === true),
  );
}

/** The values that can be sent. */
export interface Sent {
  readonly accepts: (value: Json) => boolean;
  /** Common schemas of all of them: of the whole, and of a value inside it. */
  readonly whole: Schema;
  readonly inner: Schema;
}

export const anything: Sent = { accepts: () => true, whole: madeSchema(true), inner: madeSchema(true) };

/** A sample for each want that no other one shows. */
export function missingSamples(root: Node, found: readonly Sample[], sent: Sent): Sample[] {
  const seen = new Set(found.flatMap(({ value }) => shownBy(root, value)).map(placeKey));
  return (found.length === 0 ? [] : wantsIn(root)).flatMap(({ site, want }) => {
    const value = seen.has(placeKey(want)) ? undefined : witness(site, want, sent);
    if (value === undefined || !takes(root, value) || !sent.accepts(value)) {
      return [];
    }
    for (const one of shownBy(root, value)) {
      seen.add(placeKey(one));
    }
    const path = [site.path, isOfField(want) ? want.name : ""].filter(Boolean).join(".");
    return [{ value, path, what: whatOf(want) }];
  });
}

function whatOf(want: Want): string {
  if (want.kind === "value") {
    return shown(want.value);
  }
  return want.kind === "edge" ? `at its ${want.name}` : want.kind.replace("-", " ");
}

/** Tells a want, and whatever else of a kind is about a place, from every other. */
export function placeKey(one: {
  readonly kind: string;
  readonly schemaPath: readonly string[];
  readonly value?: Json;
}): string {
  const value = one.value === undefined ? [] : [canonical(one.value)];
  return [one.kind, ...value, toPointer(one.schemaPath)].join(" ");
}

/** All that holds for the values of a site that can be sent. */
export function sentAt({ view, steps }: Site, { whole, inner }: Pick<Sent, "whole" | "inner">): Conjunction {
  return and(view.held, steps.length === 0 ? whole : inner);
}

/**
 * Whether certainly no value shows a want: none of its own schema does, or none of those around it has such a value,
 * with whatever variants and conditions a field is there.
 */
export function isImpossible(site: Site, want: Want, sent: Pick<Sent, "whole" | "inner">): boolean {
  const { isEmpty } = engineOf(site.node);
  const holdsNone = (here: Site, narrowed: Schema): boolean => {
    const around = (parent: Site) => holdsNone(withVariants(parent), having(parent, here, narrowed));
    return isEmpty(and(sentAt(here, sent), narrowed)) || (here.parents.length > 0 && here.parents.every(around));
  };
  return holdsNone(site, want.schema);
}

/** The site of the same value that has all its variants. */
function withVariants(site: Site): Site {
  const [parent] = site.parents;
  return parent && parent.steps.length === site.steps.length ? withVariants(parent) : site;
}

/** Narrows the values of a schema to those that have such a value at a site inside them. */
function having({ steps, view }: Site, site: Site, narrowed: Schema): Schema {
  const [step] = site.steps.slice(site.parents[0]?.steps.length ?? steps.length);
  if (step === undefined) {
    return narrowed;
  }
  if (step === "entry") {
    // Its name may be any: it is one more than the listed ones.
    const listed = view.properties.filter(([name]) => view.facts.required.has(name));
    return madeSchema({ type: "object", minProperties: listed.length + 1 });
  }
  if (step === "items") {
    return madeSchema({ type: "array", contains: narrowed.value });
  }
  if ("field" in step) {
    return madeSchema({ type: "object", required: [step.field], properties: { [step.field]: narrowed.value } });
  }
  const prefixItems = [...Array.from({ length: step.item }, () => true), narrowed.value];
  return madeSchema({ type: "array", minItems: step.item + 1, prefixItems });
}

/** A whole value that shows a want of a schema within it, made from the inside out. */
function witness(site: Site, want: Want, sent: Sent): Json | undefined {
  const { sampler } = engineOf(site.node);
  const find = (one: Site, wish: Partial<Wish>, schema = madeSchema(true)): Json | undefined => {
    const isWhole = one.parents.length === 0;
    const wanted = (value: Json) => takes(one.node, value) && sent.accepts(value);
    return sampler.values(and(sentAt(one, sent), schema), { count: 1, ...wish, ...(isWhole && { wanted }) })[0];
  };
  let value = isImpossible(site, want, sent) ? undefined : find(site, {}, want.schema);
  let here = site;
  for (let [parent] = site.parents; value !== undefined && parent; [parent] = parent.parents) {
    const step = stepFrom(parent, here);
    value = step ? find(parent, { given: { step, value } }) : value;
    here = parent;
  }
  return value;
}

/** The step from a value to one inside it; undefined for a variant, which is about the same value. */
function stepFrom(parent: Site, { node, steps }: Pick<Site, "node" | "steps">): Given["step"] | undefined {
  const { prefix, patterns, held } = parent.view;
  const [step] = steps.slice(parent.steps.length);
  if (step === undefined || typeof step === "object") {
    return step && ("field" in step ? { name: step.field } : { index: step.item });
  }
  if (step === "items") {
    return { index: prefix.length };
  }
  const [pattern] = patterns.find(([, one]) => one === node) ?? [];
  const name = pattern === undefined ? freshName(held, [], engineOf(node).sampler) : namesLike(pattern)[0];
  return name === undefined ? undefined : { name };
}
