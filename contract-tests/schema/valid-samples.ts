import { canonical, isObject, type Json, type JsonObject, jsonType, setField } from "../model/json.js";
import { limits } from "../model/limits.js";
import type { Node } from "../model/node.js";
import { stepInto } from "../model/pointer.js";
import { and, type Conjunction } from "./conjunction.js";
import { numberSamples, textSamples } from "./edges.js";
import { engineOf } from "./engine.js";
import { languageOf } from "./language.js";
import { isTooLarge, sizeBound } from "./limits.js";
import { namesOf } from "./objects.js";
import { distinct, inside, inVariant, own, type Sample, shown, sizeOf } from "./sample.js";
import { repaired } from "./sample-objects.js";
import type { Sampler, Wish } from "./samples.js";
import { madeSchema } from "./schema.js";
import { edgeTexts } from "./texts.js";
import { listed, type View, view } from "./view.js";
import { type Reached, reachedFrom, siteKey } from "./walk.js";

/**
 * Values that a schema takes: the plainest first, then each edge of what it allows, one at a time: every optional
 * field alone and left out, all of them together, every variant, enum value, type, length, bound, pattern and format,
 * maps and arrays empty, with one and with several. `exemplars` are values that the contract's own examples show in
 * this place; they are preferred if any value will do. What is not among the `reached` sites is plain.
 */
export function validSamples(
  node: Node,
  exemplars: readonly Json[] = [],
  reached: Reached = reachedFrom(node),
): Sample[] {
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
  const at = placeOf(node, exemplars, reached);
  const found = distinct(candidates(at)).filter(({ value }) => at.holds(value));
  return found.length > 0 ? found : at.sampler.samples(at.held).map((value) => own(value, ""));
}

/** A schema that samples are made of, and all that helps to make them. */
interface Place extends View {
  readonly exemplars: readonly Json[];
  readonly reached: Reached;
  readonly sampler: Sampler;
  readonly holds: (value: Json) => boolean;
}

function placeOf(node: Node, exemplars: readonly Json[], reached: Reached): Place {
  const schema = view(node);
  const { sampler } = engineOf(node);
  return { ...schema, exemplars, reached, sampler, holds: (value) => sampler.accepts(schema.held, value) };
}

function candidates(at: Place): Sample[] {
  const { branches, keywords, exemplars, reached, types } = at;
  if (branches.length > 0) {
    return branches.flatMap((branch, index) =>
      validSamples(branch, exemplars, reached).map((sample) => inVariant(index, sample)),
    );
  }
  const values = listed(keywords)?.slice(0, limits.values);
  if (values) {
    return [...known(values, exemplars), ...values]
      .filter(at.holds)
      .map((value, index) => own(value, index === 0 ? "" : shown(value)));
  }
  const named = types.length > 0 ? types : ["string", "integer", "boolean", "object"];
  // The type that the examples show comes first, as the plainest.
  const first = named.filter((type) => exemplars.some((value) => fits(type, value)));
  return [...new Set([...first, ...named])].flatMap((type) => ofType(type, at));
}

/** The plainest value, or undefined if there is none that is small enough; made of what the exemplars show if it can be. */
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

function ofTypeAlone(held: Conjunction, type: string): Conjunction {
  return held.schemas.some((one) => one === madeSchema({ type })) ? held : and(held, madeSchema({ type }));
}

/** As many different values as are asked for, as far as a schema is known to take so many. */
export function differentValues(node: Node, count: number, samples = validSamples(node)): Json[] {
  const { held } = view(node);
  const { sampler } = engineOf(node);
  const known = samples.map(({ value }) => value);
  const more = known.length < count ? sampler.values(held, { count: count + known.length }) : [];
  return [...new Map([...known, ...more].map((value) => [canonical(value), value])).values()].slice(0, count);
}

/** What values show under a field's name. */
export function shownIn(exemplars: readonly Json[], name: string): Json[] {
  return exemplars.flatMap((one) => {
    const value = isObject(one) ? stepInto(one, name) : undefined;
    return value === undefined ? [] : [value];
  });
}

