import { coverableKey } from "../cases/coverable.js";
import type { Contract } from "../model/contract.js";
import type { Coverage } from "./covered.js";
import { type Requirement, requirements } from "./requirements.js";

/** What a contract requires and no case covered on this provider, but for what certainly no request can show. */
export function gaps(contract: Contract, coverage: ReadonlyMap<string, Coverage>): Requirement[] {
  return uncovered(contract, coverage).filter(({ excuse }) => excuse() === undefined);
}

/** Those that no request can show, each in a line with the reason. */
export function cannotBeShown(uncovered: readonly Requirement[]): string[] {
  return uncovered.flatMap(({ operation, text, excuse }) => {
    const reason = excuse();
    return reason === undefined
      ? []
      : [`${operation}: ${text.replace(/^no case (?:breaks |sends )?/, "")} cannot be shown: ${reason}`];
  });
}

/**
 * What no case covered. What only cases could cover that cannot be tested on a provider, such as an error that nothing
 * but Prism's `Prefer` calls up, does not count; neither does what only cases could cover that are left out, as there
 * are too many.
 */
export function uncovered(contract: Contract, coverage: ReadonlyMap<string, Coverage>): Requirement[] {
  return requirements(contract).filter(({ operation, what }) => {
    const of = coverage.get(operation);
    const key = coverableKey(what);
    return !of || !(of.covered.has(key) || of.notTestable.has(key) || of.tooMany.has(key));
  });
}
