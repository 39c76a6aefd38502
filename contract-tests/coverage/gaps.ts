import type { Contract } from "../../contract-model/contract.js";
import type { Case } from "../case.js";
import { type Promised, promises } from "./promises.js";
import { shownBy } from "./shown.js";

/** What a contract promises and no case shows: a suite that tests nothing must not be green. */
export function gaps(contract: Contract, cases: readonly Case[]): Promised[] {
  const shown = shownBy(contract, cases);
  return promises(contract).filter(({ operation, key }) => !shown.get(operation)?.has(key));
}
