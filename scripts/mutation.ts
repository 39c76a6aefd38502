import { mkdir, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { readContract } from "../contract-tests/model/contract.js";
import { readLinted } from "../contract-tests/model/document.js";
import { InputError } from "../contract-tests/model/errors.js";
import { ownContract, projectRoot } from "../contract-tests/model/redocly.js";
import { showLocation, sourceOf } from "../contract-tests/model/source.js";
import { wholeNumber } from "../contract-tests/model/text.js";
import type { Measured } from "../contract-tests/mutation/harness.js";
import { type Mutant, type ProviderName, providerNames } from "../contract-tests/mutation/mutant.js";
import { mutantsOf } from "../contract-tests/mutation/operators/index.js";
import { measureAll } from "../contract-tests/mutation/pool.js";
import { terminal } from "../contract-tests/mutation/report.js";
import { type MutantRecord, scores } from "../contract-tests/mutation/score.js";
import { shellWord } from "../contract-tests/reporters/curl.js";
import { command, flags, fromUser, type Io, start } from "./command.js";

const usage = `Usage: npm run mutation [-- flags]

Breaks the provider on purpose, one way at a time, and reports the mutation score: how many of these mutants the
contract suite kills. It also changes the provider in ways that break nobody, where any finding is a false positive.
Two providers are mutated: a Prism mock, and a hand-made one without Prism and without the Prefer header.
Details go to contract-report/mutation.json.

  --provider <name>    only this provider: ${providerNames.join(" or ")}
  --only <id>          only this mutant, or all of an operator's; runs every case and shows what each finds
  --full               run every case on every mutant, instead of stopping at the first finding, and report the
                       checks that no mutant needs
  --operation <id>     only mutants of this operation
  --sample <n>         only so many of the mutants, evenly spread and the same each time
  --seed <n>           the seed of the suite's fuzz cases (default: 1, so that the score is repeatable)
  --contract <file>    another contract than openapi/openapi.yaml

Exit codes: 0 fine, 1 a mutant survived or a compatible one was taken for breaking, 2 it could not run.`;

const options = {
  provider: { type: "string" },
  only: { type: "string" },
  full: { type: "boolean", default: false },
  operation: { type: "string" },
  sample: { type: "string" },
  seed: { type: "string" },
  contract: { type: "string" },
} as const;

export const main = command(usage, async (argv, io) => {
  const given = flags(argv, options);
  const started = performance.now();
  const report = await measured(io, given);
  if (given.only !== undefined) {
    showFindings(io, report.mutants);
  }
  return conclude(io, report, {
    flags: given.contract === undefined ? "" : ` --contract ${shellWord(given.contract)}`,
    full: given.full,
    milliseconds: performance.now() - started,
  });
});

/** The contents of `mutation.json`. */
interface MutationReport {
  readonly seed: number;
  readonly full: boolean;
  readonly mutants: readonly MutantRecord[];
}

/** Measures what the flags choose. */
async function measured(io: Io, given: ReturnType<typeof flags<typeof options>>): Promise<MutationReport> {
  const { operation, only, provider: name } = given;
  const seed = wholeNumber("seed", given.seed, 0, 2 ** 31 - 1) ?? 1;
  const providers = providerNames.filter((one) => name === undefined || one === name);
  if (providers.length === 0) {
    throw new InputError(
      `--provider ${JSON.stringify(name)} is not a provider. There are ${providerNames.join(" and ")}.`,
    );
  }
  const rootFile = given.contract === undefined ? ownContract : fromUser(io, given.contract);
  const document = await readLinted(rootFile);
  const contract = readContract(document);
  const ids = contract.operations.map(({ id }) => id);
  if (operation !== undefined && !ids.includes(operation)) {
    throw new InputError(`--operation ${JSON.stringify(operation)} is not in the contract. It has ${ids.join(", ")}.`);
  }
  const all = providers.flatMap((provider) =>
    mutantsOf(contract, provider)
      .filter((one) => operation === undefined || one.operation === operation)
      .filter(({ id }) => only === undefined || id === only || id.startsWith(`${only}/`))
      .map((mutant) => ({ provider, mutant })),
  );
  const size = wholeNumber("sample", given.sample, 1, 100_000) ?? all.length;
  const chosen = all.filter(
    (_, index) => Math.floor((index * size) / all.length) !== Math.floor(((index - 1) * size) / all.length),
  );
  if (chosen.length === 0) {
    throw new InputError(
      `There is no mutant: ${only === undefined ? "the contract and the flags leave none" : `--only ${JSON.stringify(only)} is neither an id nor an operator of this contract`}.`,
    );
  }
  io.err(`Mutating ${providers.join(" and ")}: ${chosen.length} mutants.`);

  const results = new Map<string, Measured>();
  const keyOf = (provider: ProviderName, id: string) => `${provider} ${id}`;
  let shown = performance.now();
  await measureAll(
    { document, seed, full: given.full || only !== undefined, jobs: slowestFirst(chosen) },
    ({ provider, id }, result) => {
      results.set(keyOf(provider, id), result);
      if (performance.now() - shown > 10_000) {
        shown = performance.now();
        io.err(`${results.size}/${chosen.length} mutants`);
      }
    },
  );
  const locate = sourceOf(rootFile);
  const mutants = chosen.flatMap(({ provider, mutant: { id, effect, family, operation, what, at } }) => {
    const result = results.get(keyOf(provider, id));
    const location = showLocation(locate(at));
    return result ? [{ provider, id, effect, family, operation, what, location, ...result }] : [];
  });
  return { seed, full: given.full, mutants };
}

/**
 * Mutants that run to the end, and among them those that need a mock of their own, go first, so that all cores end
 * together.
 */
function slowestFirst(chosen: readonly { readonly provider: ProviderName; readonly mutant: Mutant }[]) {
  const cost = ({ provider, effect }: { readonly provider: ProviderName; readonly effect: Mutant["effect"] }) =>
    (provider === "prism" ? 2 : 0) + (effect === "compatible" ? 1 : 0);
  return chosen
    .map(({ provider, mutant: { id, effect } }) => ({ provider, id, effect }))
    .sort((one, other) => cost(other) - cost(one));
}

function showFindings(io: Io, records: readonly MutantRecord[]): void {
  for (const { provider, id, what, outcome, reason, findings } of records) {
    io.out(`${id} on ${provider}: ${what}: ${outcome}${reason === undefined ? "" : ` (${reason})`}`);
    for (const one of findings) {
      io.out(`  ${one.check} ${one.case}: expected ${one.expected}; received ${one.received}`);
    }
  }
}

/** Reports, and tells whether all is well. */
export async function conclude(
  io: Io,
  report: MutationReport,
  shown: Parameters<typeof terminal>[1],
): Promise<boolean> {
  const made = scores(report.mutants);
  const directory = join(projectRoot, "contract-report");
  await mkdir(directory, { recursive: true });
  const file = join(directory, "mutation.json");
  await writeFile(file, `${JSON.stringify({ ...report, scores: made }, null, 2)}\n`);
  io.out(terminal(report.mutants, shown));
  io.out(`Report: ${relative(io.cwd, file)}`);
  const failed = report.mutants.filter(({ outcome }) => outcome === "failed");
  if (failed.length > 0) {
    const list = failed.map(({ provider, id, reason }) => `  ${id} on ${provider}: ${reason}`).join("\n");
    throw new InputError(`The measurement itself failed on ${failed.length} mutants:\n${list}`);
  }
  if (made.every(({ mutants, compatible }) => mutants + compatible === 0)) {
    throw new InputError("Every one of these mutants is equivalent: there is nothing to count.");
  }
  return made.every(({ survived, falsePositives }) => survived + falsePositives === 0);
}

await start(import.meta.url, main);
