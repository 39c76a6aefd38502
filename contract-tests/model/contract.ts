import type { ContractTable } from "../../src/table.js";
import { InputError } from "./errors.js";
import { withValidExamples } from "./examples.js";
import type { JsonObject } from "./json.js";
import { asJsonSchema } from "./json-schema.js";
import { type Operation, readOperations } from "./operation.js";
import { describeUnsupported, type LeftOut, supportedOperations } from "./supported.js";
import { tableOf } from "./table.js";

/** A bundled contract, read: what the suite, the comparison and the mutation run work from. */
export interface Contract {
  /** As the suite works with it, and as a mock has to serve it. */
  readonly document: JsonObject;
  /** Those that the client can carry, with the examples that keep to their schemas. */
  readonly operations: readonly Operation[];
  /** The others, with the reason. */
  readonly leftOut: readonly LeftOut[];
  readonly table: ContractTable;
  /** Warnings to the user that do not stop a run, such as an example left out because it breaks its schema. */
  readonly warnings: readonly string[];
}

/**
 * Reads a bundled document, without the operations that the client cannot carry. Throws {@link InputError}, naming all
 * of them, if no other is left.
 */
export function readContract(bundled: JsonObject): Contract {
  const document = asJsonSchema(bundled);
  const { fit, leftOut } = supportedOperations(readOperations(document));
  if (fit.length === 0 && leftOut.length > 0) {
    throw new InputError(describeUnsupported(leftOut));
  }
  const warnings: string[] = [];
  const operations = fit.map((operation) => withValidExamples(operation, (one) => warnings.push(one)));
  return { document, operations, leftOut, table: tableOf(document, operations), warnings };
}
