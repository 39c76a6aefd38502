import { coverableKey } from "../cases/coverable.js";
import type { Contract } from "../model/contract.js";
import type { Coverage } from "./covered.js";
import { type Requirement, requirements } from "./requirements.js";

/**
 * What a contract requires and no case covered on this provider. What only cases could cover that cannot be tested on
 * it, such as an error that nothing but Prism's `Prefer` calls up, is no gap; neither is what only cases could cover
 * that are left out, as there are too many.
 */
export function gaps(contract: Contract, coverage: ReadonlyMap<string, Coverage>): Requirement[] {
  return requirements(contract).filter(({ operation, what }) => {
    const of = coverage.get(operation);
    const key = coverableKey(what);
    return !of || !(of.covered.has(key) || of.notTestable.has(key) || of.tooMany.has(key));
  });
}
