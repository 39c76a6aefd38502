import { type Case, type Finding, oneExchange, type Scope } from "../cases/case.js";
import {
  asRaw,
  exampleRequests,
  invalidRequests,
  type NamedRequest,
  representativeRequests,
} from "../cases/requests.js";
import { type WrongCredentials, wrongCredentials } from "../model/credentials.js";
import { isSuccess } from "../model/operation.js";
import type { Exchange } from "../provider/exchange.js";
import { NoOutcome, type RequestPlan } from "../provider/plan.js";
import { refusedForState } from "./accepted.js";
import type { Check } from "./check.js";
import {
  breaking,
  causesOf,
  documentedOrDefault,
  otherThanExpected,
  type RefusalCause,
  receivedStatus,
  refusedCredentials,
  responsesFor,
} from "./response.js";

export const requiresCredentials: Check = {
  name: "requires-credentials",
  description:
    "missing credentials, and malformed or unknown ones where documented: refused as documented, whatever else is sent",
  derive: (scope) => {
    const { operation } = scope;
    const examples = exampleRequests(operation);
    const forms = wrongCredentials(operation.security, refusedCredentials(operation));
    const [plainest] = forms;
    if (examples.length === 0 || !plainest) {
      return [];
    }
    // Every form of missing credentials is sent with each example, and no credentials at all with everything else.
    const missing = forms.filter(({ kind }) => kind === "missing");
    const others = forms.filter(({ kind }) => kind !== "missing");
    const varied = representativeRequests(operation);
    return [
      ...examples.flatMap((request) => missing.map((form) => one(scope, form, request))),
      ...varied.map((request) => one(scope, plainest, request)),
      ...examples.slice(0, 1).flatMap((request) => others.map((form) => one(scope, form, request))),
      ...invalidToo(scope, plainest),
    ];
  },
};

function one(scope: Scope, form: WrongCredentials, request: NamedRequest): Case {
  const planWith = (credentials: WrongCredentials) => ({ ...asRaw(request.plan), ...credentialsOf(credentials) });
  const plan = planWith(form);
  return {
    check: "requires-credentials",
    operation: scope.operation,
    name: `${form.name}: ${request.name}`,
    plan,
    covers: [{ kind: "credentials", form: form.name }],
    run: async (send) => {
      const exchange = await send(plan);
      if (form.kind === "missing" || !letsIn(scope, exchange)) {
        return refused(scope, exchange);
      }
      if (!(await readsTokens(scope, form, exchange, (other) => send(planWith(other))))) {
        throw new NoOutcome(
          "not-testable",
          `the provider takes any token: whether it refuses ${form.kind} ones is not shown`,
        );
      }
      // Once more, so that this is the request that a report shows.
      return refused(scope, await send(plan));
    },
  };
}

function credentialsOf({ authorization, keys }: WrongCredentials): Pick<RequestPlan, "authorization" | "keys"> {
  return { authorization, ...(keys && { keys }) };
}

/** Whether a request passed for one with the right credentials: a provider that looks for the data has accepted them. */
function letsIn(scope: Scope, exchange: Exchange): boolean {
  return isSuccess(String(exchange.response.status)) || refusedForState(scope, exchange);
}

/**
 * Whether a provider looks at tokens at all, since it refuses some other wrong form. A mock's refusal of a missing
 * token is not evidence: Prism requires one, and accepts any.
 */
async function readsTokens(
  scope: Scope,
  { name }: WrongCredentials,
  { mocked }: Exchange,
  send: (form: WrongCredentials) => Promise<Exchange>,
): Promise<boolean> {
  const { operation } = scope;
  const others = wrongCredentials(operation.security, refusedCredentials(operation)).filter(
    (one) => one.name !== name && !(mocked && one.kind === "missing"),
  );
  for (const other of others) {
    if (!letsIn(scope, await send(other))) {
      return true;
    }
  }
  return false;
}

/** No credentials, and a request that is invalid as well: the provider may report either. */
function invalidToo(scope: Scope, form: WrongCredentials): Case[] {
  const { operation } = scope;
  const kinds = new Set<string>();
  const requests = invalidRequests(operation).filter(({ name, at, unreadable }) => {
    const kind = (unreadable ? name : at.at(-1)) ?? "";
    return !kinds.has(kind) && kinds.add(kind);
  });
  return requests.map(({ name, plan }) =>
    oneExchange(
      "requires-credentials",
      operation,
      `${form.name}, and ${name}`,
      { ...plan, ...credentialsOf(form) },
      (exchange) => refused(scope, exchange, ["credentials", "invalid-request"]),
    ),
  );
}

/**
 * The fault in the refusal of a request for one of some causes: its status has to be one that is documented for them,
 * or without any one that HTTP suggests for wrong credentials.
 */
function refused(scope: Scope, exchange: Exchange, causes: readonly RefusalCause[] = ["credentials"]): Finding[] {
  const { operation } = scope;
  const { response } = exchange;
  const { status } = response;
  const expected = causes.flatMap((cause) => responsesFor(operation, cause)[0] ?? []);
  const isOther = (cause: RefusalCause) => otherThanExpected(operation, cause, status) !== undefined;
  // With two things wrong, a cause that is not documented may have been told in any way.
  const isExpected = expected.length > 0 || causes.length > 1 ? !causes.every(isOther) : [401, 403].includes(status);
  if (isExpected && !isSuccess(String(status))) {
    return saysWhy(scope, exchange, causes);
  }
  const named = [...new Set(expected.flatMap((one) => (one.status === "default" ? [] : [one.status])))];
  const [only, ...others] = expected;
  const at = only && others.length === 0 ? only.node.at : [...operation.node.at, "responses"];
  const statuses = named.length > 0 ? named.join(" or ") : "401 or 403";
  return [breaking(`the request refused with ${statuses}`, receivedStatus(response), at, response.text)];
}

/** A code that the contract shows for another cause only would tell callers something else. */
function saysWhy({ contract, operation }: Scope, { response }: Exchange, allowed: readonly string[]) {
  const shown = causesOf(contract, operation, response);
  if (shown.length === 0 || shown.some((cause) => allowed.includes(cause))) {
    return [];
  }
  const at = documentedOrDefault(operation, response.status)?.node.at ?? operation.node.at;
  return [breaking(`a code for ${allowed.join(" or ")}`, `the one for ${shown.join(" or ")}`, at)];
}
