import type { Json } from "../../contract-tests/model/json.js";
import type { Node } from "../../contract-tests/model/node.js";
import { fromPointer } from "../../contract-tests/model/pointer.js";
import type { ValidationError, Validator } from "../../contract-tests/model/validator.js";
import { candidates, type SchemaPair } from "./candidates.js";
import { placeOf } from "./place.js";

/** Which side takes the value that the other refuses. */
export type Taker = "ours" | "theirs";

/** One thing that one side refuses and the other does not, with the smallest value that shows it. */
export interface Counterexample {
  readonly taker: Taker;
  readonly place: readonly string[];
  readonly violation: ValidationError;
  readonly keyword: string;
  readonly value: Json;
}

export interface SearchResult {
  readonly found: readonly Counterexample[];
  /** The values that each side takes: none means that the search had nothing to go by. */
  readonly taken: { readonly ours: readonly Json[]; readonly theirs: readonly Json[] };
  readonly cut: boolean;
}

export interface Judges {
  readonly ours: Validator;
  readonly theirs: Validator;
}

/** Looks for values that one of two schemas takes and the other refuses. */
export function search(pair: SchemaPair, judges: Judges): SearchResult {
  const { values, cut } = candidates(pair);
  const taken: { ours: Json[]; theirs: Json[] } = { ours: [], theirs: [] };
  const found = new Map<string, Counterexample & { readonly causes: number }>();
  const place = places(pair);
  for (const value of values) {
    const [here, there] = [judges.ours.isValid(pair.ours, [], value), judges.theirs.isValid(pair.theirs, [], value)];
    if (here) taken.ours.push(value);
    if (there) taken.theirs.push(value);
    if (here === there) continue;
    const taker = here ? "ours" : "theirs";
    const refusing = here ? "theirs" : "ours";
    const causes = mainCauses(judges[refusing].errors(pair[refusing], [], value));
    for (const violation of causes) {
      const one = { taker, violation, value, place: place(violation), keyword: violation.at.at(-1) ?? "" } as const;
      const key = [taker, one.place.join("/"), one.keyword].join(" ");
      const known = found.get(key);
      if (known === undefined || simpler({ value, causes: causes.length }, known))
        found.set(key, { ...one, causes: causes.length });
    }
  }
  return { found: [...found.values()], taken, cut };
}

/** A value refused for one reason shows it better than one refused for several. */
function simpler(a: { value: Json; causes: number }, b: { value: Json; causes: number }): boolean {
  if (a.causes !== b.causes) return a.causes < b.causes;
  return JSON.stringify(a.value).length < JSON.stringify(b.value).length;
}

/** Finds the place that a violation is about: the field that is missing or too much, else what is wrong itself. */
function places(pair: SchemaPair): (violation: ValidationError) => readonly string[] {
  const known = new Map<string, readonly string[]>();
  return ({ where, field }) => {
    const key = JSON.stringify([where, field]);
    const tokens = fromPointer(where);
    const place =
      known.get(key) ?? placeOf(field === undefined ? tokens : [...tokens, field], [[pair.ours], [pair.theirs]]);
    known.set(key, place);
    return place;
  };
}

const summaries = new Set(["anyOf", "oneOf", "if"]);

/**
 * Of all that Ajv has against a value, what a person would name. Where none of several branches takes it, that is the
 * branch that got furthest: it agrees the longest with the value, and has the least against it.
 */
export function mainCauses(violations: readonly ValidationError[]): ValidationError[] {
  const distinct = [
    ...new Map(violations.map((one) => [JSON.stringify([one.where, one.at, one.message]), one])).values(),
  ];
  const plain = distinct.filter(({ at }) => !summaries.has(at.at(-1) ?? ""));
  const branches = new Map<string, ValidationError[]>();
  for (const one of plain) {
    const branch = branchOf(one.at);
    branches.set(branch, [...(branches.get(branch) ?? []), one]);
  }
  const outside = branches.get("") ?? [];
  branches.delete("");
  const [best] = [...branches.values()].sort((a, b) => depth(b) - depth(a) || a.length - b.length);
  const named = [...outside, ...(best ?? [])];
  return named.length > 0 ? named : distinct.slice(0, 1);
}

function depth(violations: readonly ValidationError[]): number {
  return Math.max(...violations.map(({ where }) => fromPointer(where).length));
}

/** The outermost branch that a violation stands in. */
function branchOf(at: readonly string[]): string {
  const index = at.findIndex((token, i) => (token === "anyOf" || token === "oneOf") && /^\d+$/.test(at[i + 1] ?? ""));
  return index < 0 ? "" : at.slice(0, index + 2).join("/");
}

/** Throws where a value is not what a report is about to say of it. */
export function mustShow(one: Counterexample, pair: SchemaPair, judges: Judges): void {
  const takes = (side: Taker) => judges[side].isValid(nodeOf(pair, side), [], one.value);
  const refusing: Taker = one.taker === "ours" ? "theirs" : "ours";
  if (!takes(one.taker) || takes(refusing))
    throw new Error(`A witness shows nothing: ${JSON.stringify(one.value)} at ${one.place.join(".")}`);
}

function nodeOf(pair: SchemaPair, side: Taker): Node {
  return side === "ours" ? pair.ours : pair.theirs;
}
