import type { Contract } from "../model/contract.js";
import { isObject, type Json, type JsonObject } from "../model/json.js";
import type { Node } from "../model/node.js";
import type { Operation } from "../model/operation.js";
import { setAt } from "../model/pointer.js";
import { bodySchemas, edited, isIdentityParameter, replacing } from "../provider/marks.js";
import { isCarried } from "../provider/wire-parameters.js";
import { takes } from "../schema/engine.js";
import { differentValues, namesLike, plainest } from "../schema/place.js";
import { label, type Sample, sizeOf } from "../schema/sample.js";
import { unlistedField } from "../schema/valid-samples.js";
import type { View } from "../schema/view.js";
import { heldValues } from "../schema/walk-value.js";
import {
  bodyOf,
  exampleRequests,
  isValidBody,
  isValidValue,
  type NamedRequest,
  set,
  validBodies,
  validValues,
} from "./requests.js";

/** Texts that a reader of UTF-8 can get wrong, change on the way, or cut off. */
const texts: readonly (readonly [what: string, text: string])[] = [
  ["characters beyond the BMP", "𝒜da 🙂 𠮷"],
  ["decomposed characters", "Zoe\u0308 Nu\u0301n\u0303ez"],
  ["a long text", `${"long ".repeat(120)}text`],
];

/** More entries than anybody writes by hand. */
const manyEntries = 25;

/** How many places are tried for one kind: if so many do not accept it, the rest is not likely to. */
const mostPlaces = 50;

/** A part of a request that is one value: its body, or a parameter. */
interface Part {
  readonly name: string;
  readonly schema: Node | undefined;
  /** Valid values of it. */
  readonly values: readonly Json[];
  /** The value with its identities replaced. */
  readonly masked: (value: Json) => Json;
  /** The request with another value of it, unless the contract forbids that. */
  readonly request: (value: Json) => NamedRequest | undefined;
}

/** A value inside of a part. */
interface Place {
  readonly part: Part;
  readonly whole: Json;
  readonly path: readonly string[];
  readonly value: Json;
  /** Whether it identifies a person: off loopback another one is sent in its place. */
  readonly isIdentity: boolean;
}

/**
 * Valid requests with values that are not among the samples of a schema, one of each kind for an operation: at the
 * deepest place that accepts it, and in place of an identity only if there is no other one. A kind that no place
 * accepts is left out.
 */
export function unusualRequests(contract: Contract, operation: Operation): NamedRequest[] {
  const parts = partsOf(contract, operation);
  const places = parts
    .flatMap(placesIn)
    .sort((a, b) => Number(a.isIdentity) - Number(b.isIdentity) || b.path.length - a.path.length);
  const first = (what: string, instead: (place: Place) => Json | undefined): NamedRequest[] => {
    let tried = 0;
    for (const place of places) {
      const { part, whole, path } = place;
      const value = tried < mostPlaces ? instead(place) : undefined;
      if (value === undefined) {
        continue;
      }
      tried += 1;
      const request = part.request(replaced(whole, path, value));
      if (request) {
        return [{ ...request, name: label({ path: [part.name, ...path].filter(Boolean).join("."), what }) }];
      }
    }
    return [];
  };
  return [
    ...texts.flatMap(([what, text]) => first(what, ({ value }) => (typeof value === "string" ? text : undefined))),
    ...first(`${manyEntries} entries`, withEntries),
    ...inReverse(parts),
  ];
}

function partsOf(contract: Contract, operation: Operation): Part[] {
  const [base] = exampleRequests(contract, operation);
  const media = bodyOf(operation);
  if (!base) {
    return [];
  }
  const body: Part[] = media
    ? [
        {
          name: "",
          schema: media.schema,
          values: validBodies(contract, media)
            .filter(isListed)
            .map(({ value }) => value),
          masked: (value) =>
            edited(
              bodySchemas(operation),
              value,
              replacing(() => ""),
            ) ?? null,
          request: (value) => (isValidBody(contract, media, value) ? { ...base, body: value } : undefined),
        },
      ]
    : [];
  const parameters = operation.parameters.map(
    (parameter): Part => ({
      name: `${parameter.in} ${parameter.name}`,
      schema: parameter.schema,
      values: validValues(contract, parameter).map(({ value }) => value),
      masked: (value) => (isIdentityParameter(parameter) ? "" : value),
      request: (value) =>
        parameter.in !== "cookie" && isCarried(parameter, value) && isValidValue(contract, parameter, value)
          ? { ...base, params: set(base.params, parameter, value) }
          : undefined,
    }),
  );
  return [...body, ...parameters];
}

