import type { WrongCredentials } from "../model/credentials.js";
import type { Json } from "../model/json.js";

/** Parameters by their place in a request. */
export type Params = { readonly [place in "path" | "query" | "header"]?: { readonly [name: string]: Json } };

/** A request as a case plans it. */
export interface RequestPlan {
  /** `raw` for requests that the client refuses to send: no credentials, faulty bodies. */
  readonly via: "client" | "raw";
  readonly params?: Params;
  /** A JSON value, or text to be sent as it is. */
  readonly body?: { readonly json: Json } | { readonly text: string };
  /** Default: `application/json` if there is a body. */
  readonly contentType?: string;
  /** The whole `Authorization` header, as in {@link WrongCredentials}. Default: what the contract asks for. */
  readonly authorization?: string | null;
  /** The API keys beside such an `Authorization` header. Default: none. */
  readonly keys?: WrongCredentials["keys"];
  /** Whether the refresh JWT of the user who is signed in goes along with the bearer. */
  readonly refreshJwt?: true;
  /** The response to call up from a provider that honours Prism's `Prefer` header. */
  readonly prefer?: { readonly code: string; readonly example: string };
}

/** Why a planned request came to no outcome. */
export class NoOutcome extends Error {
  override readonly name = "NoOutcome";

  constructor(
    /** `undecided`: this time. `not-testable`: never on this target. */
    readonly outcome: "undecided" | "not-testable",
    reason: string,
    /** The fields whose values would decide it if the provider knew them; `refreshJwt` for a user who is signed in. */
    readonly needs: readonly string[] = [],
  ) {
    super(reason);
  }
}
