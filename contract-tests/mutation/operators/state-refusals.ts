import { aboutTheSame } from "../../cases/knowledge.js";
import { validRequests } from "../../cases/requests.js";
import { isObject, parseJson } from "../../model/json.js";
import type { Example, MediaType, Response } from "../../model/operation.js";
import type { RequestPlan } from "../../provider/plan.js";
import { onSuccess } from "../damage.js";
import type { Draft, Operator, Scope } from "../mutant.js";
import { failures } from "../response-drafts.js";
import { htmlPage, rawResponse } from "../voice.js";
import type { RawResponse } from "../wire.js";
import { freshCode } from "./codes.js";

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

/** Every other valid request is refused, so that successes come, too. */
function everyOther(scope: Scope, refusal: RawResponse): Draft["provider"] {
  return {
    rewriteInOrder: () => {
      let count = 0;
      return onSuccess(
        scope.operation,
        () => {
          count += 1;
          return count % 2 === 0;
        },
        () => refusal,
      );
    },
  };
}

/** The contents of a request's body, and among them the person and the thing that it is about. */
function subjectOf({ contract, operation }: Scope, { body }: { readonly body?: string | undefined }) {
  const json = body === undefined ? undefined : parseJson(body);
  const plan: RequestPlan = { via: "fetch", ...(json !== undefined && { body: { json } }) };
  const about = aboutTheSame({ contract, operation, seed: 0 }, plan);
  return { whole: JSON.stringify(plan.body), about: JSON.stringify(about.body) };
}

/**
 * Refusals of valid requests for the state of the data. A mock has no data, and may refuse none for it: these are for
 * the other provider.
 */
export const stateRefusals: readonly Operator[] = [
  {
    name: "state-refusal-wrong",
    family: "state refusals",
    effect: "breaking",
    only: "plain",
    definition:
      "a valid request is refused for the state of the data, but not as documented: another status, an unknown code, a missing field, an HTML page",
    apply: (scope) => {
      const field = scope.contract.table.errorBody?.code;
      if (field === undefined) {
        return [];
      }
      return ofState(scope).flatMap((refusal): Draft[] => {
        const { response, media, example } = refusal;
        const { value } = example;
        if (!isObject(value)) {
          return [];
        }
        const { [field]: _code, ...withoutCode } = value;
        const fresh = freshCode(scope, media);
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
          where: `${response.status}/${example.name}/${how}`,
          at: example.at,
          what: `${example.name}: ${how}`,
          provider: everyOther(scope, raw),
        }));
      });
    },
  },
  {
    name: "state-refusal",
    family: "responses",
    effect: "compatible",
    only: "plain",
    definition:
      "a valid request is refused for the state of the data, just as documented, and so is each that is about the same",
    apply: (scope) =>
      ofState(scope).map((refusal) => ({
        where: `${refusal.response.status}/${refusal.example.name}`,
        at: refusal.example.at,
        what: `valid requests about every other person or thing are refused with ${refusal.example.name}`,
        provider: {
          rewriteInOrder: () => {
            const known = new Map<string, boolean>();
            return onSuccess(
              scope.operation,
              (request) => {
                const { about } = subjectOf(scope, request);
                known.set(about, known.get(about) ?? known.size % 2 === 0);
                return known.get(about) === true;
              },
              () => said(refusal, refusal.example.value),
            );
          },
        },
      })),
  },
  {
    name: "state-refusal-inconsistent",
    family: "state refusals",
    effect: "breaking",
    only: "plain",
    definition:
      "a valid request that creates nobody is refused for the state of the data if it says more than whom and what it is about",
    apply: (scope) => {
      const { contract, operation } = scope;
      const saysMore = ({ whole, about }: ReturnType<typeof subjectOf>) => whole !== about;
      const isPossible = validRequests(contract, operation).some(({ plan: { body } }) =>
        saysMore(subjectOf(scope, { body: body && "json" in body ? JSON.stringify(body.json) : undefined })),
      );
      return (operation.createsPerson === false && isPossible ? ofState(scope) : []).map((refusal) => ({
        where: `${refusal.response.status}/${refusal.example.name}`,
        at: refusal.example.at,
        what: `valid requests that say more are refused with ${refusal.example.name}`,
        provider: {
          rewrite: onSuccess(
            operation,
            (request) => saysMore(subjectOf(scope, request)),
            () => said(refusal, refusal.example.value),
          ),
        },
      }));
    },
  },
];
