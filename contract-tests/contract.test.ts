import { describe, inject, test } from "vitest";
import type { Case } from "./cases/case.js";
import { deriveCases } from "./checks/derive.js";
import { checks } from "./checks/index.js";
import { readContract } from "./model/contract.js";
import { sourceOf } from "./model/source.js";
import { describeOutcome, describeResult } from "./reporters/describe.js";
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
    const result = describeOutcome(contract, one, outcome, target, locate);
    task.meta.result = result;
    if (outcome.verdict === "breaking" || (strict && outcome.verdict === "lenient"))
      throw new FindingError(describeResult(result));
    if (outcome.verdict === "undecided" || outcome.verdict === "not-testable") skip(outcome.reason);
  });
}

/** A finding that fails the run. Its text says everything; where in this file it was thrown says nothing. */
class FindingError extends Error {
  override readonly name = "FindingError";

  constructor(message: string) {
    super(message);
    this.stack = message;
  }
}
