import type { SourceLocation } from "../model/source.js";
import type { Row } from "./matrix.js";
import type { CaseResult } from "./result.js";

/** A promise of the contract that no case shows. */
export interface Gap {
  readonly operation: string;
  readonly text: string;
  readonly place: SourceLocation;
}

/** Everything that a run found: what all reports are made from. */
export interface Report {
  readonly title: string;
  readonly target: string;
  readonly seed: number;
  readonly strict: boolean;
  /** Whether gaps fail the run: only in full runs. */
  readonly gated: boolean;
  readonly failed: boolean;
  /** From starting the mock, or the first request, to the last answer. */
  readonly milliseconds: number;
  readonly rows: readonly Row[];
  readonly gaps: readonly Gap[];
  readonly results: readonly CaseResult[];
}
