import type { ContractTable } from "../../src/table.js";
import type { JsonObject } from "./json.js";
import { type Operation, readOperations } from "./operation.js";
import { contractTable } from "./table.js";
import { createValidator, type Validator } from "./validator.js";

/** A bundled contract, read: what the suite, the comparison and the mutation run work from. */
export interface Contract {
  readonly document: JsonObject;
  readonly operations: readonly Operation[];
  readonly table: ContractTable;
  readonly validator: Validator;
}

/** Reads a bundled document. Throws `ContractError` for what the client cannot carry. */
export function readContract(document: JsonObject): Contract {
  return {
    document,
    operations: readOperations(document),
    table: contractTable(document),
    validator: createValidator(document),
  };
}
