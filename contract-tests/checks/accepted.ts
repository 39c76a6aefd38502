import type { Finding, Scope, Send } from "../cases/case.js";
import { aboutTheSame, madeUpFields, withoutMadeUp } from "../cases/knowledge.js";
import { exampleRequests } from "../cases/requests.js";
import type { Operation } from "../model/operation.js";
import type { Exchange } from "../provider/exchange.js";
import { NoOutcome, type RequestPlan } from "../provider/plan.js";
import {
  breaking,
  codeIn,
  conforms,
  documentedOrDefault,
  exampleCodes,
  mustSucceed,
  receivedStatus,
} from "./response.js";

/** Whether a response is a refusal that the contract gives to the state of the data (`x-cause: state`). */
export function refusedForState({ contract, operation }: Scope, { response, mocked }: Exchange): boolean {
  if (mocked) {
    return false;
  }
  const code = codeIn(contract, response.json);
  const responses = operation.responses.filter(({ status }) => status === String(response.status));
  return code !== undefined && exampleCodes(contract, responses, "state").includes(code);
}

/**
 * A valid request has to be accepted, unless the provider's own data prevent it: a refusal for the state of its data
 * shows as plainly as a success that the request was valid, and the refusal of a made-up value that it has to know
 * shows neither. Neither is taken on trust: the suite sends one more request, so that no break hides behind it.
 */
export async function accepted(scope: Scope, exchange: Exchange, send: Send): Promise<readonly Finding[]> {
  if (refusedForState(scope, exchange)) {
    return inconsistent(scope, exchange, send);
  }
  const findings = mustSucceed(scope.operation, exchange.response);
  if (findings.length > 0 && isDocumentedRefusal(scope, exchange)) {
    await mustBeKnown(scope, exchange, send);
  }
  return findings;
}

const isSame = (one: RequestPlan, other: RequestPlan) => JSON.stringify(one) === JSON.stringify(other);

const isAccepted = (scope: Scope, exchange: Exchange) =>
  refusedForState(scope, exchange) || mustSucceed(scope.operation, exchange.response).length === 0;

function isDocumentedRefusal({ contract, operation }: Scope, exchange: Exchange): boolean {
  const { status } = exchange.response;
  return (
    !exchange.mocked &&
    status >= 400 &&
    status < 500 &&
    documentedOrDefault(operation, status) !== undefined &&
    conforms(contract, operation, exchange).length === 0
  );
}

/**
 * Throws {@link NoOutcome} if a request was refused for made-up values that the provider has to know: the same one
 * without them is accepted. If they cannot be left out, the contract's example shows whether they are the cause.
 */
async function mustBeKnown(scope: Scope, { plan }: Exchange, send: Send): Promise<void> {
  const unknown = madeUpFields(scope, plan);
  if (unknown.length === 0) {
    return;
  }
  const undecided = new NoOutcome(
    "undecided",
    "the provider does not know this value",
    unknown.map(({ path, needsRefreshJwt }) => (needsRefreshJwt ? "refreshJwt" : path)),
  );
  const without = withoutMadeUp(scope, plan);
  if (isSame(without, plan) || isAccepted(scope, await send(without))) {
    throw undecided;
  }
  const [base] = exampleRequests(scope.operation);
  if (madeUpFields(scope, without).length > 0 && base && !isAccepted(scope, await send(base.plan))) {
    throw undecided;
  }
}

/** Requests that a provider refused for the state of its data, and rightly, by operation. */
const refusedRightly = new WeakMap<Operation, Set<string>>();

/**
 * A refusal for the state of the data is believed unless the provider accepts another request about the same people and
 * things, and refuses this one again. Where requests create people, or others are named in their place, it is believed.
 */
async function inconsistent(scope: Scope, { plan, asPlanned }: Exchange, send: Send): Promise<readonly Finding[]> {
  const { operation } = scope;
  const other = aboutTheSame(scope, plan);
  const key = JSON.stringify(other);
  const known = refusedRightly.get(operation) ?? new Set();
  refusedRightly.set(operation, known);
  if (!asPlanned || operation.createsPerson !== false || known.has(key) || isSame(other, plan)) {
    return [];
  }
  if (mustSucceed(operation, (await send(other)).response).length > 0) {
    known.add(key);
    return [];
  }
  const again = await send(plan);
  if (!refusedForState(scope, again)) {
    return [];
  }
  return [
    breaking(
      "the request accepted: another one about the same people and things was",
      `${receivedStatus(again.response)}, a refusal for the state of the data`,
      [...operation.node.at, "responses"],
      again.response.text,
    ),
  ];
}
