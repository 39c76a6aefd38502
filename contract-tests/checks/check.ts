import type { Contract } from "../../contract-model/contract.js";
import type { Operation } from "../../contract-model/operation.js";
import type { RequestValues } from "../bodies/requests.js";
import type { Case, CheckName, Finding, RequestPlan } from "../case.js";
import type { Exchange } from "../provider/exchange.js";

/** What a check derives its cases from. */
export interface Scope {
  readonly contract: Contract;
  readonly operation: Operation;
  /** Makes the random share the same again. */
  readonly seed: number;
}

export interface Check {
  readonly name: CheckName;
  /** The promise in one line. */
  readonly promise: string;
  readonly derive: (scope: Scope) => Case[];
}

/** A case of one request and one judgement. */
export function oneExchange(
  check: CheckName,
  operation: Operation,
  name: string,
  plan: RequestPlan,
  judge: (exchange: Exchange) => readonly Finding[],
  shows: readonly string[] = [],
): Case {
  return { check, operation, name, plan, shows, run: async (send) => judge(await send(plan)) };
}

/** A request through the client, which carries JSON. */
export function throughClient({ params, body }: RequestValues): RequestPlan {
  return { via: "client", ...(params && { params }), ...(body !== undefined && { body: { json: body } }) };
}

/** The same request past the client. */
export function pastClient(values: RequestValues): RequestPlan {
  return { ...throughClient(values), via: "fetch" };
}
