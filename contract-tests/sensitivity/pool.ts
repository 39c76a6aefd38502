import { type ChildProcess, fork } from "node:child_process";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import type { JsonObject } from "../../contract-model/json.js";
import type { MutantResult } from "./result.js";

/** What a worker is told. */
export type ToWorker =
  | { readonly kind: "start"; readonly document: JsonObject; readonly seed: number; readonly full: boolean }
  | { readonly kind: "measure"; readonly id: string };

/** More workers than this would each spend longer on starting than on measuring. */
const mostWorkers = 4;

/** What a worker may keep, in megabytes. */
const mostMemory = 1024;

/** Measures the changes with these ids, on every core. Rejects when a worker breaks down. */
export async function measureAll(
  work: Omit<Extract<ToWorker, { kind: "start" }>, "kind">,
  ids: readonly string[],
  onResult: (result: MutantResult) => void,
): Promise<void> {
  const queue = [...ids];
  const count = Math.min(mostWorkers, availableParallelism(), Math.max(1, Math.ceil(ids.length / 10)));
  const workers: ChildProcess[] = [];
  try {
    await Promise.all(
      Array.from({ length: count }, () => {
        // Processes and not threads: what loads TypeScript is not loaded in the threads of every Node that we support.
        const worker = fork(fileURLToPath(new URL("worker.ts", import.meta.url)), {
          execArgv: ["--import", import.meta.resolve("tsx"), `--max-old-space-size=${mostMemory}`],
        });
        workers.push(worker);
        worker.send({ kind: "start", ...work } satisfies ToWorker);
        return served(worker, () => queue.shift(), onResult);
      }),
    );
  } finally {
    for (const worker of workers) worker.kill();
  }
}

/** A worker asks for more by handing in what it has. */
function served(
  worker: ChildProcess,
  next: () => string | undefined,
  onResult: (result: MutantResult) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    worker.on("message", (result: MutantResult | null) => {
      if (result) onResult(result);
      const id = next();
      if (id === undefined) resolve();
      else worker.send({ kind: "measure", id } satisfies ToWorker);
    });
    worker.once("error", reject);
    worker.once("exit", (code, signal) => reject(new Error(`A worker ended early (${signal ?? code}).`)));
  });
}
