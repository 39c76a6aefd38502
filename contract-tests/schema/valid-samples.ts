import { canonical, type Json, type JsonObject, jsonType, setField } from "../model/json.js";
import { limits } from "../model/limits.js";
import type { Node } from "../model/node.js";
import { numberSamples, textSamples } from "./edges.js";
import { freshName } from "./objects.js";
import {
  isSendable,
  type Place,
  placeOf,
  plainest,
  type Slot,
  slotsOf,
  smallestList,
  smallestObject,
  withField,
  withoutField,
  withPrefix,
} from "./place.js";
import { distinct, inside, inVariant, own, type Sample, shown } from "./sample.js";
import { namesFor } from "./sample-objects.js";
import type { Wish } from "./sampler.js";
import { type Reached, reachedFrom, siteKey } from "./walk.js";
import { anything, missingSamples, type Sent } from "./wants.js";

/** A part of a value, and the samples of it. */
interface Filled {
  readonly slot: Slot;
  readonly samples: readonly Sample[];
}

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
  const made = distinct(at.branches.length > 0 ? ofBranches(at, reached) : candidates(at, reached));
  const found = made.filter(({ value }) => at.holds(value));
  return found.length > 0 ? found : at.sampler.samples(at.held).map((value) => own(value, ""));
}

function ofBranches({ branches, exemplars }: Place, reached: Reached): Sample[] {
  return branches.flatMap((branch, index) =>
    samplesOf(branch, exemplars, reached).map((sample) => inVariant(index, sample)),
  );
}

function candidates(at: Place, reached: Reached): Sample[] {
  const { facts, exemplars, types } = at;
  const values = facts.listed?.slice(0, limits.values);
  if (values) {
    return [...known(values, exemplars), ...values]
      .filter(at.holds)
      .map((value, index) => own(value, index === 0 ? "" : shown(value)));
  }
  const named = types.length > 0 ? types : ["string", "integer", "boolean", "object"];
  // The type that the examples show comes first, as the plainest.
  const first = named.filter((type) => exemplars.some((value) => fits(type, value)));
  const filled = slotsOf(at, oddName(at))
    .filter(({ node }) => reached.has(siteKey(node)))
    .map((slot) => ({ slot, samples: samplesOf(slot.node, slot.exemplars, reached) }));
  return [
    ...[...new Set([...first, ...named])].flatMap((type) => ofType(type, at, filled)),
    ...filled.flatMap((one) => inSlot(at, one)),
  ];
}

function ofType(type: string, at: Place, filled: readonly Filled[]): Sample[] {
  const first = plain(at.exemplars.filter((value) => fits(type, value)));
  switch (type) {
    case "object":
      return objects(at, filled);
    case "array":
      return [...first, ...arrays(at, filled)];
    case "string":
      return [...first, ...textSamples(at)];
    case "integer":
    case "number":
      return [...first, ...numberSamples(type, at.facts)];
    case "boolean":
      return [...first, own(true, "true"), own(false, "false")];
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

/** Each sample of a part, within a value of the schema around it. */
function inSlot(at: Place, { slot: { name, step, around }, samples }: Filled): Sample[] {
  return samples.flatMap((sample) => {
    const whole = fitted(at, around(sample.value), { given: { step, value: sample.value } });
    return whole.map((value) => ({ value, ...inside(name, sample) }));
  });
}

/** A value if it is accepted, or else another one with the wished-for parts. */
function fitted({ held, sampler, holds }: Place, value: Json, wish: Partial<Wish>): Json[] {
  if (holds(value)) {
    return [value];
  }
  return wish.given ? [...sampler.holders(held, wish.given, 1)] : sampler.values(held, { count: 1, ...wish });
}

function objects(at: Place, filled: readonly Filled[]): Sample[] {
  const { node, exemplars, properties, facts } = at;
  const minimal = smallestObject(node, exemplars);
  if (!minimal || !isSendable(minimal, exemplars)) {
    return [];
  }
  const full: JsonObject = { ...minimal };
  const fields = filled.filter(({ slot }) => properties.some(([, field]) => field === slot.node));
  for (const { slot, samples } of fields) {
    const value = fullest(samples)?.value;
    if (value !== undefined) {
      setField(full, slot.name, value);
    }
  }
  const optional = fields.flatMap(({ slot: { name }, samples }) =>
    samples.length > 0 && !facts.required.has(name) ? [name] : [],
  );
  const hasRoom = optional.length > 0 && isSendable(full, exemplars);
  const alone = optional.length === 1 && facts.minProperties === 0;
  return [
    own(minimal, ""),
    ...(hasRoom ? fitted(at, full, {}).map((value) => own(value, everyField)) : []),
    ...(hasRoom && !alone ? optional : []).flatMap((name) =>
      fitted(at, withoutField(full, name), { without: name }).map((value) => own(value, `every field but ${name}`)),
    ),
    ...unlisted(at, minimal, filled),
  ];
}

const everyField = "every field";

/** The value with the most in it: what an object calls {@link everyField}, else the plainest. */
function fullest(values: readonly Sample[]): Sample | undefined {
  return values.find(({ path, what }) => path === "" && (what === everyField || what === severalEntries)) ?? values[0];
}

const severalEntries = "several entries";

/** A name that a field beyond the listed ones may have. */
function oddName({ names, patterns, held, sampler }: Place): string {
  return ((names !== undefined || patterns.length > 0) && freshName(held, [], sampler)) || "Any key, ünlisted";
}

/** The thing that a sample with a field beyond the listed ones tries. */
const unlistedField = "a field the contract does not list";

/** The values that an object may have beyond its named fields: a field if any is allowed, or several entries. */
function unlisted(at: Place, minimal: JsonObject, filled: readonly Filled[]): Sample[] {
  const { additional, patterns, facts, held, sampler } = at;
  if (typeof additional === "boolean") {
    const odd = oddName(at);
    const given = { step: { name: odd }, value: "any" };
    const made = additional && patterns.length === 0 ? fitted(at, withField(minimal, odd, "any"), { given }) : [];
    return made.map((value) => own(value, unlistedField));
  }
  const values = filled.find(({ slot }) => slot.node === additional)?.samples ?? [];
  const count = Math.min(Math.max(facts.minProperties, Math.min(facts.maxProperties, values.length)), limits.items);
  const entries = namesFor(held, count, sampler).map((name, index) => [
    name,
    values[index % values.length]?.value ?? null,
  ]);
  return [own({ ...minimal, ...Object.fromEntries(entries) }, severalEntries)];
}

function arrays(at: Place, filled: readonly Filled[]): Sample[] {
  const { facts, items, prefix } = at;
  const smallest = smallestList(at);
  if (!smallest) {
    return [];
  }
  const values = items ? (filled.find(({ slot }) => slot.node === items)?.samples ?? []) : [own("any", "")];
  const [first] = values;
  const base = withPrefix(smallest, prefix);
  const all = [...base, ...values.map(({ value }) => value)];
  const length = Math.min(Math.max(base.length, prefix.length + 3), facts.maxItems);
  const twice = facts.uniqueItems || !first || prefix.length > 0 ? [] : [first.value, first.value];
  const several = facts.uniqueItems
    ? [...new Map(all.map((one) => [canonical(one), one])).values()]
    : [...all, ...twice];
  return [
    own(smallest, smallest.length === 0 ? "empty" : `the fewest items (${smallest.length})`),
    own(several.slice(0, length), severalEntries),
    ...(twice.length > 0
      ? [own([...twice, ...smallest].slice(0, Math.max(2, smallest.length)), "the same item twice")]
      : []),
  ];
}
