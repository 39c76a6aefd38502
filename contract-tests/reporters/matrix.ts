import { type Case, type CheckName, caseId, checkNames } from "../cases/case.js";
import { responsesFor } from "../checks/response.js";
import type { Contract } from "../model/contract.js";
import { isSuccess } from "../model/operation.js";
import { type CaseResult, type Standing, standing } from "./result.js";

/** How many cases of a check hold an operation to a documented status, and what came of them. */
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
export function matrix(contract: Contract, cases: readonly Case[], results: readonly CaseResult[]): Row[] {
  const standings = new Map(results.map((result) => [result.id, standing(result)]));
  const cells = new Map<string, (Standing | undefined)[]>();
  for (const one of cases) {
    const key = `${one.check} ${one.operation.id} ${expectedStatus(one)}`;
    cells.set(key, [...(cells.get(key) ?? []), standings.get(caseId(one))]);
  }
  const chosen = new Set(cases.map(({ operation }) => operation.id));
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

function count(standings: readonly (Standing | undefined)[]): Cell {
  const of = (...names: (Standing | undefined)[]) => standings.filter((one) => names.includes(one)).length;
  return {
    cases: standings.length,
    passed: of("passed"),
    lenient: of("lenient"),
    breaking: of("breaking"),
    open: of("undecided", "not-testable", undefined),
  };
}

/** The documented status that a case expects to see. */
function expectedStatus({ check, operation, covers }: Case): string | undefined {
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
