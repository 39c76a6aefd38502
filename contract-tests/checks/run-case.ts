import type { Case, Finding } from "../cases/case.js";
import type { CoverageItem } from "../cases/coverage-item.js";
import type { Contract } from "../model/contract.js";
import { InputError } from "../model/errors.js";
import { type Exchange, NoResponse, sendPlanned } from "../provider/exchange.js";
import { NoOutcome } from "../provider/plan.js";
import { BoundExceeded, type Provider } from "../provider/provider.js";
import type { WireRequest } from "../provider/wire.js";
import { repeatedSecrets } from "./repeated-secrets.js";
import { conforms } from "./response.js";
import { seenIn } from "./seen.js";

/** The result of a case. */
export interface CaseOutcome {
  /**
   * `failed` if there is a finding of either severity. `undecided`: not this time. `not-testable`: never on this
   * provider.
   */
  readonly outcome: "passed" | "failed" | "undecided" | "not-testable";
  readonly findings: readonly Finding[];
  /** The part of the contract that the responses show. */
  readonly seen: readonly CoverageItem[];
  /** Why there is no outcome. */
  readonly reason?: string;
  /** The fields whose values the provider would have to know to decide it, as in {@link NoOutcome.needs}. */
  readonly needs?: readonly string[];
  /** The request of the first finding, else the last one sent, and its response. */
  readonly request?: WireRequest;
  readonly response?: Exchange["response"];
}

/**
 * Runs one case against a provider. Beside the check's own expectation, every response is validated against the whole
 * contract, whichever check provoked it. An error in it costs this case alone; an {@link InputError}, which would
 * strike every case, is thrown.
 */
export async function runCase(contract: Contract, one: Case, provider: Provider): Promise<CaseOutcome> {
  const { operation } = one;
  const seen: CoverageItem[] = [];
  const found: Finding[] = [];
  let last: Exchange | undefined;
  let failing: Exchange | undefined;
  const outcome = (findings: readonly Finding[], reason?: NoOutcome): CaseOutcome => {
    // The faults of the response itself come first: that another one was expected may follow from them.
    const all = distinct([...found, ...findings]);
    const shown = failing ?? last;
    return {
      outcome: all.length > 0 ? "failed" : (reason?.outcome ?? "passed"),
      findings: all,
      seen,
      ...(reason && all.length === 0 && { reason: reason.message }),
      ...(reason && all.length === 0 && reason.needs.length > 0 && { needs: reason.needs }),
      ...(shown && { request: shown.request, response: shown.response }),
    };
  };
  try {
    const findings = await one.run(async (plan) => {
      if (plan.prefer && !provider.prefer) {
        throw new NoOutcome(
          "not-testable",
          "the provider is not known to honour the Prefer header (--prefer says that it does)",
        );
      }
      const exchange = await sendPlanned(contract, operation, plan, provider);
      last = exchange;
      const { waitedOut } = exchange.response;
      for (const each of waitedOut ? [{ ...exchange, response: waitedOut }, exchange] : [exchange]) {
        const differing = [...conforms(contract, operation, each), ...repeatedSecrets(operation, each, provider)];
        if (differing.length > 0) {
          failing ??= each;
        }
        found.push(...differing);
        seen.push(...seenIn(contract, operation, each));
      }
      // A rate limit says nothing about the request; its response has been validated all the same.
      if (exchange.response.status === 429 && !plan.prefer) {
        throw new NoOutcome("undecided", "the provider limited the rate");
      }
      return exchange;
    });
    return outcome(findings);
  } catch (error) {
    if (error instanceof NoOutcome) {
      return outcome([], error);
    }
    if (error instanceof InputError) {
      throw error;
    }
    if (!(error instanceof NoResponse)) {
      return outcome([], new NoOutcome("undecided", `it cannot be judged: ${reasonOf(error)}`));
    }
    const { cause } = error;
    const finding: Finding = {
      severity: "breaking",
      expected: cause instanceof BoundExceeded ? `a response within ${cause.message}` : "a response",
      received: cause instanceof BoundExceeded ? cause.received : "none: the connection broke",
      at: operation.node.at,
    };
    return { ...outcome([finding]), request: error.request };
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** Each finding once: several responses of a case can differ in the same way. */
function distinct(findings: readonly Finding[]): Finding[] {
  const seen = new Set<string>();
  return findings.filter(({ expected, at }) => {
    const key = JSON.stringify([expected, at]);
    return seen.has(key) ? false : seen.add(key);
  });
}
