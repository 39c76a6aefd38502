import { isObject } from "../../model/json.js";
import type { Example, MediaType, Response } from "../../model/operation.js";
import { onSuccess } from "../damage.js";
import type { Draft, Operator, Scope } from "../mutant.js";
import { failures } from "../response-drafts.js";
import { neverEquivalent } from "../shows.js";
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
          equivalent: neverEquivalent,
        }));
      });
    },
  },
  {
    name: "state-refusal",
    family: "responses",
    effect: "compatible",
    only: "plain",
    definition: "a valid request is refused for the state of the data, just as documented",
    apply: (scope) =>
      ofState(scope).map((refusal) => ({
        where: `${refusal.response.status}/${refusal.example.name}`,
        at: refusal.example.at,
        what: `every other valid request is refused with ${refusal.example.name}`,
        provider: everyOther(scope, said(refusal, refusal.example.value)),
        equivalent: neverEquivalent,
      })),
  },
];
