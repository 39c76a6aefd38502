import type { Conjunction } from "./conjunction.js";
import type { Facts, FactsOf } from "./facts.js";
import type { Goal } from "./goals.js";
import type { Same } from "./same.js";
import type { Schema } from "./schema.js";
import type { Validation } from "./validate.js";

/** The rest of a goal: a narrower pair of schemas, for the value itself or for a part of it. */
export interface Edge {
  readonly producer: Conjunction;
  readonly consumer: Schema;
  /** The part: a field by name, an item by index. Absent for the value itself. */
  readonly step?: { readonly name: string } | { readonly index: number };
  /** How the part is called in a report: the name, `*` for any further one, `[]` for an item. */
  readonly shown?: string;
}

/**
 * The state of a goal for all that a producer may send: it holds, it is open, or it depends on the goals that the edges
 * lead to. `open` proves nothing: a value has to show whether it fails.
 */
export type Proof = "proven" | "unproven" | readonly Edge[];

/** The state of a goal that is either proven here or stays open. */
export function provenIf(proven: boolean): "proven" | "unproven" {
  return proven ? "proven" : "unproven";
}

/** How the goals of each keyword are proven, for a producer that has values and none that settle it at once. */
export type Rules = Readonly<
  Record<string, (producer: Conjunction, goal: Goal, facts: Facts, prover: Prover) => Proof>
>;

export interface Prover {
  readonly validation: Validation;
  readonly factsOf: FactsOf;
  readonly same: Same;
  /**
   * Whether every value of a producer is one that a schema accepts. False means that it could not be shown. `within`
   * means that these are the values of a part, such as a field, of those in question.
   */
  readonly proves: (producer: Conjunction, consumer: Schema, within?: boolean) => boolean;
  /** The same for every value whatever, an undocumented field included. */
  readonly provesToTheLetter: (producer: Conjunction, consumer: Schema, within?: boolean) => boolean;
  readonly provesGoal: (producer: Conjunction, goal: Goal) => boolean;
  readonly proofOf: (producer: Conjunction, goal: Goal) => Proof;
  /** Whether an undocumented field counts as sent all the same. */
  readonly strict: boolean;
  /** Whether the work became more than it is worth. */
  readonly exhausted: () => boolean;
}
