import { documentedRejection, rendered, success } from "../../mock/responses.js";
import { parseJson } from "../../model/json.js";
import { essence } from "../../model/media-type.js";
import type { Operation } from "../../model/operation.js";
import { allows } from "../../model/validator.js";
import { damaged, dependent, refusalFor } from "../drafts.js";
import type { Draft, Operator } from "../mutant.js";
import { breaches, canBeInvalid, type Trait, traits } from "../traits.js";
import { htmlPage, onRefusal, onSuccess, type Rewrite } from "../wire.js";

/** Ways in which a request's body is wrong before a schema has a say. */
function aroundBody({ body }: Operation): Trait[] {
  return (body?.content ?? []).slice(0, 1).flatMap(({ mediaType, node: { at } }) => [
    {
      ...{ where: "content-type", at, what: "the content type is not documented" },
      fires: ({ body: text, headers }) =>
        text !== undefined && essence(headers.get("content-type") ?? "") !== essence(mediaType),
    },
    {
      ...{ where: "malformed", at, what: "the body is not JSON" },
      fires: ({ body: text }) => text !== undefined && parseJson(text) === undefined,
    },
  ]);
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

/** A mutant that fires for requests with a trait: equivalent if there is no such request. */
function draft({ where, at, what, possible }: Trait, told: string, rewrite: Rewrite): Draft {
  const none = "no request with just this trait is known";
  return { where, at, what: `${told} ${what}`, rewrite, equivalent: () => (possible?.() === false ? none : undefined) };
}

/** A goal tightened, dropped, or answered against for the requests that have one trait or break one goal. */
export const requests: readonly Operator[] = [
  {
    name: "valid-request-refused",
    family: "request constraints",
    effect: "breaking",
    definition:
      "valid requests with one trait are refused: a field, a variant, a listed or boundary value, anything that a narrower schema would refuse",
    apply: (scope) => {
      const { operation } = scope;
      const refusal = documentedRejection(operation, "invalid-request");
      const raw = refusal ? rendered(refusal, allows) : htmlPage(400);
      return traits(operation).map((one) =>
        draft(
          one,
          "a valid request is refused if",
          onSuccess(operation, () => raw, one.fires),
        ),
      );
    },
  },
  {
    name: "success-wrong-where",
    family: dependent,
    effect: "breaking",
    definition: "the response to valid requests with one trait is wrong",
    apply: (scope) =>
      traits(scope.operation).map((one) =>
        draft(one, "a success is wrong if", onSuccess(scope.operation, damaged(scope), one.fires)),
      ),
  },
  {
    name: "invalid-request-accepted",
    family: "requests",
    effect: "compatible",
    definition: "requests that break one goal of the contract, and no other, are accepted",
    apply: (scope) => {
      const { operation } = scope;
      const [refusal, accepted] = [refusalFor(operation, "invalid-request"), success(operation)];
      if (!refusal || !accepted || refusal === refusalFor(operation, "credentials")) {
        return [];
      }
      const raw = rendered(accepted, allows);
      return breaches(operation).map(({ alone, ...one }) =>
        draft(
          { ...one, ...alone },
          "a request is accepted though",
          onRefusal(operation, refusal, () => raw, alone.fires),
        ),
      );
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
      if (!refusal || !canBeInvalid(operation)) {
        return [];
      }
      const ways = Object.entries({ body: damaged(scope), page: () => htmlPage(500) });
      return [...breaches(operation), ...aroundBody(operation)].flatMap((one) =>
        ways.map(([name, edit]) => {
          const made = draft(one, "a refusal is wrong if", onRefusal(operation, refusal, edit, one.fires));
          return {
            ...made,
            where: `${one.where}/${name}`,
            // Only the other provider refuses these as it refuses all.
            equivalent: (shows) =>
              made.equivalent?.(shows) ?? (shows.prefer ? refusedApart(operation, one.where) : undefined),
          };
        }),
      );
    },
  },
];
