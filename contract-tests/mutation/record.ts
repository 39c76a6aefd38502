import type { SourceLocation } from "../model/source.js";
import { showLocation } from "../model/source.js";
import type { MutantFinding } from "./harness.js";
import type { MutantResult } from "./measure.js";
import type { Effect, Mutant, ProviderName } from "./mutant.js";

/**
 * The outcome of a mutant: a breaking one is `killed` or `survived`, a compatible one `passed` or `false-positive`;
 * either can be `equivalent`, or `failed` if the measurement itself went wrong.
 */
export type MutantOutcome = "killed" | "survived" | "passed" | "false-positive" | "equivalent" | "failed";

/** A mutant with its outcome on one provider, as plain data: the source of reports. */
export interface MutantRecord {
  readonly provider: ProviderName;
  readonly id: string;
  readonly effect: Effect;
  readonly family: string;
  readonly operation: string;
  readonly what: string;
  /** Where in the contract's files it was made. */
  readonly location: string;
  readonly outcome: MutantOutcome;
  /** Why it is equivalent, or the error. */
  readonly reason?: string;
  /** Up to the first one; all of them in a full run. */
  readonly findings: readonly MutantFinding[];
}

export function recordOf(
  provider: ProviderName,
  { id, effect, family, operation, what, at }: Mutant,
  result: MutantResult,
  locate: (at: readonly string[]) => SourceLocation,
): MutantRecord {
  return {
    ...{ provider, id, effect, family, operation, what, location: showLocation(locate(at)) },
    outcome: outcomeOf(effect, result),
    ...(result.kind !== "measured" && { reason: result.reason }),
    findings: result.kind === "measured" ? result.findings : [],
  };
}

function outcomeOf(effect: Effect, result: MutantResult): MutantOutcome {
  if (result.kind !== "measured") {
    return result.kind;
  }
  const found = result.findings.length > 0;
  if (effect === "breaking") {
    return found ? "killed" : "survived";
  }
  return found ? "false-positive" : "passed";
}
