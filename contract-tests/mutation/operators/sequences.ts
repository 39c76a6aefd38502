import type { Operation } from "../../model/operation.js";
import { damaged, onSuccess } from "../damage.js";
import type { Operator } from "../mutant.js";
import { htmlPage } from "../voice.js";

/**
 * The first success that is wrong. A suite can only meet those within the number of its requests, and if a request
 * cannot vary there are few.
 */
const starts = [2, 3, 5];
const startsOfOne = [2, 3];

/** Responses that depend on how many requests there have been. */
export const sequences: readonly Operator[] = [
  {
    name: "success-wrong-from",
    family: "responses that depend on earlier requests",
    effect: "breaking",
    definition: "from the n-th valid request on, the response is wrong: a field less than required, or an HTML page",
    apply: (scope) =>
      (isVaried(scope.operation) ? starts : startsOfOne).flatMap((start) =>
        Object.entries({ "a-field-less": undefined, "a-page": htmlPage(500) }).map(([how, page]) => ({
          where: `${start}/${how}`,
          at: scope.operation.node.at,
          what: `from success number ${start} on ${how}`,
          provider: {
            rewriteInOrder: () => {
              let count = 0;
              return onSuccess(
                scope.operation,
                () => {
                  count += 1;
                  return count >= start;
                },
                (raw) => page ?? damaged(scope, raw),
              );
            },
          },
        })),
      ),
  },
];

/** A path's parameter mostly has one value that leads anywhere. */
function isVaried({ body, parameters }: Operation): boolean {
  return body !== undefined || parameters.filter(({ in: place }) => place !== "path").length > 1;
}
