import type { Place } from "../../contract-model/source.js";
import type { CheckName } from "../case.js";
import type { Outcome } from "../suite.js";

/** A finding as reports show it: no secrets, and where the contract says so. */
export interface ReportedFinding {
  readonly severity: "breaking" | "lenient";
  readonly expected: string;
  readonly came: string;
  readonly place: Place;
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
