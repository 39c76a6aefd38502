import { Undecided } from "../model/errors.js";
import { canonical, isObject, isStrings, type JsonObject } from "../model/json.js";
import { kept, keptByText } from "../model/lazy.js";
import { stepInto } from "../model/pointer.js";
import { patternOf } from "../model/regexp.js";
import { inner, innerList, innerMap, keywordsOf, type Schema } from "./schema.js";

/** Schemas that all hold for one value: a producer keeps to them. An empty list allows anything. */
export interface Conjunction {
  readonly schemas: readonly Schema[];
  /** The schemas with their `allOf` parts, each once. */
  readonly parts: readonly Schema[];
  /** The unions of which one variant is among the schemas. */
  readonly chosen: ReadonlySet<string>;
  /** Schemas that hold for none of the values: the other variants of a `oneOf`. */
  readonly excluded: readonly Schema[];
  readonly key: string;
  /** The one goal that is taken away, which its schemas still have: values may break it. */
  readonly minus?: Dropped;
}

/** A goal of one of the parts: see goals.ts. */
type Dropped = Readonly<Record<"keyword" | "name" | "id", string>> & { readonly part: Schema };

/** A schema without one of its goals. */
export function keywordsWithout({ part, keyword, name }: Dropped): JsonObject {
  const { [keyword]: dropped, ...rest } = keywordsOf(part);
  const others = isStrings(dropped) && keyword === "required" ? dropped.filter((one) => one !== name) : [];
  return others.length > 0 ? { ...rest, required: others } : rest;
}

/** Those of some schemas that ask the same as a goal by the same words: they are one goal. */
export function asking({ part, keyword, name }: Dropped, schemas: readonly Schema[]): Schema[] {
  const asked = canonical(keywordsOf(part)[keyword]);
  return schemas.filter((one) => {
    const value = keywordsOf(one)[keyword];
    return keyword === "required"
      ? isStrings(value) && value.includes(name)
      : value !== undefined && canonical(value) === asked;
  });
}

/** A conjunction without one goal of its parts. The document stays as it is, and no schema is compiled for it. */
export function without(one: Conjunction, goal: Dropped): Conjunction {
  const twins = new Set(asking(goal, one.parts));
  const part = (held: Schema): Schema =>
    twins.has(held) || held === goal.part
      ? { ...held, value: keywordsWithout({ ...goal, part: held }), id: `${held.id} - ${goal.id}` }
      : held;
  return {
    ...one,
    parts: one.parts.map(part),
    key: `${one.key} - ${goal.id}`,
    minus: goal,
  };
}

export function conjunction(
  schemas: readonly Schema[],
  chosen: ReadonlySet<string> = new Set(),
  excluded: readonly Schema[] = [],
): Conjunction {
  const distinct = [...new Map(schemas.filter(({ value }) => value !== true).map((one) => [one.id, one])).values()];
  const union = [...chosen].sort();
  const key = `${distinct.map(({ id }) => id).join(" & ")}${union.length > 0 ? ` | ${union.join(" ")}` : ""}`;
  // A schema of our own making is the same in every comparison, and its neighbours are not.
  const first = distinct.find(({ source }) => source.id !== "made") ?? distinct[0];
  const kept = first && (known.get(first) ?? new Map<string, Conjunction>());
  const held = kept?.get(key);
  if (held) {
    return held;
  }
  const made = { schemas: distinct, parts: partsOf(distinct), chosen, excluded, key };
  if (first && kept) {
    known.set(first, kept.set(key, made));
  }
  return made;
}

/** Interned, so that results can be cached by identity. */
const known = new WeakMap<Schema, Map<string, Conjunction>>();

/** A conjunction with further schemas. */
export function and(one: Conjunction, ...schemas: readonly Schema[]): Conjunction {
  return narrowed(one, conjunction([...one.schemas, ...schemas], one.chosen, one.excluded));
}

/** A narrower conjunction lacks the same goal. */
function narrowed({ minus }: Conjunction, made: Conjunction): Conjunction {
  return minus ? without(made, minus) : made;
}

/** Schemas and the members of their `allOf`s, also those in other words, each once. */
export function partsOf(schemas: readonly Schema[]): Schema[] {
  return closure(schemas, (one) => [...innerList(one, "allOf"), ...impliedBy(one).parts]);
}

