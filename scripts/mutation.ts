import { mkdir, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { readContract } from "../contract-tests/model/contract.js";
import { readLinted } from "../contract-tests/model/document.js";
import { InputError } from "../contract-tests/model/errors.js";
import type { JsonObject } from "../contract-tests/model/json.js";
import { ownContract, projectRoot } from "../contract-tests/model/redocly.js";
import { sourceOf } from "../contract-tests/model/source.js";
import { wholeNumber } from "../contract-tests/model/text.js";
import { type Mutant, type ProviderName, providerNames } from "../contract-tests/mutation/mutant.js";
import { mutantsOf } from "../contract-tests/mutation/mutants.js";
import { measureAll } from "../contract-tests/mutation/pool.js";
import { type MutantRecord, recordOf } from "../contract-tests/mutation/record.js";
import { type ReportOptions, terminal } from "../contract-tests/mutation/report.js";
import { scores } from "../contract-tests/mutation/score.js";
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

type Given = ReturnType<typeof flags<typeof options>>;

export const main = command(usage, async (argv, io) => {
  const given = flags(argv, options);
  const contractFlag = given.contract === undefined ? "" : ` --contract ${given.contract}`;
  const started = performance.now();
  const { report, memory } = await measured(io, given);
  if (given.only !== undefined) {
    showFindings(io, report.mutants);
  }
  const milliseconds = performance.now() - started;
  return conclude(io, report, { flags: contractFlag, full: report.full, milliseconds, memory });
});

/** The contents of `mutation.json`. */
interface MutationReport {
  readonly seed: number;
  readonly full: boolean;
  readonly mutants: readonly MutantRecord[];
}

/** Measures what the flags choose. */
async function measured(io: Io, given: Given): Promise<{ report: MutationReport; memory: number }> {
  const seed = wholeNumber("seed", given.seed, 0, 2 ** 31 - 1) ?? 1;
  const providers = chosenProviders(given.provider);
  const rootFile = given.contract === undefined ? ownContract : fromUser(io, given.contract);
  const document = await readLinted(rootFile);
  const all = providers.flatMap((provider) => chosenMutants(document, provider, given));
  const size = wholeNumber("sample", given.sample, 1, 100_000) ?? all.length;
  const chosen = all.filter(
    (_, index) => Math.floor((index * size) / all.length) !== Math.floor(((index - 1) * size) / all.length),
  );
  if (chosen.length === 0) {
    throw new InputError(noMutant(given));
  }
  io.err(`Mutating ${providers.join(" and ")}: ${chosen.length} mutants.`);

  const full = given.full || given.only !== undefined;
  const byKey = new Map(chosen.map(({ provider, mutant }) => [`${provider} ${mutant.id}`, mutant]));
  const records = new Map<string, MutantRecord>();
  const locate = sourceOf(rootFile);
  const progress = createProgress(chosen.length);
  const memory = await measureAll(
    { document, seed, full },
    slowestFirst(chosen).map(({ provider, mutant }) => ({ provider, id: mutant.id })),
    ({ provider, id }, result) => {
      const mutant = byKey.get(`${provider} ${id}`);
      if (mutant) {
        records.set(`${provider} ${id}`, recordOf(provider, mutant, result, locate));
      }
      progress();
    },
  );
  // In the order in which operators and contract have them, whichever was ready first.
  const mutants = [...byKey.keys()].flatMap((key) => records.get(key) ?? []);
  return { report: { seed, full: given.full, mutants }, memory };
}

interface Chosen {
  readonly provider: ProviderName;
  readonly mutant: Mutant;
}

function chosenProviders(name: string | undefined): readonly ProviderName[] {
  if (name === undefined) {
    return providerNames;
  }
  const chosen = providerNames.filter((one) => one === name);
  if (chosen.length === 0) {
    throw new InputError(
      `--provider ${JSON.stringify(name)} is not a provider. There are ${providerNames.join(" and ")}.`,
    );
  }
  return chosen;
}

function chosenMutants(document: JsonObject, provider: ProviderName, { operation, only }: Given): Chosen[] {
  const contract = readContract(document);
  if (operation !== undefined && !contract.operations.some(({ id }) => id === operation)) {
    const known = contract.operations.map(({ id }) => id).join(", ");
    throw new InputError(`--operation ${JSON.stringify(operation)} is not in the contract. It has ${known}.`);
  }
  return mutantsOf(contract, provider)
    .filter((mutant) => operation === undefined || mutant.operation === operation)
    .filter(({ id }) => only === undefined || id === only || id.startsWith(`${only}/`))
    .map((mutant) => ({ provider, mutant }));
}

function noMutant({ only }: Given): string {
  return only === undefined
    ? "There is no mutant: the contract and the flags leave none."
    : `There is no mutant: --only ${JSON.stringify(only)} is neither an id nor an operator of this contract.`;
}

/**
 * Mutants that run to the end, and among them those that need a mock of their own, go first, so that all cores end
 * together.
 */
function slowestFirst(chosen: readonly Chosen[]): Chosen[] {
  const cost = ({ provider, mutant: { effect } }: Chosen) =>
    (provider === "prism" ? 2 : 0) + (effect === "compatible" ? 1 : 0);
  return [...chosen].sort((left, right) => cost(right) - cost(left));
}

/** Shows on stderr how far a run is: in place on a terminal, else a line now and then. */
function createProgress(total: number, started = performance.now()): () => void {
  let done = 0;
  let shown = started;
  return () => {
    done += 1;
    const now = performance.now();
    const live = process.stderr.isTTY === true;
    if (done < total && now - shown < (live ? 100 : 10_000)) {
      return;
    }
    shown = now;
    // No guess at the time left: the slowest mutants go first.
    const line = `${done}/${total} mutants`;
    process.stderr.write(live ? `\r\u001b[K${done === total ? "" : line}` : `${line}\n`);
  };
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
export async function conclude(io: Io, report: MutationReport, shown: ReportOptions): Promise<boolean> {
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
