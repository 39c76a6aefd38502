import { isObject, type Json } from "../../model/json.js";
import { marks } from "../../model/marks.js";
import { objectAt } from "../../model/node.js";
import { isSuccess } from "../../model/operation.js";
import { errorParts } from "../../model/table.js";
import { validSamples } from "../../schema/valid-samples.js";
import type { Operator, Scope } from "../mutant.js";
import { bodyDraft, type ResponseSite, responseSites } from "../response-sites.js";
import { edited } from "../steps.js";

/** Other values that the schema at a site takes, of several kinds; the errors' codes apart, which callers branch on. */
function others({ contract }: Scope, { node, field, response }: ResponseSite): Json[] {
  if (!isSuccess(response.status) && field?.name === contract.table.errorBody?.code) {
    return [];
  }
  const made = validSamples(node)
    .map(({ value }) => value)
    .filter((value) => contract.validator.isValid(node, [], value));
  const [first, ...rest] = made;
  return first === undefined ? [] : [first, ...rest.slice(-2)];
}

const isSecret = ({ node }: ResponseSite) => objectAt(node)[marks.secret] === true;

/** What a provider may send instead of what the contract shows. */
export const otherValues: readonly Operator[] = [
  {
    name: "response-value-changed",
    family: "responses",
    effect: "compatible",
    definition: "a value is replaced by another one that the contract allows",
    apply: (scope) =>
      responseSites(scope)
        .filter((site) => site.steps.length > 0 && !isSecret(site))
        .flatMap((site) =>
          others(scope, site).map((value, index) =>
            bodyDraft(
              scope,
              site,
              "compatible",
              {
                where: `${site.where}/${index + 1}`,
                at: site.node.at,
                what: `${site.where}: ${JSON.stringify(value)}`,
              },
              (body) => edited(body, site.steps, () => value),
            ),
          ),
        ),
  },
  {
    name: "response-secret-repeated",
    family: "responses",
    effect: "breaking",
    only: "plain",
    definition: "each response has the same secret: whoever got one can act for whoever got another",
    apply: (scope) =>
      responseSites(scope)
        .filter((site) => site.steps.length > 0 && isSecret(site))
        .flatMap((site) =>
          others(scope, site)
            .slice(0, 1)
            .map((value) =>
              bodyDraft(
                scope,
                site,
                "compatible",
                { where: site.where, at: site.node.at, what: `${site.where}: ${JSON.stringify(value)} each time` },
                (body) => edited(body, site.steps, () => value),
              ),
            ),
        ),
  },
  {
    name: "error-wording-changed",
    family: "responses",
    effect: "compatible",
    definition: "the text of an error is worded differently",
    apply: (scope) => {
      const { description, details } = errorParts(scope.contract.operations) ?? {};
      const reworded = (body: Json): Json =>
        isObject(body)
          ? Object.fromEntries(
              Object.entries(body).map(([name, value]) => [
                name,
                (name === description || name === details) && typeof value === "string"
                  ? `Sorry! ${value}. Çà va?`
                  : value,
              ]),
            )
          : body;
      return scope.operation.responses
        .filter(({ status }) => !isSuccess(status))
        .flatMap((response) =>
          response.content
            .slice(0, 1)
            .map((media) =>
              bodyDraft(
                scope,
                { response, media },
                "compatible",
                { where: response.status, at: media.node.at, what: `${response.status}: other words` },
                reworded,
              ),
            ),
        );
    },
  },
];
