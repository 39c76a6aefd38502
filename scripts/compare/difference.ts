import type { Json } from "../../contract-tests/model/json.js";
import { type Kind, kinds } from "./kinds.js";

/**
 * What a difference means for a consumer generated from ours: it fails, that cannot be told, or it goes on working. The
 * worst comes first.
 */
export const verdicts = ["breaking", "undecided", "compatible"] as const;
export type Verdict = (typeof verdicts)[number];

/** What shows a difference: a message that one side allows and the other does not. */
export interface Witness {
  /** What happens to it, such as `accepted before, refused now`. */
  readonly what: string;
  /** A made-up value of one of `schemas`. Absent where no value can show the difference. */
  readonly value?: Json;
  /** Where no value can show it: the message in short, such as `POST /v1/users`. */
  readonly message?: string;
  /** The two schemas that the value was validated against: it is valid under one of them only. */
  readonly schemas?: { readonly ours: string; readonly theirs: string; readonly validUnder: "ours" | "theirs" };
}

export interface Difference {
  readonly verdict: Verdict;
  readonly kind: Kind;
  /** Our operationId; empty where the whole document is meant. */
  readonly operation: string;
  /** The part of the operation, such as `request body` or `response 429 header Retry-After`. */
  readonly part: string;
  /** The field within it, such as `loginOptions.stepup`; empty for the part itself. */
  readonly field: string;
  /** What differs, in one clause. */
  readonly message: string;
  /** Where that stands in each document, as JSON Pointers; absent where it does not stand there. */
  readonly ours?: string;
  readonly theirs?: string;
  readonly witness?: Witness;
  /** Why it was accepted, where a file of accepted differences names it. */
  readonly accepted?: string;
}

/** What a comparison found: remarks on the whole document, then the differences, the worst first. */
export interface Comparison {
  readonly notes: readonly string[];
  readonly operations: readonly string[];
  readonly differences: readonly Difference[];
  /** Accepted differences that are not there any more. */
  readonly stale?: readonly string[];
}

export function worstFirst(differences: readonly Difference[]): Difference[] {
  const order = (one: Difference) =>
    verdicts.indexOf(one.verdict) * 100 + kinds.findIndex(({ name }) => name === one.kind);
  return [...differences].sort((a, b) => order(a) - order(b));
}
