import { type Case, type CheckName, checkNames } from "../cases/case.js";
import { type RefusalCause, responsesFor } from "../checks/response.js";
import type { Contract } from "../model/contract.js";
import { isSuccess } from "../model/operation.js";
import { grouped } from "./causes.js";
import { type CaseResult, type Counts, countOf } from "./result.js";

/** How many cases of each check hold an operation to a documented status, and their outcomes. */
export interface Row {
  readonly operation: string;
  readonly status: string;
  readonly cells: Readonly<Record<CheckName, Counts>>;
}

/** Operation × documented status × check. A case counts for the status that it expects. */
export function matrix(contract: Contract, results: readonly CaseResult[]): Row[] {
  const cases = grouped(results, ({ check, operation, status }) => `${check} ${operation} ${status}`);
  const chosen = new Set(results.map(({ operation }) => operation));
  return contract.operations
    .filter(({ id }) => chosen.has(id))
    .flatMap(({ id, responses }) =>
      responses.map(({ status }) => ({
        operation: id,
        status,
        cells: Object.fromEntries(
          checkNames.map((check) => [check, countOf(cases.get(`${check} ${id} ${status}`) ?? [])]),
        ) as Row["cells"],
      })),
    );
}

/** The documented status that a case expects to see. */
export function expectedStatus({ check, operation, covers }: Case): string | undefined {
  const cause = causes[check];
  const expected = cause
    ? responsesFor(operation, cause)[0]
    : operation.responses.find(({ status }) => isSuccess(status));
  return covers.find((one) => one.kind === "status")?.status ?? expected?.status;
}

const causes: Partial<Record<CheckName, RefusalCause>> = {
  "rejects-invalid-request": "invalid-request",
  "requires-credentials": "credentials",
};
