import type { CheckName } from "../cases/case.js";
import type { CaseEvidence } from "../coverage/covered.js";
import type { SourceLocation } from "../model/source.js";

/** A finding as reports show it: nothing in it is secret, and it says where in the files that people edit the contract says so. */
export interface ReportedFinding {
  readonly severity: "breaking" | "lenient";
  readonly expected: string;
  readonly received: string;
  /** The provider's words, shortened or withheld. */
  readonly quote?: string;
  readonly location: SourceLocation;
  /** Shared by the findings that have the same cause: the expectation, and the response. */
  readonly group: string;
}

/**
 * The result of a case, as reports show it. It holds nothing secret. It is plain data, so that it can be handed to
 * another thread, and not yet harmless to show: each report sees to that for its own destination. Its evidence is what no
 * case before it had.
 */
export interface CaseResult extends CaseEvidence {
  readonly id: string;
  readonly check: CheckName;
  readonly name: string;
  /** The documented status that it expects to see. */
  readonly status?: string;
  readonly reason?: string;
  /** The fields whose values the provider would have to know to decide it; `refreshJwt` for a user who is signed in. */
  readonly needs?: readonly string[];
  readonly findings: readonly ReportedFinding[];
  /** A command that sends the request again: of the first finding, else of the last one sent. */
  readonly curl?: string;
  /** The response to that request: status, content type and body. */
  readonly response?: string;
}

/** The response that came instead, in the provider's own words. */
export function receivedOf({ received, quote }: ReportedFinding): string {
  return quote === undefined ? received : `${received}: ${quote}`;
}

type Ended = Pick<CaseResult, "outcome"> & { readonly findings: readonly Pick<ReportedFinding, "severity">[] };

/** A result in one word: its outcome, or if it failed the worse severity of its findings. */
type Grade = Exclude<CaseResult["outcome"], "failed"> | "breaking" | "lenient";

export function gradeOf({ outcome, findings }: Ended): Grade {
  if (outcome !== "failed") {
    return outcome;
  }
  return findings.some(({ severity }) => severity === "breaking") ? "breaking" : "lenient";
}

/** How many cases had which outcome. */
export interface Counts {
  readonly cases: number;
  readonly passed: number;
  readonly lenient: number;
  readonly breaking: number;
  /** Cases without an outcome: undecided, or not testable on this target. */
  readonly open: number;
}

export function countOf(results: readonly Ended[]): Counts {
  const grades = results.map(gradeOf);
  const of = (...names: Grade[]) => grades.filter((one) => names.includes(one)).length;
  return {
    cases: grades.length,
    passed: of("passed"),
    lenient: of("lenient"),
    breaking: of("breaking"),
    open: of("undecided", "not-testable"),
  };
}
