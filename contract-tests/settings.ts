import type { JsonObject } from "../contract-model/json.js";
import type { CaseResult } from "./report/result.js";
import type { Selection } from "./suite.js";
import type { Target } from "./target.js";

/** What a run of the suite is told. Plain data, so that it can be handed to another thread. */
export interface Settings {
  readonly document: JsonObject;
  /** The file that findings point into. */
  readonly rootFile: string;
  readonly target: Target;
  readonly seed: number;
  readonly selection: Selection;
  /** Whether lenient findings fail. */
  readonly strict: boolean;
}

declare module "vitest" {
  interface ProvidedContext {
    settings: Settings;
  }
  interface TaskMeta {
    result?: CaseResult;
  }
}
