import { isObject, type Json, type JsonObject } from "../model/json.js";
import type { Operation } from "../model/operation.js";
import { editedPlan, type Field, markedFields } from "../provider/marks.js";
import type { RequestPlan } from "../provider/plan.js";
import { takes } from "../schema/engine.js";
import { differentValues, namesLike, plainest } from "../schema/place.js";
import { label, sizeOf } from "../schema/sample.js";
import type { View } from "../schema/view.js";
import { heldValues } from "../schema/walk-value.js";
import { isValid } from "./knowledge.js";
import { exampleRequests, type NamedRequest, validRequests, withBody } from "./requests.js";

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

/** A value in the smallest request that has one there. */
interface Place {
  readonly plan: RequestPlan;
  readonly field: Field;
}

/**
 * Valid requests with values that are not among the samples of a schema, one of each kind for an operation: at the
 * deepest place that accepts it, and in place of an identity only if there is no other one. A kind that no place
 * accepts is left out.
 */
export function unusualRequests(operation: Operation): NamedRequest[] {
  const requests = [...exampleRequests(operation), ...validRequests(operation)].sort(
    (a, b) => sizeOf(bodyIn(a.plan)) - sizeOf(bodyIn(b.plan)),
  );
  const places = placesIn(operation, requests);
  const first = (what: string, instead: (field: Field) => Json | undefined): NamedRequest[] => {
    let tried = 0;
    for (const { plan, field } of places) {
      const value = tried < mostPlaces ? instead(field) : undefined;
      if (value === undefined) {
        continue;
      }
      tried += 1;
      const made = replaced(operation, plan, field, value);
      if (isValid(operation, made)) {
        return [{ name: label({ path: field.path, what }), plan: made }];
      }
    }
    return [];
  };
  return [
    ...texts.flatMap(([what, text]) => first(what, ({ value }) => (typeof value === "string" ? text : undefined))),
    ...first(`${manyEntries} entries`, withEntries),
    ...inReverse(operation, requests.at(-1)?.plan),
  ];
}

function bodyIn({ body }: RequestPlan): Json {
  return body && "json" in body ? body.json : null;
}

/** The places of requests, the deepest first; the items of a list are one place, and so are the entries of a map. */
function placesIn(operation: Operation, requests: readonly NamedRequest[]): Place[] {
  const found = new Map<string, Place>();
  for (const { plan } of requests) {
    for (const field of markedFields(operation, plan)) {
      const key = `${typeof field.value} ${field.path}`;
      // What the contract does not know is sent by itself.
      if (field.attribution !== "unknown" && !found.has(key)) {
        found.set(key, { plan, field });
      }
    }
  }
  const isIdentity = ({ field }: Place) => Number(field.attribution === "identity" && field.value !== "");
  const depth = ({ field: { path } }: Place) => path.split(".").length;
  return [...found.values()].sort((a, b) => isIdentity(a) - isIdentity(b) || depth(b) - depth(a));
}

/** A request with another value in the place of a field. */
function replaced(operation: Operation, plan: RequestPlan, { path, value: old }: Field, value: Json): RequestPlan {
  let isDone = false;
  return editedPlan(operation, plan, (field) => {
    if (isDone || field.path !== path || field.value !== old) {
      return field.value;
    }
    isDone = true;
    return value;
  });
}

/** A map with many entries; undefined if there is no map, or it does not accept so many. */
function withEntries({ nodes, value }: Field): JsonObject | undefined {
  if (!isObject(value)) {
    return undefined;
  }
  return nodes
    .flatMap((node) => heldValues(node, value))
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

/** The fullest request with the fields of each object in its body the other way round. */
function inReverse(operation: Operation, fullest: RequestPlan | undefined): NamedRequest[] {
  const body = fullest && bodyIn(fullest);
  if (!fullest || !isObject(body)) {
    return [];
  }
  const plan = withBody(fullest, reversed(body));
  const isOther = JSON.stringify(plan) !== JSON.stringify(fullest);
  return isOther && isValid(operation, plan) ? [{ name: "every field in reverse order", plan }] : [];
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
