import { execFileSync, type StdioOptions } from "node:child_process";
import { appendFile } from "node:fs/promises";
import { join, relative } from "node:path";
import type { ProvidedContext } from "vitest";
import type { Reporter, TestModule, TestProject, Vitest } from "vitest/node";
import { checkNames } from "./cases/case.js";
import { mergeShards } from "./merge-shards.js";
import { readLinted } from "./model/document.js";
import { InputError, told } from "./model/errors.js";
import { forTerminal } from "./model/harmless-text.js";
import { isObject } from "./model/json.js";
import { projectRoot } from "./model/redocly.js";
import { sourceOf } from "./model/source.js";
import { decide } from "./outcome.js";
import { isOurs, noRunOf, runOf } from "./project.js";
import { clearReports, writeReports } from "./reporters/files.js";
import { annotations, summary } from "./reporters/github.js";
import { matrix } from "./reporters/matrix.js";
import type { Report, RunFacts } from "./reporters/report.js";
import { terminal } from "./reporters/terminal.js";
import { contractOf, digestOf } from "./run.js";
import { type Settings, settingsFrom } from "./settings.js";

/** Whether a run has a target. Global setup reports settings that cannot be read. */
export function hasTarget(provided: Partial<ProvidedContext>): boolean {
  try {
    return settingsFrom(provided).target !== undefined;
  } catch {
    return false;
  }
}

/** Ends a run, or a merge of its shards, with the verdict: on the terminal, as reports, and as the exit code. */
export function verdictReporter(): Reporter {
  let vitest: Vitest;
  let began = performance.timeOrigin;
  return {
    onInit(started) {
      vitest = started;
      mergeShards(vitest.state.blobs?.files ?? [], "contract");
    },
    onTestRunStart() {
      began = vitest.config.watch ? Date.now() : began;
    },
    async onTestRunEnd(modules, errors) {
      const project = vitest.projects.find(isOurs);
      const ours = modules.filter((module) => isOurs(module.project));
      const others = modules.filter((module) => !isOurs(module.project));
      // A filter that names other tests has not asked for this verdict.
      if (!project || (ours.length === 0 && vitest.projects.length > 1 && !noRunOf(project))) {
        return;
      }
      const exitCode = await conclude(vitest, project, ours, errors, began).catch((error: unknown) => {
        const { sentence, exitCode: code } = told(error);
        vitest.logger.error(forTerminal(sentence));
        return code;
      });
      process.exitCode = exitCode === 0 && others.some((module) => !module.ok()) ? 1 : exitCode;
    },
  };
}

async function conclude(
  vitest: Vitest,
  project: TestProject,
  modules: readonly TestModule[],
  errors: readonly { readonly message: string }[],
  began: number,
): Promise<0 | 1 | 2> {
  const run = runOf(project);
  if (run && "sentence" in run) {
    vitest.logger.error(forTerminal(run.sentence));
    return run.exitCode;
  }
  mustHaveEnded(modules, errors);
  const facts = factsOf(modules);
  if (!facts) {
    throw new InputError(`There is no case to run: ${whyNone(run?.document, vitest.config.testNamePattern)}.`);
  }
  const settings = run ? run.settings : settingsFrom(project.getProvidedContext());
  if (!run) {
    await clearReports(settings.report);
  }
  const document = run ? run.document : await documentOf(settings, facts);
  if (!run) {
    mustBeComplete(modules, facts);
  }
  const milliseconds = run ? Date.now() - began : duration(modules);
  const pattern = vitest.config.testNamePattern?.source;
  const further = [...(facts.further ?? []), ...(pattern === undefined ? [] : ["-t", pattern])];
  const report = reportOf(document, settings.file, { ...facts, further }, modules, milliseconds);
  vitest.logger.log(terminal(report));
  await writeReports(settings.report, report);
  const page = relative(process.env.INIT_CWD ?? process.cwd(), join(settings.report, "index.html"));
  vitest.logger.log(forTerminal(`Reports: ${page}, results.json`));
  if (settings.annotate) {
    // As they are: a logger may break up what reads like a workflow command.
    process.stdout.write(`${annotations(report)}\n`);
  }
  if (settings.summary !== undefined) {
    await appendFile(settings.summary, summary(report));
  }
  return report.verdict.exitCode;
}

