import type { TestProject } from "vitest/node";
import type { Run } from "./run.js";

/** Why a run cannot begin: one sentence, and the exit code. */
interface NoRun {
  readonly sentence: string;
  readonly exitCode: 1 | 2;
}

/** Whether a Vitest project is the suite's. Apart from all else: Vitest's configuration needs it, and nothing more. */
export const isOurs = ({ name }: { readonly name: string }) => name === "contract";

/** The result of global setup for the tests of a project, or why there is none; undefined before it. */
export function runOf(project: TestProject): Run | NoRun | undefined {
  const { run } = project.getProvidedContext();
  return run === undefined ? undefined : JSON.parse(run);
}

/** Why the run of a project cannot begin, if it cannot. */
export function noRunOf(project: TestProject): NoRun | undefined {
  const run = runOf(project);
  return run && "sentence" in run ? run : undefined;
}
