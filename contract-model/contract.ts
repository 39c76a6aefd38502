import type { ContractTable } from "../src/table.js";
import type { JsonObject } from "./json.js";
import { createJudge, type Judge } from "./judge.js";
import { type Operation, readOperations } from "./operation.js";
import { contractTable } from "./table.js";

/** A bundled contract, read: what the suite, the comparison and the sensitivity run work from. */
export interface Contract {
  readonly document: JsonObject;
  readonly operations: readonly Operation[];
  readonly table: ContractTable;
  readonly judge: Judge;
}

/** Reads a bundled document. Throws `CheckFailed` for what the client cannot carry. */
export function readContract(document: JsonObject): Contract {
  return {
    document,
    operations: readOperations(document),
    table: contractTable(document),
    judge: createJudge(document),
  };
}
