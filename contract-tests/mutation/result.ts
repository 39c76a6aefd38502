import type { MutantFinding } from "./harness.js";

/** What came of one mutant. */
export type MutantResult =
  /** No consumer can tell it from the provider as it was; the reason says why. */
  | { readonly kind: "equivalent"; readonly reason: string }
  | { readonly kind: "measured"; readonly findings: readonly MutantFinding[] }
  /** The measurement went wrong. */
  | { readonly kind: "failed"; readonly reason: string };
