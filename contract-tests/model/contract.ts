import type { ContractTable } from "../../src/table.js";
import { type Warning, withValidExamples } from "./examples.js";
import type { JsonObject } from "./json.js";
import { type Operation, readOperations } from "./operation.js";
import { asJsonSchema } from "./readable.js";
import { contractTable } from "./table.js";
import { createValidator, type Validator } from "./validator.js";

/** A bundled contract, read: what the suite, the comparison and the mutation run work from. */
export interface Contract {
  /** As the suite works with it, and as a mock has to serve it. */
  readonly document: JsonObject;
  readonly operations: readonly Operation[];
  readonly table: ContractTable;
  readonly validator: Validator;
  /** What is worth a word and stops nothing, such as an example that breaks its schema and so is left out. */
  readonly warnings: readonly Warning[];
}

/** Reads a bundled document. Throws `ContractError` for what the client cannot carry. */
export function readContract(bundled: JsonObject): Contract {
  const read = asJsonSchema(bundled);
  const { document, warnings } = withValidExamples(read, readOperations(read), createValidator(read));
  return {
    document,
    operations: readOperations(document),
    table: contractTable(document),
    validator: createValidator(document),
    warnings,
  };
}
