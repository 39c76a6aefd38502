import type { Finding } from "./cases/case.js";
import { coverageKey } from "./cases/coverage-item.js";
import { exampleRequests } from "./cases/requests.js";
import { responsesFor } from "./checks/response.js";
import { type CaseEvidence, comesBack, coveredBy } from "./coverage/covered.js";
import { cannotBeShown, uncovered } from "./coverage/gaps.js";
import type { CoverageGoal } from "./coverage/goals.js";
import { notTried, tooMany } from "./coverage/not-tried.js";
import type { Contract } from "./model/contract.js";
import { isSuccess, type Operation } from "./model/operation.js";
import { counted } from "./model/text.js";
import { markedFields } from "./provider/marks.js";
import type { Report, RunFacts } from "./reporters/report.js";

/** The part of a case's result that decides a run. */
interface DecidingResult extends CaseEvidence {
  readonly check: string;
  readonly reason?: string;
  readonly needs?: readonly string[];
  readonly findings: readonly Pick<Finding, "severity">[];
}

/** The facts that decide a run. With fewer results than its total, the others were left to a shard, a filter or a later run. */
export interface Decided extends Pick<RunFacts, "total" | "selection" | "strict"> {
  readonly contract: Contract;
  readonly results: readonly DecidingResult[];
  readonly leftOut?: RunFacts["leftOut"];
  /** The provider that was tested. */
  readonly target: Omit<RunFacts["provider"], "ownMock"> & { readonly ownMock?: boolean };
}

/** The conclusion of a run. */
type RunOutcome = Report["verdict"] & {
  readonly gaps: readonly CoverageGoal[];
  /** The parts that are not tried, and those of the contract that no request can show, in a line each. */
  readonly notTried: readonly string[];
};

/**
 * Decides a run. A finding that fails beats everything. Where too little was decided, the run is inconclusive: exit
 * code 2, on and off loopback alike. A gap in a full run fails it.
 */
export function decide(facts: Decided): RunOutcome {
  const { contract, leftOut = [], results, selection, strict, target } = facts;
  const gated = isWhole(facts) && selection.operation === undefined && selection.check === undefined && !target.remote;
  const coverage = coveredBy(contract, results, leftOut);
  // A part that is left to another shard, or left out by a selection, is not a gap.
  const isSelected = ({ operation }: CoverageGoal) =>
    selection.operation === undefined || operation === selection.operation;
  const left = isWhole(facts) && selection.check === undefined ? uncovered(contract, coverage).filter(isSelected) : [];
  const open = left.filter(({ excuse }) => excuse() === undefined);
  const failed = results.some(({ findings }) =>
    findings.some(({ severity }) => severity === "breaking" || (strict && severity === "lenient")),
  );
  const inconclusive = failed ? undefined : (tooLittle(facts) ?? (gated ? leftOpen(facts, open) : undefined));
  const red = failed || (inconclusive === undefined && gated && open.length > 0);
  return {
    ...endOf(red, inconclusive),
    gaps: open,
    notTried: [...notTried(contract), ...cannotBeShown(left), ...tooMany(contract, coverage, leftOut)],
    gated,
    ...(inconclusive !== undefined && { inconclusive }),
    basis: basis(facts),
    ...advice(facts),
  };
}

const isWhole = ({ results, total }: Decided) => results.length === total;

function endOf(red: boolean, inconclusive: string | undefined): Pick<RunOutcome, "exitCode" | "word"> {
  if (red) {
    return { exitCode: 1, word: "FAILED" };
  }
  return inconclusive === undefined ? { exitCode: 0, word: "OK" } : { exitCode: 2, word: "INCONCLUSIVE" };
}

const hasOutcome = ({ outcome }: DecidingResult) => outcome === "passed" || outcome === "failed";

/** The share of the cases which could be sent that may stay undecided. */
const tolerated = 0.1;

