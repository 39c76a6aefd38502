import fc from "fast-check";
import { expect, test } from "vitest";
import { contracts } from "./contracts.js";
import { tryContract, withExamples } from "./try-contract.js";

/** `RANDOM_CONTRACTS=5000 npx vitest run tests/contract-tests/random` tries more; `RANDOM_SEED` the same ones again. */
const count = Number(process.env.RANDOM_CONTRACTS ?? 12);
const seed = Number(process.env.RANDOM_SEED ?? Date.now() % 2 ** 31);

test(`a healthy provider of any contract raises no finding, and the run ends (seed ${seed})`, {
  timeout: Math.max(120_000, count * 2_000),
}, async () => {
  await fc.assert(
    fc.asyncProperty(contracts, fc.constantFrom("none", "one", "named"), async (contract, examples) => {
      const { problems } = await tryContract(withExamples(contract, examples), 7);
      expect(problems).toEqual([]);
    }),
    { numRuns: count, seed, endOnFailure: false },
  );
});