/** Schemas and all that they lead to, each once. Throws {@link Undecided} beyond {@link mostFacets}. */
function closure(schemas: readonly Schema[], next: (one: Schema) => readonly Schema[]): Schema[] {
  const seen = new Map<string, Schema>();
  const add = (all: readonly Schema[]) => {
    for (const schema of all) {
      if (seen.has(schema.id)) {
        continue;
      }
      if (seen.size >= mostFacets) {
        throw new Undecided(`more than ${mostFacets} schemas have a say on one value`);
      }
      seen.set(schema.id, schema);
      add(next(schema));
    }
  };
  add(schemas);
  return [...seen.values()];
}

/** A schema in fewer words, if it has more than it needs. */
interface Implied {
  /**
   * The schemas that hold all the same: those under a double negation, and those that hold whether or not a condition
   * does.
   */
  readonly parts: readonly Schema[];
  /** The keywords without an effect of their own. */
  readonly said: readonly string[];
}

export const impliedBy = kept((schema: Schema): Implied => {
  const found = { parts: [] as Schema[], said: [] as string[] };
  const [negated, then, otherwise] = ["not", "then", "else"].map((keyword) => inner(schema, keyword));
  if (negated) {
    const denied = deniedBy(negated);
    found.parts.push(...denied.parts);
    found.said.push(...(denied.whole ? ["not"] : []));
  }
  const { if: test, then: met, else: unmet } = keywordsOf(schema);
  if (test !== undefined && then && otherwise && canonical(met ?? true) === canonical(unmet ?? true)) {
    found.parts.push(then);
    found.said.push("if");
  }
  return found;
});

/** The schemas that hold if another one does not, and whether that is all. */
function deniedBy(negated: Schema): { readonly parts: readonly Schema[]; readonly whole: boolean } {
  const denied = soleNot(negated);
  const variants = Object.keys(keywordsOf(negated)).join() === "anyOf" ? innerList(negated, "anyOf") : [];
  const parts = denied ? [denied] : variants.flatMap((one) => soleNot(one) ?? []);
  return { parts, whole: parts.length > 0 && (denied !== undefined || parts.length === variants.length) };
}

/** The negated schema of one that only negates. */
function soleNot(schema: Schema): Schema | undefined {
  return Object.keys(keywordsOf(schema)).join() === "not" ? inner(schema, "not") : undefined;
}

/** How many schemas may have a say on one value: far more than anybody writes, and few enough to be gone through. */
const mostFacets = 2_000;

/**
 * Every schema that may apply to the very same value: those of `allOf`, `anyOf`, `oneOf`, of conditions and of
 * dependent fields. Negated ones are among them with `negated`, as their values are worth trying.
 */
export function facets(schemas: readonly Schema[], options: { readonly negated?: boolean } = {}): Schema[] {
  const single = ["if", "then", "else", ...(options.negated ? ["not"] : [])];
  return closure(schemas, (one) => [
    ...["allOf", "anyOf", "oneOf"].flatMap((keyword) => innerList(one, keyword)),
    ...single.flatMap((keyword) => inner(one, keyword) ?? []),
    ...innerMap(one, "dependentSchemas").map(([, schema]) => schema),
  ]);
}

/** The schemas that hold for none of its values. */
export function deniedIn({ parts, excluded }: Conjunction): Schema[] {
  return [...excluded, ...parts.flatMap((part) => inner(part, "not") ?? [])];
}

/** The cases by the first union without a chosen variant; undefined if there is none. */
export function unionCases(one: Conjunction): readonly Conjunction[] | undefined {
  if (one.minus) {
    return undefined;
  }
  for (const part of one.parts) {
    for (const keyword of ["oneOf", "anyOf"]) {
      const id = unionId(part, keyword);
      const variants = innerList(part, keyword);
      if (variants.length > 0 && !one.chosen.has(id)) {
        return split(one, id, variants, keyword === "oneOf");
      }
    }
  }
  return undefined;
}

/** A conjunction with each of some variants; if they are exclusive, the others hold for none of the values. */
export function split(one: Conjunction, id: string, variants: readonly Schema[], exclusive = false): Conjunction[] {
  const chosen = new Set([...one.chosen, id]);
  return variants.map((variant, at) => {
    const excluded = exclusive ? [...one.excluded, ...variants.toSpliced(at, 1)] : one.excluded;
    return narrowed(one, conjunction([...one.schemas, variant], chosen, excluded));
  });
}

