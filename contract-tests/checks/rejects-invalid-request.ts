import { isSuccess } from "../../contract-model/operation.js";
import { toPointer } from "../../contract-model/pointer.js";
import { bodyOf, exampleRequests, faultyRequests } from "../bodies/requests.js";
import type { Case, Finding, RequestPlan } from "../case.js";
import { breaking, cameStatus, codeIn, conforms, documented, exampleCodes, responseFor } from "../judge/response.js";
import type { Exchange, WireResponse } from "../provider/exchange.js";
import { refusedForState } from "./accepts-valid-request.js";
import { type Check, oneExchange, pastClient, type Scope } from "./check.js";

export const rejectsInvalidRequest: Check = {
  name: "rejects-invalid-request",
  promise: "one fault at a time is refused with a documented error",
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
        breaks.map((place) => `broken ${toPointer(place)}`),
      );
    return [
      ...faultyRequests(contract, operation).map((request) =>
        one(request.name, pastClient(request), request.at, request.breaks),
      ),
      ...faultyMessages(scope).map(({ name, plan, at }) => one(name, plan, at, [at])),
    ];
  },
};

/** What can be wrong with a request around its values. */
function faultyMessages({ contract, operation }: Scope): { name: string; plan: RequestPlan; at: readonly string[] }[] {
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
    { name: "malformed JSON", plan: { ...plan, body: { text: text.slice(0, -1) } }, at: [...media.node.at] },
    ...(operation.body?.required
      ? [{ name: "no body", plan: bodiless, at: [...operation.body.node.at, "required"] }]
      : []),
  ];
}

function refused(scope: Scope, at: readonly string[], exchange: Exchange): Finding[] {
  const { contract, operation } = scope;
  const { response } = exchange;
  const expected = responseFor(operation, "invalid-request");
  // Accepted, or refused for another reason than the fault: a provider may take more than the contract says.
  if ((response.status >= 200 && response.status < 300) || refusedForState(scope, exchange)) {
    return [{ severity: "lenient", expected: "the request refused", came: cameStatus(response), at }];
  }
  if (!expected) return [];
  if (documented(operation, response.status) !== expected && expected.status !== "default") {
    return [breaking(`the request refused with ${expected.status}`, cameStatus(response), expected.node.at)];
  }
  return [...conforms(contract, expected, response), ...keepsItsMeaning(scope, expected.status, response)];
}

/** A code that the contract shows under other statuses only must not come with this one. */
function keepsItsMeaning({ contract, operation }: Scope, status: string, response: WireResponse): Finding[] {
  const code = codeIn(contract, response.json);
  const failures = operation.responses.filter((one) => !isSuccess(one.status) && one.status !== "default");
  const home = failures.find((one) => exampleCodes(contract, [one]).includes(code ?? ""));
  const here = operation.responses.filter((one) => one.status === status);
  if (!home || exampleCodes(contract, here).includes(code ?? "")) return [];
  return [
    breaking(
      `the code ${code} with status ${home.status}, where the contract shows it`,
      `status ${response.status}`,
      home.node.at,
    ),
  ];
}
