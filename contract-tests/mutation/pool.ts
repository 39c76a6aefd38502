import { fork } from "node:child_process";
import { once } from "node:events";
import { availableParallelism } from "node:os";
import { fileURLToPath } from "node:url";
import type { JsonObject } from "../model/json.js";
import type { Measured } from "./harness.js";
import type { ProviderName } from "./mutant.js";

/** One mutant on one provider. */
interface Job {
  readonly provider: ProviderName;
  readonly id: string;
}

/** The work of a process, which hands in the outcome of each job in turn. */
interface Work {
  readonly document: JsonObject;
  readonly seed: number;
  readonly full: boolean;
  readonly jobs: readonly Job[];
}

/** More processes than this would each spend longer on starting than on measuring. */
const mostProcesses = 4;

/**
 * Measures mutants on every core, in the order given. A mutant on which a process breaks down has failed, and the others
 * go on; rejects if a process cannot even start.
 */
export async function measureAll(work: Work, onResult: (job: Job, measured: Measured) => void): Promise<void> {
  const count = Math.min(mostProcesses, availableParallelism(), Math.ceil(work.jobs.length / 10));
  const over = new AbortController();

  async function serve(jobs: readonly Job[]): Promise<void> {
    // Processes and not threads: what loads TypeScript is not loaded in the threads of every Node that we support.
    const worker = fork(fileURLToPath(new URL("worker.ts", import.meta.url)), {
      execArgv: ["--import", import.meta.resolve("tsx")],
      signal: over.signal,
    });
    const left = [...jobs];
    let isReady = false;
    worker.on("message", (measured: Measured | "ready") => {
      const job = measured === "ready" ? undefined : left.shift();
      isReady = true;
      if (job && measured !== "ready") {
        onResult(job, measured);
      }
      if (left.length === 0) {
        worker.kill();
      }
    });
    worker.send({ ...work, jobs } satisfies Work);
    const [[code, signal]] = await Promise.all([once(worker, "exit"), once(worker, "disconnect")]);
    const job = left.shift();
    if (!job) {
      return;
    }
    const reason = `A worker ended early (${signal ?? code}).`;
    if (!isReady) {
      throw new Error(reason);
    }
    onResult(job, { outcome: "failed", reason, findings: [] });
    if (left.length > 0) {
      await serve(left);
    }
  }

  try {
    const shares = Array.from({ length: count }, (_, part) =>
      work.jobs.filter((_job, index) => index % count === part),
    );
    await Promise.all(shares.map(serve));
  } finally {
    over.abort();
  }
}