/** Throws {@link InputError} where something else than a case went wrong. */
function mustHaveEnded(modules: readonly TestModule[], errors: readonly { readonly message: string }[]): void {
  const broken = [...tests(modules)].find((one) => one.result().state === "failed" && !one.meta().result);
  const [first] = [...errors, ...modules.flatMap((module) => module.errors()), ...(broken?.result().errors ?? [])];
  if (first) {
    throw new InputError(`The run ended early${broken ? ` at ${broken.fullName}` : ""}: ${first.message}.`);
  }
}

function* tests(modules: readonly TestModule[]) {
  for (const module of modules) {
    yield* module.children.allTests();
  }
}

/** Why a run has no case. */
function whyNone(document: string | undefined, pattern: RegExp | undefined): string {
  if (document !== undefined && contractOf(document).operations.length === 0) {
    return "the contract has no operation that can be tested";
  }
  return pattern === undefined
    ? "the contract, the flags and the filters leave none"
    : `with these flags no case has a name that matches -t ${JSON.stringify(pattern.source)}; npx vitest list --project contract lists all names`;
}

/** The run that the results are of; undefined without any. Throws {@link InputError} if they are of several. */
function factsOf(modules: readonly TestModule[]): RunFacts | undefined {
  const all = modules.flatMap((module) => module.meta().runs ?? []);
  const [first] = all;
  const key = ({ shard: { count }, ...rest }: RunFacts) => JSON.stringify([rest, count]);
  if (first && all.some((one) => key(one) !== key(first))) {
    throw new InputError("These are not shards of one run: contract, seed, target or flags differ.");
  }
  return first;
}

/** The contract of merged shards. Throws {@link InputError} where theirs was another one, or one of them is missing. */
async function documentOf({ file }: Settings, { contract }: RunFacts): Promise<string> {
  const document = JSON.stringify(await readLinted(file));
  if (digestOf(document) !== contract) {
    throw new InputError("The shards ran another contract: merge them with the same --contract, at the same commit.");
  }
  return document;
}

/** Throws {@link InputError} where merged shards are not all shards of a run. */
function mustBeComplete(modules: readonly TestModule[], { total, shard: { count } }: RunFacts): void {
  const size = [...tests(modules)].length;
  if (size === total) {
    return;
  }
  const there = new Set(modules.flatMap((module) => (module.meta().runs ?? []).map(({ shard }) => shard.index)));
  const missing = Array.from({ length: count }, (_, index) => index + 1).filter((index) => !there.has(index));
  const which =
    missing.length > 0
      ? `Missing: shard${missing.length === 1 ? "" : "s"} ${missing.join(", ")}.`
      : "Is one of them there twice?";
  throw new InputError(`These are not all ${count} shards of a run: ${size} of ${total} cases are there. ${which}`);
}

function reportOf(
  document: string,
  file: string,
  run: RunFacts,
  modules: readonly TestModule[],
  milliseconds: number,
): Report {
  const contract = contractOf(document);
  const locate = sourceOf(file);
  const results = [...tests(modules)]
    .flatMap((one) => one.meta().result ?? [])
    .sort((a, b) => checkNames.indexOf(a.check) - checkNames.indexOf(b.check));
  const { gaps, notTried, ...verdict } = decide({ ...run, contract, results, target: run.provider });
  const { info: given } = contract.document;
  const info = isObject(given) ? given : {};
  return {
    title: `${String(info.title ?? "")} ${String(info.version ?? "")}`.trim(),
    run,
    verdict,
    milliseconds,
    ended: new Date().toISOString(),
    ...commit(),
    rows: matrix(contract, results),
    gaps: gaps.map(({ operation, text, at }) => ({ operation, text, location: locate(at) })),
    notTried,
    results,
  };
}

/** How long merged shards took: their files ran one after the other, and the slowest shard counts. */
function duration(modules: readonly TestModule[]): number {
  return modules.reduce((sum, module) => sum + module.diagnostic().duration, 0);
}

/** The commit that is checked out, by Git's own short name for it; undefined outside a clone. */
function commit(): Pick<Report, "commit"> {
  try {
    const args = ["describe", "--always", "--dirty", "--abbrev=12"];
    const stdio: StdioOptions = ["ignore", "pipe", "ignore"];
    return { commit: execFileSync("git", args, { cwd: projectRoot, encoding: "utf8", stdio }).trim() };
  } catch {
    return {};
  }
}
