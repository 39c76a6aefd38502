import { codeIn } from "../../checks/response.js";
import type { Operator, Scope } from "../mutant.js";
import { failures, responseDraft } from "../response-drafts.js";
import { canBeInvalid } from "../shows.js";
import { onResponse, unprompted, withField } from "../wire.js";
import { mixUps, withStatus } from "./statuses.js";

/** The responses to requests that break the contract, where there can be such requests. */
function refusals(scope: Scope) {
  return canBeInvalid(scope)
    ? scope.operation.responses.filter(({ causes }) => causes.includes("invalid-request"))
    : [];
}

/** Responses that are wrong where no example is called up. */
export const unpromptedRefusals: readonly Operator[] = [
  {
    name: "unprompted-refusal-status",
    family: "unprompted responses",
    effect: "breaking",
    definition: "a request that breaks the contract is refused with another status than the one for that",
    apply: (scope) =>
      refusals(scope).flatMap((response) =>
        (mixUps[response.status] ?? [])
          .filter((status) => status >= 400)
          .map((status) =>
            responseDraft(
              scope,
              response,
              { where: `${response.status}/${status}`, what: `invalid requests are refused with ${status}` },
              (raw, { headers }) => (headers.has("prefer") ? raw : withStatus(raw, status)),
            ),
          ),
      ),
  },
  {
    name: "unprompted-refusal-code",
    family: "unprompted responses",
    effect: "breaking",
    definition: "a request that breaks the contract is refused with a code that the contract has for something else",
    apply: (scope) => {
      const { contract, operation } = scope;
      const field = contract.table.errorBody?.code;
      if (field === undefined) {
        return [];
      }
      return refusals(scope).flatMap((response) =>
        failures(operation)
          .filter(({ status }) => status !== "default" && status !== response.status)
          .flatMap((other) => {
            const code = codeIn(contract, other.content[0]?.examples[0]?.value);
            if (code === undefined) {
              return [];
            }
            return {
              where: `${response.status}/${code}`,
              at: response.node.at,
              what: `invalid requests are refused with the code ${code} of ${other.status}`,
              provider: {
                rewrite: unprompted(onResponse(operation, response, (raw) => withField(raw, field, code))),
              },
              equivalent: ({ never }) => never(scope, response),
            };
          }),
      );
    },
  },
];
