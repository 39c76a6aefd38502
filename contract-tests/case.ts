import type { Json } from "../contract-model/json.js";
import type { Operation } from "../contract-model/operation.js";
import type { Exchange } from "./provider/exchange.js";

/** The names of the checks: public vocabulary, explained in the README. */
export const checkNames = [
  "sends-what-is-documented",
  "accepts-valid-request",
  "response-conforms",
  "serves-every-example",
  "rejects-invalid-request",
  "requires-credentials",
] as const;
export type CheckName = (typeof checkNames)[number];

/** What is said of a provider, or of the client, that does not keep a promise. */
export interface Finding {
  /** `breaking`: a consumer would fail. `lenient`: the provider accepts what the contract forbids. */
  readonly severity: "breaking" | "lenient";
  readonly expected: string;
  readonly came: string;
  /** Where the contract says so, as a way through it. */
  readonly at: readonly string[];
}

/** Parameters by where they stand in a request. */
export type Params = { readonly [place in "path" | "query" | "header"]?: { readonly [name: string]: Json } };

/** A request as a case plans it. */
export interface RequestPlan {
  /** `fetch` for what the client refuses to send: no credentials, faulty bodies. */
  readonly via: "client" | "fetch";
  readonly params?: Params;
  /** A JSON value, or text to be sent as it stands. */
  readonly body?: { readonly json: Json } | { readonly text: string };
  /** Default: `application/json` where there is a body. */
  readonly contentType?: string;
  /** The whole `Authorization` header; null for none. Default: what the contract asks for. */
  readonly authorization?: string | null;
  /** The answer to call up from a provider that honours Prism's `Prefer` header. */
  readonly prefer?: { readonly code: string; readonly example: string };
}

/** Sends a planned request. Rejects with {@link NotJudged} where no answer came that could be judged. */
export type Send = (plan: RequestPlan) => Promise<Exchange>;

/** One check on one operation with one input. */
export interface Case {
  readonly check: CheckName;
  readonly operation: Operation;
  /** Tells the cases of a check and an operation apart. */
  readonly name: string;
  /** The request, or for a random case the first one. */
  readonly plan: RequestPlan;
  /** What of the contract the request shows, beyond what can be read off its values. */
  readonly shows: readonly string[];
  readonly run: (send: Send) => Promise<readonly Finding[]>;
}

/** Why a case has no verdict. */
export class NotJudged extends Error {
  override readonly name = "NotJudged";

  constructor(
    /** `undecided`: this time. `not-testable`: never on this target. */
    readonly verdict: "undecided" | "not-testable",
    reason: string,
  ) {
    super(reason);
  }
}
