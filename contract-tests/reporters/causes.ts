import { checkNames } from "../cases/case.js";
import type { CaseResult, ReportedFinding } from "./result.js";

/** Findings for which the same was expected and the same came back, whatever the check and the operation. */
export interface Cause {
  /** The names of the checks that found it, and of the operations that have it. */
  readonly check: string;
  readonly operation: string;
  /** How many cases found it. */
  readonly count: number;
  /** The case of these that is the easiest to repeat, and its finding. */
  readonly result: CaseResult;
  readonly finding: ReportedFinding;
}

/** The findings of a run by their cause: breaking before lenient, and frequent before rare. */
export function causesOf(results: readonly CaseResult[]): Cause[] {
  const found = results.flatMap((result) => result.findings.map((finding) => ({ result, finding })));
  return [...grouped(found, ({ finding }) => finding.group).values()]
    .map((same): Cause => {
      const checks = new Set(same.map(({ result }) => result.check));
      return {
        check: checkNames.filter((name) => checks.has(name)).join(", "),
        operation: some([...new Set(same.map(({ result }) => result.operation))]),
        count: new Set(same.map(({ result }) => result.id)).size,
        ...same.reduce((best, one) => (effort(one.result) < effort(best.result) ? one : best)),
      };
    })
    .sort((a, b) => a.finding.severity.localeCompare(b.finding.severity) || b.count - a.count);
}

/** The shorter a request, the easier it is to repeat; but not one with credentials that are wrong on purpose. */
function effort({ curl, check }: CaseResult): number {
  return (curl?.length ?? 1e9) + (check === "requires-credentials" ? 1e6 : 0);
}

function some(names: readonly string[]): string {
  return names.length > 4 ? `${names.slice(0, 3).join(", ")} and ${names.length - 3} more` : names.join(", ");
}

/** Things in groups of one key, in the order of the first of each. */
export function grouped<T>(things: readonly T[], keyOf: (thing: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const thing of things) {
    const group = groups.get(keyOf(thing));
    if (group) {
      group.push(thing);
    } else {
      groups.set(keyOf(thing), [thing]);
    }
  }
  return groups;
}
