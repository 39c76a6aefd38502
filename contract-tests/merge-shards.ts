import type { RunnerTestFile, RunnerTestSuite } from "vitest";

/**
 * Puts the files of merged shards together, in place: each shard has every file of the suite, with a part of its tests,
 * and Vitest tells files apart by their path alone. The result is that of one run: each file once, with all tests.
 */
export function mergeShards(files: RunnerTestFile[], projectName: string): void {
  const merged = new Map<string, RunnerTestFile>();
  const all = files.splice(0);
  for (const file of all) {
    const first = file.projectName === projectName ? merged.get(file.filepath) : undefined;
    if (first) {
      join(first, file);
      first.meta.runs = [...(first.meta.runs ?? []), ...(file.meta.runs ?? [])];
      continue;
    }
    if (file.projectName === projectName) {
      merged.set(file.filepath, file);
    }
    files.push(file);
  }
  for (const file of merged.values()) {
    number(file, file);
  }
}

/** Adds the tests of a suite to those of another one of the same name. */
function join(into: RunnerTestSuite, from: RunnerTestSuite): void {
  for (const task of from.tasks) {
    const same = into.tasks.find((one) => one.type === "suite" && one.name === task.name);
    if (same?.type === "suite" && task.type === "suite") {
      join(same, task);
    } else {
      into.tasks.push(task);
    }
  }
  into.mode = into.mode === "skip" ? from.mode : into.mode;
  if (from.result) {
    const { result = from.result } = into;
    const failed = [result, from.result].find(({ state }) => state === "fail");
    // Shards run beside each other.
    into.result = {
      ...(failed ?? result),
      duration: Math.max(result.duration ?? 0, from.result.duration ?? 0),
    };
  }
}

/** Gives each task of a suite its identity anew, as Vitest does: by its place. */
function number(suite: RunnerTestSuite, file: RunnerTestFile): void {
  for (const [index, task] of suite.tasks.entries()) {
    Object.assign(task, { id: `${suite.id}_${index}`, file, ...(suite !== file && { suite }) });
    if (task.type === "suite") {
      number(task, file);
    }
  }
}
