import type { Case, Finding } from "../cases/case.js";
import { oneExchange, type Scope } from "../cases/case.js";
import { bodyOf, exampleRequests, invalidRequests, pastClient } from "../cases/requests.js";
import type { Exchange } from "../provider/exchange.js";
import type { RequestPlan } from "../provider/plan.js";
import { refusedForState } from "./accepts-valid-request.js";
import type { Check } from "./check.js";
import { breaking, mustSucceed, otherThanExpected, receivedStatus } from "./response.js";

export const rejectsInvalidRequest: Check = {
  name: "rejects-invalid-request",
  description: "one fault at a time is refused with a documented error",
  derive: (scope) => {
    const { contract, operation } = scope;
    const one = (
      name: string,
      plan: RequestPlan,
      at: readonly string[],
      breaks: readonly (readonly string[])[],
    ): Case =>
      oneExchange(
        "rejects-invalid-request",
        operation,
        name,
        plan,
        (exchange) => refused(scope, at, exchange),
        breaks.map((schemaPath) => ({ kind: "broken", schemaPath })),
      );
    return [
      ...invalidRequests(contract, operation).map((request) =>
        one(request.name, pastClient(request), request.at, request.breaks),
      ),
      ...invalidMessages(scope).map(({ name, plan, at }) => one(name, plan, at, [at])),
    ];
  },
};

/** What can be wrong with a request around its values. */
function invalidMessages({ contract, operation }: Scope): { name: string; plan: RequestPlan; at: readonly string[] }[] {
  const media = bodyOf(operation);
  const [base] = exampleRequests(contract, operation);
  if (!media || !base || base.body === undefined) return [];
  const plan = pastClient(base);
  const { body: _body, ...bodiless } = plan;
  const text = JSON.stringify(base.body);
  return [
    {
      name: "a content type that is not documented",
      plan: { ...plan, contentType: "text/plain" },
      at: [...media.node.at],
    },
    // A number that loses its last digit may be another number.
    {
      name: "malformed JSON",
      plan: { ...plan, body: { text: /^[[{"]/.test(text) ? text.slice(0, -1) : `[${text}` } },
      at: [...media.node.at],
    },
    ...(operation.body?.required
      ? [{ name: "no body", plan: bodiless, at: [...operation.body.node.at, "required"] }]
      : []),
  ];
}

function refused(scope: Scope, at: readonly string[], exchange: Exchange): Finding[] {
  const { operation } = scope;
  const { response } = exchange;
  // Accepted, or refused for another reason than the fault: a provider may take more than the contract says.
  const accepted = response.status >= 200 && response.status < 300;
  if (accepted || refusedForState(scope, exchange)) {
    const lenient: Finding = {
      severity: "lenient",
      expected: "the request refused",
      received: receivedStatus(response),
      quote: response.text,
      at,
    };
    // Who accepts it has to do so with a success that the contract has.
    return [lenient, ...(accepted ? mustSucceed(operation, response) : [])];
  }
  const expected = otherThanExpected(operation, "invalid-request", response.status);
  if (!expected) return [];
  return [
    breaking(`the request refused with ${expected.status}`, receivedStatus(response), expected.node.at, response.text),
  ];
}
