import { canonical, isObject, type Json, parseJson } from "../model/json.js";
import type { Node } from "../model/node.js";
import type { Operation, Parameter } from "../model/operation.js";
import type { WireRequest } from "../provider/wire.js";
import { isCarried, readings, written } from "../provider/wire-parameters.js";
import { engineOf } from "../schema/engine.js";
import { namesLike } from "../schema/place.js";
import type { View } from "../schema/view.js";
import { type Site, type Step, siteKey, sitesOf } from "../schema/walk.js";
import { heldValues } from "../schema/walk-value.js";
import type { Scope } from "./mutant.js";

/** A body or a parameter. */
export interface Root {
  readonly where: string;
  readonly schema: Node;
  readonly examples: readonly Json[];
  readonly parameter: Parameter | undefined;
}

/** A schema in a request of an operation. */
export interface Place {
  /** `body/loginOptions/locale` or `query/limit`. */
  readonly where: string;
  readonly root: Root;
  readonly site: Site;
  /** The other variants of the union that it is one of. */
  readonly others: readonly Node[];
  /** The objects and lists around a value here, the innermost first. */
  readonly around: readonly Around[];
}

interface Around {
  readonly view: View;
  readonly step: { readonly name: string } | { readonly index: number };
}

/** Every schema in an operation's body and parameters, at each depth and in each variant. */
export function placesOf({ operation }: Scope): readonly Place[] {
  const known = found.get(operation) ?? rootsOf(operation).flatMap(placesIn);
  found.set(operation, known);
  return known;
}

const found = new WeakMap<Operation, readonly Place[]>();

function rootsOf({ body, parameters }: Operation): Root[] {
  const media = body?.content[0];
  const all = [
    { where: "body", schema: media?.schema, examples: media?.examples ?? [], parameter: undefined },
    ...parameters.map((parameter) => ({
      where: `${parameter.in}/${parameter.name}`,
      ...{ schema: parameter.schema, examples: parameter.examples, parameter },
    })),
  ];
  return all.flatMap(({ schema, examples, ...root }) =>
    schema ? [{ ...root, schema, examples: examples.map(({ value }) => value) }] : [],
  );
}

function placesIn(root: Root): Place[] {
  const sites = sitesOf(root.schema);
  return sites.map((site): Place => {
    const outer = sites.filter(({ node: { at } }) => at.every((token, index) => token === site.node.at[index]));
    const around = site.steps.flatMap((step, depth): Around[] => {
      // The variant, for a union and its variant, which are about the same value.
      const holder = outer.filter(({ steps, node }) => steps.length === depth && node !== site.node).at(-1)?.view;
      return holder ? [{ view: holder, step: given(step, holder) }] : [];
    });
    const union = site.node.chosen?.unions.at(-1);
    const others = outer
      .flatMap(({ view: { branches } }) => (branches.includes(site.node) ? branches : []))
      .filter((one) => one !== site.node && one.chosen?.unions.at(-1) === union);
    return { where: whereOf(root, site.node.at), root, site, others, around: around.reverse() };
  });
}

/** A step to one field or item alone. */
function given(step: Step, { prefix, patterns }: View): Around["step"] {
  if (step === "entry") {
    return { name: patterns.flatMap(([pattern]) => namesLike(pattern))[0] ?? "any_key" };
  }
  if (step === "items") {
    return { index: prefix.length };
  }
  return "field" in step ? { name: step.field } : { index: step.item };
}

/** A word for a keyword and the name or index under it. */
const wordFor = new Map<string, (under: string) => string>([
  ["properties", (name) => name],
  ["patternProperties", () => "entry"],
  ["allOf", (index) => `part${Number(index) + 1}`],
  ["anyOf", (index) => `variant${Number(index) + 1}`],
  ["oneOf", (index) => `variant${Number(index) + 1}`],
  ["prefixItems", (index) => `item${Number(index) + 1}`],
]);

