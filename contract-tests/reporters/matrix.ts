import { type Case, type CheckName, checkNames } from "../cases/case.js";
import { responsesFor } from "../checks/response.js";
import type { Contract } from "../model/contract.js";
import { isSuccess } from "../model/operation.js";
import { type CaseResult, type Standing, standing } from "./result.js";

/** How many cases of a check hold an operation to a documented status, and their outcomes. */
export interface Cell {
  readonly cases: number;
  readonly passed: number;
  readonly lenient: number;
  readonly breaking: number;
  /** Cases without an outcome: undecided, or not testable on this target. */
  readonly open: number;
}

export interface Row {
  readonly operation: string;
  readonly status: string;
  readonly cells: Readonly<Record<CheckName, Cell>>;
}

/** Operation × documented status × check. A case counts for the status that it expects. */
export function matrix(contract: Contract, results: readonly CaseResult[]): Row[] {
  const cells = new Map<string, Standing[]>();
  for (const result of results) {
    const key = `${result.check} ${result.operation} ${result.status}`;
    const cell = cells.get(key);
    if (cell) {
      cell.push(standing(result));
    } else {
      cells.set(key, [standing(result)]);
    }
  }
  const chosen = new Set(results.map(({ operation }) => operation));
  return contract.operations
    .filter(({ id }) => chosen.has(id))
    .flatMap(({ id, responses }) =>
      responses.map(({ status }) => ({
        operation: id,
        status,
        cells: Object.fromEntries(
          checkNames.map((check) => [check, count(cells.get(`${check} ${id} ${status}`) ?? [])]),
        ) as Record<CheckName, Cell>,
      })),
    );
}

function count(standings: readonly Standing[]): Cell {
  const of = (...names: Standing[]) => standings.filter((one) => names.includes(one)).length;
  return {
    cases: standings.length,
    passed: of("passed"),
    lenient: of("lenient"),
    breaking: of("breaking"),
    open: of("undecided", "not-testable"),
  };
}

/** The documented status that a case expects to see. */
export function expectedStatus({ check, operation, covers }: Case): string | undefined {
  const status = covers.find((one) => one.kind === "status");
  if (status) {
    return status.status;
  }
  if (check === "rejects-invalid-request") {
    return responsesFor(operation, "invalid-request")[0]?.status;
  }
  if (check === "requires-credentials") {
    return responsesFor(operation, "credentials")[0]?.status;
  }
  return operation.responses.find(({ status }) => isSuccess(status))?.status;
}
