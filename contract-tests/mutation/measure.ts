import type { Harness } from "./harness.js";
import type { Mutant } from "./mutant.js";
import type { MutantResult } from "./result.js";

/** Measures one mutant. */
export async function measure(harness: Harness, mutant: Mutant, full: boolean): Promise<MutantResult> {
  try {
    const reason = mutant.equivalent(harness.subject.shows);
    if (reason !== undefined) {
      return { kind: "equivalent", reason };
    }
    return { kind: "measured", findings: await harness.findings(mutant, full) };
  } catch (error) {
    return { kind: "failed", reason: error instanceof Error ? error.message : String(error) };
  }
}
