import type { Case, Finding } from "../cases/case.js";
import { oneExchange, type Scope } from "../cases/case.js";
import { randomCase } from "../cases/fuzz.js";
import { exampleRequests, throughClient, validRequests, whyNoRequest } from "../cases/requests.js";
import { unusualRequests } from "../cases/unusual.js";
import type { Operation } from "../model/operation.js";
import type { Exchange } from "../provider/exchange.js";
import { NoOutcome } from "../provider/plan.js";
import type { Check } from "./check.js";
import { codeIn, exampleCodes, mustSucceed } from "./response.js";

export const acceptsValidRequest: Check = {
  name: "accepts-valid-request",
  description:
    "every documented example, and generated bodies covering each optional field, boundary and variant, are accepted",
  derive: (scope) => {
    const requests = [
      ...exampleRequests(scope.contract, scope.operation),
      ...validRequests(scope.contract, scope.operation),
      ...unusualRequests(scope.contract, scope.operation),
    ];
    const chosen: Case[] = requests.map((request) =>
      oneExchange("accepts-valid-request", scope.operation, request.name, throughClient(request), (exchange) =>
        accepted(scope, exchange),
      ),
    );
    const reason = whyNoRequest(scope.contract, scope.operation);
    if (reason !== undefined) {
      return [withoutRequest(scope.operation, reason)];
    }
    return [...chosen, ...randomCase(scope, (exchange) => accepted(scope, exchange))];
  },
};

/** Reports an operation that no request can be made for, instead of leaving it out silently. */
function withoutRequest(operation: Operation, reason: string): Case {
  return {
    check: "accepts-valid-request",
    operation,
    name: "any request",
    plan: { via: "fetch" },
    covers: [],
    run: async () => {
      throw new NoOutcome("not-testable", reason);
    },
  };
}

/**
 * Accepted, or refused for the state of the provider's data, which says as plainly that nothing was wrong with the
 * request.
 */
function accepted(scope: Scope, exchange: Exchange): Finding[] {
  return refusedForState(scope, exchange) ? [] : mustSucceed(scope.operation, exchange.response);
}

/** Whether a response is a refusal that the contract gives to the state of the data (`x-cause: state`). */
export function refusedForState({ contract, operation }: Scope, { response, mocked }: Exchange): boolean {
  if (mocked) {
    return false;
  }
  const code = codeIn(contract, response.json);
  const responses = operation.responses.filter(({ status }) => status === String(response.status));
  return code !== undefined && exampleCodes(contract, responses, "state").includes(code);
}
