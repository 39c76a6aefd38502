import fc from "fast-check";
import { expect, test } from "vitest";
import { contracts } from "./contracts.js";
import { found } from "./found.js";
import { exampleKinds, type ProviderName, providerNames, tryContract, withExamples } from "./try-contract.js";

/**
 * `RANDOM_CONTRACTS=1000 RANDOM_SEED=7 npx vitest run tests/contract-tests/random` tries more and others, and looks for
 * the smallest contract that fails. What is found is mended, and kept in found.ts in words of its own.
 */
const count = Number(process.env.RANDOM_CONTRACTS ?? 120);
const seed = Number(process.env.RANDOM_SEED ?? 3);
const isThorough = process.env.RANDOM_CONTRACTS !== undefined;

/** No contract of this size takes longer, in milliseconds; one that does most likely does not end. */
const longest = 20_000;

/** Small ones for the most part, as there is more to find in many; each of them on one provider. */
const tried = fc.record({
  contract: fc.oneof(
    { weight: 12, arbitrary: contracts(1, 1) },
    { weight: 2, arbitrary: contracts(2, 1) },
    { weight: 1, arbitrary: contracts(1, 3) },
  ),
  examples: fc.constantFrom(...exampleKinds),
  provider: fc.constantFrom<ProviderName>("mock", ...providerNames),
});

test(`a healthy provider of any contract raises no finding, and the run ends (${count} contracts, seed ${seed})`, {
  timeout: 120_000 + count * 10_000,
}, async () => {
  let cases = 0;
  let withoutOutcome = 0;
  const property = fc.asyncProperty(tried, async ({ contract, examples, provider }) => {
    const one = await tryContract(withExamples(contract, examples), 7, isThorough ? providerNames : [provider]);
    cases += one.cases;
    withoutOutcome += [...one.withoutOutcome.values()].reduce((sum, next) => sum + next, 0);
    expect(one.problems).toEqual([]);
    expect(one.gaps.filter((gap) => !isOfTheDocument(gap, examples))).toEqual([]);
    expect(one.milliseconds).toBeLessThan(longest);
  });
  await fc.assert(property, { numRuns: count, seed, endOnFailure: !isThorough });
  // A suite that comes to no outcome anywhere has no findings either.
  expect(cases).toBeGreaterThan(count * 5);
  expect(withoutOutcome / cases).toBeLessThan(0.05);
});

/** What only the document can do something about: it documents no such response, or shows no example of it. */
function isOfTheDocument(gap: string, examples: (typeof exampleKinds)[number]): boolean {
  const unshown = / has no example$|: no example of status \S+ shows /.test(gap);
  return (unshown && examples !== "all") || gap.includes(": no response is documented for ");
}

test.each(found)("found before: %s", async (_what, document) => {
  const { problems, gaps, cases } = await tryContract(structuredClone(document), 7);
  expect(problems).toEqual([]);
  expect(gaps.filter((gap) => !isOfTheDocument(gap, "none"))).toEqual([]);
  expect(cases).toBeGreaterThan(0);
});
