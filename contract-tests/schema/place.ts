import { canonical, isObject, type Json, type JsonObject, setField } from "../model/json.js";
import { limits } from "../model/limits.js";
import type { Node } from "../model/node.js";
import { stepInto } from "../model/pointer.js";
import { and, type Conjunction } from "./conjunction.js";
import { engineOf } from "./engine.js";
import { leastContained } from "./facts.js";
import { languageOf } from "./language.js";
import { sizeOf } from "./sample.js";
import type { Given, Sampler } from "./sampler.js";
import { madeSchema } from "./schema.js";
import { edgeTexts } from "./texts.js";
import { type View, view } from "./view.js";

/** A schema that samples are made of, and all that helps to make them. */
export interface Place extends View {
  /** Values that the contract's own examples show here; they are preferred if any value will do. */
  readonly exemplars: readonly Json[];
  readonly sampler: Sampler;
  readonly holds: (value: Json) => boolean;
}

export function placeOf(node: Node, exemplars: readonly Json[]): Place {
  const schema = view(node);
  const { sampler } = engineOf(node);
  return { ...schema, exemplars, sampler, holds: (value) => sampler.accepts(schema.held, value) };
}

/** Where a value has others inside of it: a field, an entry, or an item. */
export interface Slot {
  readonly node: Node;
  /** As people write it: the field's name, `*` for an entry, `[]` for an item. */
  readonly name: string;
  readonly step: Given["step"];
  readonly exemplars: readonly Json[];
  /** The plainest value around it, with another value put there. */
  readonly around: (value: Json) => Json;
  /** The same for an item, in a list of one more: an empty text alone in a list cannot be told from none. */
  readonly amongMore?: (value: Json) => Json;
}

/** The slots of all values of a schema; an entry without a name in the contract is called `entry`. */
export function slotsOf(at: Place, entry: string): Slot[] {
  const { types, node, exemplars } = at;
  const object = types.includes("object") ? smallestObject(node, exemplars) : undefined;
  const list = types.includes("array") ? smallestList(at) : undefined;
  return [
    ...(object && isSendable(object, exemplars) ? fieldSlots(at, object, entry) : []),
    ...(list ? itemSlots(at, list) : []),
  ];
}

function fieldSlots(at: Place, base: JsonObject, entry: string): Slot[] {
  const { properties, patterns, additional, exemplars } = at;
  const slot = (node: Node, field: string, name: string, shown = shownIn(exemplars, field)): Slot => ({
    ...{ node, name, step: { name: field }, exemplars: shown },
    around: (value) => withField(base, field, value),
  });
  const byPattern = patterns.flatMap(([pattern, node]) => {
    const names = namesLike(pattern);
    const field = names.find((one) => !Object.hasOwn(base, one)) ?? names[0];
    return field === undefined ? [] : [slot(node, field, "*")];
  });
  const isListed = (name: string) => properties.some(([one]) => one === name);
  const besides = exemplars.filter(isObject).flatMap((one) => Object.entries(one));
  const shown = besides.flatMap(([name, value]) => (isListed(name) ? [] : [value]));
  return [
    ...properties.map(([name, node]) => slot(node, name, name)),
    ...byPattern,
    ...(typeof additional === "object" ? [slot(additional, entry, "*", shown)] : []),
  ];
}

/** A list with all items that have a schema of their own. */
export function withPrefix(list: readonly Json[], prefix: readonly Node[]): Json[] {
  return [...list, ...prefix.slice(list.length).map((node) => plainest(node) ?? null)];
}

/** Items with a schema of their own, and the first behind these and behind those that a list has to contain. */
function itemSlots({ prefix, items, held, facts, exemplars }: Place, smallest: readonly Json[]): Slot[] {
  const lists = exemplars.filter(Array.isArray);
  const base = withPrefix(smallest, prefix);
  const own = prefix.map((node, index) => ({
    ...{ node, name: `[${index}]`, step: { index } },
    exemplars: lists.flatMap((list) => (list.length > index ? [list[index] ?? null] : [])),
    around: (value: Json) => base.with(index, value),
  }));
  if (!items) {
    return own;
  }
  const index = Math.min(base.length, prefix.length + Math.max(0, ...held.parts.map(leastContained)));
  const other = plainest(items, lists.flat()) ?? null;
  const isMore = base.length < facts.maxItems - (index < base.length ? 0 : 1);
  return [
    ...own,
    {
      ...{ node: items, name: "[]", step: { index }, exemplars: lists.flat() },
      around: (value: Json) => base.toSpliced(index, 1, value),
      ...(isMore && {
        amongMore: (value: Json) => [
          ...base.slice(0, index),
          value,
          ...(index < base.length ? base.slice(index) : [other]),
        ],
      }),
    },
  ];
}

