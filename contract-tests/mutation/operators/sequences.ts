import { damaged, onSuccess } from "../damage.js";
import type { Operator } from "../mutant.js";
import { neverEquivalent } from "../shows.js";
import { htmlPage } from "../voice.js";

/** From which success on. A suite can only meet what lies within the number of its requests. */
const starts = [2, 3, 5];

/** Responses that depend on how many requests there have been. */
export const sequences: readonly Operator[] = [
  {
    name: "success-wrong-from",
    family: "responses that depend on earlier requests",
    effect: "breaking",
    definition:
      "from the n-th valid request on, an operation answers wrongly: with less than it has to, or with a page",
    apply: (scope) =>
      starts.flatMap((start) =>
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
          equivalent: neverEquivalent,
        })),
      ),
  },
];
