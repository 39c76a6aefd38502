import { documentedRejection, rendered, success } from "../../mock/responses.js";
import { parseJson } from "../../model/json.js";
import { essence } from "../../model/media-type.js";
import type { Operation } from "../../model/operation.js";
import { damaged, dependent, onRefusal, onSuccess, refusalFor } from "../damage.js";
import { breaches, traits } from "../goals.js";
import type { Draft, Operator } from "../mutant.js";
import { canBeInvalid } from "../shows.js";
import { htmlPage } from "../voice.js";
import type { RawResponse, WireRequest } from "../wire.js";

/** Ways in which a request's body is wrong before a schema has a say. */
function aroundBody({ body }: Operation) {
  const media = body?.content[0];
  const type = ({ headers }: WireRequest) => essence(headers.get("content-type") ?? "");
  const kind = (where: string, what: string, fires: (request: WireRequest) => boolean) => ({
    ...{ where, what, at: media?.node.at ?? [] },
    ...{ fires: (request: WireRequest) => request.body !== undefined && fires(request), possible: () => true },
  });
  return media
    ? [
        kind("content-type", "the content type is not documented", (one) => type(one) !== essence(media.mediaType)),
        kind("malformed", "the body is not JSON", ({ body: text }) => parseJson(text ?? "") === undefined),
      ]
    : [];
}

/** The requests that Prism refuses in another way than invalid values, and how. */
function refusedApart({ responses }: Operation, where: string): string | undefined {
  if (where === "malformed") {
    return "Prism refuses malformed JSON with an error of its own";
  }
  return where === "content-type" && responses.some(({ status }) => status === "415")
    ? "Prism refuses a content type that is not documented with 415"
    : undefined;
}

/** A goal tightened, dropped, or answered against for the requests that have one trait or break one goal. */
export const requests: readonly Operator[] = [
  {
    name: "valid-request-refused",
    family: "request constraints",
    effect: "breaking",
    definition:
      "valid requests with one trait are refused: a field, a variant, a listed or boundary value, anything that a narrower schema would refuse",
    apply: ({ contract, operation }) => {
      const refusal = documentedRejection(operation, "invalid-request");
      const raw = refusal ? rendered(refusal, contract.validator.isValid) : htmlPage(400);
      return traits({ contract, operation }).map(
        ({ where, at, what, fires, possible }): Draft => ({
          ...{ where, at, what: `a valid request is refused if ${what}` },
          provider: { rewrite: onSuccess(operation, fires, () => raw) },
          equivalent: () => (possible() ? undefined : "no valid request is known that has this trait"),
        }),
      );
    },
  },
  {
    name: "success-wrong-where",
    family: dependent,
    effect: "breaking",
    definition: "the response to valid requests with one trait is wrong",
    apply: (scope) =>
      traits(scope).map(({ where, at, what, fires, possible }) => ({
        ...{ where, at, what: `a success is wrong if ${what}` },
        provider: { rewrite: onSuccess(scope.operation, fires, (raw) => damaged(scope, raw)) },
        equivalent: () => (possible() ? undefined : "no valid request is known that has this trait"),
      })),
  },
  {
    name: "invalid-request-accepted",
    family: "requests",
    effect: "compatible",
    definition: "requests that break one goal of the contract, and no other, are accepted",
    apply: (scope) => {
      const { contract, operation } = scope;
      const [refusal, accepted] = [refusalFor(operation, "invalid-request"), success(operation)];
      if (!refusal || !accepted || refusal === refusalFor(operation, "credentials")) {
        return [];
      }
      const raw = rendered(accepted, contract.validator.isValid);
      return breaches(scope).map(({ where, at, what, alone: { fires, possible } }) => ({
        ...{ where, at, what: `a request is accepted though ${what}` },
        provider: { rewrite: onRefusal(operation, refusal, fires, () => raw) },
        equivalent: () => (possible() ? undefined : "no request is known that breaks the contract in this way alone"),
      }));
    },
  },
  {
    name: "refusal-wrong-where",
    family: dependent,
    effect: "breaking",
    definition:
      "requests that break one goal are refused wrongly: a field of the error is missing, or an HTML page is sent",
    apply: (scope) => {
      const { operation } = scope;
      const refusal = refusalFor(operation, "invalid-request");
      if (!refusal || !canBeInvalid(scope)) {
        return [];
      }
      const ways = { body: (raw: RawResponse) => damaged(scope, raw), page: () => htmlPage(500) };
      return [...breaches(scope), ...aroundBody(operation)].flatMap(({ where, at, what, fires, possible }) =>
        Object.entries(ways).map(
          ([name, edit]): Draft => ({
            ...{ where: `${where}/${name}`, at, what: `a refusal is wrong if ${what}` },
            provider: { rewrite: onRefusal(operation, refusal, fires, edit) },
            equivalent: ({ prefer }) => {
              if (!possible()) {
                return "no request is known that breaks the contract in this way alone";
              }
              // Only the other provider refuses these as it refuses all.
              return prefer ? refusedApart(operation, where) : undefined;
            },
          }),
        ),
      );
    },
  },
];
