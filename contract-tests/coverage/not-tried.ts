import { coverageKey } from "../cases/coverage-item.js";
import { validValues } from "../cases/requests.js";
import type { Contract } from "../model/contract.js";
import { limits } from "../model/limits.js";
import type { Operation } from "../model/operation.js";
import { goalsAt } from "../schema/engine.js";
import { isTooLarge } from "../schema/goals.js";
import { numberOf } from "../schema/schema.js";
import { innerOf, reachedFrom, siteKey, sitesOf } from "../schema/walk.js";
import { type Coverage, isTooMany, type LeftOutCases } from "./covered.js";
import { coverageGoals } from "./goals.js";

/**
 * The parts of a contract's requests that are too large to be tried, or in a parameter that cannot be written:
 * reported, and not counted as gaps.
 */
export function notTried(contract: Contract): string[] {
  const tried = contract.operations.flatMap((operation) => [
    ...ofOperation(operation),
    ...operation.parameters
      // Where a required one is such, the operation itself says so.
      .filter((parameter) => !parameter.required && validValues(parameter).length === 0)
      .map(
        ({ in: place, name }) =>
          `${operation.id}: the ${place} parameter ${name} is not tried: no value of it can be written there`,
      ),
  ]);
  return tried;
}

function ofOperation({ id, body, parameters }: Operation): string[] {
  const roots = [
    ...(body?.content ?? []).map(({ schema }) => ({ name: "the body", schema })),
    ...parameters.map(({ name, schema }) => ({ name, schema })),
  ];
  return roots.flatMap(({ name, schema }) => {
    if (!schema) {
      return [];
    }
    const sites = sitesOf(schema);
    const large = sites.flatMap(({ path, node }) =>
      goalsAt(node).flatMap(({ goal, goal: { part, keyword } }) =>
        isTooLarge(goal)
          ? [`${id}: the ${keyword} of ${path || name} (${numberOf(part, keyword)}) is not tried: too large`]
          : [],
      ),
    );
    const reached = reachedFrom(schema);
    const deep = sites.some(({ ends, view }) => !ends && innerOf(view).some(({ node }) => !reached.has(siteKey(node))));
    return deep ? [...large, `${id}: ${name} is varied in its first ${limits.sites} schemas only`] : large;
  });
}

/** The same for parts that would need more cases than an operation has, each operation in a line. */
export function tooMany(
  contract: Contract,
  coverage: ReadonlyMap<string, Coverage>,
  leftOut: readonly LeftOutCases[],
): string[] {
  const all = coverageGoals(contract);
  const most = limits.cases.toLocaleString("en");
  return leftOut.flatMap(({ operation: id, count }) => {
    const of = coverage.get(id);
    const open = all.filter(({ operation, what }) => of && operation === id && isTooMany(of, coverageKey(what))).length;
    const only = open === 0 ? "" : `; they alone cover ${open.toLocaleString("en")} of what the contract requires`;
    const total = (count + limits.cases).toLocaleString("en");
    return [
      `${id}: ${count.toLocaleString("en")} of ${total} cases are not tried: over the bound of ${most} cases per operation${only}`,
    ];
  });
}
