import type { Selection } from "./checks/derive.js";
import type { Target } from "./provider/target.js";
import type { CaseResult } from "./reporters/result.js";

/** What a run of the suite is told. Plain data, so that it can be handed to another thread. */
export interface Settings {
  /** The contract's document as JSON: Vitest merges objects that it is given, and would set what `__proto__` names. */
  readonly document: string;
  /** The file that findings point into. */
  readonly rootFile: string;
  readonly target: Target;
  readonly seed: number;
  readonly selection: Selection;
}

declare module "vitest" {
  interface ProvidedContext {
    settings: Settings;
  }
  interface TaskMeta {
    results?: CaseResult[];
  }
}
