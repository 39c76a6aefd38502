import { type ChildProcess, fork } from "node:child_process";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import type { JsonObject } from "../model/json.js";
import type { MutantResult } from "./measure.js";
import type { ProviderName } from "./mutant.js";

/** One mutant on one provider. */
export interface Job {
  readonly provider: ProviderName;
  readonly id: string;
}

/** The data that a worker gets. */
export type ToWorker =
  | { readonly kind: "start"; readonly document: JsonObject; readonly seed: number; readonly full: boolean }
  | { readonly kind: "measure"; readonly job: Job };

/** The results that it hands in when it is ready for more. */
export interface FromWorker {
  readonly done?: { readonly job: Job; readonly result: MutantResult };
  /** Its memory, in bytes. */
  readonly memory: number;
}

/** More workers than this would each spend longer on starting than on measuring. */
const mostWorkers = 4;

/**
 * Measures mutants on every core, in the order given. Resolves to the most memory of a worker, in bytes. A mutant on
 * which a worker breaks down has failed, and the others go on; rejects if a worker cannot even start.
 */
export async function measureAll(
  work: Omit<Extract<ToWorker, { kind: "start" }>, "kind">,
  jobs: readonly Job[],
  onResult: (job: Job, result: MutantResult) => void,
): Promise<number> {
  const queue = [...jobs];
  const count = Math.min(mostWorkers, availableParallelism(), Math.max(1, Math.ceil(jobs.length / 10)));
  const workers = new Set<ChildProcess>();
  let peak = 0;

  /** A worker hands in its results to get more work. */
  function served(): Promise<void> {
    // Processes and not threads: what loads TypeScript is not loaded in the threads of every Node that we support.
    const worker = fork(fileURLToPath(new URL("worker.ts", import.meta.url)), {
      execArgv: ["--import", import.meta.resolve("tsx")],
    });
    workers.add(worker);
    worker.send({ kind: "start", ...work } satisfies ToWorker);
    let current: Job | undefined;
    return new Promise<void>((resolve, reject) => {
      worker.on("message", ({ done, memory }: FromWorker) => {
        peak = Math.max(peak, memory);
        if (done) {
          onResult(done.job, done.result);
        }
        current = queue.shift();
        if (current === undefined) {
          resolve();
        } else {
          worker.send({ kind: "measure", job: current } satisfies ToWorker);
        }
      });
      worker.once("error", reject);
      worker.once("exit", (code, signal) => {
        const reason = `A worker ended early (${signal ?? code}).`;
        if (current === undefined) {
          return reject(new Error(reason));
        }
        onResult(current, { kind: "failed", reason });
        resolve();
      });
    }).then(() => {
      worker.kill();
      workers.delete(worker);
      return queue.length > 0 ? served() : undefined;
    });
  }

  try {
    await Promise.all(Array.from({ length: count }, served));
    return peak;
  } finally {
    for (const worker of workers) {
      worker.kill();
    }
  }
}
