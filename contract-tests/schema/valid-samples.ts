import { canonical, type Json, type JsonObject, jsonType, setField } from "../model/json.js";
import { limits } from "../model/limits.js";
import type { Node } from "../model/node.js";
import { numberSamples, textSamples } from "./edges.js";
import { freshName } from "./objects.js";
import {
  differentValues,
  fieldSlots,
  isSendable,
  itemSlots,
  listsOf,
  type Place,
  placeOf,
  plainest,
  type Slot,
  shownBesides,
  smallestList,
  smallestObject,
  withField,
  withoutField,
} from "./place.js";
import { distinct, inside, inVariant, own, type Sample, shown } from "./sample.js";
import { namesFor } from "./sample-objects.js";
import type { Wish } from "./sampler.js";
import { type Reached, reachedFrom, siteKey } from "./walk.js";
import { anything, missingSamples, type Sent } from "./wants.js";

/**
 * Values that a schema accepts: the plainest first, then each of its edges, one at a time: every optional field alone
 * and left out, all of them together, every variant, enum value, type, length, bound, pattern and format, maps and
 * arrays empty, with one and with several; and whatever of its wants these do not show. `exemplars` are the values of the contract's own examples in this place;
 * they are preferred if any value will do. Values outside the reached sites are plain.
 */
export function validSamples(node: Node, exemplars: readonly Json[] = [], sent: Sent = anything): Sample[] {
  const found = samplesOf(node, exemplars, reachedFrom(node)).filter(({ value }) => sent.accepts(value));
  return [...found, ...missingSamples(node, found, sent)];
}

function samplesOf(node: Node, exemplars: readonly Json[], reached: Reached): Sample[] {
  if (node.value === false) {
    return [];
  }
  if (node.value === true && node.also === undefined) {
    return distinct([...plain(exemplars), own("any", "")]);
  }
  if (reached.get(siteKey(node)) !== true) {
    const value = plainest(node, exemplars);
    return value === undefined ? [] : [own(value, "")];
  }
  const at = placeOf(node, exemplars);
  const made = distinct(candidates(at, reached)).filter(({ value }) => at.holds(value));
  return made.length > 0 ? made : at.sampler.samples(at.held).map((value) => own(value, ""));
}

function candidates(at: Place, reached: Reached): Sample[] {
  const { branches, facts, exemplars, types } = at;
  if (branches.length > 0) {
    return branches.flatMap((branch, index) =>
      samplesOf(branch, exemplars, reached).map((sample) => inVariant(index, sample)),
    );
  }
  const values = facts.listed?.slice(0, limits.values);
  if (values) {
    return [...known(values, exemplars), ...values]
      .filter(at.holds)
      .map((value, index) => own(value, index === 0 ? "" : shown(value)));
  }
  const named = types.length > 0 ? types : ["string", "integer", "boolean", "object"];
  // The type that the examples show comes first, as the plainest.
  const first = named.filter((type) => exemplars.some((value) => fits(type, value)));
  return [...new Set([...first, ...named])].flatMap((type) => ofType(type, at, reached));
}

function ofType(type: string, at: Place, reached: Reached): Sample[] {
  const fitting = at.exemplars.filter((value) => fits(type, value));
  switch (type) {
    case "object":
      return objects({ ...at, exemplars: fitting }, reached);
    case "array":
      return arrays({ ...at, exemplars: fitting }, reached);
    case "string":
      return [...plain(fitting), ...textSamples(at)];
    case "integer":
    case "number":
      return [...plain(fitting), ...numberSamples(type, at.facts)];
    case "boolean":
      return [...plain(fitting), own(true, "true"), own(false, "false")];
    default:
      return [own(null, "null")];
  }
}

function fits(type: string, value: Json): boolean {
  return jsonType(value) === type || (type === "number" && jsonType(value) === "integer");
}

function plain(exemplars: readonly Json[]): Sample[] {
  return exemplars.slice(0, 1).map((value) => own(value, ""));
}

function known(values: readonly Json[], exemplars: readonly Json[]): readonly Json[] {
  return exemplars.filter((exemplar) => values.some((value) => canonical(value) === canonical(exemplar))).slice(0, 1);
}

/** Each sample of a slot, within a value of the schema around it. */
function inSlot(at: Place, { node, name, step, exemplars, around }: Slot, reached: Reached): Sample[] {
  return samplesOf(node, exemplars, reached).flatMap((sample) => {
    const whole = fitted(at, around(sample.value), { given: { step, value: sample.value } });
    return whole.map((value) => ({ value, ...inside(name, sample) }));
  });
}

/** A value changed until its schema accepts it, with the wished-for parts kept; undefined if that leads nowhere. */
function fitted({ held, sampler, holds }: Place, value: Json, wish: Partial<Wish>): Json[] {
  if (holds(value)) {
    return [value];
  }
  return wish.given ? [...sampler.holders(held, wish.given, 1)] : sampler.values(held, { count: 1, ...wish });
}

