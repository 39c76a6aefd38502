import type { Pair } from "./pairs.js";

/** Pairs that chance has found, and that were judged wrongly once, as small as they can be made. */
export const found: readonly [what: string, pair: Pair][] = [];
