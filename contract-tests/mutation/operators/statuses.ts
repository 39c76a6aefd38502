import { isSuccess, mayHaveBody, type Response } from "../../model/operation.js";
import type { Operator, Scope } from "../mutant.js";
import { responseDraft } from "../response-drafts.js";
import { type RawResponse, withHeaders } from "../wire.js";

/** The new values of a status: its likeliest mix-ups, whatever the contract says of them. */
export const mixUps: Readonly<Record<string, readonly number[]>> = {
  "200": [201, 202, 204, 206, 302, 500],
  "201": [200, 202, 204, 303, 500],
  "202": [200, 201, 204, 500],
  "204": [200, 202, 205, 404],
  "400": [200, 422, 409, 500],
  "401": [200, 403, 400, 404],
  "403": [200, 401, 404],
  "404": [200, 204, 400, 410],
  "409": [200, 400, 412],
  "422": [200, 400, 500],
  "429": [200, 503, 403, 509],
  "503": [200, 429, 500],
};

/** Responses with another status than the documented one. */
export const statuses: readonly Operator[] = [
  {
    name: "status-changed",
    family: "statuses",
    effect: "breaking",
    definition: "a response has a status under which the contract documents something else, or nothing by name",
    apply: (scope) =>
      scope.operation.responses.flatMap((response) =>
        targets(scope, response).map((status) =>
          responseDraft(
            scope,
            response,
            { where: `${response.status}/${status}`, what: `the status becomes ${status}` },
            (raw) => withStatus(raw, status),
          ),
        ),
      ),
  },
];

/** Another success documented by name would be as right. */
function targets({ operation }: Scope, { status }: Response): number[] {
  const fitting = mixUps[status] ?? [];
  const named = new Set(operation.responses.map((one) => one.status));
  return fitting.filter((other) => !(isSuccess(status) && isSuccess(String(other)) && named.has(String(other))));
}

export function withStatus(raw: RawResponse, status: number): RawResponse {
  const bodiless = !mayHaveBody(status);
  return withHeaders({ ...raw, status, text: bodiless ? "" : raw.text }, (headers) => {
    if (bodiless) {
      headers.delete("content-type");
    }
    if (status === 302 || status === 303) {
      headers.set("location", "https://app.example.com/elsewhere");
    }
  });
}
