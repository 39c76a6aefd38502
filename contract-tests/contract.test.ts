import { describe, inject, test } from "vitest";
import type { Case } from "./cases/case.js";
import { type Coverable, coverableKey } from "./cases/coverable.js";
import { deriveCases } from "./checks/derive.js";
import { checks } from "./checks/index.js";
import { readContract } from "./model/contract.js";
import { sourceOf } from "./model/source.js";
import { describeOutcome, describeResult } from "./reporters/describe.js";
import { standing } from "./reporters/result.js";
import "./settings.js";
import { runCase } from "./checks/run-case.js";
import { openTarget } from "./provider/target.js";

const { document, rootFile, target, seed, selection, strict } = inject("settings");
const contract = readContract(document);
const provider = openTarget(contract, target);
const locate = sourceOf(rootFile);
const cases = deriveCases(contract, seed, selection);

for (const { name: check } of checks) {
  describe.concurrent(check, () => {
    for (const { id } of contract.operations) {
      const group = cases.filter((one) => one.check === check && one.operation.id === id);
      if (group.length > 0) describe(id, () => group.forEach(toTest));
    }
  });
}

function toTest(one: Case): void {
  test(one.name, async ({ task, skip }) => {
    const outcome = await runCase(contract, one, provider);
    const described = describeOutcome(contract, one, outcome, target, locate);
    const result = { ...described, seen: described.seen.filter((what) => isNew(one.operation.id, what)) };
    task.meta.result = result;
    const severity = standing(result);
    if (severity === "breaking" || (strict && severity === "lenient")) throw new FindingError(describeResult(result));
    if (severity === "undecided" || severity === "not-testable") skip(outcome.reason);
  });
}

const known = new Set<string>();

/** Whether something is covered for the first time: what every case says again would only be carried about. */
function isNew(operation: string, what: Coverable): boolean {
  const key = `${operation} ${coverableKey(what)}`;
  return !known.has(key) && known.add(key) !== undefined;
}

/** A finding that fails the run. Its text says everything; where in this file it was thrown says nothing. */
class FindingError extends Error {
  override readonly name = "FindingError";

  constructor(message: string) {
    super(message);
    this.stack = message;
  }
}
