import { forScript, visible } from "../model/harmless-text.js";
import { showLocation } from "../model/source.js";
import type { Report } from "./report.js";
import { type CaseResult, type Standing, standing } from "./result.js";

/** A case as the page's script reads it: short, as there are many. */
interface PageCase {
  /** Where its check and its operation stand in the lists beside the cases. */
  readonly check: number;
  readonly operation: number;
  readonly name: string;
  readonly standing: Standing;
  readonly reason?: string;
  /** Severity, expected, received, and where the contract says so. */
  readonly findings?: readonly (readonly [string, string, string, string])[];
  readonly curl?: string;
  readonly response?: string;
  /** Set where the page leaves out the request, to stay within its size. */
  readonly cut?: true;
}

/** What the page's script works from. */
export interface PageData {
  readonly checks: readonly string[];
  readonly operations: readonly string[];
  readonly cases: readonly PageCase[];
}

/** How much of the cases the page holds, in characters of JSON, and how many cases at the most. */
const most = { details: 1_500_000, all: 2_500_000, cases: 20_000, findings: 5 };

/** The cases for the page, what failed first. Requests and responses are left out once they become too much. */
export function pageData({ results }: Report): PageData {
  const checks = [...new Set(results.map(({ check }) => check))];
  const operations = [...new Set(results.map(({ operation }) => operation))];
  const cases: PageCase[] = [];
  let size = 0;
  for (const result of [...results].sort((a, b) => rank(a) - rank(b)).slice(0, most.cases)) {
    const at = { check: checks.indexOf(result.check), operation: operations.indexOf(result.operation) };
    const whole: PageCase = { ...at, ...brief(result), ...exchange(result) };
    const { curl, response, ...rest } = whole;
    const one = size < most.details || curl === undefined ? whole : { ...rest, cut: true as const };
    size += forScript(one).length;
    if (size > most.all) {
      break;
    }
    cases.push(one);
  }
  return { checks, operations: operations.map(visible), cases };
}

function rank(result: CaseResult): number {
  return ["breaking", "lenient", "undecided", "not-testable", "passed"].indexOf(standing(result));
}

function brief(result: CaseResult) {
  const { name, reason, findings } = result;
  return {
    name: visible(name),
    standing: standing(result),
    ...(reason !== undefined && { reason: visible(reason) }),
    ...(findings.length > 0 && {
      findings: findings.slice(0, most.findings).map(({ severity, expected, received, quote, location }) => {
        const said = quote === undefined ? received : `${received}: ${quote}`;
        const where = `${showLocation(location)} (line ${location.line})`;
        return [severity, visible(expected), visible(said), visible(where)] as const;
      }),
    }),
  };
}

function exchange({ curl, response }: CaseResult) {
  return {
    ...(curl !== undefined && { curl: visible(curl) }),
    ...(response !== undefined && { response: visible(response) }),
  };
}
