import { type CaseResult, type ReportedFinding, standing } from "./result.js";

/** Findings that say the same of the same operation at the same location of the contract. */
export interface Cause {
  readonly check: CaseResult["check"];
  readonly operation: string;
  readonly severity: ReportedFinding["severity"];
  readonly expected: string;
  readonly location: ReportedFinding["location"];
  /** How many cases found it. */
  readonly count: number;
  /** The identities of these cases. */
  readonly cases: readonly string[];
  /** The first of these cases, and what it found. */
  readonly sample: { readonly result: CaseResult; readonly finding: ReportedFinding };
}

/** The findings of a run by their cause: what breaks before what is lenient, and what comes often before what does not. */
export function causesOf(results: readonly CaseResult[]): Cause[] {
  const causes = new Map<string, { first: Cause["sample"]; cases: Set<string> }>();
  for (const result of results) {
    for (const finding of result.findings) {
      const key = causeKey(result, finding);
      const known = causes.get(key);
      if (known) {
        known.cases.add(result.id);
      } else {
        causes.set(key, { first: { result, finding }, cases: new Set([result.id]) });
      }
    }
  }
  return [...causes]
    .map(([, { first, cases }]): Cause => {
      const { check, operation } = first.result;
      const { severity, expected, location } = first.finding;
      return {
        check,
        operation,
        severity,
        expected,
        location,
        count: cases.size,
        cases: [...cases],
        sample: first,
      };
    })
    .sort((a, b) => a.severity.localeCompare(b.severity) || b.count - a.count);
}

/** Without the line, which any edit of the contract moves. */
function causeKey(
  { check, operation }: { readonly check: string; readonly operation: string },
  { severity, expected, location: { file, pointer } }: Pick<ReportedFinding, "severity" | "expected" | "location">,
): string {
  return JSON.stringify([check, operation, severity, expected, file, pointer]);
}

/** How many cases stand how. */
export function countStandings(results: readonly CaseResult[]) {
  const counts = { passed: 0, breaking: 0, lenient: 0, undecided: 0, "not-testable": 0 };
  for (const result of results) {
    counts[standing(result)] += 1;
  }
  return counts;
}

/** A number of things, in words. */
export function counted(count: number, noun: string): string {
  return `${count.toLocaleString("en")} ${noun}${count === 1 ? "" : "s"}`;
}
