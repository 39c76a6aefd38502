import type { Difference, Verdict, Witness } from "./difference.js";
import type { Kind } from "./kinds.js";
import type { Compared } from "./values.js";

/** A difference that no value of the schemas shows, before it is known where in the document its schemas are. */
export interface Change extends Compared, Pick<Difference, "verdict" | "kind" | "message"> {
  readonly place: readonly string[];
  readonly witness?: Witness;
}

/** Two schemas for the same values, and where in the whole value that is. */
export interface Pair extends Compared {
  readonly place: readonly string[];
}

export function changeAt(pair: Pair, verdict: Verdict, kind: Kind, message: string, witness?: Witness): Change {
  return { ...pair, verdict, kind, message, ...(witness && { witness }) };
}
