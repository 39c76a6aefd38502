import { deriveCases } from "../checks/derive.js";
import { readContract } from "../model/contract.js";
import { lazy } from "../model/lazy.js";
import { createHarness, type Measured } from "./harness.js";
import type { ProviderName } from "./mutant.js";
import { mutantsOf } from "./operators/index.js";
import type { measureAll } from "./pool.js";
import { subjects } from "./subject.js";

process.once("message", async ({ document, seed, full, jobs }: Parameters<typeof measureAll>[0]) => {
  const contract = readContract(document);
  const cases = deriveCases(contract, seed);
  const bench = (name: ProviderName) =>
    lazy(async () => ({
      measure: await createHarness(contract, cases, subjects[name]),
      mutants: new Map(mutantsOf(contract, name).map((one) => [one.id, one])),
    }));
  const benches = { prism: bench("prism"), reference: bench("reference") };
  handIn("ready");
  for (const { provider, id } of jobs) {
    const { measure, mutants } = await benches[provider]();
    const mutant = mutants.get(id);
    handIn(mutant ? await measure(mutant, full) : { outcome: "failed", reason: "no such mutant", findings: [] });
  }
});

function handIn(measured: Measured | "ready"): void {
  process.send?.(measured);
}
