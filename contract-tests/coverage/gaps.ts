import type { Case } from "../cases/case.js";
import type { Contract } from "../model/contract.js";
import { coveredBy } from "./covered.js";
import { type Requirement, requirements } from "./requirements.js";

/** What a contract promises and no case shows: a suite that tests nothing must not be green. */
export function gaps(contract: Contract, cases: readonly Case[]): Requirement[] {
  const shown = coveredBy(contract, cases);
  return requirements(contract).filter(({ operation, key }) => !shown.get(operation)?.has(key));
}
