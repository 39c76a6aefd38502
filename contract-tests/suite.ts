import type { Contract } from "../contract-model/contract.js";
import { canonical, type Json } from "../contract-model/json.js";
import { type Case, type CheckName, type Finding, NotJudged, type RequestPlan } from "./case.js";
import { checks } from "./checks/index.js";
import { type Exchange, NoAnswer, perform, type WireRequest } from "./provider/exchange.js";
import type { Provider } from "./provider/provider.js";

/** What came of a case. */
export interface Outcome {
  /** The worst finding, or `passed`; without one, `undecided` or `not-testable`. */
  readonly verdict: "passed" | "lenient" | "breaking" | "undecided" | "not-testable";
  readonly findings: readonly Finding[];
  /** Why there is no verdict. */
  readonly reason?: string;
  /** The last request sent, and what came back. */
  readonly request?: WireRequest;
  readonly response?: Exchange["response"];
}

export interface Selection {
  readonly operation?: string | undefined;
  readonly check?: string | undefined;
}

/**
 * Every case of a contract, in a fixed order: by check, then by operation. No two share check, operation and request.
 */
export function deriveCases(contract: Contract, seed: number, { operation, check }: Selection = {}): Case[] {
  const requests = new Set<string>();
  const names = new Set<string>();
  return checks
    .filter(({ name }) => check === undefined || name === check)
    .flatMap(({ derive }) =>
      contract.operations
        .filter(({ id }) => operation === undefined || id === operation)
        .flatMap((one) => derive({ contract, operation: one, seed })),
    )
    .filter((one) => isNew(requests, `${one.check} ${one.operation.id} ${requestKey(one.plan)}`))
    .map((one) => (isNew(names, caseId(one)) ? one : { ...one, name: `${one.name} [${names.size}]` }));
}

function isNew(seen: Set<string>, key: string): boolean {
  return !seen.has(key) && seen.add(key) !== undefined;
}

function requestKey(plan: RequestPlan): string {
  return canonical(JSON.parse(JSON.stringify(plan)) as Json);
}

/** What tells a case from every other of its contract, in reports and on the command line. */
export function caseId({ check, operation, name }: Case): string {
  return `${check} ${operation.id} ${name}`;
}

/** Runs one case against a provider. What goes wrong with the run itself, not with the provider, is thrown. */
export async function runCase(contract: Contract, one: Case, provider: Provider): Promise<Outcome> {
  let last: Exchange | undefined;
  try {
    const findings = await one.run(async (plan) => {
      if (plan.prefer && !provider.prefer) {
        throw new NotJudged(
          "not-testable",
          "the provider is not known to honour the Prefer header (--prefer says that it does)",
        );
      }
      last = await perform(contract, one.operation, plan, provider);
      return last;
    });
    const verdict = findings.some(({ severity }) => severity === "breaking")
      ? "breaking"
      : findings.length > 0
        ? "lenient"
        : "passed";
    return { verdict, findings, ...(last && { request: last.request, response: last.response }) };
  } catch (error) {
    if (error instanceof NotJudged) return { verdict: error.verdict, findings: [], reason: error.message };
    if (!(error instanceof NoAnswer)) throw error;
    const finding: Finding = {
      severity: "breaking",
      expected: "an answer",
      came: "none: the connection broke or timed out",
      at: one.operation.node.at,
    };
    return { verdict: "breaking", findings: [finding], request: error.request };
  }
}

/** Whether a name is that of a check. */
export function isCheckName(name: string): name is CheckName {
  return checks.some((check) => check.name === name);
}
