import type { Scope } from "../../cases/case.js";
import { isSuccess, mayHaveBody, type Response } from "../../model/operation.js";
import type { RawResponse } from "../../provider/wire.js";
import { responseDraft } from "../drafts.js";
import type { Draft, Operator } from "../mutant.js";
import { refusalsOfInvalid } from "../traits.js";
import { isUnprompted, withHeader } from "../wire.js";

/** The new values of a status: its likeliest mix-ups, whatever the contract says of them. */
const mixUps: Readonly<Record<string, readonly number[]>> = {
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
    apply: (scope) => {
      const { responses } = scope.operation;
      const isNamed = (other: number) => responses.some(({ status }) => status === String(other));
      // Another success documented by name would be as right.
      const isWrong = ({ status }: Response, other: number) =>
        !(isSuccess(status) && isSuccess(String(other)) && isNamed(other));
      return mixedUp(scope, responses, isWrong, "the status becomes");
    },
  },
  {
    name: "unprompted-refusal-status",
    family: "unprompted responses",
    effect: "breaking",
    definition: "a request that breaks the contract is refused with another status than the one for that",
    apply: (scope) =>
      mixedUp(
        scope,
        refusalsOfInvalid(scope.operation),
        (_, other) => other >= 400,
        "invalid requests are refused with",
        true,
      ),
  },
];

function mixedUp(
  scope: Scope,
  responses: readonly Response[],
  isWrong: (response: Response, other: number) => boolean,
  what: string,
  unprompted = false,
): Draft[] {
  return responses.flatMap((response) =>
    (mixUps[response.status] ?? [])
      .filter((other) => isWrong(response, other))
      .map((other) => {
        const told = { where: String(other), what: `${what} ${other}` };
        return responseDraft(
          scope,
          response,
          told,
          (raw) => withStatus(raw, other),
          unprompted ? isUnprompted : undefined,
        );
      }),
  );
}

function withStatus(raw: RawResponse, status: number): RawResponse {
  const made = mayHaveBody(status)
    ? { ...raw, status }
    : withHeader({ ...raw, status, text: "" }, "content-type", null);
  return status === 302 || status === 303 ? withHeader(made, "location", "https://app.example.com/elsewhere") : made;
}
