import { coverageKey } from "../cases/coverage-item.js";
import type { Contract } from "../model/contract.js";
import type { Coverage } from "./covered.js";
import { type CoverageGoal, coverageGoals } from "./goals.js";

/**
 * The goals of a contract that no case covered on this provider, without those that certainly no request can
 * show.
 */
export function gaps(contract: Contract, coverage: ReadonlyMap<string, Coverage>): CoverageGoal[] {
  return uncovered(contract, coverage).filter(({ excuse }) => excuse() === undefined);
}

/** Those that no request can show, each in a line with the reason. */
export function cannotBeShown(uncovered: readonly CoverageGoal[]): string[] {
  return uncovered.flatMap(({ operation, text, excuse }) => {
    const reason = excuse();
    return reason === undefined
      ? []
      : [`${operation}: ${text.replace(/^no case (?:breaks |sends )?/, "")} cannot be shown: ${reason}`];
  });
}

/**
 * The goals that no case covered. Those that only untestable cases could cover, such as an error that only
 * Prism's `Prefer` calls up, do not count; neither do those that only cases beyond the limit could cover.
 */
export function uncovered(contract: Contract, coverage: ReadonlyMap<string, Coverage>): CoverageGoal[] {
  return coverageGoals(contract).filter(({ operation, what }) => {
    const of = coverage.get(operation);
    const key = coverageKey(what);
    return !of || !(of.covered.has(key) || of.notTestable.has(key) || of.tooMany.has(key));
  });
}
