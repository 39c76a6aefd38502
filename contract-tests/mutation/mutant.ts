import type { Scope } from "../cases/case.js";
import type { Json } from "../model/json.js";
import type { MediaType, Response } from "../model/operation.js";
import type { Rewrite } from "./wire.js";

/** The providers that are mutated: a Prism mock, and the hand-made one, which knows no `Prefer` header. */
export const providerNames = ["prism", "reference"] as const;
export type ProviderName = (typeof providerNames)[number];

/** A change to one place, as an operator finds it. */
export interface Draft {
  /** Tells the mutants of an operator and an operation apart, in words that a shell takes as they are. */
  readonly where: string;
  /** What of the contract no longer holds, as a schema path. Default: the response below, else the operation. */
  readonly at?: readonly string[];
  /** What was changed, for people. */
  readonly what: string;
  /** The documented response that comes changed, whatever the request: the mutant is equivalent if it never comes. */
  readonly response?: Response;
  /** How it is changed. Where a response depends on the requests before it, made anew for each run of the suite. */
  readonly rewrite: Rewrite | { readonly inOrder: () => Rewrite };
  /**
   * Why else no consumer can tell the mutant from the provider as it was, or undefined if one can: by a response that
   * the provider shows and that now differs, or by a request that is validated otherwise. Equivalent mutants are listed
   * and do not count. Absent if every consumer is concerned.
   */
  readonly equivalent?: (shows: Shows) => string | undefined;
}

/** A provider that differs from the contract in one way. */
export interface Mutant extends Pick<Draft, "what" | "rewrite"> {
  /** `operator/operation/where`: stays the same as long as the contract does. */
  readonly id: string;
  readonly family: string;
  readonly effect: Operator["effect"];
  /** The one operation whose traffic changes. */
  readonly operation: string;
  readonly at: readonly string[];
  readonly equivalent: NonNullable<Draft["equivalent"]>;
}

/** The responses of the contract that a provider ever shows to the suite. */
export interface Shows {
  /** Why a documented response never comes, or undefined if it does. */
  readonly never: (scope: Scope, response: Response) => string | undefined;
  /** The bodies that come with it. */
  readonly bodies: (scope: Scope, response: Response, media: MediaType) => readonly Json[];
  /** Whether `Prefer` calls up whatever the contract shows. */
  readonly prefer: boolean;
}

/** A way in which APIs change, applied wherever it fits. */
export interface Operator {
  readonly name: string;
  readonly family: string;
  /**
   * What it means for a consumer of the contract: it can fail, or it goes on as before. Follows from what the operator
   * does, whatever it is applied to.
   */
  readonly effect: "breaking" | "compatible";
  /** What it does, and why that has its effect, in one line. */
  readonly definition: string;
  /** The only provider that can show it. Default: both. */
  readonly only?: ProviderName;
  readonly apply: (scope: Scope) => readonly Draft[];
}
