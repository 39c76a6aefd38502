import { mkdir, writeFile } from "node:fs/promises";
import { join, relative } from "node:path";
import { readContract } from "../contract-tests/model/contract.js";
import { readLinted } from "../contract-tests/model/document.js";
import { InputError } from "../contract-tests/model/errors.js";
import { ownContract, projectRoot } from "../contract-tests/model/redocly.js";
import { sourceOf } from "../contract-tests/model/source.js";
import type { Mutant } from "../contract-tests/mutation/mutant.js";
import { candidates } from "../contract-tests/mutation/mutants.js";
import { measureAll } from "../contract-tests/mutation/pool.js";
import { createProgress } from "../contract-tests/mutation/progress.js";
import { json, terminal } from "../contract-tests/mutation/report.js";
import type { MutantResult } from "../contract-tests/mutation/result.js";
import { score } from "../contract-tests/mutation/score.js";
import { command, flags, fromUser, start, wholeNumber } from "./command.js";

const usage = `Usage: npm run mutation [-- flags]

Breaks the provider on purpose, one way at a time, and reports how many of the ways the contract suite notices; and
changes it in ways that break nobody, of which the suite must notice none. Details go to contract-report/.

  --only <id>          only this change, or all of an operator's; runs every case and shows what each finds
  --full               run every case on every change, instead of stopping at the first finding, and report the
                       checks that no change needs
  --operation <id>     only changes to this operation
  --seed <n>           the seed of the suite's random share (default: 1, so that the score is repeatable)
  --contract <file>    another contract than openapi/openapi.yaml

Exit codes: 0 fine, 1 a breaking change not noticed or a compatible one taken for breaking, 2 it could not run.`;

export const main = command(usage, async (argv, io) => {
  const given = flags(argv, {
    only: { type: "string" },
    full: { type: "boolean", default: false },
    operation: { type: "string" },
    seed: { type: "string" },
    contract: { type: "string" },
  });
  const seed = wholeNumber("seed", given.seed, 0, 2 ** 31 - 1) ?? 1;
  const rootFile = given.contract === undefined ? ownContract : fromUser(io, given.contract);
  const document = await readLinted(rootFile);
  const contract = readContract(document);
  if (given.operation !== undefined && !contract.operations.some(({ id }) => id === given.operation)) {
    const known = contract.operations.map(({ id }) => id).join(", ");
    throw new InputError(`--operation ${JSON.stringify(given.operation)} is not in the contract. It has ${known}.`);
  }
  const chosen = candidates(contract)
    .filter(({ operation }) => given.operation === undefined || operation === given.operation)
    .filter(({ id }) => given.only === undefined || id === given.only || id.startsWith(`${given.only}/`));
  if (chosen.length === 0)
    throw new InputError(
      given.only === undefined
        ? "There is no change to make: the contract and the flags leave none."
        : `There is no change to make: --only ${JSON.stringify(given.only)} is neither an id nor an operator of this contract.`,
    );

  const full = given.full || given.only !== undefined;
  const started = performance.now();
  const results: MutantResult[] = [];
  const progress = createProgress(chosen.length);
  const memory = await measureAll(
    { document, seed, full },
    slowestFirst(chosen).map(({ id }) => id),
    (result) => {
      results.push(result);
      progress();
    },
  );
  const made = score(chosen, results);
  const options = {
    locate: sourceOf(rootFile),
    flags: given.contract === undefined ? "" : ` --contract ${given.contract}`,
    full: given.full && given.only === undefined && given.operation === undefined,
    milliseconds: performance.now() - started,
    memory,
  };
  const directory = join(projectRoot, "contract-report");
  await mkdir(directory, { recursive: true });
  const file = join(directory, "mutation.json");
  await writeFile(file, `${JSON.stringify(json(made, options, seed), null, 2)}\n`);
  if (given.only !== undefined) {
    for (const { mutant, notices } of made.measured) {
      io.out(`${mutant.id}: ${mutant.what}`);
      for (const one of notices) io.out(`  ${one.check} ${one.case}: expected ${one.expected}; came ${one.received}`);
    }
  }
  io.out(terminal(made, options));
  io.out(`Report: ${relative(io.cwd, file)}`);
  if (made.failures.length > 0) {
    const list = made.failures.map(({ id, reason }) => `  ${id}: ${reason}`).join("\n");
    throw new InputError(`The tool itself failed on ${made.failures.length} changes:\n${list}`);
  }
  if (made.measured.length === 0)
    throw new InputError("Nobody can meet any of these changes: there is nothing to count.");
  return made.survivors.length === 0 && made.falseAlarms.length === 0;
});

/** What runs to the end, and of that what needs a mock of its own, goes first, so that all cores end together. */
function slowestFirst(mutants: readonly Mutant[]): Mutant[] {
  const cost = ({ verdict, operation, provider }: Mutant) =>
    (operation === undefined ? 4 : 0) + (verdict === "compatible" ? 2 : 0) + ("document" in provider ? 1 : 0);
  return [...mutants].sort((left, right) => cost(right) - cost(left));
}

await start(import.meta.url, main);
