import type { Json, JsonObject } from "../../model/json.js";
import { isSuccess } from "../../model/operation.js";
import { numeric, view } from "../../schema/view.js";
import type { Operator } from "../mutant.js";
import { bodyDraft, responseSites } from "../response-sites.js";
import { edited } from "../steps.js";

/** For each bound, a value just beyond it, or the value itself where the bound has nothing to say of it. */
const beyond: Readonly<Record<string, (value: Json, bound: number) => Json>> = {
  minLength: (value, bound) => (typeof value === "string" ? value.slice(0, Math.max(0, bound - 1)) : value),
  maxLength: (value, bound) => (typeof value === "string" ? value.padEnd(bound + 1, "a") : value),
  minimum: (value, bound) => (typeof value === "number" ? bound - 1 : value),
  maximum: (value, bound) => (typeof value === "number" ? bound + 1 : value),
  exclusiveMinimum: (value, bound) => (typeof value === "number" ? bound : value),
  exclusiveMaximum: (value, bound) => (typeof value === "number" ? bound : value),
  multipleOf: (value, bound) => (typeof value === "number" ? value + bound / 2 : value),
  minItems: (value, bound) => (Array.isArray(value) ? value.slice(0, Math.max(0, bound - 1)) : value),
  maxItems: (value, bound) =>
    Array.isArray(value) && value.length > 0
      ? Array.from({ length: bound + 1 }, (_, index) => value[index % value.length] ?? null)
      : value,
};

/** What else a schema can say of a value, as if it were a bound. */
const others: Readonly<Record<string, (value: Json, keywords: JsonObject) => Json>> = {
  fraction: (value) => (typeof value === "number" ? value + 0.5 : value),
  uniqueItems: (value, { uniqueItems }) =>
    uniqueItems === true && Array.isArray(value) && value.length > 0 ? [...value, value[0] ?? null] : value,
};

/** Values in responses beyond each bound that the contract gives them, at each depth. */
export const responseBounds: readonly Operator[] = [true, false].map((successes) => ({
  name: successes ? "response-bound-crossed" : "error-bound-crossed",
  family: successes ? "response fields" : "error bodies",
  effect: "breaking",
  definition: "a value lies just beyond one of the contract's bounds",
  apply: (scope) =>
    responseSites(scope)
      .filter(({ steps, response }) => steps.length > 0 && isSuccess(response.status) === successes)
      .flatMap((site) => {
        const { keywords } = view(site.node);
        const draft = (keyword: string, edit: (value: Json) => Json) =>
          bodyDraft(
            scope,
            site,
            "breaking",
            {
              where: `${site.where}/${keyword}`,
              at: [...site.node.at, keyword],
              what: `${site.where}: beyond its ${keyword}`,
            },
            (body) => edited(body, site.steps, edit),
          );
        return [
          ...Object.entries(beyond).flatMap(([keyword, edit]) => {
            const bound = numeric(keywords, keyword);
            return bound === undefined ? [] : [draft(keyword, (value) => edit(value, bound))];
          }),
          ...Object.entries(others).map(([keyword, edit]) => draft(keyword, (value) => edit(value, keywords))),
        ];
      }),
}));
