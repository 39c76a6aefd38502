import { type Finding, oneExchange, type Scope } from "../cases/case.js";
import { withKnownValues, withoutMadeUp } from "../cases/knowledge.js";
import { invalidRequests } from "../cases/requests.js";
import type { Exchange } from "../provider/exchange.js";
import { refusedForState } from "./accepted.js";
import type { Check } from "./check.js";
import { breaking, mustSucceed, otherThanExpected, receivedStatus } from "./response.js";

export const rejectsInvalidRequest: Check = {
  name: "rejects-invalid-request",
  description: "a request that is invalid in one respect is refused with a documented error",
  derive: (scope) =>
    invalidRequests(scope.operation).map(({ name, plan, at, breaks, unreadable }) =>
      oneExchange(
        "rejects-invalid-request",
        scope.operation,
        name,
        // Refused for a made-up value, it would not show what is made of the fault.
        withoutMadeUp(scope, withKnownValues(scope, plan, 0)),
        (exchange) => refused(scope, at, exchange, unreadable),
        breaks.map((schemaPath) => ({ kind: "broken", schemaPath })),
      ),
    ),
};

function refused(scope: Scope, at: readonly string[], exchange: Exchange, unreadable = false): Finding[] {
  const { operation } = scope;
  const { response } = exchange;
  const forState = refusedForState(scope, exchange);
  if (forState && unreadable) {
    return [breaking("the request refused as one that cannot be read", receivedStatus(response), at, response.text)];
  }
  // Accepted, or refused for another reason: a provider may take more than the contract says.
  const accepted = response.status >= 200 && response.status < 300;
  if (accepted || forState) {
    const lenient: Finding = {
      severity: "lenient",
      expected: forState ? "the request refused for what is wrong with it" : "the request refused",
      received: `${receivedStatus(response)}${forState ? ", a refusal for the state of the data" : ""}`,
      quote: response.text,
      at,
    };
    // A provider that accepts it has to send a documented success.
    return [lenient, ...(accepted ? mustSucceed(operation, response) : [])];
  }
  const expected = otherThanExpected(operation, "invalid-request", response.status);
  if (!expected) {
    return [];
  }
  return [
    breaking(`the request refused with ${expected.status}`, receivedStatus(response), expected.node.at, response.text),
  ];
}
