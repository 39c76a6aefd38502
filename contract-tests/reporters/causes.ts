import { checkNames } from "../cases/case.js";
import type { CaseResult, ReportedFinding } from "./result.js";

/** Findings for which the same was expected and the same came back, whatever the check and the operation. */
export interface Cause {
  /** The names of the checks that found it, and of the operations that have it. */
  readonly check: string;
  readonly operation: string;
  readonly severity: ReportedFinding["severity"];
  readonly expected: string;
  readonly location: ReportedFinding["location"];
  /** How many cases found it. */
  readonly count: number;
  /** The case of these that is the easiest to repeat, with its finding. */
  readonly sample: { readonly result: CaseResult; readonly finding: ReportedFinding };
}

/** The findings of a run by their cause: breaking before lenient, and frequent before rare. */
export function causesOf(results: readonly CaseResult[]): Cause[] {
  const found = results.flatMap((result) => result.findings.map((finding) => ({ result, finding })));
  return [...grouped(found, ({ finding }) => finding.group).values()]
    .map((samples) => ({ samples, sample: easiest(samples) }))
    .map(({ samples, sample }): Cause => {
      const { severity, expected, location } = sample.finding;
      const checks = new Set(samples.map(({ result }) => result.check));
      const operations = [...new Set(samples.map(({ result }) => result.operation))];
      return {
        check: checkNames.filter((name) => checks.has(name)).join(", "),
        operation: some(operations),
        severity,
        expected,
        location,
        count: new Set(samples.map(({ result }) => result.id)).size,
        sample,
      };
    })
    .sort((a, b) => a.severity.localeCompare(b.severity) || b.count - a.count);
}

/** The one with the shortest request, and if there is a choice not one with credentials that are wrong on purpose. */
function easiest(samples: readonly Cause["sample"][]): Cause["sample"] {
  const size = ({ result: { curl, check } }: Cause["sample"]) =>
    (curl?.length ?? 1e9) + (check === "requires-credentials" ? 1e6 : 0);
  return samples.reduce((best, one) => (size(one) < size(best) ? one : best));
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
