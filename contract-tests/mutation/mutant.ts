import type { Contract } from "../model/contract.js";
import type { JsonObject } from "../model/json.js";
import type { Operation } from "../model/operation.js";
import type { Rewrite } from "./wire.js";

/** What a change means for a consumer of the contract: it can fail, or it goes on as before. */
export type Verdict = "breaking" | "compatible";

/** How a changed provider comes about. */
export type ChangedProvider =
  /** A mock of a changed contract. */
  | { readonly document: () => JsonObject }
  /** A mock of the contract, with what it receives or sends changed on the way. */
  | { readonly rewrite: Rewrite };

/** A change to one place, as an operator finds it. */
export interface Draft {
  /** Tells the mutants of an operator and an operation apart, in words that a shell takes as they stand. */
  readonly where: string;
  /** What of the contract no longer holds, as a way through it. */
  readonly at: readonly string[];
  /** What was changed, for people. */
  readonly what: string;
  readonly provider: ChangedProvider;
  /**
   * Whether a consumer can meet the change: an answer that the contract shows and that now differs, or a request that
   * is judged otherwise than before. Mutants that nobody can meet are not counted.
   */
  readonly counts: () => boolean;
}

/** A provider that differs from the contract in one way. */
export interface Mutant extends Draft {
  /** `operator/operation/where`: stays the same as long as the contract does. */
  readonly id: string;
  readonly operator: string;
  readonly family: string;
  readonly verdict: Verdict;
  /** The one operation whose traffic changes; undefined where it may be any. */
  readonly operation: string | undefined;
}

export interface Scope {
  readonly contract: Contract;
  readonly operation: Operation;
}

/** A way in which APIs change, applied wherever it fits. */
export interface Operator {
  readonly name: string;
  readonly family: string;
  /** Follows from what the operator does, whatever it is applied to. */
  readonly verdict: Verdict;
  /** What it does, and why that gives its verdict. */
  readonly definition: string;
  readonly apply: (scope: Scope) => readonly Draft[];
}

/** An operator on the contract as a whole. */
export interface WideOperator extends Omit<Operator, "apply"> {
  readonly applyToAll: (contract: Contract) => readonly Draft[];
}
