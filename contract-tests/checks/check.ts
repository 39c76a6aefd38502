import type { Case, CheckName, Scope } from "../cases/case.js";

/** A named rule of the suite. */
export interface Check {
  readonly name: CheckName;
  /** Its demand on a provider, in one line. */
  readonly description: string;
  readonly derive: (scope: Scope) => Case[];
}
