import { deriveCases } from "../checks/derive.js";
import { readContract } from "../model/contract.js";
import { createHarness } from "./harness.js";
import { measure } from "./measure.js";
import { candidates } from "./mutants.js";
import type { FromWorker, ToWorker } from "./pool.js";
import type { MutantResult } from "./result.js";

/** Readies this process for a contract's changes, and hands in nothing yet. */
async function start({ document, seed, full }: Extract<ToWorker, { kind: "start" }>) {
  const contract = readContract(document);
  const byId = new Map(candidates(contract).map((one) => [one.id, one]));
  const harness = await createHarness(contract, deriveCases(contract, seed));
  return async (id: string) => {
    const mutant = byId.get(id);
    if (!mutant) throw new Error(`there is no change ${id}`);
    return measure(harness, mutant, full);
  };
}

function hand(result: MutantResult | undefined): void {
  process.send?.({ ...(result && { result }), memory: process.memoryUsage.rss() } satisfies FromWorker);
}

let measured: Awaited<ReturnType<typeof start>> | undefined;

process.on("message", async (message: ToWorker) => {
  if (message.kind === "start") {
    measured = await start(message);
    hand(undefined);
  } else {
    hand(await measured?.(message.id));
  }
});
