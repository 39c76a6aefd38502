import { isObject, type Json } from "../../contract-tests/model/json.js";
import type { Node } from "../../contract-tests/model/node.js";
import { invalidSamples } from "../../contract-tests/schema/invalid-samples.js";
import { validSamples } from "../../contract-tests/schema/valid-samples.js";
import { fieldsOf, partsOf } from "./place.js";
import { same } from "./same.js";

/** Two schemas for the same values, with the examples that the documents show of them. */
export interface SchemaPair {
  readonly ours: Node;
  readonly theirs: Node;
  readonly examples: readonly Json[];
}

/** How many values are tried for one pair. Beyond it the search says that it stopped. */
const limit = 20_000;

/** Values worth judging by both schemas of a pair. */
export interface Candidates {
  readonly values: readonly Json[];
  /** Whether there would have been more. */
  readonly cut: boolean;
}

/**
 * What the suite's generator makes of both schemas: every edge of what they allow, and every step beyond. For each
 * part in which they differ it is asked again and its values are put into whole ones of either side: a value that
 * crosses *their* bound in one field may need *our* other fields to be valid at all.
 */
export function candidates(pair: SchemaPair): Candidates {
  const found = new Map<string, Json>();
  for (const value of of(pair, [`${pair.ours.pointer} ${pair.theirs.pointer}`])) {
    if (found.size >= limit) return { values: [...found.values()], cut: true };
    found.set(JSON.stringify(value), value);
  }
  return { values: [...found.values()], cut: false };
}

function* of({ ours, theirs, examples }: SchemaPair, within: readonly string[]): Generator<Json> {
  yield* examples;
  const whole = [ours, theirs].map((side) => validSamples(side, examples).map(({ value }) => value));
  for (const values of whole) yield* values;
  for (const side of [ours, theirs]) yield* invalidSamples(side, examples).map(({ value }) => value);
  for (const { part, inner } of differingParts(ours, theirs)) {
    const key = `${inner.ours.pointer} ${inner.theirs.pointer}`;
    // Where a pair leads back to itself, what differs further in differs further out too.
    if (within.includes(key)) continue;
    const around = whole.flatMap((values) => surroundings(values, part));
    const shown = examples.flatMap((example) => partOf(example, part));
    for (const value of of({ ...inner, examples: shown }, [...within, key])) {
      for (const base of around) yield put(base, part, value);
    }
  }
}

/** The parts that both schemas say something about, and not the same. */
export function differingParts(ours: Node, theirs: Node): { part: string; inner: { ours: Node; theirs: Node } }[] {
  const there = fieldsOf(theirs);
  const pairs = [...fieldsOf(ours)].flatMap(([name, fields]) =>
    fields.flatMap((one) =>
      (there.get(name) ?? partsOf(theirs, "additionalProperties")).map((other) => [name, one, other] as const),
    ),
  );
  const listedThere = [...there]
    .filter(([name]) => !fieldsOf(ours).has(name))
    .flatMap(([name, fields]) =>
      fields.flatMap((other) => partsOf(ours, "additionalProperties").map((one) => [name, one, other] as const)),
    );
  const held = (["items", "additionalProperties"] as const).flatMap((keyword) =>
    partsOf(ours, keyword).flatMap((one) =>
      partsOf(theirs, keyword).map((other) => [keyword === "items" ? "[]" : "*", one, other] as const),
    ),
  );
  return [...pairs, ...listedThere, ...held]
    .filter(([, one, other]) => !same(one, other))
    .map(([part, one, other]) => ({ part, inner: { ours: one, theirs: other } }));
}

/** Whole values to put a part into: the plainest, and the plainest that has it already. */
function surroundings(values: readonly Json[], part: string): Json[] {
  const fitting = values.filter((value) => (part === "[]" ? Array.isArray(value) : isObject(value)));
  const having = fitting.find((value) => partOf(value, part).length > 0);
  const [plainest] = fitting;
  return [...new Set([plainest, having].filter((value) => value !== undefined))];
}

function partOf(value: Json, part: string): Json[] {
  if (part === "[]") return Array.isArray(value) ? value.slice(0, 3) : [];
  if (!isObject(value)) return [];
  if (part === "*") return Object.values(value).slice(0, 3);
  const inner = value[part];
  return inner === undefined ? [] : [inner];
}

function put(base: Json, part: string, value: Json): Json {
  if (Array.isArray(base)) return base.length > 0 ? base.with(0, value) : [value];
  return isObject(base) ? { ...base, [part === "*" ? "any_key" : part]: value } : base;
}