/** The plainest value, or undefined if there is none that is small enough; made of the exemplars if it can be. */
export function plainest(node: Node, exemplars: readonly Json[] = []): Json | undefined {
  if (node.value === true && node.also === undefined) {
    return exemplars[0] ?? "any";
  }
  const { sampler } = engineOf(node);
  const { held, branches, types } = view(node);
  if (branches.length > 0) {
    const each = branches.flatMap((branch) => plainest(branch, exemplars) ?? []);
    return each.find((value) => sampler.accepts(held, value)) ?? sampler.samples(held)[0];
  }
  const fitting = exemplars.find((value) => !isObject(value) && sampler.accepts(held, value));
  const isObjectLike = exemplars.some(isObject) || types[0] === "object";
  const value = fitting ?? (isObjectLike ? smallestObject(node, exemplars) : undefined) ?? sampler.samples(held)[0];
  return value !== undefined && isSendable(value, exemplars) ? value : undefined;
}

/** An object with no more in it than it needs, and as much of that as possible as the exemplars show it. */
export function smallestObject(node: Node, exemplars: readonly Json[] = []): JsonObject | undefined {
  const { sampler } = engineOf(node);
  const { held, properties } = view(node);
  const [smallest] = sampler.samples(ofTypeAlone(held, "object"));
  if (!isObject(smallest)) {
    return undefined;
  }
  const fields = properties.flatMap(([name, field]): [string, Json][] => {
    const values = shownIn(exemplars, name);
    const value = Object.hasOwn(smallest, name) && values.length > 0 ? plainest(field, values) : undefined;
    return value === undefined ? [] : [[name, value]];
  });
  const asShown = { ...smallest, ...Object.fromEntries(fields) };
  return fields.length > 0 && sampler.accepts(held, asShown) ? asShown : smallest;
}

/** The shortest list, unless it is too long to be made. */
export function smallestList({ held, sampler, facts }: Place): Json[] | undefined {
  const smallest = facts.minItems > limits.items ? undefined : sampler.samples(ofTypeAlone(held, "array"))[0];
  return Array.isArray(smallest) ? smallest : undefined;
}

function ofTypeAlone(held: Conjunction, type: string): Conjunction {
  return held.schemas.some((one) => one === madeSchema({ type })) ? held : and(held, madeSchema({ type }));
}

/** As many different values as requested, as far as a schema is known to accept so many. */
export function differentValues(node: Node, count: number, known: readonly Json[]): Json[] {
  const { held } = view(node);
  const more = known.length < count ? engineOf(node).sampler.values(held, { count: count + known.length }) : [];
  return [...new Map([...known, ...more].map((value) => [canonical(value), value])).values()].slice(0, count);
}

/** Whether a value is no larger than the largest made-up one. */
export function isSendable(value: Json, exemplars: readonly Json[]): boolean {
  return sizeOf(value) <= limits.size + sizeOf([...exemplars]);
}

/** Names that a pattern takes. */
export function namesLike(pattern: string): string[] {
  return edgeTexts(languageOf(pattern), limits.texts);
}

/** The values of one field across the exemplars. */
function shownIn(exemplars: readonly Json[], name: string): Json[] {
  return exemplars.flatMap((one) => {
    const value = isObject(one) ? stepInto(one, name) : undefined;
    return value === undefined ? [] : [value];
  });
}

/** An object with one more field, or with another value of it. */
export function withField(object: JsonObject, name: string, value: Json): JsonObject {
  const copy = { ...object };
  setField(copy, name, value);
  return copy;
}

/** An object without one of its fields. */
export function withoutField(object: JsonObject, name: string): JsonObject {
  const { [name]: _left, ...rest } = object;
  return rest;
}
