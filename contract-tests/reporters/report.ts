import type { Shard } from "../cases/shard.js";
import type { Selection } from "../checks/derive.js";
import type { SourceLocation } from "../model/source.js";
import type { Changes } from "./earlier.js";
import type { Row } from "./matrix.js";
import type { CaseResult } from "./result.js";

/** What the contract requires and no case covered. */
export interface Gap {
  readonly operation: string;
  readonly text: string;
  readonly location: SourceLocation;
}

/** What a run comes to, and the sentences that say why. */
export interface RunVerdict {
  readonly exitCode: 0 | 1 | 2;
  readonly word: "OK" | "FAILED" | "INCONCLUSIVE";
  /** Whether gaps fail the run: only where everything was run, on a provider that everything can be sent to. */
  readonly gated: boolean;
  /** Why the run is inconclusive, in one sentence. */
  readonly inconclusive?: string;
  /** What the verdict rests on, in one sentence. */
  readonly basis: string;
}

export interface RunIdentity {
  /** A digest of the contract. */
  readonly contract: string;
  readonly provider: { readonly remote: boolean; readonly ownMock: boolean; readonly harmlessOnly: boolean };
  /** The part of the suite that it is limited to. */
  readonly selection: Selection & { readonly shard: Shard };
}

/** Everything that a run found: what all reports are made from. */
export interface Report {
  readonly title: string;
  readonly target: string;
  readonly seed: number;
  readonly strict: boolean;
  /** What run this is, or is a part of: only parts of one run are merged. */
  readonly run: RunIdentity;
  readonly verdict: RunVerdict;
  /** From starting the mock, or the first request, to the last response. */
  readonly milliseconds: number;
  readonly rows: readonly Row[];
  readonly gaps: readonly Gap[];
  /** What lies beyond the bounds on what is generated, a line each: no gap. */
  readonly notTried: readonly string[];
  readonly results: readonly CaseResult[];
  /** What has changed since the report that was there before; absent where there was none on this target. */
  readonly changes?: Changes;
}