function objects(at: Place, reached: Reached): Sample[] {
  const { node, exemplars, properties, facts } = at;
  const minimal = smallestObject(node, exemplars);
  if (!minimal || !isSendable(minimal, exemplars)) {
    return [];
  }
  const isRestricted = at.names !== undefined || at.patterns.length > 0;
  const odd = (isRestricted && freshName(at.held, [], at.sampler)) || "Any key, ünlisted";
  const slots = fieldSlots(at, minimal, odd);
  const fields = slots.slice(0, properties.length).filter(({ node: field }) => reached.has(siteKey(field)));
  const filled = fields.flatMap(({ node: field, name, exemplars: values }) => {
    const value = fullest(samplesOf(field, values, reached))?.value;
    return value === undefined ? [] : [{ name, value }];
  });
  const full: JsonObject = { ...minimal };
  for (const { name, value } of filled) {
    setField(full, name, value);
  }
  const optional = filled.filter(({ name }) => !facts.required.has(name));
  const hasRoom = isSendable(full, exemplars);
  return [
    own(minimal, ""),
    ...(optional.length > 0 && hasRoom ? fitted(at, full, {}).map((value) => own(value, everyField)) : []),
    ...fields.flatMap((slot) => inSlot(at, slot, reached)),
    ...((optional.length > 1 || facts.minProperties > 0) && hasRoom
      ? optional.flatMap(({ name }) =>
          fitted(at, withoutField(full, name), { without: name }).map((value) => own(value, `every field but ${name}`)),
        )
      : []),
    ...slots.slice(properties.length).flatMap((slot) => inSlot(at, slot, reached)),
    ...unlisted(at, minimal, odd, reached),
  ];
}

const everyField = "every field";

/** The value with the most in it: what an object calls {@link everyField}, else the plainest. */
function fullest(values: readonly Sample[]): Sample | undefined {
  return values.find(({ path, what }) => path === "" && (what === everyField || what === severalEntries)) ?? values[0];
}

const severalEntries = "several entries";

/** The thing that a sample with a field beyond the listed ones tries. */
export const unlistedField = "a field the contract does not list";

/** The values that an object may have beyond its named fields: a field if any is allowed, or as many entries as are. */
function unlisted(at: Place, minimal: JsonObject, odd: string, reached: Reached): Sample[] {
  const { additional, patterns, facts } = at;
  if (additional === true) {
    const given = { step: { name: odd }, value: "any" };
    const made = patterns.length > 0 ? [] : fitted(at, withField(minimal, odd, "any"), { given });
    return made.map((value) => own(value, unlistedField));
  }
  if (additional === false) {
    return [];
  }
  const values = samplesOf(additional, shownBesides(at), reached);
  const entries = (count: number) => ({
    ...minimal,
    ...Object.fromEntries(
      namesFor(at.held, Math.max(0, count), at.sampler).map((name, index) => [
        name,
        values[index % values.length]?.value ?? null,
      ]),
    ),
  });
  const most = facts.maxProperties <= limits.items ? facts.maxProperties : undefined;
  const several = Math.min(Math.max(facts.minProperties, Math.min(most ?? values.length, values.length)), limits.items);
  const room = (most ?? 0) - Object.keys(minimal).length;
  return [
    own(entries(several), severalEntries),
    ...(most === undefined || values.length === 0 ? [] : [own(entries(room), `the most entries (${most})`)]),
  ];
}

function arrays(at: Place, reached: Reached): Sample[] {
  const { exemplars, facts, items, prefix } = at;
  const smallest = smallestList(at);
  if (!smallest) {
    return plain(exemplars);
  }
  const least = smallest.length;
  const most = facts.maxItems <= limits.items ? facts.maxItems : undefined;
  const shownThere = exemplars.filter(Array.isArray).flat();
  const values = items ? samplesOf(items, shownThere, reached).map(({ value }) => value) : ["any"];
  const more = facts.uniqueItems && items ? differentValues(items, most ?? facts.minItems, values) : [];
  const of = listsOf(at, smallest, [...values, ...(facts.uniqueItems ? shownThere : []), ...more]);
  const shortest = of(least);
  const twice = facts.uniqueItems || values.length === 0 || prefix.length > 0 ? undefined : of(1)[0];
  return [
    ...plain(exemplars),
    own(at.holds(shortest) ? shortest : smallest, least === 0 ? "empty" : `the fewest items (${least})`),
    own(
      of(most ?? Math.max(least, prefix.length + 3)),
      most === undefined ? severalEntries : `the most items (${most})`,
    ),
    ...itemSlots(at, least, of).flatMap((slot) => inSlot(at, slot, reached)),
    ...(twice === undefined
      ? []
      : [
          own(
            Array.from({ length: Math.max(least, 2) }, () => twice),
            "the same item twice",
          ),
        ]),
  ];
}
