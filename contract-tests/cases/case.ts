import type { Contract } from "../model/contract.js";
import type { Operation } from "../model/operation.js";
import type { Exchange } from "../provider/exchange.js";
import type { RequestPlan } from "../provider/plan.js";
import type { CoverageItem } from "./coverage-item.js";
import type { Knowledge } from "./knowledge.js";

/** The names of the checks: public vocabulary, explained in docs/contract-suite.md. */
export const checkNames = [
  "sends-what-is-documented",
  "accepts-valid-request",
  "response-conforms",
  "serves-every-example",
  "rejects-invalid-request",
  "requires-credentials",
] as const;
export type CheckName = (typeof checkNames)[number];

/** Whether a name is that of a check. */
export function isCheckName(name: string): name is CheckName {
  return checkNames.some((one) => one === name);
}

/** A complaint of a check about a provider, or about the client. */
export interface Finding {
  /** `breaking`: a consumer would fail. `lenient`: the provider accepts what the contract forbids. */
  readonly severity: "breaking" | "lenient";
  readonly expected: string;
  /** In our words, without any text of the provider's. */
  readonly received: string;
  /** The provider's words, to the letter and of any length: reports decide whether they may be shown. */
  readonly quote?: string;
  /** Where the contract says so, as a schema path. */
  readonly at: readonly string[];
}

/** Sends a planned request. Rejects with {@link NoOutcome} if no response came that shows anything. */
export type Send = (plan: RequestPlan) => Promise<Exchange>;

/** One check on one operation with one input. */
export interface Case {
  readonly check: CheckName;
  readonly operation: Operation;
  /** Tells the cases of a check and an operation apart. */
  readonly name: string;
  /** The request, or for a fuzz case the first one. */
  readonly plan: RequestPlan;
  /** The same as the contract gives cause for it, where values that the provider knows have come in place of its own. */
  readonly planned?: RequestPlan;
  /**
   * The part of the contract that it covers once it comes to an outcome, beyond its values and responses; if only a
   * response can show it, such as a status, once it passed.
   */
  readonly covers: readonly CoverageItem[];
  /** Set if its requests are random, on top of those that the contract gives cause for. */
  readonly byChance?: true;
  readonly run: (send: Send) => Promise<readonly Finding[]>;
}

/** The source of a check's cases. */
export interface Scope {
  readonly contract: Contract;
  readonly operation: Operation;
  /** Makes the fuzz cases the same again. */
  readonly seed: number;
  /** Absent for a provider that knows every value, such as one made from the contract. */
  readonly known?: Knowledge | undefined;
}

/** A case of one request, with the findings of its exchange. */
export function oneExchange(
  check: CheckName,
  operation: Operation,
  name: string,
  plan: RequestPlan,
  findingsIn: (exchange: Exchange, send: Send) => readonly Finding[] | Promise<readonly Finding[]>,
  covers: readonly CoverageItem[] = [],
): Case {
  return { check, operation, name, plan, covers, run: async (send) => findingsIn(await send(plan), send) };
}

/** Tells a case from every other of its contract, in reports and on the command line. */
export function caseId({ check, operation, name }: Case): string {
  return `${check} ${operation.id} ${name}`;
}
