import { describe, inject, test } from "vitest";
import type { Case } from "./cases/case.js";
import { type Coverable, coverableKey } from "./cases/coverable.js";
import { deriveCases } from "./checks/derive.js";
import { checks } from "./checks/index.js";
import { readContract } from "./model/contract.js";
import { sourceOf } from "./model/source.js";
import { describeOutcome } from "./reporters/describe.js";
import { withholding } from "./reporters/withhold.js";
import "./settings.js";
import { runCase } from "./checks/run-case.js";
import { openTarget } from "./provider/target.js";

const { document, rootFile, target, seed, selection } = inject("settings");
const contract = readContract(document);
const provider = openTarget(contract, target);
const shown = { target, withhold: withholding(contract, target), locate: sourceOf(rootFile) };
const cases = deriveCases(contract, seed, selection);

for (const { name: check } of checks) {
  describe.concurrent(check, () => {
    for (const { id } of contract.operations) {
      const group = cases.filter((one) => one.check === check && one.operation.id === id);
      if (group.length > 0) {
        describe(id, () => group.forEach(toTest));
      }
    }
  });
}

function toTest(one: Case): void {
  test(one.name, async ({ task }) => {
    const outcome = await runCase(contract, one, provider);
    const described = describeOutcome(one, outcome, shown);
    const result = { ...described, seen: described.seen.filter((what) => isNew(one.operation.id, what)) };
    task.meta.result = result;
  });
}

const known = new Set<string>();

/** Whether something is covered for the first time: what every case says again would only be carried about. */
function isNew(operation: string, what: Coverable): boolean {
  const key = `${operation} ${coverableKey(what)}`;
  return !known.has(key) && known.add(key) !== undefined;
}
