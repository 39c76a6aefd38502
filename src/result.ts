import type { DescopeError, ErrorCode, ErrorKind } from "./error.js";

// Fields are replaced, not intersected: editors would show each code as often as there are kinds.
type Of<Kind extends ErrorKind, Fields = unknown> = Omit<DescopeError, "kind" | keyof Fields> & {
  readonly kind: Kind;
} & Fields;

/** A {@link DescopeError} by its kind: checking `kind` tells which fields are there. */
export type Failure =
  | Of<"api", { readonly code: ErrorCode; readonly status: number }>
  | Of<"http" | "invalid-response", { readonly status: number }>
  | Of<"network" | "timeout" | "aborted">;

/** What a call resolves to; it never rejects. `data` is there once `ok`, or `error`, has been checked. */
export type Result<Data> =
  | {
      readonly ok: true;
      /** The body of the response, with all that the contract requires of it; `undefined` where it documents none. */
      readonly data: Data;
      /** The response, for its status and headers. Its body has been read. */
      readonly response: Response;
      readonly error?: undefined;
    }
  | {
      readonly ok: false;
      readonly error: Failure;
      /** The response to the last attempt, if one came: `await response.text()` is what the server says, word for word. */
      readonly response?: Response;
      readonly data?: undefined;
    };