/** Why too little was decided for a verdict, or undefined. */
function tooLittle(facts: Decided): string | undefined {
  const { contract, results, target } = facts;
  if (!results.some(hasOutcome)) {
    return `No case came to an outcome: ${reasons(results)}.`;
  }
  const undecided = results.filter(({ outcome }) => outcome === "undecided");
  const sendable = results.filter(({ outcome }) => outcome !== "not-testable");
  if (undecided.length > sendable.length * tolerated) {
    return `${undecided.length} of ${sendable.length} cases that could be sent stayed undecided: ${reasons(undecided)}.`;
  }
  // Another part of the run has what this one leaves out.
  if (!isWhole(facts)) {
    return undefined;
  }
  const operations = without(results, ({ operation }) => operation);
  if (operations.length > 0) {
    return `${counted(operations.length, "operation")} came to no outcome: ${listed(operations)}.`;
  }
  const needed = target.ownMock ? results.filter((result) => isDocumented(contract, result)) : [];
  const pairs = without(needed, ({ check, operation }) => `${check} on ${operation}`);
  return pairs.length > 0 ? `Checks came to no outcome on the mock: ${listed(pairs)}.` : undefined;
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

/**
 * Why gaps do not fail the run, or undefined: only cases that stayed undecided leave them, or people whom the provider
 * does not know.
 */
function leftOpen({ contract, results }: Decided, open: readonly CoverageGoal[]): string | undefined {
  const undecided = results.filter(({ outcome }) => outcome === "undecided");
  const left = new Set(undecided.flatMap(({ operation, covers }) => covers.map((key) => `${operation} ${key}`)));
  const isSeen = seenIn(results);
  const refused = new Set(
    results.flatMap(({ operation, outcome, covers }) => {
      const causes = outcome === "passed" ? covers.flatMap((key) => /^cause (\S+) state$/.exec(key)?.[1] ?? []) : [];
      return causes.some((status) => isSeen(operation, status)) ? [operation] : [];
    }),
  );
  const unseen = unseenSuccesses(contract, results).filter(({ id }) => refused.has(id));
  const isLeft = ({ operation, what }: CoverageGoal) =>
    left.has(`${operation} ${coverageKey(what)}`) || (comesBack(what) && unseen.some(({ id }) => id === operation));
  if (open.length === 0 || !open.every(isLeft)) {
    return undefined;
  }
  const why = undecided.length > 0 ? reasons(undecided) : "no success was seen";
  return `${counted(open.length, "gap")} in coverage ${open.length === 1 ? "is" : "are"} left open: ${why}.`;
}

/** The values of the provider's that would decide cases, a sentence each. */
function advice({ results }: Decided): Pick<RunOutcome, "advice"> {
  const open = results.filter(({ needs = [] }) => needs.length > 0);
  const counts = new Map<string, number>();
  for (const name of open.flatMap(({ needs = [] }) => [...new Set(needs)])) {
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  if (open.length === 0) {
    return {};
  }
  const named = [...counts].map(
    ([name, count]) => `${name === "refreshJwt" ? "a refresh JWT" : name} (${counted(count, "case")})`,
  );
  return {
    advice: `${counted(open.length, "case")} undecided: name what the provider knows by --values, ${named.join(", ")}. --init-values <file> writes a file to fill in: see docs/staging.md.`,
  };
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

/** The basis of the verdict: the documented responses that arrived, whatever became of their cases. */
function basis(facts: Decided): string {
  const { contract, results } = facts;
  const isSeen = seenIn(results);
  const documented = chosenOf(contract, results).flatMap(({ id, responses }) =>
    responses.map(({ status }) => ({ id, status })),
  );
  const seen = documented.filter(({ id, status }) => isSeen(id, status)).length;
  const unseen = unseenSuccesses(contract, results);
  const statuses = [...new Set(unseen.flatMap(successesOf))];
  const missing =
    unseen.length === 0
      ? ""
      : `; ${listed(statuses, " or ")} never seen on ${counted(unseen.length, "operation")}${remedy(facts, unseen)}`;
  return `Rests on ${seen} of ${counted(documented.length, "documented response")} seen${missing}.`;
}

const chosenOf = ({ operations }: Contract, results: readonly DecidingResult[]) => {
  const ran = new Set(results.map(({ operation }) => operation));
  return operations.filter(({ id }) => ran.has(id));
};

function seenIn(results: readonly DecidingResult[]): (operation: string, status: string) => boolean {
  const all = new Set(results.flatMap(({ operation, arrived }) => arrived.map((status) => `${operation} ${status}`)));
  return (operation, status) => all.has(`${operation} ${status}`);
}

const successesOf = ({ responses }: Operation) => responses.map(({ status }) => status).filter(isSuccess);

/** The operations that document a success and sent none. */
function unseenSuccesses(contract: Contract, results: readonly DecidingResult[]): Operation[] {
  const isSeen = seenIn(results);
  return chosenOf(contract, results).filter((operation) => {
    const successes = successesOf(operation);
    return successes.length > 0 && !successes.some((status) => isSeen(operation.id, status));
  });
}

/** Whether a request with the bearer of the run was refused as one with a wrong bearer is. */
function isRefused({ results }: Decided, operation: Operation): boolean {
  const statuses = new Set(responsesFor(operation, "credentials").map(({ status }) => status));
  return results.some(
    (one) =>
      one.check === "accepts-valid-request" &&
      one.operation === operation.id &&
      one.arrived.some((status) => statuses.has(status)),
  );
}

/** How to see a success: by a bearer that the provider knows, and by the people that the contract's examples name. */
function remedy(facts: Decided, unseen: readonly Operation[]): string {
  const { target } = facts;
  const { bearerNotSet: name } = target;
  if (name !== undefined && unseen.some((operation) => isRefused(facts, operation))) {
    const what = name === "DESCOPE_PROJECT_ID" ? "project ID" : "bearer";
    return `. ${name} is not set: the suite sent a made-up ${what}, which the provider may not know`;
  }
  if (target.harmlessOnly) {
    return ": name a recipient with --recipient";
  }
  const people = unseen
    .filter(({ createsPerson }) => createsPerson === false)
    .flatMap((operation) => exampleRequests(operation).map((one) => markedFields(operation, one.plan)))
    .flatMap((fields) => fields.flatMap(({ value, attribution }) => (attribution === "identity" ? [value] : [])))
    .filter((value) => typeof value === "string");
  return people.length === 0
    ? ""
    : `: register ${listed([...new Set(people)])} with the provider, or name others by --values`;
}
