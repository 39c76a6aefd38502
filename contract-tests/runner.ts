import { join } from "node:path";
import { Writable } from "node:stream";
import { type InlineConfig, startVitest, type TestCase } from "vitest/node";
import { InputError } from "./model/errors.js";
import { projectRoot } from "./model/redocly.js";
import type { CaseResult } from "./reporters/result.js";
import type { Settings } from "./settings.js";

export interface RunOptions {
  readonly settings: Settings;
  /** Called after each case. */
  readonly progress: (result: CaseResult) => void;
}

/** Runs the suite under Vitest and returns what came of each case. Rejects for errors that are no case's. */
export async function runSuite({ settings, progress }: RunOptions): Promise<CaseResult[]> {
  const results: CaseResult[] = [];
  const errors: unknown[] = [];
  const running = new Set<string>();
  const collector = {
    onTestCaseReady({ fullName }: TestCase) {
      running.add(fullName);
    },
    onTestCaseResult(test: TestCase) {
      running.delete(test.fullName);
      for (const result of test.meta().results ?? []) {
        results.push(result);
        progress(result);
      }
      errors.push(...(test.result().errors ?? []));
    },
    onTestRunEnd(_modules: unknown, unhandled: readonly unknown[]) {
      errors.push(...unhandled);
    },
  };
  const before = process.exitCode;
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const inline = {
    config: false,
    root: projectRoot,
    include: [join("contract-tests", "contract.test.ts")],
    watch: false,
    // One worker: the mock runs on the main thread meanwhile, and the order of requests stays the same.
    pool: "threads",
    maxWorkers: 1,
    testTimeout: 0,
    maxConcurrency: 8,
    passWithNoTests: true,
    provide: { settings },
    reporters: [collector],
  } satisfies InlineConfig & { config: false; root: string };
  const vitest = await startVitest("test", [], inline, {}, { stdout: silent, stderr: silent });
  await vitest.close();
  // Vitest sets the exit code for its own command line; here the caller decides.
  process.exitCode = before;
  const failure = [...errors, ...vitest.state.getTestModules().flatMap((module) => module.errors())][0];
  if (failure !== undefined) {
    throw endedEarly(failure, [...running]);
  }
  return results;
}

/** An error that ended the run, with the cases that were under way where it struck. */
function endedEarly(failure: unknown, running: readonly string[]): Error {
  const message = Object(failure).message;
  const text = typeof message === "string" ? message : String(failure);
  const [first] = running;
  const where =
    first === undefined ? "" : ` at ${first}${running.length > 1 ? ` or ${running.length - 1} cases beside it` : ""}`;
  return new InputError(`The run ended early${where}: ${text}.`, { cause: failure });
}
