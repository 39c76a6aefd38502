import { describe, inject, test } from "vitest";
import { readContract } from "../contract-model/contract.js";
import { sourceOf } from "../contract-model/source.js";
import type { Case } from "./case.js";
import { checks } from "./checks/index.js";
import { describeOutcome, describeResult } from "./report/describe.js";
import "./settings.js";
import { deriveCases, runCase } from "./suite.js";
import { openTarget } from "./target.js";

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
      throw new Breach(describeResult(result));
    if (outcome.verdict === "undecided" || outcome.verdict === "not-testable") skip(outcome.reason);
  });
}

/** A finding that fails the run. Its text says everything; where in this file it was thrown says nothing. */
class Breach extends Error {
  override readonly name = "Breach";

  constructor(message: string) {
    super(message);
    this.stack = message;
  }
}
