import type { Notice } from "./harness.js";

/** What came of one change. */
export type MutantResult =
  /** Nobody can meet it. */
  | { readonly id: string; readonly kind: "not-counted" }
  | { readonly id: string; readonly kind: "measured"; readonly notices: readonly Notice[] }
  /** The measurement went wrong. */
  | { readonly id: string; readonly kind: "failed"; readonly reason: string };
