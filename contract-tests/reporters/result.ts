import type { CheckName } from "../cases/case.js";
import type { CaseOutcome } from "../checks/run-case.js";
import type { SourceLocation } from "../model/source.js";

/** A finding as reports show it: no secrets, and where the contract says so. */
export interface ReportedFinding {
  readonly severity: "breaking" | "lenient";
  readonly expected: string;
  readonly received: string;
  readonly place: SourceLocation;
}

/** What came of a case, as reports show it. Plain data, so that it can be handed to another thread. */
export interface CaseResult {
  readonly id: string;
  readonly check: CheckName;
  readonly operation: string;
  readonly name: string;
  readonly outcome: CaseOutcome["outcome"];
  /** What its responses show of the contract, as far as no case before it showed it. */
  readonly seen: CaseOutcome["seen"];
  readonly reason?: string;
  readonly findings: readonly ReportedFinding[];
  /** A command that sends the same request again. */
  readonly curl?: string;
}

/** A result in one word: its outcome, or where it failed the worse severity of its findings. */
export type Standing = Exclude<CaseResult["outcome"], "failed"> | "breaking" | "lenient";

export function standing({
  outcome,
  findings,
}: {
  readonly outcome: CaseResult["outcome"];
  readonly findings: readonly Pick<ReportedFinding, "severity">[];
}): Standing {
  if (outcome !== "failed") return outcome;
  return findings.some(({ severity }) => severity === "breaking") ? "breaking" : "lenient";
}
