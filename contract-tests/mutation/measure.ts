import type { Harness } from "./harness.js";
import type { Mutant } from "./mutant.js";
import type { MutantResult } from "./result.js";

/** Measures one change. */
export async function measure(harness: Harness, mutant: Mutant, full: boolean): Promise<MutantResult> {
  const { id } = mutant;
  try {
    if (!mutant.counts()) return { id, kind: "not-counted" };
    return { id, kind: "measured", notices: await harness.notices(mutant, full) };
  } catch (error) {
    return { id, kind: "failed", reason: error instanceof Error ? error.message : String(error) };
  }
}