/** Whether the contract lists all that a sample has by name: what else may be there is sent by itself. */
function isListed({ path, what }: Sample): boolean {
  return !what.startsWith(unlistedField) && !path.split(".").includes("*");
}

/** The places of a part, each in the smallest of its values that has it; the items of a list are one place. */
function placesIn(part: Part): Place[] {
  const found = new Map<string, Place>();
  for (const whole of [...part.values].sort((a, b) => sizeOf(a) - sizeOf(b))) {
    const fresh = inside(whole).filter(({ key }) => !found.has(key));
    const masked = fresh.length > 0 ? part.masked(whole) : whole;
    for (const { key, path, value } of fresh) {
      found.set(key, { part, whole, path, value, isIdentity: value !== "" && at(masked, path) === "" });
    }
  }
  return [...found.values()];
}

type Inside = Pick<Place, "path" | "value"> & { readonly key: string };

/** A value and all that is inside of it; the `key` of a place does not tell the items of a list apart. */
function inside(value: Json, path: readonly string[] = [], kind = ""): Inside[] {
  const inner = typeof value === "object" && value !== null ? Object.entries(value) : [];
  return [
    { key: `${typeof value} ${kind}`, path, value },
    ...inner.flatMap(([name, one]) =>
      inside(one, [...path, name], `${kind}/${Array.isArray(value) ? "[]" : JSON.stringify(name)}`),
    ),
  ];
}

function at(value: Json | undefined, path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>(
    (here, name) => (isObject(here) || Array.isArray(here) ? Object(here)[name] : here),
    value,
  );
}

function replaced(whole: Json, path: readonly string[], value: Json): Json {
  if (path.length === 0) {
    return value;
  }
  const copy = structuredClone(whole);
  setAt(copy, path, value);
  return copy;
}

/** A map with many entries; undefined if there is no map, or it does not accept so many. */
function withEntries({ part: { schema }, whole, value }: Place): JsonObject | undefined {
  if (!schema || !isObject(value)) {
    return undefined;
  }
  return heldValues(schema, whole)
    .filter((held) => held.value === value)
    .map((held) => filled(value, held.schema, (map) => takes(held.schema.node, map)))
    .find((map) => map !== undefined);
}

function filled(map: JsonObject, schema: View, isValid: (map: JsonObject) => boolean): JsonObject | undefined {
  const entry = entryOf(schema);
  if (entry === undefined) {
    return undefined;
  }
  let full = map;
  for (const name of namesFor(schema)) {
    const more = { [name]: entry, ...full };
    full = Object.keys(full).length < manyEntries && isValid(more) ? more : full;
  }
  return Object.keys(full).length < manyEntries ? undefined : full;
}

/**
 * A plain entry of a map. An object that is merely not closed does not count as a map: it is about the fields that it
 * lists.
 */
function entryOf({ additional, patterns: [pattern], properties }: View): Json | undefined {
  const node = typeof additional === "object" ? additional : pattern?.[1];
  if (node) {
    return plainest(node);
  }
  return additional === true && properties.length === 0 ? "text" : undefined;
}

/** Names that the entries of a map may have: of a required form, each varied by one character at a time. */
function namesFor({ additional, patterns: [pattern], names }: View): string[] {
  const shown = names
    ? differentValues(names, manyEntries, []).filter((name) => typeof name === "string")
    : namesLike((typeof additional !== "object" && pattern?.[0]) || "^key_[1-9]$");
  const [first = ""] = shown;
  const varied = [...first].flatMap((_, index) =>
    [..."abcdefghijklmnopqrstuvwxyz0123456789"].map((one) => first.slice(0, index) + one + first.slice(index + 1)),
  );
  return [...new Set([...shown, ...varied])];
}

/** The fullest value of a part with the fields of each object the other way round. */
function inReverse(parts: readonly Part[]): NamedRequest[] {
  for (const { name, values, request } of parts) {
    const fullest = values.reduce<Json>((most, one) => (sizeOf(one) > sizeOf(most) ? one : most), null);
    const turned = reversed(fullest);
    const made = JSON.stringify(turned) === JSON.stringify(fullest) ? undefined : request(turned);
    if (made) {
      return [{ ...made, name: label({ path: name, what: "every field in reverse order" }) }];
    }
  }
  return [];
}

function reversed(value: Json): Json {
  if (Array.isArray(value)) {
    return value.map(reversed);
  }
  if (!isObject(value)) {
    return value;
  }
  const entries = Object.entries(value).map(([name, inner]): [string, Json] => [name, reversed(inner)]);
  return Object.fromEntries(entries.reverse());
}