function ofType(type: string, at: Place): Sample[] {
  const fitting = at.exemplars.filter((value) => fits(type, value));
  switch (type) {
    case "object":
      return objects({ ...at, exemplars: fitting });
    case "array":
      return arrays({ ...at, exemplars: fitting });
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

/** An object changed until its schema takes it, what is wished for kept; nothing if that leads nowhere. */
function mended({ held, sampler }: Place, object: JsonObject, wish: Partial<Wish>): JsonObject[] {
  const whole = { count: 1, ...wish };
  const found = repaired(held, object, whole, sampler) ?? sampler.values(held, whole)[0];
  return isObject(found) ? [found] : [];
}

/** An object with one more field, or with another value of it. */
function withField(at: Place, minimal: JsonObject, name: string, value: Json): JsonObject[] {
  return mended(at, { ...minimal, [name]: value }, { given: { step: { name }, value } });
}

function objects(at: Place): Sample[] {
  const { node, exemplars, reached, properties, required, keywords } = at;
  const minimal = smallestObject(node, exemplars);
  if (!minimal || !isSendable(minimal, exemplars)) {
    return [];
  }
  const fields = properties
    .filter(([, field]) => reached.has(siteKey(field)))
    .map(([name, field]) => ({
      name,
      optional: !required.includes(name),
      values: validSamples(field, shownIn(exemplars, name), reached),
    }))
    .filter(({ values }) => values.length > 0);
  const full: JsonObject = { ...minimal };
  for (const { name, values } of fields) {
    setField(full, name, fullest(values)?.value ?? null);
  }
  const optional = fields.filter((field) => field.optional);
  const hasRoom = isSendable(full, exemplars);
  return [
    own(minimal, ""),
    ...(optional.length > 0 && hasRoom ? mended(at, full, {}).map((value) => own(value, everyField)) : []),
    ...fields.flatMap(({ name, values }) =>
      values.flatMap((sample) =>
        withField(at, minimal, name, sample.value).map((value) => ({ value, ...inside(name, sample) })),
      ),
    ),
    ...((optional.length > 1 || keywords.minProperties !== undefined) && hasRoom
      ? optional.flatMap(({ name }) =>
          mended(at, without(full, name), { without: name }).map((value) => own(value, `every field but ${name}`)),
        )
      : []),
    ...byPattern(at, minimal),
    ...unlisted(at, minimal),
  ];
}

/** Whether a value is no larger than what is made up. */
function isSendable(value: Json, exemplars: readonly Json[]): boolean {
  return sizeOf(value) <= limits.size + sizeOf([...exemplars]);
}

const everyField = "every field";

/** The value with the most in it: what an object calls {@link everyField}, else the plainest. */
function fullest(values: readonly Sample[]): Sample | undefined {
  return values.find(({ path, what }) => path === "" && (what === everyField || what === severalEntries)) ?? values[0];
}

const severalEntries = "several entries";

/** What a sample tries that has a field beyond those listed. */
export const unlistedField = "a field the contract does not list";

/** Fields that are known by a pattern of their names. */
function byPattern(at: Place, minimal: JsonObject): Sample[] {
  const { patterns, exemplars, reached } = at;
  return patterns.flatMap(([pattern, node]) => {
    const name = namesLike(pattern).find((one) => !Object.hasOwn(minimal, one)) ?? namesLike(pattern)[0];
    if (name === undefined) {
      return [];
    }
    const values = validSamples(node, shownIn(exemplars, name), reached);
    return values.flatMap((sample) =>
      withField(at, minimal, name, sample.value).map((value) => ({ value, ...inside(name, sample) })),
    );
  });
}

/** Names that a pattern takes. */
export function namesLike(pattern: string): string[] {
  return edgeTexts(languageOf(pattern), limits.texts);
}

/** Names of fields that nobody listed, such as an object may have. */
function namesFor({ names, held, sampler }: Place, count: number): string[] {
  return names
    ? sampler.values(namesOf(held), { count }).filter((name) => typeof name === "string")
    : Array.from({ length: count }, (_, index) => `key_${index + 1}`);
}

/** What may be in an object beyond its named fields. */
function unlisted(at: Place, minimal: JsonObject): Sample[] {
  const { additional, keywords, patterns, names, exemplars, reached, facts } = at;
  const [odd = "Any key, ünlisted"] = names ? namesFor(at, 1) : [];
  if (additional === false || (additional === true && patterns.length > 0)) {
    return [];
  }
  if (additional === true) {
    return withField(at, minimal, odd, "any").map((value) => own(value, unlistedField));
  }
  const values = validSamples(additional, shownIn(exemplars, "first"), reached);
  const entries = (count: number) => ({
    ...minimal,
    ...Object.fromEntries(
      namesFor(at, Math.max(0, count)).map((name, index) => [name, values[index % values.length]?.value ?? null]),
    ),
  });
  const most = sizeBound(keywords, "maxProperties");
  const several = Math.min(Math.max(facts.minProperties, Math.min(most ?? values.length, values.length)), limits.items);
  const room = (most ?? 0) - Object.keys(minimal).length;
  return [
    own(entries(several), severalEntries),
    ...(most === undefined || values.length === 0 ? [] : [own(entries(room), `the most entries (${most})`)]),
    ...values.flatMap((sample) =>
      withField(at, minimal, odd, sample.value).map((value) => ({ value, ...inside("*", sample) })),
    ),
  ];
}

function arrays(at: Place): Sample[] {
  const { exemplars, held, sampler, prefix, facts, keywords, reached } = at;
  const smallest = isTooLarge("minItems", keywords) ? undefined : sampler.samples(ofTypeAlone(held, "array"))[0];
  if (!Array.isArray(smallest)) {
    return plain(exemplars);
  }
  const least = smallest.length;
  const most = sizeBound(keywords, "maxItems");
  const lists = exemplars.filter(Array.isArray);
  const values = at.items ? validSamples(at.items, lists.flat(), reached) : [own("any", "")];
  const ahead = prefix.map((inner) => plainest(inner) ?? null);
  const first = [...smallest.slice(0, prefix.length + (at.contains?.least ?? 0)), ...ahead.slice(smallest.length)];
  const pool = [
    ...values.map(({ value }) => value),
    ...(facts.uniqueItems ? [...lists.flat(), ...differentItems(at, values)] : []),
  ];
  const of = (count: number, leading?: Json): Json[] => {
    const rest = leading === undefined ? pool : [leading, ...pool];
    const choices = facts.uniqueItems ? [...new Map(rest.map((value) => [canonical(value), value])).values()] : rest;
    const behind = Math.max(0, count - first.length);
    const length = facts.uniqueItems || choices.length === 0 ? Math.min(behind, choices.length) : behind;
    return [...first, ...Array.from({ length }, (_, index) => choices[index % choices.length] ?? null)].slice(0, count);
  };
  const into = (index: number, value: Json, list: Json[]): Json[][] => {
    const holders = at.holds(list) ? [list] : sampler.holders(held, { step: { index }, value }, 1);
    return holders.filter(Array.isArray);
  };
  return [
    ...plain(exemplars),
    own(at.holds(of(least)) ? of(least) : smallest, least === 0 ? "empty" : `the fewest items (${least})`),
    own(
      of(most ?? Math.max(least, first.length + 3)),
      most === undefined ? severalEntries : `the most items (${most})`,
    ),
    ...prefix.flatMap((node, index) => {
      const shownThere = lists.flatMap((list) => (list.length > index ? [list[index] ?? null] : []));
      return validSamples(node, shownThere, reached).flatMap((sample) => {
        const long = of(Math.max(least, first.length));
        return into(index, sample.value, long.with(index, sample.value)).map((value) => ({
          value,
          ...inside(`[${index}]`, sample),
        }));
      });
    }),
    ...values.flatMap((sample) =>
      into(first.length, sample.value, of(Math.max(least, first.length + 1), sample.value)).map((value) => ({
        value,
        ...inside("[]", sample),
      })),
    ),
    ...(facts.uniqueItems || values.length === 0 || first.length > 0
      ? []
      : [
          own(
            Array.from({ length: Math.max(least, 2) }, () => of(1)[0] ?? null),
            "the same item twice",
          ),
        ]),
  ];
}

/** Items for a list that takes none twice: as many as its bounds ask for. */
function differentItems({ items, keywords, facts }: Place, values: readonly Sample[]): Json[] {
  const count = sizeBound(keywords, "maxItems") ?? facts.minItems;
  return items ? differentValues(items, count, [...values]) : [];
}

function without(object: JsonObject, name: string): JsonObject {
  const { [name]: _left, ...rest } = object;
  return rest;
}
