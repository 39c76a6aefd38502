import type { Scope } from "../../cases/case.js";
import { aboutTheSame } from "../../cases/knowledge.js";
import { validRequests } from "../../cases/requests.js";
import { isObject, parseJson } from "../../model/json.js";
import type { Example, MediaType, Operation, Response } from "../../model/operation.js";
import type { RequestPlan } from "../../provider/plan.js";
import type { RawResponse, WireRequest } from "../../provider/wire.js";
import { damaged, failures } from "../drafts.js";
import type { Draft, Operator } from "../mutant.js";
import { type Edit, htmlPage, onSuccess, rawResponse } from "../wire.js";
import { freshCode, withCodes } from "./codes.js";

/** A change to the successes that come in some order: it is told the number of each, from 1. */
function inOrder(operation: Operation, isMeant: (count: number) => boolean, edit: Edit): Draft["rewrite"] {
  return {
    inOrder: () => {
      let count = 0;
      return onSuccess(operation, edit, () => {
        count += 1;
        return isMeant(count);
      });
    },
  };
}

/** A path's parameter mostly has one value that leads anywhere. */
function isVaried({ body, parameters }: Operation): boolean {
  return body !== undefined || parameters.filter(({ in: place }) => place !== "path").length > 1;
}

interface Refusal {
  readonly response: Response;
  readonly media: MediaType;
  readonly example: Example;
}

/** The refusals that the contract gives to the state of the data, such as an unknown user. */
function ofState({ operation }: Scope): Refusal[] {
  return failures(operation).flatMap((response) =>
    response.content.flatMap((media) =>
      media.examples.filter(({ cause }) => cause === "state").map((example) => ({ response, media, example })),
    ),
  );
}

function said({ response, media }: Refusal, body: unknown, status = Number(response.status)): RawResponse {
  return rawResponse(status, media.mediaType, JSON.stringify(body));
}

function planOf({ body }: WireRequest): RequestPlan {
  const json = body === undefined ? undefined : parseJson(body);
  return { via: "raw", ...(json !== undefined && { body: { json } }) };
}

/** The person and the thing that a request's body is about. */
function subjectOf(scope: Scope, plan: RequestPlan): string | undefined {
  return JSON.stringify(aboutTheSame(scope, plan).body);
}

/** Whether a request says more than whom and what it is about. */
function saysMore(scope: Scope, plan: RequestPlan): boolean {
  return subjectOf(scope, plan) !== JSON.stringify(plan.body);
}

/** A mutant for each refusal for the state of the data, just as it is documented. */
function refusing(scope: Scope, what: string, rewrite: (edit: () => RawResponse) => Draft["rewrite"]): Draft[] {
  return ofState(scope).map((refusal) => ({
    where: `${refusal.response.status}/${refusal.example.name}`,
    at: refusal.example.at,
    what: `valid requests ${what} are refused with ${refusal.example.name}`,
    rewrite: rewrite(() => said(refusal, refusal.example.value)),
  }));
}

/**
 * Responses that depend on earlier requests, and refusals of valid requests for the state of the data. A mock has no
 * data, and may refuse none for it: those are for the other provider.
 */
export const stateRefusals: readonly Operator[] = [
  {
    name: "success-wrong-from",
    family: "responses that depend on earlier requests",
    effect: "breaking",
    definition: "from the n-th valid request on, the response is wrong: a field less than required, or an HTML page",
    apply: (scope) =>
      // A suite can only meet those within the number of its requests, and if a request cannot vary there are few.
      (isVaried(scope.operation) ? [2, 3, 5] : [2, 3]).flatMap((start) =>
        Object.entries({ "a-field-less": damaged(scope), "a-page": () => htmlPage(500) }).map(([how, edit]) => ({
          where: `${start}/${how}`,
          what: `from success number ${start} on ${how}`,
          rewrite: inOrder(scope.operation, (count) => count >= start, edit),
        })),
      ),
  },
  {
    name: "state-refusal-wrong",
    family: "state refusals",
    effect: "breaking",
    only: "reference",
    definition:
      "a valid request is refused for the state of the data, but not as documented: another status, an unknown code, a missing field, an HTML page",
    apply: withCodes((scope, field) =>
      ofState(scope).flatMap((refusal): Draft[] => {
        const { response, media, example } = refusal;
        const { value, name, at } = example;
        if (!isObject(value)) {
          return [];
        }
        const { [field]: _code, ...withoutCode } = value;
        const fresh = freshCode(scope, media, field);
        const others = failures(scope.operation)
          .map(({ status }) => Number(status))
          .filter((status) => status >= 400 && status !== 429 && status !== Number(response.status));
        const wrong: Readonly<Record<string, RawResponse>> = {
          page: htmlPage(Number(response.status)),
          "without-code": said(refusal, withoutCode),
          "as-success": said(refusal, value, 200),
          ...Object.fromEntries(others.map((status) => [`status-${status}`, said(refusal, value, status)])),
          ...(fresh !== undefined && { "unknown-code": said(refusal, { ...value, [field]: fresh }) }),
        };
        return Object.entries(wrong).map(([how, raw]) => ({
          ...{ where: `${response.status}/${name}/${how}`, at, what: `${name}: ${how}` },
          // Every other valid request is refused, so that successes come, too.
          rewrite: inOrder(
            scope.operation,
            (count) => count % 2 === 0,
            () => raw,
          ),
        }));
      }),
    ),
  },
  {
    name: "state-refusal",
    family: "responses",
    effect: "compatible",
    only: "reference",
    definition:
      "a valid request is refused for the state of the data, just as documented, and so is each that is about the same",
    apply: (scope) =>
      refusing(scope, "about every other person or thing", (edit) => ({
        inOrder: () => {
          const known = new Map<string | undefined, boolean>();
          return onSuccess(scope.operation, edit, (request) => {
            const about = subjectOf(scope, planOf(request));
            const isRefused = known.get(about) ?? known.size % 2 === 0;
            known.set(about, isRefused);
            return isRefused;
          });
        },
      })),
  },
  {
    name: "state-refusal-inconsistent",
    family: "state refusals",
    effect: "breaking",
    only: "reference",
    definition:
      "a valid request that creates nobody is refused for the state of the data if it says more than whom and what it is about",
    apply: (scope) => {
      const { operation } = scope;
      const isPossible = validRequests(operation).some(({ plan }) => saysMore(scope, plan));
      return operation.createsPerson === false && isPossible
        ? refusing(scope, "that say more", (edit) =>
            onSuccess(operation, edit, (request) => saysMore(scope, planOf(request))),
          )
        : [];
    },
  },
];
