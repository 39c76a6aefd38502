import { describe, inject, test } from "vitest";
import type { Case } from "./cases/case.js";
import { type Coverable, coverableKey } from "./cases/coverable.js";
import { deriveCases } from "./checks/derive.js";
import { checks } from "./checks/index.js";
import { readContract } from "./model/contract.js";
import { sourceOf } from "./model/source.js";
import { describeOutcome } from "./reporters/describe.js";
import type { CaseResult } from "./reporters/result.js";
import { withholding } from "./reporters/withhold.js";
import "./settings.js";
import { runCase } from "./checks/run-case.js";
import { openTarget } from "./provider/target.js";

const { document, rootFile, target, seed, selection } = inject("settings");
const contract = readContract(JSON.parse(document));
const provider = openTarget(contract, target);
const shown = { target, withhold: withholding(contract, target), locate: sourceOf(rootFile) };
const cases = deriveCases(contract, seed, selection);

/**
 * How many cases a test of Vitest runs, one after the other: with one for each, what Vitest keeps of a test would be more
 * than all that the suite keeps itself. Where a pace is kept, progress has to be told after each case.
 */
const perTest = target.rate === undefined ? 10 : 1;

const groups = new Map<string, Case[]>();
for (const one of cases) {
  const key = `${one.check} ${one.operation.id}`;
  const group = groups.get(key) ?? [];
  group.push(one);
  groups.set(key, group);
}

for (const { name: check } of checks) {
  describe.concurrent(check, () => {
    for (const { id } of contract.operations) {
      const group = groups.get(`${check} ${id}`) ?? [];
      if (group.length > 0) {
        describe(id, () => inTests(group));
      }
    }
  });
}

function inTests(group: readonly Case[]): void {
  for (let start = 0; start < group.length; start += perTest) {
    const some = group.slice(start, start + perTest);
    const names = some.length === 1 ? some[0]?.name : `${some[0]?.name} to ${some.at(-1)?.name}`;
    test(names ?? "", async ({ task }) => {
      const results: CaseResult[] = [];
      task.meta.results = results;
      for (const one of some) {
        results.push(await resultOf(one));
      }
    });
  }
}

async function resultOf(one: Case): Promise<CaseResult> {
  const described = describeOutcome(one, await runCase(contract, one, provider), shown);
  return { ...described, seen: described.seen.filter((what) => isNew(one.operation.id, what)) };
}

const known = new Set<string>();

/** Whether something is covered for the first time: what every case says again would only be carried about. */
function isNew(operation: string, what: Coverable): boolean {
  const key = `${operation} ${coverableKey(what)}`;
  return !known.has(key) && known.add(key) !== undefined;
}
