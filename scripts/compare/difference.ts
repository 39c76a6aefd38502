import { createHash } from "node:crypto";
import type { Direction } from "../../contract-tests/model/direction.js";
import { canonical, type Json, type JsonObject } from "../../contract-tests/model/json.js";
import { isWhole, type Kind, rankOf, type Shared, type Whole } from "./kinds.js";

/**
 * The meaning of a difference for a consumer generated from ours: it fails, that is not clear, or it goes on working.
 * The worst comes first.
 */
export const verdicts = ["breaking", "undecided", "compatible"] as const;
export type Verdict = (typeof verdicts)[number];

/** A part of an operation. */
export interface Part {
  readonly of:
    | "paths"
    | "servers"
    | "operation"
    | "security"
    | "parameter"
    | "request body"
    | "response"
    | "response body"
    | "response header";
  /** The name of a parameter or a header. */
  readonly name?: string;
  /** Where a parameter is. */
  readonly in?: string;
  /** The status of a response in theirs, or in ours if theirs does not have it. */
  readonly status?: string;
  /** Our status, if theirs corresponds to another one, such as `default`. */
  readonly our?: string;
}

/** The direction in which a part travels. */
export function directionOf({ of }: Part): Direction {
  return of.startsWith("response") ? "response" : "request";
}

/** Shows a difference: a message that one side allows and the other does not. */
interface Witness {
  /** A made-up value of one of `schemas`. Absent if no value can show the difference. */
  readonly value?: Json;
  /** If no value can show it: the message in short, such as `POST /v1/users`. */
  readonly message?: string;
  /** The two schemas that the value was validated against: it is valid under one of them only. */
  readonly schemas?: { readonly ours: string; readonly theirs: string; readonly validUnder: "ours" | "theirs" };
}

/**
 * The subject of a difference, as data: `ours` and `theirs` are the texts of the documents, `values` those gained or
 * lost, `name` whatever is named, `required` and `silent` are marks. `why` says why it is undecided, and is not part of
 * its identity.
 */
export type News = Readonly<JsonObject>;

/** Where two documents differ. */
export interface Place {
  /** Our operationId, or theirs if the operation is new; empty if the whole document is meant. */
  readonly operation: string;
  readonly part: Part;
  /** The names of the fields that lead to the place, with `*` for any further one and `[]` for any item. */
  readonly field?: readonly string[];
  /** Where that is in each document, as JSON Pointers; absent if it is not there. */
  readonly ours?: string;
  readonly theirs?: string;
}

export interface Difference extends Place {
  readonly verdict: Verdict;
  /** The verdict that was found, if a user's policy gives another one. */
  readonly found?: Verdict;
  readonly kind: Kind;
  readonly field: readonly string[];
  readonly news: News;
  readonly witness?: Witness;
  /** Marks further fields of an object of ours that is merely open: the types that are generated from it have none. */
  readonly untyped?: true;
  /** Why it was accepted, if a file of accepted differences names it. */
  readonly accepted?: string;
}

/** A difference. A kind that each direction has is given by its name alone; a witness that is not a value, in words. */
export function differs(
  place: Place,
  verdict: Verdict,
  change: Whole | Shared,
  news: News = {},
  witness?: Witness | string,
): Difference {
  const kind: Kind = isWhole(change) ? change : `${directionOf(place.part)}-${change}`;
  const shown = typeof witness === "string" ? { message: witness } : witness;
  return { verdict, kind, field: [], news, ...place, ...(shown && { witness: shown }) };
}

/** The result of a comparison: remarks on the whole document, then the differences, the worst first. */
export interface Comparison {
  readonly notes: readonly string[];
  readonly operations: readonly string[];
  readonly differences: readonly Difference[];
  /** Accepted differences that are not there any more. */
  readonly stale?: readonly string[];
  /** How many differences were ignored on request. */
  readonly ignored?: number;
}

/**
 * The same for the same difference, however it is worded and wherever it is in the documents. The operation is left out:
 * what several share is one difference.
 */
export function fingerprintOf({ verdict, found = verdict, kind, part, field, news }: Difference): string {
  const { why: _why, ...said } = news;
  const text = canonical([found, kind, { ...part }, [...field], said]);
  return createHash("sha256").update(text).digest("hex").slice(0, 12);
}

export function worstFirst(differences: readonly Difference[]): Difference[] {
  const order = ({ verdict, kind }: Difference) => verdicts.indexOf(verdict) * 1_000 + rankOf(kind);
  return [...differences].sort((a, b) => order(a) - order(b));
}
