import { ownHeader, type RawResponse } from "../../provider/wire.js";
import type { Operator } from "../mutant.js";
import { onSuccess, rawResponse, withHeader } from "../wire.js";

/** Prism's own errors. Any other provider is not excused by them. */
function problem(status: number, name: string, title: string): RawResponse {
  const body = { type: `https://stoplight.io/prism/errors#${name}`, title, status, detail: "" };
  return rawResponse(status, "application/problem+json", JSON.stringify(body));
}

const excuse: Readonly<Record<string, RawResponse>> = {
  "no-path": problem(404, "NO_PATH_MATCHED_ERROR", "Route not resolved, no path matched"),
  "no-method": problem(405, "NO_METHOD_MATCHED_ERROR", "Route resolved, but no path matched"),
  unprocessable: problem(422, "UNPROCESSABLE_ENTITY", "Invalid request"),
  unauthorized: problem(401, "UNAUTHORIZED", "Invalid security scheme used"),
  "no-response": problem(500, "NO_RESPONSE_DEFINED", "No response defined for the selected status code"),
  "invalid-json": rawResponse(400, "application/json", '{"error":{"code":"invalid_json","message":"malformed"}}'),
};

function marked(raw: RawResponse): RawResponse {
  return withHeader(withHeader(raw, "sl-violations", "[]"), ownHeader, "malformed%20JSON");
}

/** A provider that speaks as Prism does. Only our own mock, known because we started it, is excused for that. */
export const excuses: readonly Operator[] = [
  {
    name: "excuse-of-a-mock",
    family: "excuses",
    effect: "breaking",
    only: "reference",
    definition: "a provider that is not our mock refuses valid requests with an error of Prism's own",
    apply: ({ operation }) =>
      Object.entries(excuse).map(([where, raw]) => ({
        ...{ where, what: `valid requests get Prism's ${where}` },
        rewrite: onSuccess(operation, () => marked(raw)),
      })),
  },
];
