import type { Case, Finding } from "../cases/case.js";
import type { Contract } from "../model/contract.js";
import { type Exchange, NoResponse, perform, type WireRequest } from "../provider/exchange.js";
import { NoOutcome } from "../provider/plan.js";
import type { Provider } from "../provider/provider.js";

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

/** Runs one case against a provider. What goes wrong with the run itself, not with the provider, is thrown. */
export async function runCase(contract: Contract, one: Case, provider: Provider): Promise<Outcome> {
  let last: Exchange | undefined;
  try {
    const findings = await one.run(async (plan) => {
      if (plan.prefer && !provider.prefer) {
        throw new NoOutcome(
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
    if (error instanceof NoOutcome) return { verdict: error.outcome, findings: [], reason: error.message };
    if (!(error instanceof NoResponse)) throw error;
    const finding: Finding = {
      severity: "breaking",
      expected: "an answer",
      received: "none: the connection broke or timed out",
      at: one.operation.node.at,
    };
    return { verdict: "breaking", findings: [finding], request: error.request };
  }
}
