import type { Finding } from "./cases/case.js";
import type { Selection } from "./checks/derive.js";
import { responsesFor } from "./checks/response.js";
import { type CaseEvidence, coveredBy, type LeftOutCases } from "./coverage/covered.js";
import { gaps } from "./coverage/gaps.js";
import { tooMany } from "./coverage/not-tried.js";
import type { Requirement } from "./coverage/requirements.js";
import type { Contract } from "./model/contract.js";
import { isSuccess } from "./model/operation.js";
import type { RunVerdict } from "./reporters/report.js";

/** What of a case's result decides a run. */
export interface DecidingResult extends CaseEvidence {
  readonly check: string;
  readonly reason?: string;
  readonly findings: readonly Pick<Finding, "severity">[];
}

/** What a run is decided from. */
export interface RunFacts {
  readonly contract: Contract;
  readonly results: readonly DecidingResult[];
  /** How many cases there are: with fewer results, the others were left to another shard, a filter or a later run. */
  readonly total: number;
  /** Cases left out, as there are too many. */
  readonly leftOut?: readonly LeftOutCases[];
  readonly selection: Selection;
  /** Whether lenient findings fail. */
  readonly strict: boolean;
  /** The provider that was tested: see `Target`. */
  readonly target: { readonly remote: boolean; readonly ownMock?: boolean; readonly harmlessOnly: boolean };
}

/** What a run comes to. */
interface RunOutcome extends RunVerdict {
  readonly gaps: readonly Requirement[];
  /** What is left out, as it would take too many cases: a line for each operation. */
  readonly tooMany: readonly string[];
}

/**
 * Decides a run. A finding that fails beats everything. Where too little was decided, the run is inconclusive: exit
 * code 2, on and off loopback alike. A gap in a full run fails it.
 */
export function decide(facts: RunFacts): RunOutcome {
  const { contract, leftOut = [], results, selection, strict, target } = facts;
  const gated = isWhole(facts) && selection.operation === undefined && selection.check === undefined && !target.remote;
  const coverage = coveredBy(contract, results, leftOut);
  // What was left to another shard, or left out by a selection, is not a gap.
  const open =
    isWhole(facts) && selection.check === undefined
      ? gaps(contract, coverage).filter(
          ({ operation }) => selection.operation === undefined || operation === selection.operation,
        )
      : [];
  const failed = results.some(({ findings }) =>
    findings.some(({ severity }) => severity === "breaking" || (strict && severity === "lenient")),
  );
  const inconclusive = failed ? undefined : tooLittle(facts);
  const red = failed || (inconclusive === undefined && gated && open.length > 0);
  return {
    ...endOf(red, inconclusive),
    gaps: open,
    tooMany: tooMany(contract, coverage, leftOut),
    gated,
    ...(inconclusive !== undefined && { inconclusive }),
    basis: basis(facts),
  };
}

const isWhole = ({ results, total }: RunFacts) => results.length === total;

function endOf(red: boolean, inconclusive: string | undefined): Pick<RunVerdict, "exitCode" | "word"> {
  if (red) {
    return { exitCode: 1, word: "FAILED" };
  }
  return inconclusive === undefined ? { exitCode: 0, word: "OK" } : { exitCode: 2, word: "INCONCLUSIVE" };
}

const hasOutcome = ({ outcome }: DecidingResult) => outcome === "passed" || outcome === "failed";

/** Of what could be sent, this share may stay undecided. */
const tolerated = 0.1;

/** Why too little was decided for a verdict, or undefined. */
function tooLittle(facts: RunFacts): string | undefined {
  const { contract, results, target } = facts;
  if (!results.some(hasOutcome)) {
    return `No case came to an outcome: ${reasons(results)}.`;
  }
  const undecided = results.filter(({ outcome }) => outcome === "undecided");
  const sendable = results.filter(({ outcome }) => outcome !== "not-testable");
  if (undecided.length > sendable.length * tolerated) {
    return `${undecided.length} of ${sendable.length} cases that could be sent stayed undecided: ${reasons(undecided)}.`;
  }
  // What this part of a run leaves out, another one has.
  if (!isWhole(facts)) {
    return undefined;
  }
  const operations = without(results, ({ operation }) => operation);
  if (operations.length > 0) {
    return `${counted(operations.length, "operation")} came to no outcome: ${listed(operations)}.`;
  }
  const checks = target.ownMock ? without(results, ({ check }) => check) : [];
  if (checks.length > 0) {
    return `Whole checks came to no outcome on the mock: ${listed(checks)}.`;
  }
  const needed = target.ownMock ? results.filter((result) => isDocumented(contract, result)) : [];
  const pairs = without(needed, ({ check, operation }) => `${check} on ${operation}`);
  if (pairs.length > 0) {
    return `Checks came to no outcome on the mock: ${listed(pairs)}.`;
  }
  return undefined;
}

/** Whether a contract documents what a check provokes: what it does not document, a mock of it cannot serve. */
function isDocumented({ operations }: Contract, { check, operation: id }: DecidingResult): boolean {
  const operation = operations.find((one) => one.id === id);
  if (!operation) {
    return false;
  }
  if (check === "requires-credentials") {
    return responsesFor(operation, "credentials").length > 0;
  }
  return check !== "rejects-invalid-request" || responsesFor(operation, "invalid-request").length > 0;
}

/** The groups in which no case came to an outcome. */
function without(results: readonly DecidingResult[], groupOf: (result: DecidingResult) => string): string[] {
  const decided = new Set(results.filter(hasOutcome).map(groupOf));
  return [...new Set(results.map(groupOf))].filter((group) => !decided.has(group));
}

function reasons(results: readonly DecidingResult[]): string {
  return listed([...new Set(results.map(({ reason = "no reason given" }) => reason))], "; ");
}

function listed(names: readonly string[], separator = ", "): string {
  const shown = names.slice(0, 3).join(separator);
  return names.length > 3 ? `${shown} and ${names.length - 3} more` : shown;
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}

/** What the verdict rests on: the documented responses that arrived, whatever became of the cases that they came to. */
function basis({ contract, target, results }: RunFacts): string {
  const ran = new Set(results.map(({ operation }) => operation));
  const chosen = contract.operations.filter(({ id }) => ran.has(id));
  const all = new Set(results.flatMap(({ operation, arrived }) => arrived.map((status) => `${operation} ${status}`)));
  const isSeen = (operation: string, status: string) => all.has(`${operation} ${status}`);
  const documented = chosen.flatMap(({ id, responses }) => responses.map(({ status }) => ({ id, status })));
  const seen = documented.filter(({ id, status }) => isSeen(id, status)).length;
  const unseen = chosen
    .map(({ id, responses }) => ({ id, successes: responses.filter(({ status }) => isSuccess(status)) }))
    .filter(({ id, successes }) => successes.length > 0 && !successes.some(({ status }) => isSeen(id, status)));
  const statuses = [...new Set(unseen.flatMap(({ successes }) => successes.map(({ status }) => status)))];
  const missing =
    unseen.length === 0
      ? ""
      : `; ${listed(statuses, " or ")} never seen on ${counted(unseen.length, "operation")}${target.harmlessOnly ? ": name a recipient with --recipient" : ""}`;
  return `Rests on ${seen} of ${counted(documented.length, "documented response")} seen${missing}.`;
}
