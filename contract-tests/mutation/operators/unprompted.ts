import { isObject, type Json } from "../../model/json.js";
import { isSuccess } from "../../model/operation.js";
import type { Operator, Scope } from "../mutant.js";
import { failures, responseDraft, staysAllowed } from "../response-drafts.js";
import { editedAround, responseSites } from "../response-sites.js";
import { canBeInvalid } from "../shows.js";
import { onBody, type Rewrite } from "../wire.js";
import { codeOf } from "./codes.js";
import { mixUps, withStatus } from "./statuses.js";

/**
 * A change to what a provider sends of its own accord only. The examples that are called up by `Prefer` stay right,
 * and so do not give it away: a provider that nobody wrote for tests has no such header.
 */
function ofItsOwnAccord(rewrite: Rewrite): Rewrite {
  return (request, forward) => (request.headers.has("prefer") ? forward(request) : rewrite(request, forward));
}

/** The responses to requests that break the contract, where there can be such requests. */
function refusals({ operation }: Scope) {
  return canBeInvalid(operation) ? operation.responses.filter(({ causes }) => causes.includes("invalid-request")) : [];
}

/** Responses that are wrong where no example is called up. */
export const unprompted: readonly Operator[] = [
  {
    name: "unprompted-field-removed",
    family: "unprompted responses",
    effect: "breaking",
    definition: "a field that the contract requires is missing from the first example of a response",
    apply: (scope) =>
      responseSites(scope).flatMap((site) => {
        const { field, response, media } = site;
        if (!field?.required || !isSuccess(response.status)) {
          return [];
        }
        const without = (object: unknown) =>
          isObject(object) ? Object.fromEntries(Object.entries(object).filter(([name]) => name !== field.name)) : null;
        const edit = (body: Json) => editedAround(site, body, without);
        const stays = staysAllowed(scope, response, media, edit);
        return {
          where: site.where,
          at: site.node.at,
          what: `${site.where}: removed, but not from examples called up`,
          provider: { rewrite: ofItsOwnAccord(onBody(scope.operation, response, edit)) },
          // Unprompted, it is the first example that comes.
          equivalent: (shows) => stays({ ...shows, bodies: (...place) => shows.bodies(...place).slice(0, 1) }),
        };
      }),
  },
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
            const code = codeOf(contract, other.content[0]?.examples[0]?.value);
            if (code === undefined) {
              return [];
            }
            return {
              where: `${response.status}/${code}`,
              at: response.node.at,
              what: `invalid requests are refused with the code ${code} of ${other.status}`,
              provider: {
                rewrite: ofItsOwnAccord(
                  onBody(operation, response, (body) => (isObject(body) ? { ...body, [field]: code } : body)),
                ),
              },
              equivalent: ({ never }) => never(operation, response),
            };
          }),
      );
    },
  },
];
