import type { Operator } from "../mutant.js";
import { inEachVoice } from "../voice.js";

/** Parameters that are required, or not any more. */
export const parameters: readonly Operator[] = [
  {
    name: "parameter-required-added",
    family: "request constraints",
    effect: "breaking",
    definition: "a parameter is required that the contract does not have",
    apply: (scope) =>
      (["query", "header"] as const).flatMap((place) =>
        inEachVoice(scope, { where: place, what: `a new ${place} parameter is required` }, ({ says }) => {
          return async (request, forward) => {
            const there =
              place === "query" ? new URL(request.url).searchParams.has("added") : request.headers.has("x-added");
            return there ? forward(request) : says(400);
          };
        }),
      ),
  },
];
