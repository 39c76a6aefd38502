import { type Case, caseId } from "../cases/case.js";
import { coverableKey } from "../cases/coverable.js";
import { coveredByRequest } from "../cases/covered-by-request.js";
import type { CaseOutcome } from "../checks/run-case.js";
import type { Contract } from "../model/contract.js";

/** The part of a case's result that decides what it covers. */
export type CaseEvidence = Pick<CaseOutcome, "outcome" | "seen"> & { readonly id: string };

/** What is covered of an operation, as keys of {@link coverableKey}. */
export interface Coverage {
  readonly covered: Set<string>;
  /** What would be if the provider could be tested. */
  readonly notTestable: Set<string>;
  /** What would be if there were not too many cases. */
  readonly tooMany: Set<string>;
}

/**
 * What the cases of a contract cover of it, by operation. A case covers something once it came to an outcome: one that
 * was derived and not run, rate limited or kept back covers nothing. `leftOut` are those beyond {@link limits.cases}.
 */
export function coveredBy(
  contract: Contract,
  cases: readonly Case[],
  evidence: readonly CaseEvidence[],
  leftOut: readonly Case[] = [],
): Map<string, Coverage> {
  const byId = new Map(evidence.map((one) => [one.id, one]));
  const coverage = new Map<string, Coverage>(
    contract.operations.map(({ id }) => [id, { covered: new Set(), notTestable: new Set(), tooMany: new Set() }]),
  );
  for (const one of cases) {
    const of = coverage.get(one.operation.id);
    const result = byId.get(caseId(one));
    if (!of || !result || result.outcome === "undecided") {
      continue;
    }
    const keys = result.outcome === "not-testable" ? of.notTestable : of.covered;
    for (const what of [...coveredByRequest(contract, one), ...result.seen]) {
      keys.add(coverableKey(what));
    }
  }
  for (const one of leftOut) {
    for (const what of coveredByRequest(contract, one)) {
      coverage.get(one.operation.id)?.tooMany.add(coverableKey(what));
    }
  }
  return coverage;
}

/** Whether something stays uncovered only because there are too many cases. */
export function isTooMany({ covered, notTestable, tooMany }: Coverage, key: string): boolean {
  return tooMany.has(key) && !covered.has(key) && !notTestable.has(key);
}
