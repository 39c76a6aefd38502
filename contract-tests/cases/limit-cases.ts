import { limits } from "../model/limits.js";
import type { Operation } from "../model/operation.js";
import type { Case } from "./case.js";
import { coverageKey } from "./coverage-item.js";
import { coveredByRequest } from "./covered-by-request.js";
import { exampleRequests } from "./requests.js";

/** The cases of an operation, parted at a bound. Both keep their order. */
interface Parted {
  readonly kept: readonly Case[];
  readonly leftOut: readonly Case[];
}

/**
 * Keeps an operation's cases within {@link limits.cases}. Random cases are left out first; then, from the last on,
 * those that cover only what a case before them covers; then those that alone cover something, the deepest schemas
 * first. Requests that the contract's examples show are never left out.
 */
export function limitCases(operation: Operation, cases: readonly Case[], most: number = limits.cases): Parted {
  if (cases.length <= most) {
    return { kept: cases, leftOut: [] };
  }
  const rankOf = ranking(operation);
  const ranked = cases.map((one) => ({ one, rank: rankOf(one) })).sort((a, b) => a.rank - b.rank);
  const kept = new Set(
    ranked.filter(({ rank }, place) => place < most || rank === ranks.example).map(({ one }) => one),
  );
  return { kept: cases.filter((one) => kept.has(one)), leftOut: cases.filter((one) => !kept.has(one)) };
}

/** The lowest rank is kept first; between the first two ranks come the cases that alone cover something, by depth. */
const ranks = { example: -1, repeated: 1_000_000, byChance: 1_000_001 } as const;

/** Ranks the cases of an operation, each after those before it. */
function ranking(operation: Operation): (one: Case) => number {
  const shown = exampleRequests(operation);
  const covered = new Set<string>();
  return (one) => {
    if (one.byChance) {
      return ranks.byChance;
    }
    const fresh = coveredByRequest(one).filter((what) => {
      const key = coverageKey(what);
      return !covered.has(key) && covered.add(key) !== undefined;
    });
    const { params, body } = one.plan;
    if (shown.some(({ plan }) => plan.params === params && plan.body === body)) {
      return ranks.example;
    }
    return Math.min(ranks.repeated, ...fresh.map((what) => ("schemaPath" in what ? what.schemaPath.length : 0)));
  };
}
