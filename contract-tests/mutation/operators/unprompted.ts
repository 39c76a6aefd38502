import { isObject } from "../../model/json.js";
import { isSuccess } from "../../model/operation.js";
import type { Operator, Scope } from "../mutant.js";
import { editedAround, responseSites } from "../response-sites.js";
import { onBody, onResponse, type Rewrite } from "../wire.js";
import { mixUps, withStatus } from "./statuses.js";

/**
 * A change to what a provider answers of its own accord only. The examples that are called up by `Prefer` stay right,
 * and so do not give it away: a provider that nobody wrote for tests has no such header.
 */
function ofItsOwnAccord(rewrite: Rewrite): Rewrite {
  return (request, forward) => (request.headers.has("prefer") ? forward(request) : rewrite(request, forward));
}

/** The answers to requests that break the contract, where there are such requests. */
function refusals({ operation }: Scope) {
  if (!operation.body && operation.parameters.length === 0) return [];
  return operation.responses.filter(({ causes }) => causes.includes("invalid-request"));
}

/** Answers that are wrong where no example is asked for. */
export const unprompted: readonly Operator[] = [
  {
    name: "unprompted-field-removed",
    family: "unprompted answers",
    verdict: "breaking",
    definition: "a field that the contract requires does not come in the plain answer to a plain request",
    apply: (scope) =>
      responseSites(scope).flatMap((site) => {
        const { field, response, media } = site;
        if (!field?.required || !isSuccess(response.status)) return [];
        const without = (object: unknown) =>
          isObject(object) ? Object.fromEntries(Object.entries(object).filter(([name]) => name !== field.name)) : null;
        const edit = (body: Parameters<typeof editedAround>[1]) => editedAround(site, body, without);
        const served = media.examples[0]?.value;
        return {
          where: site.where,
          at: site.node.at,
          what: `${site.where}: removed, but not from examples called up`,
          provider: { rewrite: ofItsOwnAccord(onBody(scope.operation, response, edit)) },
          counts: () => served !== undefined && !scope.contract.validator.isValid(media.node, ["schema"], edit(served)),
        };
      }),
  },
  {
    name: "unprompted-refusal-status",
    family: "unprompted answers",
    verdict: "breaking",
    definition: "a request that breaks the contract is refused with another status than the one for that",
    apply: (scope) =>
      refusals(scope).flatMap((response) =>
        (mixUps[response.status] ?? [])
          .filter((status) => status >= 400)
          .map((status) => ({
            where: `${response.status}/${status}`,
            at: response.node.at,
            what: `invalid requests are refused with ${status} instead of ${response.status}`,
            provider: {
              rewrite: ofItsOwnAccord(onResponse(scope.operation, response, (answer) => withStatus(answer, status))),
            },
            counts: () => true,
          })),
      ),
  },
  {
    name: "unprompted-refusal-code",
    family: "unprompted answers",
    verdict: "breaking",
    definition: "a request that breaks the contract is refused with a code that the contract has for something else",
    apply: (scope) => {
      const { contract, operation } = scope;
      const field = contract.table.errorBody?.code;
      if (field === undefined) return [];
      return refusals(scope).flatMap((response) =>
        operation.responses
          .filter(({ status }) => !isSuccess(status) && status !== "default" && status !== response.status)
          .flatMap((other) => {
            const example = other.content[0]?.examples[0]?.value;
            const code = isObject(example) ? example[field] : undefined;
            if (typeof code !== "string") return [];
            return {
              where: `${response.status}/${code}`,
              at: response.node.at,
              what: `invalid requests are refused with the code ${code} of ${other.status}`,
              provider: {
                rewrite: ofItsOwnAccord(
                  onBody(operation, response, (body) => (isObject(body) ? { ...body, [field]: code } : body)),
                ),
              },
              counts: () => true,
            };
          }),
      );
    },
  },
];