/** The way to a schema in words: `body/user/variant2/tags/items`. */
export function whereOf({ where, schema }: Pick<Root, "where" | "schema">, at: readonly string[]): string {
  const words = [where];
  const tokens = at.slice(schema.at.length);
  for (let token = tokens.shift(); token !== undefined; token = tokens.shift()) {
    const word = wordFor.get(token)?.(tokens.shift() ?? "") ?? token;
    words.push(word === "additionalProperties" ? "entry" : word);
  }
  return words.join("/");
}

/** The values at a place in a value of its root, as the schemas of the contract hold them. */
export function valuesAt(
  { root, site }: { readonly root: Root; readonly site: Pick<Site, "node"> },
  whole: Json,
): readonly Json[] {
  const kept = held.get(root) ?? new Map<string, Map<string, Json[]>>();
  held.set(root, kept);
  const text = JSON.stringify(whole);
  const byPlace = kept.get(text) ?? new Map<string, Json[]>();
  if (!kept.has(text)) {
    kept.set(text, byPlace);
    for (const { schema, value } of heldValues(root.schema, whole)) {
      const key = siteKey(schema.node);
      byPlace.set(key, [...(byPlace.get(key) ?? []), value]);
    }
  }
  return byPlace.get(siteKey(site.node)) ?? [];
}

/** Many mutants look into the same few hundred bodies. */
const held = new WeakMap<Root, Map<string, Map<string, Json[]>>>();

/** How many values around one are tried at each step: what does not fit into one of them can fit into another. */
const holders = 3;

/** Bodies or parameters as a whole with a value at a place: whether the contract allows them is for others to say. */
export function* wholes(place: Place, value: Json): Generator<Json> {
  yield* outward(place, place.around, value);
}

function* outward(place: Place, [next, ...rest]: readonly Around[], value: Json): Generator<Json> {
  if (!next) {
    yield value;
    return;
  }
  const { step, view: holder } = next;
  const { sampler } = engineOf(holder.node);
  const shown = place.root.examples.flatMap((example) => valuesAt({ root: place.root, site: holder }, example));
  const into = [...shown.slice(0, holders - 1), ...sampler.samples(holder.held)].map((one) => put(one, step, value));
  for (const outer of [...sampler.holders(holder.held, { step, value }, 1), ...into]) {
    if (outer !== undefined) {
      yield* outward(place, rest, outer);
    }
  }
}

function put(holder: Json, step: Around["step"], value: Json): Json | undefined {
  if ("name" in step) {
    return isObject(holder) ? { ...holder, [step.name]: value } : undefined;
  }
  return Array.isArray(holder) ? holder.toSpliced(step.index, 1, value) : undefined;
}

/** The value of a request's body or parameter; undefined if it is missing or cannot be read. */
export function valueIn({ operation }: Scope, { parameter }: Root, request: WireRequest): Json | undefined {
  if (!parameter) {
    return parseJson(request.body ?? "");
  }
  const texts = textsOf(operation, parameter, request);
  return texts.length === 0 ? undefined : readingOf(parameter, texts);
}

/** The value that a provider most likely reads in the texts of a parameter: a text, if it may be one. */
export function readingOf(parameter: Parameter, texts: readonly string[]): Json | undefined {
  return readings(
    parameter,
    texts.map((text) => [parameter.name, text]),
  ).at(-1);
}

/** The texts of a parameter in a request: in the path, a header, or a query, there one for each item. */
export function textsOf(operation: Operation, { in: place, name }: Parameter, request: WireRequest): string[] {
  const { pathname, searchParams } = new URL(request.url);
  if (place === "query") {
    return searchParams.getAll(name);
  }
  if (place !== "path") {
    return [request.headers.get(place === "header" ? name : "") ?? []].flat();
  }
  const index = operation.path.split("/").indexOf(`{${name}}`);
  const text = pathname.split("/")[index];
  return text === undefined || index < 0 ? [] : [decodeURIComponent(text)];
}

/** Whether a value can be written into its place, and is read as itself. */
export function arrives({ parameter }: Root, value: Json): boolean {
  if (!parameter) {
    return true;
  }
  const texts = isCarried(parameter, value) ? (written(parameter, value) ?? []) : [];
  return (
    texts.length > 0 &&
    texts.every(([name]) => name === parameter.name) &&
    canonical(readings(parameter, texts).at(-1)) === canonical(value)
  );
}
