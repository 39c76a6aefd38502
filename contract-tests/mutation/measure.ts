import type { Harness, MutantFinding } from "./harness.js";
import type { Mutant } from "./mutant.js";

/** The result of one mutant. */
export type MutantResult =
  /** No consumer can tell it from the provider as it was; the reason says why. */
  | { readonly kind: "equivalent"; readonly reason: string }
  | { readonly kind: "measured"; readonly findings: readonly MutantFinding[] }
  /** The measurement went wrong. */
  | { readonly kind: "failed"; readonly reason: string };

/** Measures one mutant. */
export async function measure(harness: Harness, mutant: Mutant, full: boolean): Promise<MutantResult> {
  try {
    const reason = mutant.equivalent?.(harness.subject.shows);
    if (reason !== undefined) {
      return { kind: "equivalent", reason };
    }
    return { kind: "measured", findings: await harness.findings(mutant, full) };
  } catch (error) {
    return { kind: "failed", reason: error instanceof Error ? error.message : String(error) };
  }
}
