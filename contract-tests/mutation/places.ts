import { canonical, isObject, type Json, parseJson } from "../model/json.js";
import { kept, keptByText } from "../model/lazy.js";
import type { Node } from "../model/node.js";
import type { Operation, Parameter } from "../model/operation.js";
import { errorsOf, forbids, type ValidationError } from "../model/validator.js";
import type { WireRequest } from "../provider/wire.js";
import { isCarried, readings, written } from "../provider/wire-parameters.js";
import { grouped } from "../reporters/causes.js";
import { engineOf } from "../schema/engine.js";
import { namesLike } from "../schema/place.js";
import type { View } from "../schema/view.js";
import { type Site, type Step, siteKey, sitesOf } from "../schema/walk.js";
import { heldValues } from "../schema/walk-value.js";
import { wordsFor } from "./goals.js";

/** A body or a parameter. */
interface Root {
  readonly where: string;
  readonly schema: Node;
  readonly examples: readonly Json[];
  /** Its value in a request; undefined if it is missing or cannot be read. */
  readonly valueIn: (request: WireRequest) => Json | undefined;
  /** Whether a value can be written into a request, and is read as itself. */
  readonly carries: (value: Json) => boolean;
  /** The errors of a value, as JSON, by the contract, if that can be decided. */
  readonly errorsIn: (text: string) => readonly ValidationError[];
  /** What is in a value, as JSON, by the site that holds it. */
  readonly heldIn: (text: string) => ReadonlyMap<string, ReturnType<typeof heldValues>>;
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
export const placesOf = kept((operation: Operation): readonly Place[] => {
  const { body, parameters } = operation;
  const roots = [
    ...(body?.content ?? []).slice(0, 1).flatMap((media) =>
      rootOf(
        "body",
        media,
        ({ body: text = "" }) => parseJson(text),
        () => true,
      ),
    ),
    ...parameters.flatMap((parameter) => {
      const valueIn = (request: WireRequest) => {
        const texts = textsOf(operation, parameter, request);
        return texts.length === 0 ? undefined : readingOf(parameter, texts);
      };
      return rootOf(`${parameter.in}/${parameter.name}`, parameter, valueIn, (value) => carries(parameter, value));
    }),
  ];
  return roots.flatMap(placesIn);
});

/** Many mutants ask for the same few hundred bodies: what is found in them is kept. */
function rootOf(
  where: string,
  { schema, examples }: Pick<Parameter, "schema" | "examples">,
  valueIn: Root["valueIn"],
  isCarried: Root["carries"],
): Root[] {
  if (!schema) {
    return [];
  }
  return [
    {
      ...{ where, schema, examples: examples.map(({ value }) => value), valueIn, carries: isCarried },
      errorsIn: keptByText((text) => {
        const value = parseJson(text) ?? null;
        return forbids(schema, value) ? errorsOf(schema, value) : [];
      }),
      heldIn: keptByText((text) =>
        grouped(heldValues(schema, parseJson(text) ?? null), ({ schema: { node } }) => siteKey(node)),
      ),
    },
  ];
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
    return { where: whereOf(root, site.node), root, site, others, around: around.reverse() };
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

/** The way to a schema in words: `body/user/variant2/tags/items`. */
export function whereOf({ where, schema }: Root, { at }: Pick<Node, "at">): string {
  return [where, ...wordsFor(at.slice(schema.at.length))].join("/");
}

/** The values at a site in a value of its root, as the schemas of the contract hold them. */
export function valuesAt({ heldIn }: Root, { node }: Pick<Site, "node">, whole: Json): readonly Json[] {
  return (
    heldIn(JSON.stringify(whole))
      .get(siteKey(node))
      ?.map(({ value }) => value) ?? []
  );
}

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
  const shown = place.root.examples.flatMap((example) => valuesAt(place.root, holder, example));
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

function carries(parameter: Parameter, value: Json): boolean {
  const texts = isCarried(parameter, value) ? (written(parameter, value) ?? []) : [];
  return (
    texts.length > 0 &&
    texts.every(([name]) => name === parameter.name) &&
    canonical(readings(parameter, texts).at(-1)) === canonical(value)
  );
}
