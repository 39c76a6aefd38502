import type { Case } from "../cases/case.js";
import { type CoverageItem, coverageKey } from "../cases/coverage-item.js";
import { coveredByRequest } from "../cases/covered-by-request.js";
import type { CaseOutcome } from "../checks/run-case.js";
import type { Contract } from "../model/contract.js";

/** The part of a case's result that decides what is covered. Plain data: cases run in another thread than the verdict. */
export interface CaseEvidence {
  readonly operation: string;
  readonly outcome: CaseOutcome["outcome"];
  /** Covered by the case once it comes to an outcome, as keys of {@link coverageKey}. */
  readonly covers: readonly string[];
  /** Covered by it if no value that the provider knows had come in place of another one. */
  readonly replaced?: readonly string[];
  /** The documented statuses that arrived, whatever became of the case. */
  readonly arrived: readonly string[];
}

/** The cases of an operation beyond {@link limits.cases}, and the part that they would cover. */
export interface LeftOutCases {
  readonly operation: string;
  readonly count: number;
  readonly covers: readonly string[];
}

/** The covered part of an operation, as keys of {@link coverageKey}. */
export interface Coverage {
  readonly covered: Set<string>;
  /** The part that would be covered if the provider could be tested. */
  readonly notTestable: Set<string>;
  /** The part that would be covered if there were not too many cases. */
  readonly tooMany: Set<string>;
}

/** The part that a case covers, by its request and by the responses that came. */
export function evidenceOf(one: Case, { outcome, seen }: Pick<CaseOutcome, "outcome" | "seen">): CaseEvidence {
  const asked = coveredByRequest(one).filter((what) => outcome !== "failed" || !comesBack(what));
  const covers = keysOf([...asked, ...seen]);
  const planned = one.planned ? keysOf(coveredByRequest({ ...one, plan: one.planned })) : [];
  return {
    operation: one.operation.id,
    outcome,
    covers,
    replaced: planned.filter((key) => !covers.includes(key)),
    arrived: seen.flatMap((what) => (what.kind === "status" ? [what.status] : [])),
  };
}

/** Whether only a response can cover something: to have asked for it is not enough when something else came. */
export function comesBack({ kind }: CoverageItem): boolean {
  return kind === "status" || kind === "cause" || kind === "success" || kind === "response-field";
}

/** The cases that were left out, by operation. */
export function leftOutCases(contract: Contract, leftOut: readonly Case[]): LeftOutCases[] {
  return contract.operations.flatMap(({ id }) => {
    const own = leftOut.filter(({ operation }) => operation.id === id);
    const covers = keysOf(own.flatMap((one) => coveredByRequest(one)));
    return own.length === 0 ? [] : [{ operation: id, count: own.length, covers }];
  });
}

function keysOf(what: readonly CoverageItem[]): string[] {
  return [...new Set(what.map(coverageKey))];
}

/**
 * The part of a contract that cases cover, by operation. A case covers it once it came to an outcome, and not if it was
 * only derived, rate limited or kept back.
 */
export function coveredBy(
  contract: Contract,
  evidence: readonly CaseEvidence[],
  leftOut: readonly LeftOutCases[] = [],
): Map<string, Coverage> {
  const coverage = new Map<string, Coverage>(
    contract.operations.map(({ id }) => [id, { covered: new Set(), notTestable: new Set(), tooMany: new Set() }]),
  );
  const add = (operation: string, kind: keyof Coverage, keys: readonly string[]) => {
    for (const key of keys) {
      coverage.get(operation)?.[kind].add(key);
    }
  };
  for (const { operation, outcome, covers, replaced = [] } of evidence) {
    if (outcome !== "undecided") {
      add(operation, outcome === "not-testable" ? "notTestable" : "covered", covers);
    }
    add(operation, "notTestable", replaced);
  }
  for (const { operation, covers } of leftOut) {
    add(operation, "tooMany", covers);
  }
  return coverage;
}

/** Whether something stays uncovered only because there are too many cases. */
export function isTooMany({ covered, notTestable, tooMany }: Coverage, key: string): boolean {
  return tooMany.has(key) && !covered.has(key) && !notTestable.has(key);
}
