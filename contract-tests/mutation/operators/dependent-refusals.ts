import type { Operation } from "../../model/operation.js";
import { damaged, dependent, onRefusal, refusalFor } from "../damage.js";
import { invalidKinds } from "../invalid-kinds.js";
import type { Draft, Operator } from "../mutant.js";
import { canBeInvalid } from "../shows.js";
import { htmlPage } from "../voice.js";
import type { RawResponse } from "../wire.js";

/** Refusals that are wrong for one kind of request only. */
export const dependentRefusals: readonly Operator[] = [
  {
    name: "refusal-wrong-where",
    family: dependent,
    effect: "breaking",
    definition:
      "one kind of invalid request is refused wrongly: a field of the error is missing, or an HTML page is sent",
    apply: (scope) => {
      const refusal = refusalFor(scope.operation, "invalid-request");
      if (!refusal || !canBeInvalid(scope.operation)) {
        return [];
      }
      const ways = { body: (raw: RawResponse) => damaged(scope, raw), page: () => htmlPage(500) };
      return invalidKinds(scope).flatMap(({ where, at, what, fires, possible }) =>
        Object.entries(ways).map(
          ([name, edit]): Draft => ({
            ...{ where: `${where}/${name}`, at, what: `a refusal is wrong where ${what}` },
            provider: { rewrite: onRefusal(scope.operation, refusal, fires, edit) },
            equivalent: ({ prefer }) => {
              if (!possible()) {
                return "no request is known that breaks the contract in this way alone";
              }
              // Only the other provider refuses these as it refuses all.
              return prefer ? refusedApart(scope.operation, where) : undefined;
            },
          }),
        ),
      );
    },
  },
];

/** What Prism refuses in another way than invalid values, and how. */
function refusedApart({ responses }: Operation, where: string): string | undefined {
  if (where === "malformed") {
    return "Prism refuses malformed JSON with an error of its own";
  }
  return where === "content-type" && responses.some(({ status }) => status === "415")
    ? "Prism refuses a content type that is not documented with 415"
    : undefined;
}
