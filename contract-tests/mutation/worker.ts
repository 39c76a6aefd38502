import { deriveCases } from "../checks/derive.js";
import { readContract } from "../model/contract.js";
import { createHarness, type Harness } from "./harness.js";
import { measure } from "./measure.js";
import type { Mutant, ProviderName } from "./mutant.js";
import { mutantsOf } from "./mutants.js";
import type { FromWorker, Job, ToWorker } from "./pool.js";
import { subjects } from "./subject.js";

interface Bench {
  readonly harness: Harness;
  readonly byId: ReadonlyMap<string, Mutant>;
}

/** Readies this process for a contract's mutants. */
function start({ document, seed, full }: Extract<ToWorker, { kind: "start" }>) {
  const contract = readContract(document);
  const cases = deriveCases(contract, seed);
  const benches = new Map<ProviderName, Promise<Bench>>();
  const benchOf = async (provider: ProviderName): Promise<Bench> => ({
    harness: await createHarness(contract, cases, subjects[provider]),
    byId: new Map(mutantsOf(contract, provider).map((one) => [one.id, one])),
  });
  return async ({ provider, id }: Job) => {
    const bench = benches.get(provider) ?? benchOf(provider);
    benches.set(provider, bench);
    const { harness, byId } = await bench;
    const mutant = byId.get(id);
    if (!mutant) {
      throw new Error(`there is no mutant ${id}`);
    }
    return measure(harness, mutant, full);
  };
}

function handIn(done: FromWorker["done"]): void {
  process.send?.({ ...(done && { done }), memory: process.memoryUsage.rss() } satisfies FromWorker);
}

let measured: ReturnType<typeof start> | undefined;

process.on("message", async (message: ToWorker) => {
  if (message.kind === "start") {
    measured = start(message);
    handIn(undefined);
  } else if (measured) {
    handIn({ job: message.job, result: await measured(message.job) });
  }
});
