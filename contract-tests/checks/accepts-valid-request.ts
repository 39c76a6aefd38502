import { type Case, oneExchange } from "../cases/case.js";
import { randomCase } from "../cases/fuzz.js";
import { exampleRequests, validRequests, whyNoRequest } from "../cases/requests.js";
import { unusualRequests } from "../cases/unusual.js";
import type { Operation } from "../model/operation.js";
import { NoOutcome } from "../provider/plan.js";
import { accepted } from "./accepted.js";
import type { Check } from "./check.js";

export const acceptsValidRequest: Check = {
  name: "accepts-valid-request",
  description:
    "every documented example, and generated bodies covering each optional field, boundary and variant, are accepted",
  derive: (scope) => {
    const requests = [
      ...exampleRequests(scope.operation),
      ...validRequests(scope.operation),
      ...unusualRequests(scope.operation),
    ];
    const chosen: Case[] = requests.map((request) =>
      oneExchange("accepts-valid-request", scope.operation, request.name, request.plan, (exchange, send) =>
        accepted(scope, exchange, send),
      ),
    );
    const reason = whyNoRequest(scope.operation);
    if (reason !== undefined) {
      return [withoutRequest(scope.operation, reason)];
    }
    return [...chosen, ...randomCase(scope, (exchange, send) => accepted(scope, exchange, send))];
  },
};

/** Reports an operation that no request can be made for, instead of leaving it out silently. */
function withoutRequest(operation: Operation, reason: string): Case {
  return {
    check: "accepts-valid-request",
    operation,
    name: "any request",
    plan: { via: "raw" },
    covers: [],
    run: async () => {
      throw new NoOutcome("not-testable", reason);
    },
  };
}