/** A conjunction of values that are of none of some schemas. */
export function excluding(one: Conjunction, id: string, excluded: readonly Schema[]): Conjunction {
  const chosen = new Set([...one.chosen, id]);
  return narrowed(one, conjunction(one.schemas, chosen, [...one.excluded, ...excluded]));
}

/** Tells the unions of a conjunction apart. */
export function unionId({ id }: Pick<Schema, "id">, keyword: string): string {
  return `${id}/${keyword}`;
}

/** The conjunction for the value under a name. */
interface Named {
  readonly held: Conjunction;
  /** Whether it lists the name, or says something of names like it. */
  readonly documented: boolean;
}

const facetsOf = kept((one: Conjunction) => facets(one.parts));

const named = kept((one: Conjunction) =>
  keptByText(
    (name): Named => ({
      held: conjunction(
        one.parts.flatMap((part) => [part, ...onPresence(part, name)]).flatMap((part) => saidOf(part, name)),
      ),
      documented: documents(one, name),
    }),
  ),
);

export function underName(one: Conjunction, name: string): Named {
  return named(one)(name);
}

function documents(one: Conjunction, name: string): boolean {
  const saying = facetsOf(one);
  if (saying.some((part) => listsName(part, name) || isObject(keywordsOf(part).additionalProperties))) {
    return true;
  }
  if (one.parts.some((part) => strings(part, "required").includes(name))) {
    return true;
  }
  return isFreeForm(one);
}

function listsName(part: Schema, name: string): boolean {
  return inner(part, "properties", name) !== undefined || matchingPatterns(part, name).length > 0;
}

/** Whether it does not list any field and does not mention unlisted ones: then any is as good as listed. */
function isFreeForm(one: Conjunction): boolean {
  return facetsOf(one).every((part) => {
    const { properties, patternProperties, additionalProperties } = keywordsOf(part);
    const lists = [properties, patternProperties].some((map) => isObject(map) && Object.keys(map).length > 0);
    return !lists && (additionalProperties === undefined || additionalProperties === true);
  });
}

/** The schemas that hold once a field is there. */
export function onPresence(part: Schema, name: string): Schema[] {
  const dependents = inner(part, "dependentSchemas", name);
  const isTest = canonical(keywordsOf(part).if ?? null) === canonical({ required: [name] });
  const met = isTest ? inner(part, "then") : undefined;
  return partsOf([...(dependents ? [dependents] : []), ...(met ? [met] : [])]);
}

/** The schemas of a field in one part: under its name, under patterns that it matches, else those of further fields. */
function saidOf(part: Schema, name: string): Schema[] {
  const own = inner(part, "properties", name);
  const byPattern = matchingPatterns(part, name);
  const listed = [...(own ? [own] : []), ...byPattern];
  if (listed.length > 0) {
    return listed;
  }
  const rest = inner(part, "additionalProperties");
  return rest ? [rest] : [];
}

function matchingPatterns(part: Schema, name: string): Schema[] {
  return innerMap(part, "patternProperties").flatMap(([pattern, one]) => (matches(pattern, name) ? [one] : []));
}

/** Whether a pattern matches a name. Throws {@link Undecided} if that takes too long. */
export function matches(pattern: string, text: string): boolean {
  return patternOf(pattern)?.test(text) ?? false;
}

/** The conjunction for the item at an index. */
export function underIndex(one: Conjunction, index: number): Conjunction {
  return conjunction(
    one.parts.flatMap((part) => {
      const prefix = innerList(part, "prefixItems");
      return prefix[index] ?? inner(part, "items") ?? [];
    }),
  );
}

/** How many items have a schema of their own. */
export function prefixLength(parts: readonly Schema[]): number {
  return Math.max(0, ...parts.map((part) => innerList(part, "prefixItems").length));
}

export function strings(schema: Schema, keyword: string): readonly string[] {
  const value = keywordsOf(schema)[keyword];
  return isStrings(value) ? value : [];
}

/** The fields that a part asks for beside another one. */
export function dependentsOf(part: Schema, name: string): readonly string[] {
  const list = stepInto(keywordsOf(part).dependentRequired, name);
  return isStrings(list) ? list : [];
}

/** Every name that a schema of the same value lists. */
export function listedNames(one: Conjunction): string[] {
  const saying = facetsOf(one);
  return [...new Set(saying.flatMap((part) => innerMap(part, "properties").map(([name]) => name)))];
}
