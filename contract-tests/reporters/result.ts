import type { CheckName } from "../cases/case.js";
import type { Outcome } from "../checks/run-case.js";
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
  readonly verdict: Outcome["verdict"];
  readonly reason?: string;
  readonly findings: readonly ReportedFinding[];
  /** A command that sends the same request again. */
  readonly curl?: string;
}
