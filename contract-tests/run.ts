import { createHash } from "node:crypto";
import { type Contract, readContract } from "./model/contract.js";
import type { Target } from "./provider/target.js";
import type { RunFacts } from "./reporters/report.js";
import type { CaseResult } from "./reporters/result.js";
import type { Settings } from "./settings.js";

/** The things that global setup has made ready for the tests. */
export interface Run {
  /** The root file of the contract, which findings point into. */
  readonly file: string;
  /** The contract as JSON: Vitest merges what it is given, and a document of somebody else may hold `__proto__`. */
  readonly document: string;
  readonly target: Target;
  readonly seed: number;
  readonly settings: Settings;
  readonly shard: RunFacts["shard"];
}

let latest: { readonly document: string; readonly contract: Contract } | undefined;

/** The contract of a run's document: in a thread it is read once for all that need it. */
export function contractOf(document: string): Contract {
  if (latest?.document !== document) {
    latest = { document, contract: readContract(JSON.parse(document)) };
  }
  return latest.contract;
}

/** Tells a contract from every other. */
export function digestOf(document: string): string {
  return createHash("sha256").update(document).digest("hex");
}

declare module "vitest" {
  interface ProvidedContext {
    /** {@link Settings} as JSON, where whoever started Vitest has read them already. */
    settings?: string;
    /** {@link Run} as JSON, or why there is none. */
    run: string;
  }
  interface TaskMeta {
    /** The result of a case. */
    result?: CaseResult;
    /** On a file: what run its cases are of; after a merge, one for each shard that had cases of it. */
    runs?: RunFacts[];
  }
}
